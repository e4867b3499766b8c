"""Addresses of accounts' own pages; those of sign-in itself are allauth's."""

from django.urls import path

from suixin.platform.accounts.pages import audit, invitation, organisations, people

app_name = "accounts"
urlpatterns = [
    path("office/organisations/", organisations.organisations, name="organisations"),
    path("office/organisations/new/", organisations.organisation_form, name="organisation-new"),
    path("office/organisations/import/", organisations.import_organisations, name="organisations-import"),
    path("office/organisations/<slug:code>/edit/", organisations.organisation_form, name="organisation"),
    path("office/people/", people.people, name="people"),
    path("office/people/new/", people.new_person, name="person-new"),
    path("office/people/<int:pk>/", people.person, name="person"),
    path("office/people/<int:pk>/roles/", people.grant, name="grant"),
    path("office/people/<int:pk>/roles/<int:assignment>/revoke/", people.revoke, name="revoke"),
    path("office/people/<int:pk>/switch/", people.switch, name="person-switch"),
    path("office/people/<int:pk>/link/", people.link, name="person-link"),
    path("office/people/<int:pk>/second-factors/", people.second_factors, name="person-second-factors"),
    path("office/people/<int:pk>/keys/<slug:key>/revoke/", people.revoke_key_of, name="person-key-revoke"),
    path("office/audit/", audit.audit, name="audit"),
    path("set-password/<uidb64>/<token>/", invitation.set_password, name="set-password"),
]
