"""The addresses of figures: certificates for everybody, the office's pages for those who publish."""

from django.urls import path

from suixin.engines.statistics import public
from suixin.engines.statistics.office import dates, indicator, listing, period
from suixin.engines.statistics.portal.targets import targets
from suixin.engines.statistics.portal.wall import wall

app_name = "statistics"
urlpatterns = [
    path("programmes/<slug:slug>/targets/", targets, name="targets"),
    path("programmes/<slug:slug>/wall/", wall, name="wall"),
    path("figures/<slug:indicator>/<str:period>/certificate.json", public.certificate, name="certificate"),
    path("office/figures/", listing.figures, name="office-figures"),
    path("office/figures/<slug:name>/", indicator.figures, name="office-indicator"),
    path("office/figures/<slug:name>/<str:period>/", period.figures, name="office-period"),
    path("office/figures/<slug:name>/<str:period>/date/", dates.date, name="office-date"),
]
