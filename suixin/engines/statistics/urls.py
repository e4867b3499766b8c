"""The addresses of figures: pages and certificates for everybody, the office's pages for those who publish."""

from django.urls import path

from suixin.engines.statistics import public
from suixin.engines.statistics.office import dates, period
from suixin.engines.statistics.office import indicator as office_indicator
from suixin.engines.statistics.office import listing as office_listing
from suixin.engines.statistics.portal import card, figure, indicator, listing, targets, wall

app_name = "statistics"
urlpatterns = [
    path("figures/", listing.figures, name="figures"),
    path("figures/<slug:name>/", indicator.figures, name="indicator"),
    path("figures/<slug:indicator>/<str:period>/", figure.figure, name="figure"),
    path("figures/<slug:indicator>/<str:period>/card.svg", card.card, name="card"),
    path("figures/<slug:indicator>/<str:period>/certificate.json", public.certificate, name="certificate"),
    path("programmes/<slug:slug>/targets/", targets.targets, name="targets"),
    path("programmes/<slug:slug>/wall/", wall.wall, name="wall"),
    path("office/figures/", office_listing.figures, name="office-figures"),
    path("office/figures/<slug:name>/", office_indicator.figures, name="office-indicator"),
    path("office/figures/<slug:name>/<str:period>/", period.figures, name="office-period"),
    path("office/figures/<slug:name>/<str:period>/date/", dates.date, name="office-date"),
]
