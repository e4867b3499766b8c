"""Who has reported for a period and who has not, by district. The register is the measure: each unit counts once, where
the register has it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)

from suixin.engines.collections.models import Report, Step, Unit
from suixin.engines.collections.office.wording import unit_names
from suixin.kernel.statistics.forms import Form
from suixin.kernel.statistics.periods import Period
from suixin.kernel.statistics.rounding import rounded

MOST_OF_ONE_DEVICE = 3  # units for which one device may report before it is shown
DEVICES_SHOWN = 20
UNITS_NAMED = 50  # of one device


@dataclass(slots=True)
class Standing:
    """How many units of a district, or of all."""

    accepted: int = 0
    waiting: int = 0
    returned: int = 0
    missing: int = 0
    on_time: int = 0
    explained: int = 0  # answered a query of the edit rules with an explanation
    sent_back: int = 0  # was returned at least once, whatever became of it

    @property
    def complete(self) -> str:
        """Per cent of those expected; to manage by, not published."""
        return share(self.reported, self.expected)

    @property
    def timely(self) -> str:
        return share(self.on_time, self.expected)

    @property
    def reported(self) -> int:
        return self.accepted + self.waiting + self.returned

    @property
    def expected(self) -> int:
        return self.reported + self.missing

    def add(self, other: "Standing") -> None:
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))

    @property
    def bar(self) -> list[tuple[str, int, int]]:
        """State, where it begins and how wide it is, in thousandths of the whole."""
        drawn, done = [], 0
        for state in ("accepted", "waiting", "returned", "missing"):
            count: int = getattr(self, state)
            start, end = (1000 * at // max(self.expected, 1) for at in (done, done + count))
            if count:
                drawn.append((state, start, end - start))
            done += count
        return drawn


def share(part: int, whole: int) -> str:
    return f"{rounded(Fraction(part * 100, whole), 1)}%" if whole else "—"


@dataclass(frozen=True, slots=True)
class Device:
    count: int
    units: Sequence[tuple[int, str]]  # report and name; at most `UNITS_NAMED`


def expected(form: Form, period: Period) -> QuerySet[Unit]:
    return Unit.objects.filter(
        Q(until=None) | Q(until__gte=period.ordinal),
        form=form.id,
        to_index=None,
        since__lte=period.ordinal,
    )


def report_of_unit(form: Form, period: Period) -> QuerySet[Report]:
    found = Report.objects.filter(form=form.id, unit=OuterRef("unit"), period=str(period), to_index=None)
    return found.order_by()


def ever_returned(form: Form, period: Period) -> QuerySet[Report]:
    """Of any version. A set to be asked whether a unit is in it: made once, not for each unit."""
    returned = Step.objects.filter(report=OuterRef("pk"), decision="returned")
    reports = Report.objects.filter(form=form.id, ordinal=period.ordinal)
    return reports.filter(Exists(returned)).order_by()


def standings(form: Form, period: Period) -> list[tuple[str, Standing]]:
    """By district code, in the order of the codes. The database counts."""
    found = report_of_unit(form, period)
    counts = (
        expected(form, period)
        .annotate(
            state=Subquery(found.values("state")),
            on_time=Subquery(found.values("on_time")),
            explained=Exists(found.exclude(explanations={})),
            sent_back=ExpressionWrapper(
                Q(unit__in=ever_returned(form, period).values("unit")), BooleanField()
            ),
        )
        .order_by("district")
        .values_list("district", "state", "on_time", "explained", "sent_back")
        .annotate(count=Count("pk"))
    )
    by_district: dict[str, Standing] = {}
    for district, state, on_time, explained, sent_back, count in counts:
        standing = by_district.setdefault(district, Standing())
        name = state or "missing"
        setattr(standing, name, getattr(standing, name) + count)
        standing.on_time += count if on_time else 0
        standing.explained += count if explained else 0
        standing.sent_back += count if sent_back else 0
    return list(by_district.items())


def whole(standings: Iterable[tuple[str, Standing]]) -> Standing:
    total = Standing()
    for _district, standing in standings:
        total.add(standing)
    return total


def at_a_glance(form: Form, period: Period) -> Standing:
    """Of all districts, without what had to be explained or came back: from reports and register apart, which is quicker."""
    standing = Standing()
    counts = (
        Report.objects.filter(form=form.id, ordinal=period.ordinal, to_index=None)
        .order_by()
        .values_list("state", "on_time")
        .annotate(count=Count("pk"))
    )
    for state, on_time, count in counts:
        setattr(standing, state, getattr(standing, state) + count)
        standing.on_time += count if on_time else 0
    standing.missing = max(0, expected(form, period).count() - standing.reported)
    return standing


def with_device(form: Form, period: Period) -> QuerySet[Report]:
    found = Report.objects.filter(form=form.id, ordinal=period.ordinal, to_index=None)
    return found.exclude(device="").order_by()


def busy_devices(form: Form, period: Period) -> QuerySet:
    """With how many units each reported for."""
    counts = with_device(form, period).values_list("device").annotate(count=Count("unit"))
    return counts.filter(count__gt=MOST_OF_ONE_DEVICE)


def devices(form: Form, period: Period) -> list[Device]:
    """That reported for more units than one person usually does; most first."""
    counts = dict(busy_devices(form, period).order_by("-count", "device")[:DEVICES_SHOWN])
    units: dict[str, list[tuple[int, str]]] = {device: [] for device in counts}
    reports = with_device(form, period).filter(device__in=list(counts)).order_by("device", "unit")
    for device, pk, unit in reports.values_list("device", "pk", "unit"):
        if len(units[device]) < UNITS_NAMED:
            units[device].append((pk, unit))
    names = unit_names(unit for some in units.values() for _pk, unit in some)
    return [
        Device(count, [(pk, names[unit]) for pk, unit in units[device]]) for device, count in counts.items()
    ]


def reported_counts(form: Form, ordinals: Sequence[int]) -> dict[int, int]:
    """How many reports there are of each period."""
    counts = (
        Report.objects.filter(form=form.id, state__in=list(Report.State), ordinal__in=ordinals, to_index=None)
        .order_by()
        .values_list("ordinal")
        .annotate(count=Count("pk"))
    )
    return dict(counts)
