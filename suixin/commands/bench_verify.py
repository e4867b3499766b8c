"""How fast a stranger verifies a figure: a log of made-up reports in a folder of its own, open ones and confidential
ones, and a certificate of one month's figure. No database: what is measured is what anybody runs."""

import json
import os
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from suixin.commands.measure import result, scratch_home, timed

if TYPE_CHECKING:
    from suixin.kernel.statistics.release import Cell, Release

ORIGIN = "bench.example/log"
DISTRICTS = tuple(f"4401{number:02}" for number in (3, 4, 5, 6, 11, 12, 13, 14, 15, 17, 18))
FIRST_YEAR = 2017
REVIEWED = 2_000  # reports in one record of a review
TIME = "2019-07-01T00:00:00Z"
SEALED = urlsafe_b64encode(bytes(32)).decode().rstrip("=")
OPEN = (
    '{"by":"unit%d","id":"%s","measures":{},"public":{"period":"%s","unit":{"district":"%s"},"values":{"A01":"%d.00"}},'
    '"sealed":{"/device":"' + SEALED + '","/explanations":"' + SEALED + '","@actor":"' + SEALED + '"},'
    '"supersedes":null,"time":"' + TIME + '","type":"report.bench","v":1,"version":1}'
)
SECRET = (
    '{"by":"unit%d","id":"%s","measures":{"/values/A01":{"commitment":"%s","scale":2,"unit":"yuan"}},'
    '"public":{"period":"%s","unit":{"district":"%s"},"values":{}},'
    '"sealed":{"/device":"' + SEALED + '","/explanations":"' + SEALED + '","@actor":"' + SEALED + '"},'
    '"supersedes":null,"time":"' + TIME + '","type":"report.bench","v":1,"version":1}'
)


@click.command("verify")
@click.option(
    "--leaves", default=1_000_000, show_default=True, type=click.IntRange(1), help="公开报告数 · open reports"
)
@click.option(
    "--periods",
    default=24,
    show_default=True,
    type=click.IntRange(1),
    help="分布在几个月 · over how many months",
)
@click.option(
    "--commitments",
    default=100_000,
    show_default=True,
    type=click.IntRange(1),
    help="一个月的保密报告数 · confidential reports, of one month",
)
@click.option("--jobs", default=os.cpu_count() or 1, type=click.IntRange(1), help="进程数 · processes")
def bench_verify(leaves: int, periods: int, commitments: int, jobs: int) -> None:
    """核验凭证：公开与保密的报告 · a certificate verified against a log, as JSON lines."""
    with scratch_home() as folder:
        for confidential, count, months in ((False, leaves, periods), (True, commitments, 1)):
            name = "verify-confidential" if confidential else "verify-open"
            for line in measure(folder / name, name, MadeUp(confidential, count, months), jobs):
                click.echo(json.dumps(line, ensure_ascii=False))


def measure(folder: Path, name: str, city: "MadeUp", jobs: int) -> Iterator[dict[str, Any]]:
    from suixin.engines.statistics.checking import verify_certificate
    from suixin.platform.log.folder import Folder

    certificate, size = city.write(folder)
    found = []
    seconds = timed(
        lambda: found.append(verify_certificate(certificate, Folder(folder), size, None, jobs=jobs)), 1
    )
    wrong = [f"{step.name}: {step.why}" for step in found[0].steps if not step.ok]
    if wrong or not found[0].holds:
        raise click.ClickException("；".join(wrong))
    yield result(
        name, size, "leaves/s", seconds, f"processor: {jobs} processes, {city.per_month:,} reports count"
    )


@dataclass(slots=True)
class MadeUp:
    """The log of a city in which every unit reports every month and everything is accepted."""

    confidential: bool
    reports: int
    months: int
    totals: dict[str, int] = field(
        default_factory=dict
    )  # of the last month, by district, in the smallest unit
    blindings: dict[str, int] = field(default_factory=dict)
    accepted: list[int] = field(default_factory=list)  # numbers of the last month's reports

    @property
    def per_month(self) -> int:
        return -(-self.reports // self.months)

    def period(self, month: int) -> str:
        return f"{FIRST_YEAR + month // 12:04}-{month % 12 + 1:02}"

    def write(self, folder: Path) -> tuple[bytes, int]:
        """The certificate's file, and the log's size."""
        from suixin.kernel.log.checkpoint import Checkpoint
        from suixin.kernel.log.growth import GrowingTree
        from suixin.kernel.log.keys import Ed25519Signer
        from suixin.kernel.log.proof_file import LogProof
        from suixin.kernel.log.reading import TileTree
        from suixin.kernel.statistics.certificate import Certificate
        from suixin.platform.log.folder import Folder

        disk, tree = Folder(folder), GrowingTree(0)
        tree.grow(disk, self.entries())
        release = self.release(tree.size, tree.root())
        leaf = self.record("statistics.release", release.as_data())
        tree.grow(disk, [leaf])
        disk.sync()
        checkpoint = Checkpoint(ORIGIN, tree.size, tree.root())
        note = checkpoint.note.signed(Ed25519Signer(ORIGIN, bytes(32)))
        disk.replace("checkpoint", note.content)
        path = tuple(TileTree(disk, tree.size).inclusion(release.size))
        proof = LogProof(release.size, path, checkpoint, note).content.decode()
        certificate = Certificate(release.size, leaf, proof, self.indicator(), self.form())
        return json.dumps(certificate.as_json()).encode(), tree.size

    def entries(self) -> Iterator[bytes]:
        yield self.record(
            "collection.form", {"id": "bench", "version": 1, "definition": self.form(), "reason": "-"}
        )
        indicator = {"id": "bench", "version": 1, "definition": self.indicator(), "reason": "-"}
        yield self.record("statistics.indicator", indicator)
        number = 2
        for unit in range(self.per_month):
            yield self.record(
                "collection.unit",
                {
                    "form": "bench",
                    "unit": f"unit{unit}",
                    "district": DISTRICTS[unit % len(DISTRICTS)],
                    "keys": {},
                    "since": self.period(0),
                    "reason": "-",
                },
            )
            number += 1
        for month in range(self.months):
            first = number
            for entry in self.month(month, number):
                yield entry
                number += 1
            for start in range(first, first + self.per_month, REVIEWED):
                reports = list(range(start, min(start + REVIEWED, first + self.per_month)))
                yield self.record(
                    "collection.review",
                    {
                        "form": "bench",
                        "period": self.period(month),
                        "level": "city",
                        "decision": "accepted",
                        "reports": reports,
                    },
                    by="giit",
                )
                number += 1

    def month(self, month: int, number: int) -> Iterator[bytes]:
        period, last = self.period(month), month == self.months - 1
        points = self.points() if self.confidential else None
        for unit in range(self.per_month):
            district = DISTRICTS[unit % len(DISTRICTS)]
            name = urlsafe_b64encode((number + unit).to_bytes(16)).decode()[:22]
            if last:
                self.accepted.append(number + unit)
                self.totals[district] = self.totals.get(district, 0) + (unit + 1) * 100
            if points is None:
                yield (OPEN % (unit, name, period, district, unit + 1)).encode()
            else:
                self.blindings[district] = self.blindings.get(district, 0) + unit + 1
                yield (SECRET % (unit, name, next(points).hex(), period, district)).encode()

    def points(self) -> Iterator[bytes]:
        """Commitments to 1.00, 2.00 … under the blindings 1, 2 …: each is the one before and the first."""
        from suixin.kernel.records.commitment import commit, sum_of_commitments

        first = found = commit(100, (1).to_bytes(32))
        while True:
            yield found
            found = sum_of_commitments([found, first])

    def record(self, type_: str, data: dict[str, Any], by: str | None = None) -> bytes:
        from suixin.kernel.records.canonical import canonical_bytes

        members = {"v": 1, "type": type_, "version": 1, "id": "A" * 22, "time": TIME, "by": by}
        rest = {"supersedes": None, "public": data, "sealed": {"@actor": SEALED}, "measures": {}}
        return canonical_bytes(members | rest)

    def form(self) -> dict[str, Any]:
        return {
            "id": "bench",
            "version": 1,
            "number": "-",
            "titles": {"zh-hans": "-"},
            "authority": "giit",
            "valid_from": "2017-01-01",
            "valid_to": "2099-12-31",
            "frequency": "month",
            "due_days": 10,
            "submitters": ["company"],
            "items": [
                {
                    "id": "A01",
                    "titles": {"zh-hans": "-"},
                    "unit": "yuan",
                    "scale": 2,
                    "confidential": self.confidential,
                }
            ],
            "reviews": [{"id": "city", "titles": {"zh-hans": "-"}, "organisations": {"*": "giit"}}],
        }

    def indicator(self) -> dict[str, Any]:
        return {
            "id": "bench",
            "version": 1,
            "titles": {"zh-hans": "-"},
            "about": {"zh-hans": "-"},
            "unit": "yuan",
            "frequency": "month",
            "aggregate": "sum",
            "source": {"form": "bench", "items": ["A01"]},
            "breakdowns": [["district"]],
            "disclosure": {"threshold": 1},
        }

    def release(self, size: int, root: bytes) -> "Release":
        from suixin.kernel.statistics.counting import Response, Selected, digest_of_indexes
        from suixin.kernel.statistics.definitions import digest_of
        from suixin.kernel.statistics.periods import Period
        from suixin.kernel.statistics.release import Release

        places = [{}, *({"district": district} for district in self.totals)]
        return Release(
            indicator="bench",
            version=1,
            digest=digest_of(self.indicator()),
            period=Period.read(self.period(self.months - 1)),
            stage="final",
            origin=ORIGIN,
            size=size,
            root=root,
            records=size,
            cells=tuple(self.cell(at) for at in places),
            selected=Selected(len(self.accepted), digest_of_indexes(self.accepted)),
            response=Response(*[self.per_month] * 3),
        )

    def cell(self, at: dict[str, str]) -> "Cell":
        from suixin.kernel.statistics.release import Cell

        counted = [at["district"]] if at else list(self.totals)
        total = sum(self.totals[each] for each in counted)
        blinding = sum(self.blindings.get(each, 0) for each in counted)
        units = [
            unit
            for unit in range(self.per_month)
            if not at or DISTRICTS[unit % len(DISTRICTS)] == at["district"]
        ]
        return Cell(
            at,
            len(units),
            value=f"{total // 100}.{total % 100:02}",
            figure=str(total // 100),
            opening=blinding.to_bytes(32).hex() if blinding else None,
        )
