"""The eleven districts of Guangzhou as a tile grid: a drawing to find a district by, not a map of borders."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from suixin.platform.ui.numbers import exact, grouped, written

TILE = 100


@dataclass(frozen=True, slots=True)
class District:
    code: str  # GB/T 2260
    name: Any
    column: int
    row: int


# Rough places: north above, the Pearl River estuary below.
DISTRICTS = (
    District("440117", _("从化区"), 3, 0),
    District("440114", _("花都区"), 1, 1),
    District("440111", _("白云区"), 2, 1),
    District("440118", _("增城区"), 4, 1),
    District("440103", _("荔湾区"), 0, 2),
    District("440104", _("越秀区"), 1, 2),
    District("440106", _("天河区"), 2, 2),
    District("440112", _("黄埔区"), 3, 2),
    District("440105", _("海珠区"), 1, 3),
    District("440113", _("番禺区"), 2, 4),
    District("440115", _("南沙区"), 2, 5),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One district's value and its step on the five-step scale; no cell: no data."""

    code: str
    value: Decimal | int | None = None
    step: int = 0
    address: str = ""
    words: str = ""  # in place of a value: as it was published, or why there is none


@dataclass(frozen=True, slots=True)
class Tile:
    code: str
    name: Any
    x: int
    y: int
    step: int
    value: str  # with its unit
    short: str  # as it stands in the tile, without
    address: str


def tiles(cells: Sequence[Cell], unit: str = "") -> list[Tile]:
    given = {cell.code: cell for cell in cells}
    drawn = []
    for district in DISTRICTS:
        cell = given.get(district.code, Cell(district.code))
        value = cell.words if cell.value is None else str(written(cell.value, unit))
        drawn.append(
            Tile(
                district.code,
                district.name,
                district.column * TILE,
                district.row * TILE,
                cell.step,
                value,
                cell.words if cell.value is None else grouped(exact(cell.value)),
                cell.address or f"#district-{district.code}",
            )
        )
    return drawn
