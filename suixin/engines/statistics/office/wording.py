"""How these pages name an indicator, a period, a place, a stage, and why a cell is withheld."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suixin.kernel.records.problem import Sentence, in_language
from suixin.kernel.statistics.disclosure import Reason
from suixin.kernel.statistics.figures import CLASS
from suixin.kernel.statistics.forms import Form
from suixin.kernel.statistics.indicators import Aggregate, Change, Indicator
from suixin.kernel.statistics.periods import Frequency, Period
from suixin.platform.accounts.districts import NAMES
from suixin.platform.ui.han import traditional
from suixin.platform.ui.numbers import language, written_date

STAGES: Mapping[str, tuple[str, str | Promise]] = {  # the status that each is drawn as, and its words
    "provisional": ("waiting", gettext_lazy("初步")),
    "final": ("done", gettext_lazy("最终")),
    "revised": ("done", gettext_lazy("修订")),
}
WITHHELD: Mapping[Reason, str | Promise] = {
    Reason.THRESHOLD: gettext_lazy("单位太少"),
    Reason.DOMINANCE: gettext_lazy("少数单位占比太高"),
    Reason.P_PERCENT: gettext_lazy("可以估出最大的单位"),
    Reason.COMPLEMENTARY: gettext_lazy("会推算出别的隐匿数据"),
    Reason.OVERLAP: gettext_lazy("与已公布的数据相减会透露"),
}
AGGREGATES: Mapping[Aggregate, str | Promise] = {
    Aggregate.SUM: gettext_lazy("合计"),
    Aggregate.COUNT: gettext_lazy("记录数"),
    Aggregate.DISTINCT: gettext_lazy("单位数"),
    Aggregate.LATEST: gettext_lazy("各单位期末数之和"),
}
CHANGES: Mapping[Change, str | Promise] = {
    Change.ON_YEAR: gettext_lazy("同比"),
    Change.ON_PERIOD: gettext_lazy("环比"),
    Change.CUMULATIVE: gettext_lazy("本年累计"),
    Change.CUMULATIVE_ON_YEAR: gettext_lazy("累计同比"),
    Change.SHARE: gettext_lazy("比重"),
    Change.RATIO: gettext_lazy("比率"),
    Change.INDEX: gettext_lazy("指数"),
}


def said(sentence: Sentence) -> str:
    """Words of a definition in the reader's language; what has no traditional text is written in those characters."""
    words = in_language(sentence, language())
    return traditional(words) if language() == "zh-hant" and "zh-hant" not in sentence else words


def period_words(period: Period) -> str:
    if period.frequency is not Frequency.QUARTER:
        return written_date(str(period))
    return _("%(year)s 年第 %(n)s 季度") % {"year": period.year, "n": period.place}


def place_words(at: Mapping[str, str], form: Form | None) -> str:
    """A cell's place; codes of a form's keys and classes by their titles."""
    if not at:
        return _("全市")
    keys = {key.id: key.values for key in form.keys} if form else {}
    named = []
    for name, value in at.items():
        titles = form.classes if form and name == CLASS else keys.get(name, {})
        named.append(
            str(NAMES.get(value, value))
            if name == "district"
            else said(titles[value])
            if value in titles
            else value
        )
    return _("，").join(named)


def figure_words(figure: str | None) -> str:
    """In the indicator's unit, with the places it was rounded to."""
    return "—" if figure is None else f"{Decimal(figure):,f}"


def how(indicator: Indicator) -> str:
    if indicator.aggregate is not None:
        return str(AGGREGATES[indicator.aggregate])
    return str(CHANGES[indicator.derivation.change]) if indicator.derivation else ""
