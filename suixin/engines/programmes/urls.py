"""The addresses of programmes: the portal's for everybody, the office's for people who work with them."""

from django.urls import path

from suixin.engines.programmes.office import duties_page
from suixin.engines.programmes.portal import views

app_name = "programmes"
urlpatterns = [
    path("", views.home, name="home"),
    path("programmes/", views.listing, name="list"),
    path("programmes/<slug:slug>/", views.detail, name="programme"),
    path("programmes/<slug:slug>/history/", views.history, name="history"),
    path("programmes/<slug:slug>/tasks/<str:task_id>/", views.task, name="task"),
    path("programmes/<slug:slug>/export.<str:format_name>", views.export, name="export"),
    path("compare/<slug:first>/<slug:second>/", views.comparison, name="compare"),
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/<str:key>/", views.organisation, name="organisation"),
    path("about/numbers/", views.about_numbers, name="about-numbers"),
    path("office/duties/", duties_page.table, name="duties"),
]
