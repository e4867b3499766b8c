"""The addresses of programmes: for everybody."""

from django.urls import path

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
]
