"""Setting a password through a link that works once, for three days."""

from django.contrib import messages
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from suixin.platform.accounts.actions import record_person
from suixin.platform.accounts.limits import limited
from suixin.platform.accounts.sign_in_forms import InvitedPassword
from suixin.platform.ledger.actor import Actor


class SetPassword(PasswordResetConfirmView):
    """Django takes the secret out of the address at once and keeps it in the session."""

    form_class = InvitedPassword
    template_name = "accounts/set_password.html"
    success_url = reverse_lazy("account_login")

    def form_valid(self, form: object) -> HttpResponse:
        response = super().form_valid(form)
        record_person(Actor.system("set-password link"), self.user, "password_set")
        messages.success(self.request, _("密码已设置。请用登录名和新密码登录。"))
        return response


@limited("set-password", most=20)
def set_password(request: HttpRequest, **kwargs: str) -> HttpResponseBase:
    return SetPassword.as_view()(request, **kwargs)
