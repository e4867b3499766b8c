"""The addresses of collections: the reporter's pages."""

from suixin.engines.collections.reporting import urls as reporting

app_name = "collections"
urlpatterns = [*reporting.urlpatterns]
