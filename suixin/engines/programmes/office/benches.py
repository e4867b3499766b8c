"""From an address to the bench that its page works at, and what every page of editing has in common."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from suixin.engines.programmes.drafting.bench import Bench, draft_bench, published_bench
from suixin.engines.programmes.drafting.steps import Impossible
from suixin.engines.programmes.drafting.store import Outdated
from suixin.platform.accounts.access import require_role
from suixin.platform.accounts.roles import Role
from suixin.platform.ledger.refusals import NotFound, Refusal
from suixin.platform.ui.numbers import language

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class At:
    """Names of the addresses of a bench's pages, for `{% url %}`."""

    overview: str
    clause: str
    split: str
    merge: str
    remove: str


DRAFT = At(*(f"programmes:draft{name}" for name in ("", "-clause", "-split", "-merge", "-remove")))
PUBLISHED = At(*(f"programmes:edit{name}" for name in ("", "-clause", "-split", "-merge", "-remove")))


def at(bench: Bench) -> At:
    return PUBLISHED if bench.needs_reason else DRAFT


def overview(bench: Bench, place: str = "") -> str:
    return reverse(at(bench).overview, args=[bench.key]) + (f"#{place}" if place else "")


def address(bench: Bench, kind: str, id: str) -> str:
    return reverse(at(bench).clause, args=[bench.key, kind, id])


def officer(view: View) -> View:
    """For programme officers; what is not there, or not theirs, is not found."""

    @require_role(Role.PROGRAMME_OFFICER)
    @wraps(view)
    def found(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except NotFound as refusal:
            raise Http404(refusal.message(language())) from refusal

    return found


def bench_of(request: HttpRequest, draft: str | None, slug: str | None) -> Bench:
    """Raises `NotFound`."""
    actor = request.actor  # type: ignore[attr-defined]
    return draft_bench(actor, draft) if draft is not None else published_bench(actor, slug or "")


def is_outdated(request: HttpRequest, bench: Bench) -> bool:
    """Whether the page that was sent was made from another version than the newest."""
    return request.POST.get("version", "") != str(bench.version)


def tell(request: HttpRequest, trouble: Exception) -> None:
    """What went wrong with keeping, as a message on the next page."""
    match trouble:
        case Outdated():
            messages.error(request, outdated())
        case Impossible():
            messages.error(request, _("这一步做不了：条目可能刚被删除或改动。请看过最新内容后再试。"))
        case Refusal():
            messages.error(request, trouble.message(language()))
            for problem in trouble.problems[:10]:
                messages.error(request, problem.message(language()))


def outdated() -> str:
    return _("别人刚改过这份内容，您的改动还没有保存。请核对后再保存一次；所填内容仍在下面。")


KEEPING = (Outdated, Impossible, Refusal)
