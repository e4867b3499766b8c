"""The log's files over HTTP (C2SP tlog-tiles): before sessions and languages, as for them everybody is the same.

A web server in front may serve the same folder itself.
"""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed

from suixin.kernel.log.tiles import tile_at
from suixin.platform.log.folder import Folder
from suixin.platform.log.models import Log
from suixin.platform.log.shown import log_folder
from suixin.platform.log.trust import public_policy

# A log's name has letters, digits and hyphens, so that no path leads out of its folder.
ADDRESS = re.compile(r"/log/([a-z0-9][a-z0-9-]{0,39})/(checkpoint|policy|tile/.+)", re.ASCII)
TEXT = "text/plain; charset=utf-8"
BYTES = "application/octet-stream"
FOR_EVER = "public, max-age=31536000, immutable"
SECONDS = "public, max-age=1"
METHODS = ("GET", "HEAD")


class LogFiles:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        found = ADDRESS.fullmatch(request.path_info)
        if found is None:
            return self.get_response(request)
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        name, path = found.groups()
        try:
            response = policy(name) if path == "policy" else file(name, path)
        except (Http404, OSError):
            response = HttpResponse("not found\n", content_type=TEXT, status=404)
        response["Access-Control-Allow-Origin"] = "*"
        return response


def file(name: str, path: str) -> HttpResponse:
    """A checkpoint changes every few seconds, a tile never."""
    is_tile = path != "checkpoint"
    content = Folder(log_folder(name)).read(path) if not is_tile or tile_at(path) is not None else None
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type=BYTES if is_tile else TEXT)
    response["Cache-Control"] = FOR_EVER if is_tile else SECONDS
    return response


def policy(name: str) -> HttpResponse:
    log = Log.objects.filter(pk=name).first()
    if log is None:
        raise Http404
    response = HttpResponse(public_policy(log, f"{settings.BASE_URL}/log/{name}/"), content_type=TEXT)
    response["Cache-Control"] = SECONDS
    return response
