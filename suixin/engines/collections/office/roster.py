"""The units that a form expects for a period, one line each, narrowed by district, state and name."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, Max, Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from suixin.engines.collections.models import Reminded, Report, Unit
from suixin.engines.collections.office import completeness
from suixin.engines.collections.office.wording import STATES, district_words, unit_names
from suixin.kernel.statistics.forms import Form
from suixin.kernel.statistics.periods import Period
from suixin.platform.accounts.models import Organisation

MISSING = ("none", _("未报"))
Narrow = Callable[[Form, Period], Q]


def by_report(**state: object) -> Narrow:
    return lambda form, period: Q(Exists(completeness.report_of_unit(form, period).filter(**state)))


def of_one_device(form: Form, period: Period) -> Q:
    devices = completeness.busy_devices(form, period).values("device")
    return Q(unit__in=completeness.with_device(form, period).filter(device__in=devices).values("unit"))


def explained(form: Form, period: Period) -> Q:
    return Q(Exists(completeness.report_of_unit(form, period).exclude(explanations={})))


STANDINGS: Mapping[str, tuple[str | Promise, Narrow]] = {
    "missing": (_("未报"), lambda form, period: ~Q(Exists(completeness.report_of_unit(form, period)))),
    "reported": (_("已报"), by_report()),
    "late": (_("迟报"), by_report(on_time=False)),
    "waiting": (_("待审核"), by_report(state=Report.State.WAITING)),
    "returned": (_("已退回"), by_report(state=Report.State.RETURNED)),
    "accepted": (_("审核通过"), by_report(state=Report.State.ACCEPTED)),
    "explained": (_("写了核实说明"), explained),
    "sent-back": (
        _("退回过"),
        lambda form, period: Q(unit__in=completeness.ever_returned(form, period).values("unit")),
    ),
    "one-device": (_("与多个单位同一设备"), of_one_device),
    "all": (_("全部"), lambda form, period: Q()),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What is asked for; who asks for nothing sees who is missing."""

    district: str | None
    standing: str
    words: str

    @classmethod
    def read(cls, given: QueryDict) -> "Choice":
        standing = given.get("standing", "missing")
        return cls(
            given.get("district") or None,
            standing if standing in STANDINGS else "missing",
            given.get("q", "").strip()[:60],
        )


@dataclass(frozen=True, slots=True)
class Line:
    unit: Unit
    name: str
    report: Report | None
    returns: int
    is_of_busy_device: bool
    reminders: int
    reminded: object  # the day of the newest reminder, or None

    @property
    def district(self) -> str:
        return district_words(self.unit.district)

    @property
    def state(self) -> tuple[str, str | Promise]:
        return STATES[self.report.state] if self.report else MISSING

    @property
    def explanations(self) -> int:
        return len(self.report.explanations) if self.report else 0


def chosen(form: Form, period: Period, choice: Choice) -> QuerySet[Unit]:
    _words, narrow = STANDINGS[choice.standing]
    units = completeness.expected(form, period).filter(narrow(form, period))
    if choice.district is not None:
        units = units.filter(district=choice.district)
    if choice.words:
        named = Organisation.objects.filter(
            Q(name__icontains=choice.words) | Q(short_name__icontains=choice.words)
        )
        units = units.filter(Q(unit__icontains=choice.words) | Q(unit__in=named.values("code")))
    return units.order_by("district", "unit")


def lines(form: Form, period: Period, units: Iterable[Unit]) -> list[Line]:
    """In a few questions to the database, however many there are."""
    given = list(units)
    codes = [each.unit for each in given]
    names = unit_names(codes)
    live = {
        each.unit: each
        for each in Report.objects.filter(
            form=form.id, unit__in=codes, period=str(period), to_index=None
        ).order_by()
    }
    returns = dict(
        completeness.ever_returned(form, period)
        .filter(unit__in=codes)
        .values_list("unit")
        .annotate(count=Count("pk"))
    )
    used = {each.device for each in live.values()}
    busy = set(
        completeness.busy_devices(form, period).filter(device__in=used).values_list("device", flat=True)
    )
    told = {
        unit: (count, day)
        for unit, count, day in Reminded.objects.filter(form=form.id, period=str(period), unit__in=codes)
        .order_by()
        .values_list("unit")
        .annotate(count=Count("pk"), newest=Max("day"))
    }
    return [
        Line(
            each,
            names[each.unit],
            live.get(each.unit),
            returns.get(each.unit, 0),
            each.unit in live and live[each.unit].device in busy,
            *told.get(each.unit, (0, None)),
        )
        for each in given
    ]
