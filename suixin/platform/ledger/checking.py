"""Checking a receipt against this ledger: what the receipt shows by itself, and whether we still hold the same leaf.

The first part anybody can do without us, by `suixin receipt verify`; the second is our own word, until a witnessed
proof stands beside it.
"""

from base64 import b64decode
from dataclasses import dataclass

from suixin.kernel.records.canonical import NotJson, parse_json
from suixin.kernel.records.leaf import Leaf, read_leaf
from suixin.kernel.records.problem import Problem
from suixin.kernel.records.receipt import FORMAT, Step, opened_data, read_members, verify_receipt
from suixin.platform.ledger.models import Entry
from suixin.platform.ledger.reading import access_row
from suixin.platform.ledger.refusals import NotFound


class NoReceipt(ValueError):
    """Something else than a receipt; of what is not even JSON, `problem` says what is wrong."""

    def __init__(self, problem: Problem | None = None) -> None:
        super().__init__("no receipt")
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Checked:
    verdict: str  # holds | broken | other-record | other-place | not-here
    steps: list[Step]
    index: int | None = None  # as the receipt says
    place: int | None = None  # where our ledger has this record
    leaf: Leaf | None = None
    data: dict[str, object] | None = None  # what the receipt opens; only of one that holds

    @property
    def openings(self) -> list[Step]:
        return [step for step in self.steps if step.name == "opening"]

    @property
    def form(self) -> list[Step]:
        return [step for step in self.steps if step.name != "opening"]


def check_receipt(source: bytes) -> Checked:
    """Raises `NoReceipt`."""
    try:
        given = parse_json(source)
    except NotJson as error:
        raise NoReceipt(error.problem) from None
    if type(given) is not dict or given.get("format") != FORMAT:
        raise NoReceipt
    steps = verify_receipt(source)
    if not steps[0].ok:
        return Checked("broken", steps)
    members = read_members(source)
    if not all(step.ok for step in steps):
        return Checked("broken", steps, members["index"])
    leaf_bytes = b64decode(members["leaf"])
    leaf = read_leaf(leaf_bytes)
    verdict, place = place_of(members["index"], leaf_bytes, leaf)
    return Checked(verdict, steps, members["index"], place, leaf, opened_data(source))


def place_of(index: int, leaf_bytes: bytes, leaf: Leaf) -> tuple[str, int | None]:
    """Whether the ledger has the very bytes at the index, and if not, what it has instead."""
    elsewhere = Entry.objects.filter(record_id=leaf.id).first()
    if elsewhere is not None and elsewhere.index != index and bytes(elsewhere.leaf) == leaf_bytes:
        return "other-place", elsewhere.index
    try:
        row = access_row(index)
    except NotFound:
        return "not-here", None
    return ("holds", index) if bytes(row.leaf) == leaf_bytes else ("other-record", None)
