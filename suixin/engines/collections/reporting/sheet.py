"""The form as it is drawn: a row for each item, with what this unit reported before, and what is found beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from suixin.engines.collections.editing import SHORTEST_EXPLANATION, is_explained
from suixin.engines.collections.numerals import decimal_of
from suixin.engines.collections.reporting.checking import Finding
from suixin.engines.collections.reporting.places import Place, own_reports, said
from suixin.engines.collections.reporting.typed import EXPLAINS
from suixin.kernel.statistics.forms import Form, Item

DEEPEST = 4  # levels that are drawn set in


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding as it is drawn."""

    finding: Finding
    explanation: str

    @property
    def field(self) -> str:
        return EXPLAINS + self.finding.rule

    @property
    def too_short(self) -> str:
        """What to do about an explanation that says too little; empty where it says enough, or nothing yet."""
        if not self.explanation or is_explained(self.finding.rule, {self.finding.rule: self.explanation}):
            return ""
        return too_short(SHORTEST_EXPLANATION)


@dataclass(frozen=True, slots=True)
class Row:
    item: Item
    title: str
    guidance: str
    depth: int
    value: str
    previous: str
    year_before: str
    shown: Sequence[Shown]

    @property
    def is_wrong(self) -> bool:
        return any(each.finding.is_fatal for each in self.shown)


def rows(
    place: Place, values: Mapping[str, str], explanations: Mapping[str, str], findings: Sequence[Finding]
) -> list[Row]:
    earlier = earlier_values(place)
    return [
        Row(
            item=item,
            title=said(item.titles),
            guidance=said(item.guidance),
            depth=min(place.form.depth(item), DEEPEST),
            value=values.get(item.id, ""),
            previous=number(earlier[0].get(item.id), item),
            year_before=number(earlier[1].get(item.id), item),
            shown=shown_at(item.id, findings, explanations),
        )
        for item in place.form.items
    ]


def shown_at(item: str, findings: Sequence[Finding], explanations: Mapping[str, str]) -> list[Shown]:
    return [Shown(each, explanations.get(each.rule, "")) for each in findings if each.item == item]


def too_short(least: int) -> str:
    return _("说明至少 %(least)d 个字：请写清是什么原因。") % {"least": least}


def earlier_values(place: Place) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """What the unit itself reported for the period before, and for the same one a year before."""
    wanted = (place.period.earlier(1).ordinal, place.period.year_before.ordinal)
    found = {
        each.ordinal: each.values for each in own_reports(place.actor, place.form).filter(ordinal__in=wanted)
    }
    return found.get(wanted[0], {}), found.get(wanted[1], {})


def number(text: str | None, item: Item) -> str:
    read = decimal_of(text, item)
    return f"{Decimal(read):,}" if isinstance(read, str) else ""


def left(form: Form, values: Mapping[str, str]) -> list[Item]:
    """Items that have to be filled in and are not."""
    return [item for item in form.items if item.required and item.id not in values]
