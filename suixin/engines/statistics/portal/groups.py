"""Indicators in the groups that readers look for: those that tell of a target, totals, their classes, the rest. Derived ones
stand with what they are derived from."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from suixin.kernel.statistics.indicators import Indicator


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    indicators: Sequence[Indicator]


def groups(every: Sequence[Indicator]) -> list[Group]:
    known = {each.id for each in every}
    counted = [each for each in every if each.derivation is None or each.derivation.of not in known]
    targets = [each for each in counted if each.target]
    left = [each for each in counted if not each.target]
    totals = [each for each in left if any(is_part(other, each) for other in left)]
    classes = [each for each in left if any(is_part(each, total) for total in totals)]
    others = [each for each in left if each not in totals and each not in classes]
    return [
        Group(_("方案目标"), targets),
        Group(_("总量"), totals),
        Group(_("分类"), classes),
        Group(_("其他"), others),
    ]


def is_part(part: Indicator, whole: Indicator) -> bool:
    """Whether it counts some of the items that the other adds up."""
    if part.source is None or whole.source is None or part.source.form != whole.source.form:
        return False
    items, all_items = set(part.source.items), set(whole.source.items)
    classes, all_classes = set(part.source.classes), set(whole.source.classes)
    return (
        bool(items or classes)
        and items <= all_items
        and classes <= all_classes
        and (items, classes) != (all_items, all_classes)
    )
