"""`POST /log/NAME/add`: bytes for the log, and their position in it as the answer: what the load drivers and checkers of
the ecosystem expect. The bytes become a record of type `log.entry` by whoever's key it is; bare, they could be written
to look like somebody else's record.
"""

from base64 import b64encode
from math import ceil

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from suixin.platform.accounts.bearer import actor_of_bearer
from suixin.platform.api import problems
from suixin.platform.api.limits import Limit
from suixin.platform.api.problems import Rejection
from suixin.platform.ledger.refusals import Behind, Refusal
from suixin.platform.ledger.submit import Submission, submit
from suixin.platform.log.models import Log

TYPE = "log.entry"
OFTEN = Limit("log-add", 60_000)
LIMIT = 48_000  # bytes; in base64, with what stands around it, they fit a leaf


@csrf_exempt
@require_POST
def add(request: HttpRequest, name: str) -> HttpResponse:
    log = Log.newest()
    if log is None or log.name != name:
        raise Http404
    if log.until is not None:  # its end is being published; the next begins soon
        return problems.refused(request, Behind())
    actor = actor_of_bearer(request)
    if actor is None:
        return problems.rejected(request, Rejection(401, "not-signed-in"))
    request.auth = actor  # type: ignore[attr-defined] - whose requests are counted
    if not OFTEN.allow_request(request):
        return problems.rejected(request, Rejection(429, "too-often", seconds=ceil(OFTEN.wait())))
    if (rejection := wrong_size(request)) is not None:
        return problems.rejected(request, rejection)
    content = b64encode(request.body).decode("ascii")
    try:
        (receipt,) = submit([Submission(TYPE, {"content": content})], actor)
    except Refusal as refusal:
        return problems.refused(request, refusal)
    return HttpResponse(str(log.leaf_of(receipt.index)), content_type="text/plain")


def wrong_size(request: HttpRequest) -> Rejection | None:
    """A body in chunks says no length, and would be taken for an empty one."""
    if request.headers.get("Transfer-Encoding"):
        return Rejection(411, "no-length")
    length = request.headers.get("Content-Length") or "0"
    if not length.isdecimal() or int(length) > LIMIT:
        return Rejection(413, "too-large", limit=LIMIT)
    return None
