"""Access keys on one's own account: what there is, a new one shown once, an old one revoked."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.base.views import IndexView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from suixin.platform.accounts.access import access_keys, actor_of, require_role, require_sign_in
from suixin.platform.accounts.actions import NotAllowed
from suixin.platform.accounts.forms import KeyForm
from suixin.platform.accounts.keys import make_key, may_have_keys, revoke_key, standing
from suixin.platform.accounts.roles import WITH_KEYS
from suixin.platform.ledger.actor import Actor

BY_ITSELF = Actor.system("access key")  # as with passwords and second factors: whose it is, is in the record


class OwnAccount(IndexView):
    """What one signs in with, and the keys of one's programs."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        actor = self.request.actor = actor_of(self.request)  # also for the navigation
        keys = access_keys(actor).filter(person=actor.person)
        more = {"keys": [standing(each, actor) for each in keys], "may_have_keys": may_have_keys(actor)}
        return super().get_context_data(**kwargs) | more


@require_http_methods(["GET", "POST"])
@require_role(*sorted(WITH_KEYS))
@reauthentication_required
def new_key(request: HttpRequest) -> HttpResponse:
    """The key is on this one page and nowhere else."""
    form = KeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            key = make_key(BY_ITSELF, request.user, given["label"], int(given["days"]))
        except NotAllowed as error:
            form.add_error(None, str(error))
        else:
            site = request.build_absolute_uri("/").rstrip("/")
            return render(request, "accounts/keys/made.html", {"key": key, "site": site})
    return render(request, "accounts/keys/new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@require_sign_in
def revoke_own_key(request: HttpRequest, pk: str) -> HttpResponse:
    key = get_object_or_404(access_keys(request.actor), pk=pk, person=request.actor.person)
    if request.method == "GET":
        return render(request, "accounts/keys/revoke.html", {"key": key})
    try:
        revoke_key(BY_ITSELF, key)
    except NotAllowed as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("密钥已撤销，用它的程序从现在起不能再填报。"))
    return redirect("mfa_index")
