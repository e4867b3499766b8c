"""What is to be corrected or explained in a report, said beside the cells that it concerns.

`findings_for` is the one seam: pages draw whatever findings it gives, and know nothing of where they come from.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from suixin.engines.collections.actions import report_data
from suixin.engines.collections.editing import report_findings
from suixin.engines.collections.forms import record_type_of
from suixin.engines.collections.numerals import decimal_of
from suixin.engines.collections.reporting.places import said
from suixin.kernel.records.problem import Problem
from suixin.kernel.records.validation import validate
from suixin.kernel.statistics.edits import Finding as Edit
from suixin.kernel.statistics.edits import Side
from suixin.kernel.statistics.forms import Form, Grade, Item
from suixin.kernel.statistics.periods import Period
from suixin.kernel.statistics.rule_words import side_said
from suixin.platform.ledger.actor import Actor
from suixin.platform.ui.numbers import grouped, language


@dataclass(frozen=True, slots=True)
class Finding:
    item: str  # by whose cell it stands; "" for the report as a whole
    grade: Grade
    sentence: str  # in the reader's language
    rule: str = ""  # id of the edit rule; a query is answered by an explanation under this name
    is_missing: bool = False  # nothing wrong yet: the cell is still empty

    @property
    def is_fatal(self) -> bool:
        return self.grade is Grade.FATAL


def findings_for(form: Form, period: Period, values: Mapping[str, str], actor: Actor) -> list[Finding]:
    """Everything that stands between these values and a report, explained or not."""
    data = report_data(form, str(period), values, actor, explanations={})
    found = list(told(form, values, validate(record_type_of(form.digest), data)))
    edits = report_findings(form, values, actor.organisation or "", period)
    return found + [broken(form, each) for each in edits]


def broken(form: Form, found: Edit) -> Finding:
    """An edit rule that does not hold: its own sentence, then what both sides came to, by the codes of the page."""
    sides = _("；").join(came_to(form, side) for side in found.sides)
    sentence = said(found.sentence)
    return Finding(
        found.items[0],
        found.grade,
        _("%(sentence)s（%(sides)s）") % {"sentence": sentence, "sides": sides} if sides else sentence,
        rule=found.rule,
    )


def came_to(form: Form, side: Side) -> str:
    words, value = side_said(side.text, form, language()), side.value
    if side.text == value:
        return value
    with suppress(InvalidOperation):  # a fraction stays as it is
        value = grouped(Decimal(value))
    return f"{words} = {value}"


def told(form: Form, values: Mapping[str, str], problems: tuple[Problem, ...]) -> Iterator[Finding]:
    """One finding for each cell: that it is no number is said once."""
    items = {item.path: item for item in form.items}
    seen: set[str] = set()
    for each in problems:
        item = items.get(each.path)
        if item is None:
            yield Finding("", Grade.FATAL, each.message(language()))
        elif item.id not in seen:
            seen.add(item.id)
            sentence = words(item, values.get(item.id, ""), each)
            yield Finding(item.id, Grade.FATAL, sentence, is_missing=each.code == "required")


def words(item: Item, typed: str, problem: Problem) -> str:
    if problem.code == "required":
        return _("请填写；没有发生的填 0。")
    read = decimal_of(typed, item)
    return (read if isinstance(read, Problem) else problem).message(language())
