"""Officers, auditors and administrators need a second factor before they can work. A demo city does without.

The factor is one that is kept here, however somebody came in: what a city's own identity service says about its
sign-in is not counted as one, because nobody here can check it. Who has a factor is asked for it after the service.
"""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from suixin.platform.accounts.roles import ADMINISTRATORS, Role
from suixin.platform.api import problems
from suixin.platform.api.problems import Rejection

WITH_SECOND_FACTOR = frozenset({*ADMINISTRATORS, Role.PROGRAMME_OFFICER, Role.AUDITOR})
OPEN_ADDRESSES = ("/accounts/", "/static/", "/reading/")
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class SecondFactorRequired:
    """Sends to the set-up page whoever must have a second factor and has none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self.is_missing(request):
            if request.path.startswith("/api/"):
                return problems.rejected(request, Rejection(403, "second-factor"))
            messages.warning(request, _("您的角色须启用第二重验证（验证器或通行密钥）后才能办理业务。"))
            return redirect("mfa_index")
        return self.get_response(request)

    def is_missing(self, request: HttpRequest) -> bool:
        if settings.DEMO or not request.user.is_authenticated or request.path.startswith(OPEN_ADDRESSES):
            return False
        roles = set(request.user.assignments.values_list("role", flat=True))
        return bool(roles & WITH_SECOND_FACTOR) and not is_mfa_enabled(request.user, FACTORS)
