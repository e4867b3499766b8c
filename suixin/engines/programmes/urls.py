"""The addresses of programmes: for everybody."""

from django.urls import path

from suixin.engines.programmes.portal import about, organisations, views
from suixin.engines.programmes.portal.caching import public

app_name = "programmes"
urlpatterns = [
    path("", public(views.home), name="home"),
    path("programmes/", public(views.listing), name="list"),
    path("programmes/<slug:slug>/", public(views.detail), name="programme"),
    path("programmes/<slug:slug>/history/", public(views.history), name="history"),
    path("programmes/<slug:slug>/tasks/<str:task_id>/", public(views.task), name="task"),
    path("programmes/<slug:slug>/export.<str:format_name>", public(views.export), name="export"),
    path("compare/<slug:first>/<slug:second>/", public(views.comparison), name="compare"),
    path("organisations/", public(organisations.organisations), name="organisations"),
    path("organisations/<str:key>/", public(organisations.organisation), name="organisation"),
    path("about/numbers/", public(about.numbers), name="about-numbers"),
    path("about/accessibility/", public(about.accessibility), name="about-accessibility"),
    path("robots.txt", public(about.robots), name="robots"),
    path("sitemap.xml", public(about.sitemap), name="sitemap"),
]
