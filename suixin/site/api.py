"""Which room answers which part of the API. Assembly only."""

from suixin.engines.collections.reporting.api import router as reports
from suixin.platform.api.assembly import make_api
from suixin.platform.ledger.api import router as records

api = make_api({"": records, "/reports": reports})
