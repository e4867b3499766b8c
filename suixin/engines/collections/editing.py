"""The form's edit rules against a report that comes in: fatal ones refuse it, queries ask for an explanation.

An explanation of a rule that found nothing is refused as well: it would stand in the log beside numbers it is not about.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from suixin.engines.collections.models import Report
from suixin.engines.collections.sentences import SENTENCES
from suixin.kernel.records.problem import LANGUAGES, Problem, Sentence
from suixin.kernel.statistics.edits import Finding, findings, ready_form
from suixin.kernel.statistics.expressions import At
from suixin.kernel.statistics.forms import Form
from suixin.kernel.statistics.periods import Period
from suixin.platform.ledger.submit import Submission

SHORTEST_EXPLANATION = 4  # characters
REPLY = "reply"  # in place of a rule's id: what the unit answers to the reviewer who returned its report


def edit_problems(
    form: Form,
    data: Mapping[str, Any],
    unit: str,
    earlier: Sequence[Submission] = (),
    *,
    is_returned: bool = False,
) -> Iterator[Problem]:
    explanations: Mapping[str, str] = data.get("explanations", {})
    found = report_findings(form, data["values"], unit, Period.read(data["period"]), earlier)
    for each in found:
        if each.is_fatal:
            yield broken(each, "edit-fatal", f"/values/{each.items[0]}")
        elif not is_explained(each.rule, explanations):
            yield broken(each, "edit-query", f"/explanations/{each.rule}")
    asked = {each.rule for each in found if not each.is_fatal} | ({REPLY} if is_returned else set())
    for rule in sorted(set(explanations) - asked):
        parameters = {"rule": rule[:40]}
        yield Problem(f"/explanations/{rule}", "edit-not-asked", SENTENCES["edit-not-asked"], parameters)


def is_explained(rule: str, explanations: Mapping[str, str]) -> bool:
    """The same on the page, from a file and from a program."""
    return len(explanations.get(rule, "").strip()) >= SHORTEST_EXPLANATION


def report_findings(
    form: Form,
    values: Mapping[str, str],
    unit: str,
    period: Period,
    earlier: Sequence[Submission] = (),
) -> list[Finding]:
    """What a page shows while the numbers are still being typed is what a report is judged by."""
    ready = ready_form(form)
    previous = reported(form, unit, period.earlier(1), earlier) if ready.needs(At.PREVIOUS) else None
    year_before = reported(form, unit, period.year_before, earlier) if ready.needs(At.YEAR_BEFORE) else None
    return findings(form, values, previous, year_before)


def reported(
    form: Form, unit: str, period: Period, earlier: Sequence[Submission] = ()
) -> Mapping[str, str] | None:
    """What the unit's report for the period says now; it may be in the same call, just before."""
    for each in reversed(earlier):
        if each.type == form.record_type_id and each.data["period"] == str(period):
            values: Mapping[str, str] = each.data["values"]
            return values
    live = Report.objects.filter(form=form.id, unit=unit, period=str(period), to_index=None)
    return live.values_list("values", flat=True).first()


def broken(found: Finding, code: str, path: str) -> Problem:
    """The rule's own sentence, then what both sides came to: whoever reads it sent the values."""
    sides = both_sides(found)
    return Problem(
        path,
        code,
        SENTENCES[code],
        {
            "sentence": found.sentence,
            "sides": {language: SIDES[language].format(sides) if sides else "" for language in LANGUAGES},
            "rule": found.rule,
            "least": SHORTEST_EXPLANATION,
        },
    )


def both_sides(found: Finding) -> str:
    """What each side of the rule says, and came to; empty where it compares nothing."""
    return " ↔ ".join(
        each.text if each.text == each.value else f"{each.text} = {each.value}" for each in found.sides
    )


SIDES: Sentence = {"zh-hans": "（{}）", "zh-hant": "（{}）", "en": " ({})"}
