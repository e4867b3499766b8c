"""Rules between collections' records: no report without a registered unit and an open period, nobody reports for
another, and whoever reviews is the one whom the form names."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from suixin.engines.collections.editing import edit_problems
from suixin.engines.collections.forms import newest_form
from suixin.engines.collections.models import FormVersion, Opening, Report, Unit
from suixin.engines.collections.sentences import SENTENCES
from suixin.kernel.records.problem import Parameter, Problem
from suixin.kernel.statistics.definitions import MalformedDefinition
from suixin.kernel.statistics.forms import PREFIX, Form, read_form
from suixin.kernel.statistics.periods import Period
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.declarations import Guard
from suixin.platform.ledger.entries import in_parts
from suixin.platform.ledger.submit import GuardContext, Submission

Rule = Callable[[Form, Submission, GuardContext], Iterator[Problem]]


def told(code: str, path: str = "", **parameters: Parameter) -> Problem:
    return Problem(path, code, SENTENCES[code], parameters)


def form(submission: Submission, actor: Actor, context: GuardContext) -> Iterator[Problem]:
    data = submission.data
    try:
        found = read_form(data["definition"])
        found.record_type  # noqa: B018 - a form that makes no record type is refused here
    except (MalformedDefinition, ValueError) as error:
        yield told("form-malformed", "/definition", why=str(error))
        return
    if (found.id, found.version) != (data["id"], data["version"]):
        yield told("form-malformed", "/id", why="id, version")
    if not actor.is_system and found.authority != actor.organisation:
        yield told("not-authority", "/definition/authority", authority=found.authority)
    held = FormVersion.objects.now(form=found.id)
    if held is None:
        if submission.supersedes is not None or found.version != 1:
            yield told("form-version", "/version", version=1)
    elif submission.supersedes != held.index or found.version != held.version + 1:
        yield told("form-version", "/version", version=held.version + 1)
    elif not actor.is_system and held.authority != actor.organisation:
        yield told("not-authority", "/definition/authority", authority=held.authority)


def by_authority(rule: Rule) -> Guard:
    """A rule about a form's own records, which only its authority makes."""

    def guarded(submission: Submission, actor: Actor, context: GuardContext) -> Iterator[Problem]:
        name = submission.data["form"]
        found = newest_form(name)
        if found is None:
            yield told("no-form", "/form", form=name)
        elif not actor.is_system and found.authority != actor.organisation:
            yield told("not-authority", "/form", authority=found.authority)
        else:
            yield from rule(found, submission, context)

    return guarded


def of_form(found: Form, data: Mapping[str, Any], *names: str) -> Iterator[Problem]:
    for name in names:
        if name in data and Period.read(data[name]).frequency is not found.frequency:
            yield told("period-kind", f"/{name}", period=data[name])


@by_authority
def unit(found: Form, submission: Submission, context: GuardContext) -> Iterator[Problem]:
    data = submission.data
    yield from of_form(found, data, "since", "until")
    if set(data["keys"]) != {key.id for key in found.keys}:
        yield told("unit-keys", "/keys", keys="、".join(key.id for key in found.keys))
    for key in found.keys:
        if key.id in data["keys"] and data["keys"][key.id] not in key.values:
            yield told("unit-key-value", f"/keys/{key.id}", values="、".join(key.values))
    if any(level.reviewer(data["district"]) is None for level in found.reviews):
        yield told("unit-no-reviewer", "/district", district=data["district"])
    held = Unit.objects.now(form=data["form"], unit=data["unit"])
    earlier = any(
        each.type == submission.type
        and (each.data["form"], each.data["unit"]) == (data["form"], data["unit"])
        for each in context.earlier
    )
    if earlier or (held is not None and submission.supersedes != held.index):
        yield told("unit-there", "/unit", unit=data["unit"])
    if context.corrects is not None and context.corrects.data["unit"] != data["unit"]:
        yield told("unit-there", "/unit", unit=context.corrects.data["unit"])


@by_authority
def period(found: Form, submission: Submission, context: GuardContext) -> Iterator[Problem]:
    data = submission.data
    yield from of_form(found, data, "period")
    opened = Period.read(data["period"])
    if opened.last_day < found.valid_from or opened.first_day > found.valid_to:
        yield told("form-not-valid", "/period", period=data["period"])
    held = Opening.objects.now(form=data["form"], period=data["period"])
    if held is not None and submission.supersedes != held.index:
        yield told("period-there", "/period", period=data["period"])


def report(submission: Submission, actor: Actor, context: GuardContext) -> Iterator[Problem]:
    data, form_id = submission.data, submission.type.removeprefix(PREFIX)
    found = newest_form(form_id)
    if found is None:
        yield told("no-form", "", form=form_id)
        return
    reported = Period.read(data["period"])
    registered = Unit.objects.now(form=form_id, unit=actor.organisation or "")
    if registered is None or not registered.reports_for(reported.ordinal):
        yield told("not-registered", "/period", form=found.titles, period=data["period"])
        return
    if data["unit"] != {"district": registered.district, **registered.keys}:
        yield told("unit-differs", "/unit")
    live = Report.objects.now(form=form_id, unit=actor.organisation, period=data["period"])
    twice = any(
        each.type == submission.type and each.data["period"] == data["period"] for each in context.earlier
    )
    if twice or (live is not None and submission.supersedes != live.index):
        yield told("reported-already", "/period", period=data["period"])
    elif live is not None and live.state != Report.State.RETURNED and live.level > 0:
        yield told("under-review", "/period", period=data["period"])
    if context.corrects is not None and context.corrects.data["period"] != data["period"]:
        yield told("other-period", "/period")
    returned = live is not None and live.state == Report.State.RETURNED
    opening = Opening.objects.now(form=form_id, period=data["period"])
    if not returned and not (opening and opening.is_open):
        yield told("period-closed", "/period", period=data["period"])
    yield from edit_problems(found, data, registered.unit, context.earlier, is_returned=returned)


def review(submission: Submission, actor: Actor, context: GuardContext) -> Iterator[Problem]:
    data = submission.data
    found = newest_form(data["form"])
    if found is None:
        yield told("no-form", "/form", form=data["form"])
        return
    place = next((at for at, level in enumerate(found.reviews) if level.id == data["level"]), None)
    if place is None:
        yield told("no-level", "/level", level=data["level"])
        return
    if data["decision"] == "returned" and not data.get("query"):
        yield told("query-missing", "/query")
    reports: list[Report] = []
    for some in in_parts(data["reports"]):
        reports.extend(
            Report.objects.filter(index__in=some, form=data["form"], period=data["period"], to_index=None)
        )
    if len(reports) != len(data["reports"]):
        yield told("report-gone", "/reports", missing=len(data["reports"]) - len(reports))
    level = found.reviews[place]
    if any(level.reviewer(each.district) != actor.organisation for each in reports):
        yield told("not-reviewer", "/level")
    elif any(each.unit == actor.organisation for each in reports):
        yield told("own-report", "/reports")
    accepts = data["decision"] == "accepted"
    wrong = [
        each
        for each in reports
        if each.state == Report.State.RETURNED or (each.level != place if accepts else each.level < place)
    ]
    if wrong:
        yield told("not-at-level", "/reports", count=len(wrong))
