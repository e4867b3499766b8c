"""Whether clauses can be worked with, and what is still wrong with them as records.

A draft may be incomplete (no title yet, a number in another form); it may not be of another shape than the records
that it will become.
"""

from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from suixin.engines.programmes.drafting.contents import Clause
from suixin.engines.programmes.guards import date_problems
from suixin.kernel.records.problem import Problem
from suixin.kernel.records.validation import validate
from suixin.platform.ledger.declarations import house

SHAPE = frozenset({"type", "required", "unknown-field", "not-object", "rule"})
STAND_IN = "draft"  # for the slug and the reason, which a draft has not yet


def record_data(clause: Clause, slug: str = STAND_IN, reason: str = STAND_IN) -> dict[str, Any]:
    """The clause as the data of its record."""
    frame = {"programme": slug, "position": clause.position, "in_force": True, "reason": reason}
    return frame | {"id": slug if clause.kind == "programme" else clause.id} | dict(clause.data)


def problems(clause: Clause) -> Iterator[Problem]:
    """Everything that the record type finds wrong, and what it cannot say."""
    found = validate(house()[f"programme.{clause.kind}"].record_type, record_data(clause))
    yield from found or date_problems(clause.data)


def malformed(clause: Clause, position: int) -> Iterator[Problem]:
    """Only what would make the clause unusable; the path leads into a draft's contents."""
    for found in problems(clause):
        if found.code in SHAPE:
            path = f"/contents/clauses/{position}/data{found.path}"
            yield replace(found, path=path, parameters=MappingProxyType(dict(found.parameters)))
