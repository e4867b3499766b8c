"""Why a figure is not told, in plain words: the rules of its indicator, never which company or how much."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from suixin.engines.statistics.dimensions import dimension
from suixin.engines.statistics.office.wording import said
from suixin.engines.statistics.portal.asked import Asked
from suixin.kernel.statistics.forms import Form
from suixin.platform.ui.numbers import grouped


@dataclass(frozen=True, slots=True)
class Why:
    sentence: str
    rules: Sequence[str] = ()


def why(found: Asked) -> Why | None:
    """None where there is a number."""
    if found.cell.missing:
        return Why(
            _(
                "算这个数要用的数据里，有的还没有发布，有的没有这一项，或者要除以零。缺的数据发布后，这里会补上。"
            )
        )
    if not found.cell.withheld:
        return None
    if found.indicator.derivation is not None:
        return Why(_("算这个数要用的数据里有不公布的。若公布算出来的数，就能反推出那一项。"))
    rules = disclosure_rules(found)
    return Why(
        _("公布这个数，有人可能推算出某一家单位报了多少。这类数一律不公布，报数的单位才敢如实报。")
        if rules
        else _("公布这个数，有人可能推算出某一家单位报了多少。"),
        rules,
    )


def disclosure_rules(found: Asked) -> list[str]:
    """All that apply to the indicator: which of them withheld this cell would itself tell something of it."""
    rules = found.indicator.disclosure
    if rules is None:
        return []
    told = [_("有数的单位少于 %(n)d 家，不公布") % {"n": rules.threshold}]
    if rules.dominance is not None:
        most, share = rules.dominance
        told.append(_("最大的 %(n)d 家合计超过 %(share)s%%，不公布") % {"n": most, "share": grouped(share)})
    if rules.p_percent is not None:
        told.append(_("别家能把最大一家估到误差 %(p)s%% 以内，不公布") % {"p": grouped(rules.p_percent)})
    told.append(_("能和别的公布数相减，推算出上面任何一种，也不公布"))
    return told


def dimension_words(names: Sequence[str], form: Form | None) -> str:
    """What a breakdown is by: 地区, or 地区和类别."""
    return _("和").join(said(dimension(name, form, set()).titles) for name in names)
