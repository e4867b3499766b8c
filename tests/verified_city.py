"""A certificate of the small city verified, and what was found."""

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from small_city import MemoryLog, SmallCity

from suixin.kernel.statistics.certificate import Certificate
from suixin.kernel.statistics.release import Cell, Release
from suixin.kernel.statistics.verification import Findings, read_claim, verify_in


def file_of(certificate: Certificate) -> bytes:
    return json.dumps(certificate.as_json(), ensure_ascii=False).encode()


def verify(city: SmallCity, number: int, **options: Any) -> Findings:
    return verified(file_of(city.certificate(number, **options)), city.leaves)


def verified(source: bytes, leaves: list[bytes]) -> Findings:
    steps, claim = read_claim(source)
    if claim is None:
        assert not all(step.ok for step in steps)
        return Findings(tuple(steps))
    found = verify_in(MemoryLog(leaves), claim)
    return Findings((*steps, *found.steps), found.revisions)


def wrong(findings: Findings) -> list[str]:
    return [step.name for step in findings.steps if not step.ok]


def faults(findings: Findings) -> str:
    return "; ".join(f"{step.name}: {step.why}" for step in findings.steps if not step.ok)


def with_cell(release: Release, at: dict[str, str], change: Callable[[Cell], Cell | None]) -> Release:
    cells = [change(cell) if cell.at == at else cell for cell in release.cells]
    assert cells != list(release.cells)
    return replace(release, cells=tuple(cell for cell in cells if cell is not None))


def value(change: Decimal) -> Callable[[SmallCity, Release], Release]:
    def changed(city: SmallCity, release: Release) -> Release:
        def other(cell: Cell) -> Cell:
            return replace(cell, value=str(Decimal(cell.value) + change))

        return with_cell(release, {}, other)

    return changed


def cell(at: dict[str, str], **members: Any) -> Callable[[SmallCity, Release], Release]:
    return lambda _city, release: with_cell(release, at, lambda found: replace(found, **members))
