"""Which room answers which address. Assembly only."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from suixin.platform.api.assembly import not_found
from suixin.platform.ledger.leaves import LedgerLeaves
from suixin.platform.log import urls as log
from suixin.site.api import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", api.urls),
    re_path("^api/", not_found),
    path("accounts/", include("suixin.platform.accounts.entrance")),
    path("", include("suixin.platform.accounts.urls")),
    path("", include(log.addresses(LedgerLeaves()))),
    path("", include("suixin.platform.ledger.urls")),
    path("", include("suixin.platform.ui.urls")),
    path("", include("suixin.platform.office.urls")),
    path("", include("suixin.platform.search.urls")),
    path("", include("suixin.engines.collections.office.urls")),
    path("", include("suixin.engines.collections.urls")),
    path("", include("suixin.engines.programmes.urls")),
    path("", include("suixin.engines.statistics.urls")),
    path("", include("suixin.engines.statistics.urls_out")),
]

handler400 = "suixin.site.errors.bad_request"
handler403 = "suixin.platform.ui.errors.forbidden"
handler404 = "suixin.platform.ui.errors.not_found"
handler429 = "suixin.platform.ui.errors.too_many"
handler500 = "suixin.site.errors.failed"
