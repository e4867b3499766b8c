"""How a reader wants pages drawn: language, elder mode, light or dark. Kept in cookies, never on the server."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from suixin.platform.accounts.limits import limited
from suixin.platform.ui.context import MODE_COOKIE, MODES, THEME_COOKIE, THEMES

YEAR = 365 * 24 * 3600


@limited("reading", most=60)
@csrf_exempt  # changes only how this browser draws pages; so portal pages need no token and stay cacheable
@require_POST
def reading(request: HttpRequest) -> HttpResponse:
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    choices = {
        settings.LANGUAGE_COOKIE_NAME: ("language", [code for code, _ in settings.LANGUAGES]),
        MODE_COOKIE: ("mode", MODES),
        THEME_COOKIE: ("theme", THEMES),
    }
    for cookie, (field, allowed) in choices.items():
        value = request.POST.get(field)
        if value in allowed:
            response.set_cookie(
                cookie, value, max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
            )
    return response
