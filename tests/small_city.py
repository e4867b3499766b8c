"""A city so small that a test can read it: a form with two levels of review, units, reports, indicators, releases; and
the log of all of it, in memory or in a folder. What it publishes is right unless a test changes it."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from naive_counting import NaiveCell, Told, cells, counted, digest, response

from suixin.kernel.log.checkpoint import Checkpoint
from suixin.kernel.log.cosignature import Cosigner, Ed25519Cosigner, cosignature
from suixin.kernel.log.growth import GrowingTree
from suixin.kernel.log.keys import Ed25519Signer
from suixin.kernel.log.paths import inclusion_path, root_of
from suixin.kernel.log.proof_file import LogProof
from suixin.kernel.log.tree import full_root, leaf_hash
from suixin.kernel.records.commitment import sum_of_commitments
from suixin.kernel.records.leaf import Leaf, MalformedLeaf, read_leaf, seal_record
from suixin.kernel.records.record_type import RecordType
from suixin.kernel.statistics.certificate import Certificate
from suixin.kernel.statistics.counting import Evidence, Response, Selected
from suixin.kernel.statistics.definitions import digest_of
from suixin.kernel.statistics.forms import read_form
from suixin.kernel.statistics.library import Named
from suixin.kernel.statistics.periods import Period
from suixin.kernel.statistics.release import Cell, Origin, Release
from suixin.kernel.statistics.rounding import plain, rounded
from suixin.kernel.statistics.verification import Incomplete
from suixin.platform.log.folder import Folder

ORIGIN = "city.example/log/2019"
ENGINES = Path(__file__).resolve().parents[1] / "suixin" / "engines"
NOON = datetime(2019, 7, 1, 4, tzinfo=UTC)
HAIZHU, TIANHE = "440105", "440106"
SYSTEM = {"process": "test"}
WITNESS = Ed25519Cosigner("w.example", b"w" * 32)

FORM: dict[str, Any] = {
    "id": "company-month",
    "version": 1,
    "number": "信消 101 表",
    "titles": {"zh-hans": "信息消费月报"},
    "authority": "giit",
    "valid_from": "2018-01-01",
    "valid_to": "2020-12-31",
    "frequency": "month",
    "due_days": 10,
    "submitters": ["company"],
    "keys": [
        {
            "id": "size",
            "titles": {"zh-hans": "规模"},
            "values": {"large": {"zh-hans": "大"}, "small": {"zh-hans": "小"}},
        }
    ],
    "classes": {"phones": {"zh-hans": "手机"}, "services": {"zh-hans": "服务"}},
    "items": [
        {"id": name, "titles": {"zh-hans": name}, "unit": "万元", "scale": 2, "class": klass, **more}
        for name, klass, more in (
            ("A01", "phones", {"required": False}),
            ("A02", "services", {"required": False}),
            ("B01", "phones", {"required": False, "confidential": True, "negative": True}),
            ("B02", "services", {"required": False, "confidential": True, "negative": True}),
        )
    ],
    "reviews": [
        {
            "id": "district",
            "titles": {"zh-hans": "区"},
            "organisations": {HAIZHU: "haizhu", TIANHE: "tianhe"},
        },
        {"id": "city", "titles": {"zh-hans": "市"}, "organisations": {"*": "giit"}},
    ],
}


def indicator(name: str, **members: Any) -> dict[str, Any]:
    return {
        "id": name,
        "version": 1,
        "titles": {"zh-hans": name},
        "about": {"zh-hans": name},
        "unit": "亿元",
        "frequency": "month",
    } | members


BREAKDOWNS = [["district"], ["district", "class"], ["size"]]
SALES = indicator(
    "sales",
    factor="0.0001",
    places=4,
    aggregate="sum",
    source={"form": "company-month", "items": ["A01", "A02"]},
    breakdowns=BREAKDOWNS,
)
SECRET = indicator(
    "secret",
    places=1,
    unit="万元",
    aggregate="sum",
    source={"form": "company-month", "items": ["B01", "B02"]},
    breakdowns=BREAKDOWNS,
    disclosure={"threshold": 1},
)


class SmallCity:
    def __init__(self) -> None:
        self.told: list[Told] = []
        self.leaves: list[bytes] = []
        self.signer = Ed25519Signer(ORIGIN, b"k" * 32)
        self.time = NOON
        self.record_types: dict[str, RecordType] = {}

    # -- what is recorded

    def add(
        self, type_: str, by: str | None, data: dict[str, Any], supersedes: int | None = None, later: int = 1
    ) -> int:
        """The record's number; it is recorded so many seconds after the one before."""
        self.time += timedelta(seconds=later)
        sealed = seal_record(
            self.type(type_), data, time=self.time, organisation=by, actor=SYSTEM, supersedes=supersedes
        )
        blindings = {o.path: int.from_bytes(o.secret, "big") for o in sealed.openings if o.scale is not None}
        self.told.append(Told(type_, by, supersedes, data, blindings))
        self.leaves.append(sealed.leaf)
        if type_ == "collection.form":
            self.record_types[f"report.{data['id']}"] = read_form(data["definition"]).record_type
        return len(self.leaves) - 1

    def type(self, name: str) -> RecordType:
        if name not in self.record_types:
            engine, _, kind = name.partition(".")
            folder = {"collection": "collections", "statistics": "statistics"}[engine]
            schema = json.loads((ENGINES / folder / "records" / f"{kind}.schema.json").read_text("utf-8"))
            self.record_types[name] = RecordType.from_schema(name, schema)
        return self.record_types[name]

    def form(self, definition: dict[str, Any] = FORM, supersedes: int | None = None) -> int:
        data = {name: definition[name] for name in ("id", "version")}
        data |= {"definition": definition, "reason": "制定"}
        return self.add("collection.form", "giit", data, supersedes)

    def indicator(self, definition: dict[str, Any], supersedes: int | None = None) -> int:
        data = {name: definition[name] for name in ("id", "version")}
        data |= {"definition": definition, "reason": "制定"}
        return self.add("statistics.indicator", "giit", data, supersedes)

    def unit(self, unit: str, district: str = HAIZHU, size: str = "large", **more: Any) -> int:
        supersedes = more.pop("supersedes", None)
        data = {
            "form": "company-month",
            "unit": unit,
            "district": district,
            "keys": {"size": size},
            "since": "2018-01",
            "reason": "入库",
        }
        return self.add("collection.unit", "giit", data | more, supersedes)

    def report(
        self,
        by: str,
        values: dict[str, str],
        *,
        period: str = "2019-06",
        district: str = HAIZHU,
        size: str = "large",
        supersedes: int | None = None,
        later: int = 1,
    ) -> int:
        data = {"period": period, "unit": {"district": district, "size": size}, "values": values}
        return self.add("report.company-month", by, data, supersedes, later)

    def review(
        self,
        by: str | None,
        level: str,
        reports: Sequence[int],
        decision: str = "accepted",
        period: str = "2019-06",
    ) -> int:
        data = {
            "form": "company-month",
            "period": period,
            "level": level,
            "decision": decision,
            "reports": list(reports),
        }
        return self.add("collection.review", by, data)

    def accept(self, *reports: int, period: str = "2019-06") -> None:
        self.review("giit", "city", reports, period=period)

    # -- what is published

    def definition(self, name: str, before: int) -> dict[str, Any]:
        return next(
            told.data["definition"]
            for told in reversed(self.told[:before])
            if told.type == "statistics.indicator" and told.data["id"] == name
        )

    def release(self, name: str, period: str = "2019-06", records: int | None = None) -> Release:
        """As an honest engine publishes it, at the end of the log or as of fewer records."""
        records = len(self.leaves) if records is None else records
        definition = self.definition(name, records)
        found = counted(self.told, definition, period, records)
        form = definition["source"].get("form")
        answered = response(self.told, form, period, definition["frequency"], records) if form else None
        return Release(
            indicator=name,
            version=definition["version"],
            digest=digest_of(definition),
            period=Period.read(period),
            stage="final",
            origin=ORIGIN,
            size=records,
            root=self.root(records),
            records=records,
            cells=tuple(
                cell_of(definition, dict(place), cell)
                for place, cell in cells(self.told, definition, period, records).items()
            ),
            selected=Selected(len(found), digest(found)),
            response=None if answered is None else Response(*answered),
        )

    def derived(
        self, name: str, period: str, figures: dict[tuple[tuple[str, str], ...], Cell], sources: Sequence[int]
    ) -> Release:
        """As a test says it: `figures` by place, `sources` the numbers of releases."""
        records = len(self.leaves)
        definition = self.definition(name, records)
        return Release(
            indicator=name,
            version=definition["version"],
            digest=digest_of(definition),
            period=Period.read(period),
            stage="final",
            origin=ORIGIN,
            size=records,
            root=self.root(records),
            records=records,
            cells=tuple(figures.values()),
            sources=tuple(
                Origin(self.told[n].data["indicator"], Period.read(self.told[n].data["period"]), n)
                for n in sources
            ),
        )

    def publish(self, release: Release, later: int = 1) -> int:
        return self.add("statistics.release", None, release.as_data(), later=later)

    def published(self, name: str, period: str = "2019-06", **changes: Any) -> int:
        return self.publish(replace(self.release(name, period), **changes))

    # -- its log

    def node(self, height: int, number: int) -> bytes:
        first = number << height
        return full_root([leaf_hash(leaf) for leaf in self.leaves[first : first + (1 << height)]])

    def root(self, size: int) -> bytes:
        return root_of(0, size, self.node)

    def certificate(
        self,
        number: int,
        witnesses: Sequence[Cosigner] = (WITNESS,),
        at: dict[str, str] | None = None,
        size: int | None = None,
    ) -> Certificate:
        size = len(self.leaves) if size is None else size
        proof = self.proof(number, size, witnesses)
        data = self.told[number].data
        definition = self.definition(data["indicator"], data["records"])
        form = definition.get("source", {}).get("form")
        told = [
            t.data["definition"]
            for t in self.told[: data["records"]]
            if t.type == "collection.form" and t.data["id"] == form
        ]
        return Certificate(
            number, self.leaves[number], proof.content.decode(), definition, told[-1] if told else None, at
        )

    def proof(self, number: int, size: int, witnesses: Sequence[Cosigner]) -> LogProof:
        checkpoint = Checkpoint(ORIGIN, size, self.root(size))
        note = checkpoint.note.signed(self.signer)
        cosigned = [cosignature(each, note.text, 1_800_000_000) for each in witnesses]
        path = tuple(inclusion_path(number, size, self.node))
        return LogProof(number, path, checkpoint, note.with_signatures(cosigned))

    @property
    def policy(self) -> bytes:
        return f"log {self.signer.text}\nwitness w {WITNESS.text}\nquorum w\n".encode()

    def write(self, folder: Path, change: Callable[[int, bytes], bytes] | None = None) -> Path:
        """As files, with its checkpoint."""
        disk, tree = Folder(folder), GrowingTree(0)
        leaves = self.leaves if change is None else [change(n, leaf) for n, leaf in enumerate(self.leaves)]
        tree.grow(disk, leaves)
        disk.sync()
        note = Checkpoint(ORIGIN, tree.size, tree.root()).note.signed(self.signer)
        disk.replace("checkpoint", note.content)
        return folder


def cell_of(definition: dict[str, Any], at: dict[str, str], found: NaiveCell) -> Cell:
    places = 2 if definition["aggregate"] in ("sum", "latest") else 0
    exact = Fraction(found.value) * Fraction(Decimal(definition.get("factor", "1")))
    return Cell(
        at=at,
        units=len(found.units),
        value=plain(found.value.quantize(Decimal(1).scaleb(-places))),
        figure=plain(rounded(exact, definition.get("places", 0))),
        opening=None if found.blinding is None else found.blinding.to_bytes(32, "big").hex(),
    )


class MemoryLog:
    """The kernel's `Log` over leaves at hand."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self.leaves = leaves

    def read(self) -> Iterable[tuple[int, Leaf]]:
        for number, leaf in enumerate(self.leaves):
            try:
                yield number, read_leaf(leaf)
            except MalformedLeaf:
                continue

    def named(self, named: Named) -> Iterable[tuple[int, Leaf]]:
        return [(number, leaf) for number, leaf in self.read() if named.has(leaf)]

    def root(self, size: int) -> bytes:
        if size > len(self.leaves):
            raise Incomplete(f"there are {len(self.leaves)} entries")

        def node(height: int, number: int) -> bytes:
            first = number << height
            return full_root([leaf_hash(leaf) for leaf in self.leaves[first : first + (1 << height)]])

        return root_of(0, size, node)

    def gather(self, evidence: Sequence[Evidence]) -> None:
        for number, leaf in self.read():
            for each in evidence:
                each.take(number, leaf)

    def sums(self, piles: Sequence[Sequence[bytes]]) -> list[bytes | None]:
        found: list[bytes | None] = []
        for pile in piles:
            try:
                found.append(sum_of_commitments(pile))
            except ValueError:
                found.append(None)
        return found


def sample_city() -> SmallCity:
    """June 2019: four units; one corrected its report, one report was returned, one waits at the first level."""
    city = SmallCity()
    city.form()
    city.indicator(SALES)
    city.indicator(SECRET)
    city.unit("c1", HAIZHU, "large")
    city.unit("c2", HAIZHU, "small")
    city.unit("c3", TIANHE, "small")
    city.unit("c4", TIANHE, "large", since="2019-06")
    city.unit("c5", TIANHE, "large", since="2019-07")
    one = city.report("c1", {"A01": "12345.67", "B01": "100.50", "B02": "-3"})
    two = city.report("c2", {"A01": "5", "A02": "0.05", "B01": "1"}, size="small")
    three = city.report("c3", {"A02": "20000", "B02": "77.77"}, district=TIANHE, size="small")
    city.review("haizhu", "district", [one, two])
    fixed = city.report("c1", {"A01": "12345.76", "B01": "100.51", "B02": "-3"}, supersedes=one)
    four = city.report("c4", {"A01": "999", "B01": "8"}, district=TIANHE)
    city.report("c1", {"A01": "1", "B01": "2"}, period="2019-05")
    city.review("haizhu", "district", [fixed])
    city.review("tianhe", "district", [three, four])
    city.accept(fixed, two, three)
    city.review("giit", "city", [four], "returned")
    return city
