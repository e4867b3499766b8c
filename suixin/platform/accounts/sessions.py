"""When a session ends by itself: after a while without a request, and at the latest after a working day."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

BEGAN, SEEN = "session-began", "session-seen"
GRAIN = 60  # seconds: how exactly the last request is kept, so that not each one writes to the database


class SessionEnds:
    """Signs out, with a record, whoever's session has run out; the page asked for then asks to sign in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(time.time())
            began = request.session.setdefault(BEGAN, now)
            seen = request.session.get(SEEN, began)
            if now - seen > settings.SESSION_IDLE.total_seconds() + GRAIN:
                self.end(request, _("您有一段时间没有操作，为安全起见已退出。请重新登录。"))
            elif now - began > settings.SESSION_LONGEST.total_seconds():
                self.end(request, _("登录已满一个工作日，为安全起见已退出。请重新登录。"))
            elif now - seen >= GRAIN or SEEN not in request.session:
                request.session[SEEN] = now
        return self.get_response(request)

    def end(self, request: HttpRequest, sentence: str) -> None:
        logout(request)
        if not request.path.startswith("/api/"):  # an answer of the API has no place for it
            messages.info(request, sentence)
