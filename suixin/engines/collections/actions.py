"""What people do with collections. Each is one submission: the guards say who may."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from suixin.engines.collections.models import Draft, Opening, Report, Unit
from suixin.kernel.records.receipt import Receipt
from suixin.kernel.statistics.forms import Form
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.reading import access_submitted
from suixin.platform.ledger.submit import Submission, submit

REVIEW_LIMIT = 2_000  # reports named by one record


def publish_form(
    definition: Mapping[str, Any], actor: Actor, reason: str, supersedes: int | None = None
) -> Receipt:
    data = {
        "id": definition["id"],
        "version": definition["version"],
        "definition": dict(definition),
        "reason": reason,
    }
    return submit([Submission("collection.form", data, supersedes=supersedes)], actor)[0]


def register_units(units: Sequence[Mapping[str, Any]], actor: Actor) -> list[Receipt]:
    """Lines of a form's register, as `collection.unit` has them: all or none."""
    return submit([Submission("collection.unit", unit) for unit in units], actor)


def open_period(
    form: Form, period: str, due: str, actor: Actor, reason: str, *, is_open: bool = True
) -> Receipt:
    """Also closes it, or sets another day: the line that holds is corrected."""
    held = Opening.objects.now(form=form.id, period=period)
    data = {"form": form.id, "period": period, "due": due, "open": is_open, "reason": reason}
    if form.synthetic:
        data["synthetic"] = True
    return submit([Submission("collection.period", data, supersedes=held and held.index)], actor)[0]


@dataclass(frozen=True, slots=True)
class Answers:
    """What a unit says on a form for one period."""

    period: str
    values: Mapping[str, str]
    explanations: Mapping[str, str] = field(default_factory=dict)
    filled_by: str = ""
    device: str = ""
    key: str | None = None  # of one intention to report: sent twice, it is one report with one receipt
    corrects: int | None = (
        None  # the report that this takes the place of; None: the one that counts, if there is one
    )


def report(
    form: Form,
    period: str,
    values: Mapping[str, str],
    actor: Actor,
    *,
    explanations: Mapping[str, str] | None = None,
    filled_by: str = "",
    device: str = "",
    key: str | None = None,
) -> Receipt:
    """The actor's own organisation reports; where it has reported already, this corrects it."""
    answers = Answers(period, values, explanations or {}, filled_by, device, key)
    return report_all(form, [answers], actor)[0]


def report_all(form: Form, given: Sequence[Answers], actor: Actor) -> list[Receipt]:
    """Several periods of the actor's own organisation: all or none. What was typed so far for them is no longer kept."""
    unit = actor.organisation or ""
    submissions, fresh = [], []
    for each in given:
        data = report_data(
            form,
            each.period,
            each.values,
            actor,
            explanations=each.explanations,
            filled_by=each.filled_by,
            device=each.device,
        )
        live = Report.objects.now(form=form.id, unit=unit, period=each.period)
        supersedes = live and live.index if each.corrects is None else each.corrects
        # Looked up after the report that counts: what is sent a second time says what it said the first time.
        sent = access_submitted(actor, each.key) if each.key else None
        if sent is None:
            fresh.append(each.period)
        elif each.corrects is None:
            supersedes = sent.supersedes
        submissions.append(Submission(form.record_type_id, data, key=each.key, supersedes=supersedes))
    receipts = submit(submissions, actor)
    Draft.objects.filter(form=form.id, unit=unit, period__in=fresh).delete()
    return receipts


def report_data(
    form: Form,
    period: str,
    values: Mapping[str, str],
    actor: Actor,
    *,
    explanations: Mapping[str, str],
    filled_by: str = "",
    device: str = "",
) -> dict[str, Any]:
    """With the unit's attributes from the register; where it is not registered the guard says so."""
    unit = Unit.objects.now(form=form.id, unit=actor.organisation or "")
    attributes = (
        {"district": unit.district, **unit.keys}
        if unit
        else {"district": "", **{key.id: next(iter(key.values)) for key in form.keys}}
    )
    data: dict[str, Any] = {"period": period, "unit": attributes, "values": dict(values)}
    if explanations:
        data["explanations"] = dict(explanations)
    if filled_by:
        data["filled_by"] = filled_by
    if device:
        data["device"] = device
    if form.synthetic:
        data["synthetic"] = True
    return data


def review(
    form: Form,
    period: str,
    level: str,
    decision: str,
    reports: Sequence[int],
    *,
    actor: Actor,
    query: str = "",
) -> list[Receipt]:
    """Accepts or returns reports: all or none. More than one record takes are several."""
    submissions = []
    for start in range(0, len(reports), REVIEW_LIMIT):
        data: dict[str, Any] = {
            "form": form.id,
            "period": period,
            "level": level,
            "decision": decision,
            "reports": sorted(reports[start : start + REVIEW_LIMIT]),
        }
        if query:
            data["query"] = query
        if form.synthetic:
            data["synthetic"] = True
        submissions.append(Submission("collection.review", data))
    return submit(submissions, actor)
