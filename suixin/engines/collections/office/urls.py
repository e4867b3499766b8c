"""The addresses of those who review reports and of the authority that keeps a form."""

from django.urls import path

from suixin.engines.collections.office import report_page, reviewing

app_name = "collecting"

urlpatterns = [
    path("office/reviews/", reviewing.overview, name="reviews"),
    path("office/reviews/reports/<int:index>/", report_page.report, name="report"),
    path("office/reviews/<slug:form>/<str:period>/<slug:level>/", reviewing.pile, name="pile"),
]
