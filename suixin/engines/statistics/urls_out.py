"""Addresses of open data: SDMX, and tables of each indicator."""

from django.urls import path, re_path

from suixin.engines.statistics.exports import views as exports
from suixin.engines.statistics.sdmx import views, views_of_old

app_name = "open-data"
urlpatterns = [
    path("figures/<slug:indicator>/data.<str:kind>", exports.data, name="data"),
    re_path(r"^sdmx/v2/data(?:/(?P<path>.*))?$", views.data, name="sdmx-data"),
    re_path(r"^sdmx/v2/structure(?:/(?P<path>.*))?$", views.structure, name="sdmx-structure"),
    re_path(r"^sdmx/v2/availability(?:/(?P<path>.*))?$", views.availability, name="sdmx-availability"),
    re_path(r"^sdmx/v2/(?P<path>.+)$", views.elsewhere),
    re_path(r"^sdmx/2\.1/data/(?P<path>.+)$", views_of_old.data, name="sdmx-old-data"),
    re_path(r"^sdmx/2\.1/(?P<path>.+)$", views_of_old.structure, name="sdmx-old-structure"),
]
