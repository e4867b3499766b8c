"""Keeps the tables of collections up to date with `collection.*` and `report.*` records."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from django.utils.timezone import localdate

from suixin.engines.collections.forms import form_of
from suixin.engines.collections.models import FormVersion, Opening, Reminded, Reminder, Report, Step, Unit
from suixin.kernel.statistics.forms import PREFIX, Form, read_form
from suixin.kernel.statistics.periods import Period
from suixin.platform.ledger.entries import StoredEntry
from suixin.platform.ledger.reading import midnight


class Collecting:
    name = "collections.collecting"
    types = frozenset(
        {
            "collection.form",
            "collection.unit",
            "collection.period",
            "collection.review",
            "collection.reminder",
            f"{PREFIX}*",
        }
    )

    def clear(self) -> None:
        for table in (Reminded, Reminder, Step, Report, Opening, Unit, FormVersion):
            table.objects.all().delete()

    def apply(self, entries: Sequence[StoredEntry]) -> None:
        """In order, but runs of one kind at once: a batch of reports is one statement."""
        run: list[StoredEntry] = []
        for entry in entries:
            if run and (kind(entry) is not kind(run[0]) or entry.supersedes is not None):
                kind(run[0])(run)
                run = []
            run.append(entry)
        if run:
            kind(run[0])(run)


Take = Callable[[Sequence[StoredEntry]], None]


def corrections(entries: Sequence[StoredEntry]) -> list[tuple[int, int | None]]:
    return [(entry.index, entry.supersedes) for entry in entries]


def take_forms(entries: Sequence[StoredEntry]) -> None:
    for entry in entries:
        FormVersion.objects.replace(corrections([entry]))
        form = read_form(entry.data["definition"])
        FormVersion.objects.create(
            index=entry.index,
            form=form.id,
            version=form.version,
            digest=form.digest,
            authority=form.authority,
            definition=entry.data["definition"],
            recorded_at=entry.time,
        )


def take_units(entries: Sequence[StoredEntry]) -> None:
    Unit.objects.replace(corrections(entries))
    Unit.objects.bulk_create(
        Unit(
            index=entry.index,
            form=entry.data["form"],
            unit=entry.data["unit"],
            district=entry.data["district"],
            keys=entry.data["keys"],
            since=Period.read(entry.data["since"]).ordinal,
            until=Period.read(entry.data["until"]).ordinal if "until" in entry.data else None,
            is_synthetic=entry.data.get("synthetic", False),
        )
        for entry in entries
    )


def take_openings(entries: Sequence[StoredEntry]) -> None:
    Opening.objects.replace(corrections(entries))
    Opening.objects.bulk_create(
        Opening(
            index=entry.index,
            form=entry.data["form"],
            period=entry.data["period"],
            ordinal=Period.read(entry.data["period"]).ordinal,
            due=entry.data["due"],
            is_open=entry.data["open"],
            recorded_at=entry.time,
        )
        for entry in entries
    )


def take_reports(entries: Sequence[StoredEntry]) -> None:
    on_time: dict[int, bool] = {}
    for entry in entries:
        if entry.supersedes is not None:  # a correction keeps what the first report was
            first = Report.objects.filter(pk=entry.supersedes)
            on_time[entry.index] = first.values_list("on_time", flat=True).first() or False
    Report.objects.replace(corrections(entries))
    dues: dict[tuple[str, str], Opening | None] = {}
    Report.objects.bulk_create(report(entry, on_time, dues) for entry in entries)


def report(
    entry: StoredEntry, on_time: Mapping[int, bool], dues: dict[tuple[str, str], Opening | None]
) -> Report:
    form, data = entry.type.removeprefix(PREFIX), entry.data
    place = (form, data["period"])
    if place not in dues:
        dues[place] = Opening.objects.now(form=form, period=data["period"])
    opening = dues[place]
    return Report(
        index=entry.index,
        form=form,
        version=entry.version,
        unit=entry.organisation or "",
        district=data["unit"]["district"],
        keys={name: value for name, value in data["unit"].items() if name != "district"},
        period=data["period"],
        ordinal=Period.read(data["period"]).ordinal,
        values=data["values"],
        explanations=data.get("explanations", {}),
        device=data.get("device", ""),
        person=entry.person,
        is_synthetic=data.get("synthetic", False),
        recorded_at=entry.time,
        on_time=on_time.get(entry.index, opening is None or is_by(entry, opening)),
        supersedes=entry.supersedes,
    )


def is_by(entry: StoredEntry, opening: Opening) -> bool:
    """The due day counts whole."""
    return entry.time < midnight(opening.due + timedelta(days=1))


def take_reviews(entries: Sequence[StoredEntry]) -> None:
    for entry in entries:
        data = entry.data
        Step.objects.bulk_create(
            Step(
                report=index,
                review=entry.index,
                level=data["level"],
                decision=data["decision"],
                organisation=entry.organisation,
                query=data.get("query", ""),
                recorded_at=entry.time,
            )
            for index in data["reports"]
        )
        reports = Report.objects.filter(index__in=data["reports"])
        if data["decision"] == "returned":
            reports.update(state=Report.State.RETURNED)
            continue
        levels = [level.id for level in form_at(entry).reviews]
        reached = levels.index(data["level"]) + 1
        state = Report.State.ACCEPTED if reached == len(levels) else Report.State.WAITING
        reports.update(level=reached, state=state)


def take_reminders(entries: Sequence[StoredEntry]) -> None:
    for entry in entries:
        data, day = entry.data, localdate(entry.time)
        Reminder.objects.create(
            index=entry.index,
            form=data["form"],
            period=data["period"],
            due=data["due"],
            kind=data["kind"],
            step=data.get("step"),
            count=len(data["units"]),
            message=data.get("message", ""),
            day=day,
            recorded_at=entry.time,
        )
        Reminded.objects.bulk_create(
            Reminded(reminder=entry.index, form=data["form"], period=data["period"], unit=unit, day=day)
            for unit in data["units"]
        )


def form_at(entry: StoredEntry) -> Form:
    """The form as it was when this was recorded."""
    held = FormVersion.objects.filter(form=entry.data["form"], index__lt=entry.index)
    return form_of(held.order_by("-index").values_list("digest", flat=True)[0])


KINDS: Mapping[str, Take] = {
    "collection.form": take_forms,
    "collection.unit": take_units,
    "collection.period": take_openings,
    "collection.review": take_reviews,
    "collection.reminder": take_reminders,
}


def kind(entry: StoredEntry) -> Take:
    return KINDS.get(entry.type, take_reports)
