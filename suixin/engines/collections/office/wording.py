"""How these pages name a form, a period, a state, and whoever reported."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suixin.engines.collections.models import Report
from suixin.engines.collections.reporting.places import period_words as words_of_period
from suixin.kernel.statistics.periods import Frequency, Period
from suixin.platform.accounts.districts import NAMES
from suixin.platform.accounts.models import Organisation
from suixin.platform.ledger.entries import in_parts
from suixin.platform.ui.numbers import grouped

FREQUENCIES: dict[Frequency, str | Promise] = {
    Frequency.MONTH: gettext_lazy("月报"),
    Frequency.QUARTER: gettext_lazy("季报"),
    Frequency.YEAR: gettext_lazy("年报"),
}
STATES: dict[str, tuple[str, str | Promise]] = {  # the status that each is drawn as, and its words
    Report.State.WAITING: ("waiting", gettext_lazy("待审核")),
    Report.State.RETURNED: ("attention", gettext_lazy("已退回")),
    Report.State.ACCEPTED: ("done", gettext_lazy("审核通过")),
}


def period_words(name: str) -> str:
    return words_of_period(Period.read(name))


def district_words(code: str) -> str:
    return str(NAMES.get(code, code)) if code else _("全市")


def unit_names(codes: Iterable[str]) -> dict[str, str]:
    """By code; a unit that is not in the register of organisations has its code for a name."""
    names = {code: code for code in codes}
    for some in in_parts(list(names)):
        names |= {each.code: str(each) for each in Organisation.objects.filter(code__in=some)}
    return names


def written(value: str | None) -> str:
    """In the unit of its column, so never in larger ones."""
    return "—" if value is None else grouped(Decimal(value))
