"""Who has reported for a period and who has not, by district. The register is the measure: each unit counts once, where
the register has it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from suixin.engines.collections.models import Report, Unit
from suixin.engines.collections.office.wording import district_words, unit_names
from suixin.kernel.statistics.forms import Form
from suixin.kernel.statistics.periods import Period

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
    return Report.objects.filter(form=form.id, unit=OuterRef("unit"), period=str(period), to_index=None)


def standings(form: Form, period: Period) -> list[tuple[str, Standing]]:
    """By district code, in the order of the codes. The database counts."""
    found = report_of_unit(form, period)
    counts = (
        expected(form, period)
        .annotate(state=Subquery(found.values("state")), on_time=Subquery(found.values("on_time")))
        .order_by("district")
        .values_list("district", "state", "on_time")
        .annotate(count=Count("pk"))
    )
    by_district: dict[str, Standing] = {}
    for district, state, on_time, count in counts:
        standing = by_district.setdefault(district, Standing())
        name = state or "missing"
        setattr(standing, name, getattr(standing, name) + count)
        standing.on_time += count if on_time else 0
    return list(by_district.items())


def whole(standings: Iterable[tuple[str, Standing]]) -> Standing:
    total = Standing()
    for _district, standing in standings:
        total.add(standing)
    return total


def missing(form: Form, period: Period, district: str | None) -> QuerySet[Unit]:
    """Units that have not reported, of one district or all."""
    units = expected(form, period).filter(~Exists(report_of_unit(form, period)))
    if district is not None:
        units = units.filter(district=district)
    return units.order_by("district", "unit")


def named(units: Iterable[Unit]) -> list[tuple[Unit, str, str]]:
    """With its name and its district's."""
    given = list(units)
    names = unit_names(each.unit for each in given)
    return [(each, names[each.unit], district_words(each.district)) for each in given]


def devices(form: Form, period: Period) -> list[Device]:
    """That reported for more units than one person usually does; most first."""
    reports = Report.objects.filter(form=form.id, ordinal=period.ordinal, to_index=None).exclude(device="")
    many = (
        reports.order_by()
        .values_list("device")
        .annotate(count=Count("unit"))
        .filter(count__gt=MOST_OF_ONE_DEVICE)
        .order_by("-count", "device")[:DEVICES_SHOWN]
    )
    found = []
    for device, count in many:
        some = list(reports.filter(device=device).order_by("unit").values_list("pk", "unit")[:UNITS_NAMED])
        names = unit_names(unit for _pk, unit in some)
        found.append(Device(count, [(pk, names[unit]) for pk, unit in some]))
    return found


def reported_counts(form: Form, ordinals: Sequence[int]) -> dict[int, int]:
    """How many reports there are of each period."""
    counts = (
        Report.objects.filter(form=form.id, state__in=list(Report.State), ordinal__in=ordinals, to_index=None)
        .order_by()
        .values_list("ordinal")
        .annotate(count=Count("pk"))
    )
    return dict(counts)
