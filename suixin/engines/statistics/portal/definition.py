"""A definition in plain words: what is counted, how it adds up, what is withheld, and who looked at it before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from suixin.engines.statistics.dimensions import Dimension, newest_form
from suixin.engines.statistics.office.wording import AGGREGATES, said
from suixin.engines.statistics.portal import bodies
from suixin.kernel.statistics.forms import EVERYWHERE, Form
from suixin.kernel.statistics.indicators import (
    Change,
    Derivation,
    Disclosure,
    Indicator,
    Source,
    Span,
    Status,
)
from suixin.kernel.statistics.rounding import plain
from suixin.platform.ui.numbers import unit_words

MOST_ITEMS = 12  # told by name


@dataclass(frozen=True, slots=True)
class Fact:
    name: str
    words: str


def facts(indicator: Indicator, dimensions: Sequence[Dimension], titles: dict[str, str]) -> list[Fact]:
    """`titles`: what other indicators are called, by id."""
    if indicator.derivation is not None:
        return [*derived(indicator.derivation, titles), *common(indicator, dimensions)]
    assert indicator.source is not None  # noqa: S101 - one of the two, or it could not be read
    form = newest_form(indicator.source.form) if indicator.source.form else None
    return [*counted(indicator, indicator.source, form), *common(indicator, dimensions), *reviewers(form)]


def counted(indicator: Indicator, source: Source, form: Form | None) -> Iterator[Fact]:
    if form is not None:
        yield Fact(
            _("数据来自"), _("%(title)s（%(number)s）") % {"title": said(form.titles), "number": form.number}
        )
        if items := items_in(source, form):
            yield Fact(_("取哪些项"), items)
    elif source.form:
        yield Fact(_("数据来自"), source.form)
    else:
        yield Fact(_("数据来自"), _("公开日志中类型为 %s 的记录") % source.type)
    if source.form:
        accepted = source.status is Status.ACCEPTED
        yield Fact(
            _("哪些报表算数"),
            _("各级审核都已通过、之后没有退回的报表；更正过的只算最新的一份。")
            if accepted
            else _("已经报来、没有退回的报表；更正过的只算最新的一份。"),
        )
    if source.where:
        conditions = _("，").join(f"{place} = {value}" for place, value in source.where.items())
        yield Fact(_("只算"), conditions)
    if source.span is Span.TO_DATE:
        yield Fact(_("期间"), _("从开始到本期末的全部记录。"))
    if indicator.aggregate is not None:
        yield Fact(_("怎么汇总"), str(AGGREGATES[indicator.aggregate]))


def items_in(source: Source, form: Form) -> str:
    chosen = [item for item in form.items if item.id in source.items or item.klass in source.classes]
    named = _("、").join(
        _("%(title)s（%(number)s）") % {"title": said(item.titles), "number": item.id}
        for item in chosen[:MOST_ITEMS]
    )
    if len(chosen) > MOST_ITEMS:
        named = _("%(named)s 等 %(count)d 项") % {"named": named, "count": len(chosen)}
    return named


def derived(derivation: Derivation, titles: dict[str, str]) -> Iterator[Fact]:
    words = {
        "of": titles.get(derivation.of, derivation.of),
        "whole": titles.get(derivation.whole, derivation.whole),
        "base": derivation.base,
        "factor": plain(derivation.factor),
    }
    sentences = {
        Change.ON_YEAR: _("%(of)s：本期除以上年同期，减一，以百分比表示。"),
        Change.ON_PERIOD: _("%(of)s：本期除以上期，减一，以百分比表示。"),
        Change.CUMULATIVE: _("%(of)s：从年初到本期各期相加。"),
        Change.CUMULATIVE_ON_YEAR: _("%(of)s：本年累计除以上年同期累计，减一，以百分比表示。"),
        Change.SHARE: _("%(of)s占%(whole)s的百分比。"),
        Change.RATIO: _("%(of)s除以%(whole)s，乘以 %(factor)s。"),
        Change.INDEX: _("%(of)s：以 %(base)s 为 100。"),
    }
    yield Fact(_("怎么算出"), sentences[derivation.change] % words)
    yield Fact(_("用哪些数"), _("用已发布数据的精确值计算，不用修约后的数。"))


def common(indicator: Indicator, dimensions: Sequence[Dimension]) -> Iterator[Fact]:
    yield Fact(_("单位"), unit_words(indicator.unit) or indicator.unit)
    if indicator.places > 0:
        places = _("保留 %d 位小数") % indicator.places
    else:
        places = _("保留到整数") if indicator.places == 0 else _("保留到 10 的 %d 次方") % -indicator.places
    yield Fact(_("修约"), _("%s；按 GB/T 8170，四舍六入，恰好是五时取偶数，只修约一次。") % places)
    named = {each.name: said(each.titles) for each in dimensions}
    parts = [" × ".join(named.get(name, name) for name in names) for names in indicator.breakdowns]
    yield Fact(_("分组"), _("、").join(parts) or _("只有合计"))
    if indicator.release_days is not None:
        yield Fact(_("发布时间"), _("期末后第 %d 天上午 10 时；此前谁也不能发布。") % indicator.release_days)
    if indicator.disclosure is not None:
        yield Fact(_("不公布哪些"), " ".join(disclosure(indicator.disclosure)))
    elif indicator.derivation is not None:
        yield Fact(_("不公布哪些"), _("所用的数据有一项不公布，结果就不公布。"))
    else:
        yield Fact(_("不公布哪些"), _("没有：各项数据都公开。"))


def disclosure(rules: Disclosure) -> Iterator[str]:
    """So that nobody learns of one company's report."""
    yield _("少于 %d 家单位的数据不公布。") % rules.threshold
    if rules.dominance is not None:
        count, share = rules.dominance
        yield _("最大的 %(count)d 家合计超过 %(share)s%% 的不公布。") % {
            "count": count,
            "share": plain(share),
        }
    if rules.p_percent is not None:
        yield _("能把最大一家估到 %s%% 以内的不公布。") % plain(rules.p_percent)
    yield _("能由它推算出上述数据的，也不公布。")


def reviewers(form: Form | None) -> Iterator[Fact]:
    if form is None or not form.reviews:
        return
    named = bodies.names(code for level in form.reviews for code in level.organisations.values())
    steps = []
    for level in form.reviews:
        by_district = set(level.organisations) - {EVERYWHERE}
        whole = level.organisations.get(EVERYWHERE)
        who = _("各区 %d 个单位各审本区") % len(by_district) if by_district else ""
        names = _("，").join(part for part in (who, named[whole] if whole else "") if part)
        steps.append(_("%(title)s（%(number)s）") % {"title": said(level.titles), "number": names})
    yield Fact(_("谁审核"), " → ".join(steps))
