"""People, for the security administrator: enter, change, switch off, give and take roles, hand out a link, revoke
keys."""

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from suixin.platform.accounts import actions
from suixin.platform.accounts.access import access_keys, access_people, actor_for, require_role
from suixin.platform.accounts.districts import NAMES
from suixin.platform.accounts.forms import GrantForm, PersonForm, ReasonForm
from suixin.platform.accounts.keys import KeyStanding, revoke_key, standing
from suixin.platform.accounts.models import Person
from suixin.platform.accounts.roles import Role
from suixin.platform.accounts.standing import Need, people_in_need
from suixin.platform.ledger.actor import Actor

PAGE_SIZE = 50


@require_GET
@require_role(Role.SECURITY_ADMIN)
def people(request: HttpRequest) -> HttpResponse:
    found = access_people(request.actor)
    if words := request.GET.get("q", "").strip():
        found = found.filter(Q(username__icontains=words) | Q(name__icontains=words))
    if (role := request.GET.get("role", "")) in set(Role):
        found = found.filter(pk__in=found.filter(assignments__role=role).values("pk"))
    if (need := request.GET.get("need", "")) in set(Need):
        found = found.filter(pk__in=people_in_need(request.actor, Need(need)).values("pk"))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    roles = [(each.value, each.title) for each in Role]
    needs = [(each.value, each.title) for each in Need]
    return render(request, "accounts/people/list.html", {"page": page, "roles": roles, "needs": needs})


@require_http_methods(["GET", "POST"])
@require_role(Role.SECURITY_ADMIN)
def new_person(request: HttpRequest) -> HttpResponse:
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            person = actions.create_person(request.actor, **given)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("已登记。请授予角色，再把设置密码的链接交给本人。"))
            return redirect("accounts:person", person.pk)
    status = 422 if form.errors else 200
    return render(request, "accounts/people/new.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
@require_role(Role.SECURITY_ADMIN)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    somebody = get_object_or_404(access_people(request.actor), pk=pk)
    form = PersonForm(request.POST or None, instance=somebody)
    if request.method == "POST" and form.is_valid():
        actions.change_person(request.actor, form.instance, "changed", form.cleaned_data["reason"])
        messages.success(request, _("已保存。"))
        return redirect("accounts:person", pk)
    return person_page(request, somebody, form=form)


def person_page(
    request: HttpRequest,
    somebody: Person,
    *,
    form: PersonForm | None = None,
    granting: GrantForm | None = None,
    link: str = "",
) -> HttpResponse:
    form = form or PersonForm(instance=somebody)
    granting = granting or GrantForm(auto_id="grant_%s")
    held = [
        (each, Role(each.role).title, NAMES.get(each.district, "")) for each in somebody.assignments.all()
    ]
    context = {
        "person": somebody,
        "form": form,
        "granting": granting,
        "held": held,
        "link": link,
        "has_factors": is_mfa_enabled(somebody),
        "keys": key_standings(request.actor, somebody),
    }
    status = 422 if form.errors or granting.errors else 200
    return render(request, "accounts/people/person.html", context, status=status)


def key_standings(actor: Actor, somebody: Person) -> list[KeyStanding]:
    owner = actor_for(somebody)
    return [standing(each, owner) for each in access_keys(actor).filter(person=somebody)]


@require_POST
@require_role(Role.SECURITY_ADMIN)
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    somebody = get_object_or_404(access_people(request.actor), pk=pk)
    form = GrantForm(request.POST, auto_id="grant_%s")
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.grant(
                request.actor,
                somebody,
                Role(given["role"]),
                given["organisation"],
                district=given["district"],
                reason=given["reason"],
            )
        except actions.NotAllowed as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已授予角色。"))
            return redirect("accounts:person", pk)
    return person_page(request, somebody, granting=form)


@require_POST
@require_role(Role.SECURITY_ADMIN)
def revoke(request: HttpRequest, pk: int, assignment: int) -> HttpResponse:
    somebody = get_object_or_404(access_people(request.actor), pk=pk)
    held = get_object_or_404(somebody.assignments, pk=assignment)
    if reason := given_reason(request):
        actions.revoke(request.actor, held, reason)
        messages.success(request, _("已撤销角色。"))
    return redirect("accounts:person", pk)


@require_POST
@require_role(Role.SECURITY_ADMIN)
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """On or off. Somebody switched off is signed out at once: no session of theirs finds its person any more."""
    somebody = get_object_or_404(access_people(request.actor), pk=pk)
    if somebody.pk == request.actor.person:
        messages.error(request, _("不能停用自己的账号。请由另一位安全管理员办理。"))
    elif reason := given_reason(request):
        somebody.is_active = not somebody.is_active
        actions.change_person(
            request.actor, somebody, "enabled" if somebody.is_active else "disabled", reason
        )
        messages.success(request, _("账号已启用。") if somebody.is_active else _("账号已停用。"))
    return redirect("accounts:person", pk)


@require_POST
@require_role(Role.SECURITY_ADMIN)
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """The link is on this one page and nowhere else; it is not sent, so it needs no mail server."""
    somebody = get_object_or_404(access_people(request.actor), pk=pk)
    if not (reason := given_reason(request)):
        return redirect("accounts:person", pk)
    path = actions.issue_link(request.actor, somebody, reason)
    return person_page(request, somebody, link=request.build_absolute_uri(path))


@require_POST
@require_role(Role.SECURITY_ADMIN)
def second_factors(request: HttpRequest, pk: int) -> HttpResponse:
    somebody = get_object_or_404(access_people(request.actor), pk=pk)
    if reason := given_reason(request):
        try:
            actions.remove_second_factors(request.actor, somebody, reason)
        except actions.NotAllowed as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("已清除第二重验证。本人下次用密码登录后可重新设置。"))
    return redirect("accounts:person", pk)


@require_POST
@require_role(Role.SECURITY_ADMIN)
def revoke_key_of(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    held = get_object_or_404(access_keys(request.actor), pk=key, person=pk)
    if reason := given_reason(request):
        try:
            revoke_key(request.actor, held, reason)
        except actions.NotAllowed as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("密钥已撤销，用它的程序从现在起不能再填报。"))
    return redirect("accounts:person", pk)


def given_reason(request: HttpRequest) -> str:
    form = ReasonForm(request.POST)
    if form.is_valid():
        return form.cleaned_data["reason"]
    messages.error(request, _("请写明理由（2 至 300 字），未作任何改动。"))
    return ""
