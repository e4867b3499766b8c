"""The addresses at which units report."""

from django.urls import path

from suixin.engines.collections.reporting import autosave, blanks, done, grid, listing, uploading

urlpatterns = [
    path("office/reports/", listing.reports, name="reports"),
    path("office/reports/<slug:form>/<str:period>/", grid.grid, name="grid"),
    path("office/reports/<slug:form>/<str:period>/draft/", autosave.draft, name="draft"),
    path("office/reports/<slug:form>/<str:period>/file/", uploading.upload, name="upload"),
    path("office/reports/<slug:form>/<str:period>/blank.<slug:kind>", blanks.blank, name="blank"),
    path("office/reports/<slug:form>/<str:period>/receipt/", done.receipt, name="reported"),
]
