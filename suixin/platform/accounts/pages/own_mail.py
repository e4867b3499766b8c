"""Letters by e-mail: what a person chooses for themselves, and the way out that stands in every letter."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from suixin.platform.accounts.access import require_sign_in
from suixin.platform.accounts.forms import MailForm
from suixin.platform.accounts.mail import person_who_stops


@require_http_methods(["GET", "POST"])
@require_sign_in
def choice(request: HttpRequest) -> HttpResponse:
    form = MailForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.instance.save(update_fields=["wants_mail", "language"])
        messages.success(request, _("已保存。"))
        return redirect("mfa_index")
    return render(request, "accounts/mail/choice.html", {"form": form}, status=422 if form.errors else 200)


@csrf_exempt  # a mail program presses the button for its reader (RFC 8058); the token says who that is
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    person = person_who_stops(token)
    if person is None:
        raise Http404
    if request.method == "POST":
        person.wants_mail = False
        person.save(update_fields=["wants_mail"])
    return render(request, "accounts/mail/stop.html", {"is_stopped": not person.wants_mail})
