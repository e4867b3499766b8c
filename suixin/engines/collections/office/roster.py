"""The units that a form expects for a period, one line each, narrowed by district, state and name."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

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
from suixin.platform.ledger.entries import in_parts

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
    reminded: date | None  # the day of the newest reminder

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


def lines(form: Form, period: Period, units: Iterable[Unit]) -> Iterator[Line]:
    """In a few questions to the database for each part, so that a file of all of them is made in one go."""
    returns = dict(completeness.ever_returned(form, period).values_list("unit").annotate(count=Count("pk")))
    busy = set(completeness.busy_devices(form, period).values_list("device", flat=True))
    for some in in_parts(list(units)):
        codes = [each.unit for each in some]
        names = unit_names(codes)
        live = {each.unit: each for each in reports(form, period, codes)}
        told = reminders(form, period, codes)
        for each in some:
            report = live.get(each.unit)
            is_busy = report is not None and report.device in busy
            count, day = told.get(each.unit, (0, None))
            yield Line(each, names[each.unit], report, returns.get(each.unit, 0), is_busy, count, day)


def reports(form: Form, period: Period, units: Sequence[str]) -> QuerySet[Report]:
    found = Report.objects.filter(form=form.id, unit__in=units, period=str(period), to_index=None)
    return found.order_by().defer("values", "keys")


def reminders(form: Form, period: Period, units: Sequence[str]) -> dict[str, tuple[int, date]]:
    """How many there were, and the day of the newest."""
    told = Reminded.objects.filter(form=form.id, period=str(period), unit__in=units).order_by()
    counts = told.values_list("unit").annotate(count=Count("pk"), newest=Max("day"))
    return {unit: (count, day) for unit, count, day in counts}
