"""Reporting by a unit's own program: what it has to report, the blank as a file, and a report with its receipt.

A report is the record `report.<form>` that the page makes too, by the same rules; here the unit's attributes and the
report that is corrected need not be sent, because they are known.
"""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field

from suixin.engines.collections.actions import Answers, report_all
from suixin.engines.collections.forms import newest_form
from suixin.engines.collections.models import Unit
from suixin.engines.collections.reporting.answers import read_answers
from suixin.engines.collections.reporting.blanks import KINDS, blank_file
from suixin.engines.collections.reporting.listing import lines_of
from suixin.engines.collections.reporting.places import Place, place_of, said
from suixin.kernel.statistics.forms import Form
from suixin.platform.api.assembly import errors, signed_in
from suixin.platform.api.bodies import JSON, NDJSON, json_body, json_items
from suixin.platform.api.limits import Limit
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.api import ReceiptBody, described
from suixin.platform.ledger.refusals import NotFound

LARGEST = 262_144  # bytes: the most items, and an explanation for each
MOST_PERIODS = 100  # in one call

router = Router(tags=["reports"])


class AnswersBody(Schema):
    period: str = Field(description="2020-06, 2020-Q2 or 2020, as the form has it")
    values: dict[str, str] = Field(description="by item: decimal texts")
    explanations: dict[str, str] | None = Field(None, description="by edit rule: why it is so all the same")
    filled_by: str | None = None
    key: str = Field(description="your own; the same key and content again give the same receipt")
    corrects: int | None = Field(
        None,
        description="index of the report that this one corrects; refused if another one counts by now. "
        "Without it, whichever counts is corrected",
    )


class PeriodBody(Schema):
    period: str
    due: str = Field(description="the last day")
    open: bool
    editable: bool = Field(description="whether a report, or a correction of it, is taken now")
    state: str = Field(description="none, waiting (for review), returned (to be corrected) or accepted")
    report: int | None = Field(description="index of the record that counts")
    reported_at: str | None
    on_time: bool | None
    query: str = Field(description="what the reviewer asked, where it was returned")


class ReportBody(PeriodBody):
    values: dict[str, str] = Field(description="of the report that counts")
    explanations: dict[str, str]


class UnitBody(Schema):
    code: str
    district: str
    keys: dict[str, str]


class FormBody(Schema):
    form: str
    version: int
    title: str
    unit: UnitBody = Field(description="as the form's authority has registered it")


class OwnReportsBody(FormBody):
    definition: dict[str, Any] = Field(
        description="the form: its items, and the rules that reports must keep"
    )
    periods: list[PeriodBody]


ONE = AnswersBody.model_json_schema()
MANY = {"type": "array", "items": ONE, "maxItems": MOST_PERIODS}
FILE = {
    "responses": {
        200: {
            "description": "OK",
            "content": {kind.partition(";")[0]: {} for _write, kind in KINDS.values()},
        }
    }
}


@router.get("", response={200: list[FormBody], **errors}, auth=signed_in)
def read_forms(request: HttpRequest) -> list[dict[str, Any]]:
    """The forms on which your organisation reports."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    units = Unit.objects.filter(unit=actor.organisation or "", to_index=None)
    found = [(form, unit) for unit in units if (form := newest_form(unit.form)) is not None]
    return [form_body(form, unit) for form, unit in found if set(form.submitters) & actor.roles]


@router.get("/{form}", response={200: OwnReportsBody, **errors}, auth=signed_in)
def read_own_reports(request: HttpRequest, form: str) -> dict[str, Any]:
    """A form, and what became of each period: yours only."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    found, unit = newest_form(form), Unit.objects.now(form=form, unit=actor.organisation or "")
    if found is None or unit is None or not set(found.submitters) & actor.roles:
        raise NotFound
    lines = [line for line in lines_of(actor, timezone.localdate()) if line.place.form.id == form]
    return {
        **form_body(found, unit),
        "definition": dict(found.definition),
        "periods": [period_body(line.place, line.query) for line in lines],
    }


@router.post(
    "/{form}",
    response={201: ReceiptBody, **errors},
    exclude_unset=True,
    auth=signed_in,
    throttle=Limit("records", 600),
    openapi_extra=described({JSON: {"schema": ONE}}),
)
def submit_report(request: HttpRequest, form: str) -> Status[dict[str, Any]]:
    """Reports for one period. 201 with the receipt; 422 with everything that is to be corrected or explained."""
    return Status(201, handed_in(request, form, [json_body(request, LARGEST)])[0])


@router.post(
    "/{form}/batch",
    response={201: list[ReceiptBody], **errors},
    exclude_unset=True,
    auth=signed_in,
    throttle=Limit("batches", 60),
    description=f"Reports for up to {MOST_PERIODS} periods, all or none: a JSON array, or NDJSON. Earlier periods first: "
    "rules that look at the period before look at what stands before in the same call.",
    openapi_extra=described({JSON: {"schema": MANY}, NDJSON: {"schema": {"type": "string"}}}),
)
def submit_reports(request: HttpRequest, form: str) -> Status[list[dict[str, Any]]]:
    return Status(201, handed_in(request, form, json_items(request, MOST_PERIODS * LARGEST)))


@router.get("/{form}/{period}", response={200: ReportBody, **errors}, auth=signed_in)
def read_own_report(request: HttpRequest, form: str, period: str) -> dict[str, Any]:
    """What was reported for one period and what became of it."""
    place = place_of(request.auth, form, period)  # type: ignore[attr-defined]
    live, query = place.live, place.query
    return {
        **period_body(place, query.query if query else ""),
        "values": dict(live.values) if live else {},
        "explanations": dict(live.explanations) if live else {},
    }


@router.get("/{form}/{period}/blank.{kind}", response=errors, auth=signed_in, openapi_extra=FILE)
def read_blank(request: HttpRequest, form: str, period: str, kind: str) -> HttpResponse:
    """The form to fill in, as `xlsx` or `csv`. What comes back is uploaded on the form's page."""
    return blank_file(place_of(request.auth, form, period), kind)  # type: ignore[attr-defined]


def handed_in(request: HttpRequest, form: str, items: list[Any]) -> list[dict[str, Any]]:
    found = newest_form(form)
    if found is None:
        raise NotFound
    given: Sequence[Answers] = read_answers(items, MOST_PERIODS)
    receipts = report_all(found, given, request.auth)  # type: ignore[attr-defined]
    return [receipt.as_json() for receipt in receipts]


def form_body(form: Form, unit: Unit) -> dict[str, Any]:
    registered = {"code": unit.unit, "district": unit.district, "keys": unit.keys}
    return {"form": form.id, "version": form.version, "title": said(form.titles), "unit": registered}


def period_body(place: Place, query: str) -> dict[str, Any]:
    live = place.live
    return {
        "period": str(place.period),
        "due": place.opening.due.isoformat(),
        "open": place.opening.is_open,
        "editable": place.is_editable,
        "state": live.state if live else "none",
        "report": live.index if live else None,
        "reported_at": live.recorded_at.isoformat() if live else None,
        "on_time": live.on_time if live else None,
        "query": query,
    }
