"""A draft: what was read from a notice, and what people have made of it so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from suixin.engines.programmes.drafting.contents import Clause, Contents

REVIEWED = ("programme", "task", "target")  # kinds that a person accepts one by one; the rest goes with them


@dataclass(frozen=True, slots=True)
class Doubt:
    """What the parser could not place by itself. `source`: offsets into the notice's text."""

    code: str
    message: str
    source: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Step:
    """What was done to come to this version: the kind of step, and the clause or doubt it was about."""

    kind: str
    what: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """`settled` holds, by the key of a question, the note with which a person settled it."""

    contents: Contents
    doubts: tuple[Doubt, ...] = ()
    accepted: frozenset[str] = frozenset()
    settled: Mapping[str, str] = field(default_factory=dict)

    def changed(self, contents: Contents, *, looked_at: frozenset[str] = frozenset()) -> "Draft":
        """With other contents. What a person has just written counts as accepted, what else changed does not."""
        before = {clause.key: clause.data for clause in self.contents}
        same = {clause.key for clause in contents if before.get(clause.key) == clause.data}
        return replace(self, contents=contents, accepted=(self.accepted & same) | looked_at)

    def accepting(self, keys: frozenset[str]) -> "Draft":
        known = {clause.key for clause in self.contents}
        return replace(self, accepted=self.accepted | (keys & known))

    def settling(self, keys: frozenset[str], note: str) -> "Draft":
        return replace(self, settled={**self.settled, **dict.fromkeys(sorted(keys), note)})

    def reopening(self, key: str) -> "Draft":
        return replace(self, settled={name: note for name, note in self.settled.items() if name != key})


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A draft as it is kept: `index` is the record of its newest version."""

    id: str
    index: int
    state: str  # open, published, discarded
    file: str
    step: Step
    changed: datetime
    draft: Draft


def as_json(draft: Draft) -> dict[str, Any]:
    return {
        "clauses": [
            {"kind": clause.kind, "id": clause.id, "position": clause.position, "data": dict(clause.data)}
            for clause in draft.contents
        ],
        "doubts": [
            {"code": doubt.code, "message": doubt.message}
            | ({"source": list(doubt.source)} if doubt.source else {})
            for doubt in draft.doubts
        ],
        "accepted": sorted(draft.accepted),
        "settled": [{"question": key, "note": note} for key, note in draft.settled.items()],
    }


def from_json(given: Mapping[str, Any]) -> Draft:
    """Of what the record type's schema lets through."""
    return Draft(
        contents=Contents(
            tuple(
                Clause(each["kind"], each["id"], each["position"], each["data"]) for each in given["clauses"]
            )
        ),
        doubts=tuple(
            Doubt(each["code"], each["message"], tuple(each["source"]) if "source" in each else None)
            for each in given["doubts"]
        ),
        accepted=frozenset(given["accepted"]),
        settled={each["question"]: each["note"] for each in given["settled"]},
    )
