"""Programmes in the making and programmes published, for those who make them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from suixin.engines.programmes import read
from suixin.engines.programmes.bodies import Register
from suixin.engines.programmes.drafting import store
from suixin.engines.programmes.drafting.questions import questions, unaccepted
from suixin.engines.programmes.office.benches import officer


@require_safe
@officer
def programmes(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    known = Register()
    drafts = [
        (kept, sum(q.is_open for q in questions(kept.draft, known)), len(unaccepted(kept.draft)))
        for kept in store.access_drafts(actor)
    ]
    published = [(programme, programme.recorded.by == actor.organisation) for programme in read.programmes()]
    return render(request, "programmes/office/programmes.html", {"drafts": drafts, "published": published})
