"""The columns of facts. Each is named by its kind, the place in the record, and for numbers their decimal places, so that
files made for different versions of a form can be read together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from suixin.kernel.statistics.counting import REVIEW, UNIT, Wanted
from suixin.kernel.statistics.forms import PREFIX, Form

INTEGER, BIG, TEXT, NUMBER = "INTEGER", "BIGINT", "VARCHAR", "DECIMAL(38,0)"
LIMB_BITS = (
    86  # of a blinding: three of them hold its 256 bits, and ten billion of them add up within 38 digits
)
LIMBS = ("low", "middle", "high")

RECORD = {"number": BIG, "organisation": TEXT, "supersedes": BIG, "version": INTEGER, "faults": TEXT}
REVIEWS = {
    "number": BIG,
    "organisation": TEXT,
    "form": TEXT,
    "level": TEXT,
    "returned": INTEGER,
    "report": BIG,
}
LINES = {
    "number": BIG, "organisation": TEXT, "supersedes": BIG, "form": TEXT,
    "unit": TEXT, "since": INTEGER, "until": INTEGER,
}  # fmt: skip
FIXED: Mapping[str, Mapping[str, str]] = {REVIEW: REVIEWS, UNIT: LINES}


@dataclass(frozen=True, slots=True, order=True)
class Column:
    """Something of a record that is asked for; it takes one column of a file or several."""

    kind: str  # period | text | json | value
    pointer: str
    scale: int = 0  # of a value

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.pointer}" + (f":{self.scale}" if self.kind == "value" else "")

    @property
    def stored(self) -> dict[str, str]:
        """The names in the file, with their types."""
        match self.kind:
            case "period":
                whole = {f"period:{self.pointer}": TEXT, f"last:{self.pointer}": INTEGER}
                return whole | {f"{each}:{self.pointer}": INTEGER for each in ("month", "quarter", "year")}
            case "value":
                return {self.key: NUMBER} | {f"{limb}:{self.key}": NUMBER for limb in LIMBS}
            case _:
                return {self.key: TEXT}


def read_column(key: str) -> Column:
    """Raises ValueError."""
    kind, _, rest = key.partition(":")
    if kind != "value":
        return Column(kind, rest)
    pointer, _, scale = rest.rpartition(":")
    return Column(kind, pointer, int(scale))


def columns_of(wanted: Wanted) -> frozenset[Column]:
    """What one figure needs of its records."""
    return frozenset(
        (
            Column("period", wanted.pointer),
            *(Column("text", pointer) for _, pointer in wanted.dimensions),
            *(Column("json", pointer) for pointer, _ in wanted.where),
            *(Column("value", path, scale) for path, scale in wanted.values),
        )
    )


def columns_of_form(form: Form) -> frozenset[Column]:
    """All that any indicator may come to need of a form's reports: so a new indicator finds its facts there."""
    return frozenset(
        (
            Column("period", "/period"),
            Column("text", "/unit/district"),
            *(Column("text", f"/unit/{key.id}") for key in form.keys),
            *(Column("value", item.path, item.scale) for item in form.items),
        )
    )


def never_there(column: Column, type_id: str, forms: Iterable[Form]) -> bool:
    """Whether no record of these versions of a form can have it, so that a file made without it lacks nothing."""
    if not type_id.startswith(PREFIX):
        return False
    held = list(forms)
    paths = {item.path for form in held for item in form.items}
    keys = {f"/unit/{key.id}" for form in held for key in form.keys}
    pointer = column.pointer
    return bool(held) and (
        (column.kind == "value" and pointer.startswith("/values/") and pointer not in paths)
        or (
            column.kind == "text"
            and pointer.startswith("/unit/")
            and pointer not in keys | {"/unit/district"}
        )
    )
