"""The addresses of those who review reports and of the authority that keeps a form."""

from django.urls import path

from suixin.engines.collections.office import (
    completeness_page,
    keeping,
    opening,
    reminding_page,
    report_page,
    reviewing,
)

app_name = "collecting"

urlpatterns = [
    path("office/reviews/", reviewing.overview, name="reviews"),
    path("office/reviews/reports/<int:index>/", report_page.report, name="report"),
    path("office/reviews/<slug:form>/<str:period>/<slug:level>/", reviewing.pile, name="pile"),
    path("office/collections/", keeping.forms, name="forms"),
    path("office/collections/<slug:form>/", keeping.form, name="form"),
    path("office/collections/<slug:form>/open/", opening.open_new, name="open"),
    path("office/collections/<slug:form>/<str:period>/", completeness_page.screen, name="completeness"),
    path("office/collections/<slug:form>/<str:period>/due/", opening.change, name="due"),
    path("office/collections/<slug:form>/<str:period>/remind/", reminding_page.remind_missing, name="remind"),
]
