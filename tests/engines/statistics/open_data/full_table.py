"""Three years of one indicator in a city of eleven districts, by ten classes: as large as a table of one indicator gets
in earnest, or as many times that as is wanted. Written into the projection as it would be after the releases."""

from datetime import timedelta

from open_city import FIRST, FLOW, SALES, SALES_ID

from suixin.engines.statistics.models import Figure, Release
from suixin.engines.statistics.projections import place
from suixin.engines.statistics.sdmx import catalogue
from suixin.kernel.statistics.definitions import digest_of
from suixin.kernel.statistics.periods import Period
from suixin.platform.ui.districts import DISTRICTS

CLASSES = [f"class-{number}" for number in range(10)]
BEGUN = Period.read("1950-01")
MONTHS = 36
CELLS = 1 + 11 + 10 + 110


def fill(months: int = MONTHS) -> int:
    """How many observations there are then. The city must have been published before."""
    catalogue.flows_at.cache_clear()
    districts = sorted(each.code for each in DISTRICTS)
    cells: list[dict[str, str]] = [{}, *({"district": each} for each in districts)]
    cells += [{"class": each} for each in CLASSES]
    cells += [{"district": district, "class": each} for district in districts for each in CLASSES]
    assert len(cells) == CELLS
    for number in range(months):
        period = BEGUN.later(number)
        release = Release.objects.create(
            index=10_000 + number, indicator=SALES_ID, digest=digest_of(SALES), period=str(period),
            ordinal=period.ordinal, stage="final", size=9_000, records=9_000,
            recorded_at=FIRST + timedelta(minutes=number), data={},
        )  # fmt: skip
        Figure.objects.bulk_create(
            Figure(
                release=release, indicator=SALES_ID, period=str(period), ordinal=period.ordinal, at=at,
                place=place(at), value="1", figure=f"{number * 1_000_003 + order}.{order % 100:02}", units=7,
                state="open", holds=True,
            )
            for order, at in enumerate(cells)
        )  # fmt: skip
    return months * CELLS


ALL = f"/sdmx/v2/data/dataflow/SUIXIN/{FLOW}?c[TIME_PERIOD]=le:2018"
