"""What went wrong before or outside a room: a problem for a program at the API, a page for everybody else."""

import sys

from django.http import HttpRequest, HttpResponse

from suixin.platform.api import problems
from suixin.platform.api.failures import written
from suixin.platform.api.problems import Rejection
from suixin.platform.ui import errors

API = "/api/"


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """For instance a host name that is not ours."""
    if request.path.startswith(API):
        return problems.rejected(request, Rejection(400, "malformed"))
    return errors.bad_request(request, exception)


def failed(request: HttpRequest) -> HttpResponse:
    """Django calls it while it handles the error, which it does not hand over."""
    error = sys.exception()
    if request.path.startswith(API):
        return problems.failed(request, error)
    return errors.failed(request, written(request, error))
