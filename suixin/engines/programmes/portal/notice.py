"""The notice itself, where it was published with its programme: each fact underlined and leading to its page."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from suixin.engines.programmes import highlights, read
from suixin.engines.programmes.drafting.bench import contents_of
from suixin.platform.accounts.access import actor_of
from suixin.platform.ledger.documents import access_document
from suixin.platform.ledger.refusals import NotFound
from suixin.platform.ui.parts import Span


@require_safe
def notice(request: HttpRequest, slug: str) -> HttpResponse:
    programme = read.programme(slug)
    if programme is None or programme.notice is None:
        raise Http404
    try:
        text = bytes(access_document(actor_of(request), programme.notice).content).decode()
    except NotFound as refusal:
        raise Http404 from refusal
    spans = [public(span, programme) for span in highlights.spans(text, contents_of(slug))]
    context = {"programme": programme, "text": text, "spans": spans}
    return render(request, "programmes/notice.html", context)


def public(span: Span, programme: read.Programme) -> Span:
    """Leads to the task's page; what belongs to no task, to the programme's."""
    kind, _, item = span.address.removeprefix("#").partition("-")
    target = next((each for each in programme.targets if kind == "target" and each.id == item), None)
    task = item if kind == "task" else target.task if target is not None else None
    address = (
        reverse("programmes:task", args=[programme.slug, task])
        if task
        else reverse("programmes:programme", args=[programme.slug])
    )
    return replace(span, address=address)
