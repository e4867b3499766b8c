"""A made-up city for `suixin bench statistics`: forms, indicators and registers by the front door; reports and their
reviews, sealed by the code that seals real ones, straight into the ledger's tables."""

import json
import multiprocessing
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import click

DISTRICTS = tuple(f"4401{number:02}" for number in (3, 4, 5, 6, 11, 12, 13, 14, 15, 17, 18))
SIZES = ("large", "middle", "small", "micro")
CLASSES = ("products", "services", "content")
FIRST_YEAR = 2017
REVIEWED = 2_000  # reports in one record of a review
BATCH = 1_000  # reports sealed at once
KEEPER = "giit"


@dataclass(frozen=True, slots=True)
class City:
    units: int
    items: int
    months: int
    secret_months: int

    def periods(self, months: int) -> list[str]:
        return [f"{FIRST_YEAR + month // 12:04}-{month % 12 + 1:02}" for month in range(months)]


def form(kind: str, items: int) -> dict[str, Any]:
    return {
        "id": f"bench-{kind}", "version": 1, "number": "-", "titles": {"zh-hans": kind}, "authority": KEEPER,
        "valid_from": "2017-01-01", "valid_to": "2099-12-31", "frequency": "month", "due_days": 10,
        "submitters": ["company"],
        "keys": [{"id": "size", "titles": {"zh-hans": "规模"}, "values": {size: {"zh-hans": size} for size in SIZES}}],
        "classes": {name: {"zh-hans": name} for name in CLASSES},
        "items": [
            {"id": f"A{place:02}", "titles": {"zh-hans": f"A{place:02}"}, "unit": "万元", "scale": 2,
             "class": CLASSES[place % len(CLASSES)], "confidential": kind == "secret"}
            for place in range(items)
        ],
        "reviews": [{"id": "city", "titles": {"zh-hans": "市"}, "organisations": {"*": KEEPER}}],
    }  # fmt: skip


def indicator(kind: str) -> dict[str, Any]:
    return {
        "id": kind, "version": 1, "titles": {"zh-hans": kind}, "about": {"zh-hans": kind}, "unit": "亿元",
        "factor": "0.0001", "places": 2, "frequency": "month", "aggregate": "sum",
        "source": {"form": f"bench-{kind}", "classes": list(CLASSES)},
        "breakdowns": [["district"], ["class"], ["district", "class"], ["size"]],
        "disclosure": {"threshold": 3, "dominance": {"n": 2, "k": "85"}, "p_percent": "10"},
    }  # fmt: skip


Made = tuple[
    str, str, bytes, bytes, list[tuple[str, bytes, bytes, int]]
]  # unit, id, leaf, its hash, openings


@lru_cache(maxsize=2)
def record_type(kind: str, items: int) -> Any:
    from suixin.kernel.statistics.forms import read_form

    return read_form(form(kind, items)).record_type


def seal_some(job: tuple[str, int, str, int, int]) -> list[Made]:
    """In a process of its own: reports of some units for one month."""
    from suixin.kernel.records.leaf import seal_record

    kind, items, period, start, stop = job
    kind_of, chance = record_type(kind, items), random.Random(f"{kind} {period} {start}")  # noqa: S311 - made-up amounts
    time_, made = datetime.now(UTC).replace(microsecond=0), []
    for unit in range(start, stop):
        values = {
            f"A{place:02}": f"{chance.randrange(100_000)}.{chance.randrange(100):02}"
            for place in range(items)
        }
        place = {
            "district": DISTRICTS[unit % len(DISTRICTS)],
            "size": SIZES[unit // len(DISTRICTS) % len(SIZES)],
        }
        data = {"period": period, "unit": place, "values": values}
        sealed = seal_record(kind_of, data, time=time_, organisation=f"unit{unit}", actor={"system": "bench"})
        openings = [
            (each.path, json.dumps(each.value).encode(), each.secret, each.scale)
            for each in sealed.openings
            if each.scale is not None
        ]
        made.append((f"unit{unit}", sealed.id, sealed.leaf, sealed.leaf_hash, openings))
    return made


def fill(city: City, jobs: int) -> int:
    """Definitions and registers by the front door; reports and their reviews straight into the tables, without what the
    vault keeps of other fields than measures."""
    from suixin.platform.ledger.actor import Actor
    from suixin.platform.ledger.reading import ledger_size
    from suixin.platform.ledger.submit import Submission, submit

    actor = Actor.system("bench", KEEPER)
    for kind in ("open", "secret"):
        for type_, definition in (
            ("collection.form", form(kind, city.items)),
            ("statistics.indicator", indicator(kind)),
        ):
            data = {"id": definition["id"], "version": 1, "definition": definition, "reason": "基准"}
            submit([Submission(type_, data)], actor)
        lines = [
            Submission("collection.unit", {
                "form": f"bench-{kind}", "unit": f"unit{unit}", "district": DISTRICTS[unit % len(DISTRICTS)],
                "keys": {"size": SIZES[unit // len(DISTRICTS) % len(SIZES)]}, "since": "2017-01", "reason": "基准",
            })
            for unit in range(city.units)
        ]  # fmt: skip
        for start in range(0, len(lines), 5_000):
            submit(lines[start : start + 5_000], actor)
    count = 0
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        for kind, months in (("open", city.months), ("secret", city.secret_months)):
            for period in city.periods(months):
                first = ledger_size()
                work = [
                    (kind, city.items, period, start, min(start + BATCH, city.units))
                    for start in range(0, city.units, BATCH)
                ]
                for made in pool.imap(seal_some, work):
                    put(kind, made)
                    count += len(made)
                accept(kind, period, range(first, first + city.units))
                click.echo(f"{kind} {period}: {count:,}", err=True)
    return count


def put(kind: str, made: Sequence[Made]) -> None:
    from django.db import connection, transaction
    from django.utils import timezone

    from suixin.platform.ledger.models import Entry, Head, Sealed

    entries, vault = Entry._meta.db_table, Sealed._meta.db_table
    with transaction.atomic(), connection.cursor() as cursor:
        head, _ = Head.objects.select_for_update().get_or_create(pk=1)
        now = timezone.now().replace(microsecond=0, tzinfo=None)
        cursor.executemany(
            f"""INSERT INTO {entries} ("index", type, version, organisation, time, record_id, supersedes, leaf, leaf_hash)
                VALUES (%s, %s, 1, %s, %s, %s, NULL, %s, %s)""",  # noqa: S608 - our own names
            [
                (head.size + place, f"report.bench-{kind}", unit, now, name, leaf, digest)
                for place, (unit, name, leaf, digest, _openings) in enumerate(made)
            ],
        )
        cursor.executemany(
            f"INSERT INTO {vault} (entry_id, path, kind, value, secret, scale) VALUES (%s, %s, %s, %s, %s, %s)",  # noqa: S608
            [
                (head.size + place, path, "confidential", value, secret, scale)
                for place, each in enumerate(made)
                for path, value, secret, scale in each[4]
            ],
        )
        head.size += len(made)
        head.save(update_fields=["size"])


def accept(kind: str, period: str, reports: range) -> None:
    from suixin.kernel.records.leaf import seal_record
    from suixin.platform.ledger.declarations import house
    from suixin.platform.ledger.models import Entry, Head

    declared, now = house()["collection.review"].record_type, datetime.now(UTC).replace(microsecond=0)
    head = Head.objects.get(pk=1)
    rows = []
    for start in range(reports.start, reports.stop, REVIEWED):
        some = [*range(start, min(start + REVIEWED, reports.stop))]
        data = {
            "form": f"bench-{kind}",
            "period": period,
            "level": "city",
            "decision": "accepted",
            "reports": some,
        }
        sealed = seal_record(declared, data, time=now, organisation=KEEPER, actor={"system": "bench"})
        rows.append(
            Entry(
                index=head.size + len(rows), type="collection.review", version=1, organisation=KEEPER, time=now,
                record_id=sealed.id, leaf=sealed.leaf, leaf_hash=sealed.leaf_hash,
            )
        )  # fmt: skip
    Entry.objects.bulk_create(rows)
    head.size += len(rows)
    head.save(update_fields=["size"])
