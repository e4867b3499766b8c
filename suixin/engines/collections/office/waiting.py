"""What waits for a chair: how many reports of which period; and a period's, with what tells a plausible one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Max, QuerySet, Sum

from suixin.engines.collections.access import Chair, waiting_for
from suixin.engines.collections.models import Report
from suixin.engines.collections.office.wording import district_words, period_words, unit_names, written
from suixin.engines.collections.reporting.places import said
from suixin.kernel.statistics.forms import Form, Item
from suixin.kernel.statistics.periods import Period
from suixin.platform.ledger.actor import Actor

MOST_TOTALS = 3


@dataclass(frozen=True, slots=True)
class Pile:
    """The reports of one period that wait at one chair."""

    chair: Chair
    period: str
    count: int

    @property
    def title(self) -> str:
        return said(self.chair.form.titles)

    @property
    def level_title(self) -> str:
        return said(self.chair.form.reviews[self.chair.place].titles)

    @property
    def period_words(self) -> str:
        return period_words(self.period)


@dataclass(frozen=True, slots=True)
class Total:
    """A value of a report, and by how many per cent it is more or less than the period before."""

    item: Item
    value: str | None
    change: Decimal | None

    @property
    def title(self) -> str:
        return said(self.item.titles)

    @property
    def shown(self) -> str:
        return written(self.value)


@dataclass(frozen=True, slots=True)
class Row:
    report: Report
    name: str
    totals: Sequence[Total]

    @property
    def key(self) -> str:
        return str(self.report.pk)

    @property
    def district(self) -> str:
        return district_words(self.report.district)


def piles(actor: Actor, chairs: Iterable[Chair]) -> list[Pile]:
    return [
        Pile(chair, period, count)
        for chair in chairs
        for period, count in to_review(actor, chair)
        .order_by("ordinal")
        .values_list("period")
        .annotate(count=Count("pk"))
    ]


def to_review(actor: Actor, chair: Chair) -> QuerySet[Report]:
    """Without the reviewer's own report, which somebody else has to accept."""
    return waiting_for(chair).exclude(unit=actor.organisation)


def of_period(actor: Actor, chair: Chair, period: Period) -> QuerySet[Report]:
    """By district, then as they came: the order of the index `report_waiting`, so that no page sorts the list."""
    return to_review(actor, chair).filter(ordinal=period.ordinal).order_by("district", "index")


def fingerprint(reports: QuerySet[Report]) -> str:
    """Of a whole list: another when a report has come, gone or been corrected."""
    told = reports.order_by().aggregate(count=Count("pk"), last=Max("pk"), sum=Sum("pk"))
    return f"{told['count']}-{told['last'] or 0}-{told['sum'] or 0}"


def key_items(form: Form) -> list[Item]:
    """The first that stand under no other."""
    return [item for item in form.items if not item.parent][:MOST_TOTALS]


def rows(form: Form, period: Period, reports: Sequence[Report]) -> list[Row]:
    """In three questions to the database, however many there are."""
    names = unit_names(each.unit for each in reports)
    before = {each.unit: each for each in at(form, period.earlier(1), list(names))}
    return [Row(each, names[each.unit], totals(form, each, before.get(each.unit))) for each in reports]


def at(form: Form, period: Period, units: Sequence[str]) -> QuerySet[Report]:
    found = Report.objects.filter(form=form.id, unit__in=units, period=str(period), to_index=None)
    return found.order_by()  # an order would lead the database away from the index of units


def totals(form: Form, report: Report, before: Report | None) -> list[Total]:
    earlier = before.values if before else {}
    return [
        Total(item, report.values.get(item.id), change(report.values.get(item.id), earlier.get(item.id)))
        for item in key_items(form)
    ]


def change(value: str | None, before: str | None) -> Decimal | None:
    """Per cent, one place; to be looked at, not published."""
    if value is None or before is None or Decimal(before) == 0:
        return None
    old = Decimal(before)
    return ((Decimal(value) - old) * 100 / abs(old)).quantize(Decimal("0.1"))
