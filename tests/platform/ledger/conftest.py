from collections.abc import Iterator

import pytest
from ledger_sample import Totals, sample_house

from suixin.platform.ledger import declarations


@pytest.fixture(autouse=True)
def sample() -> Iterator[declarations.House]:
    Totals.reports.clear()
    with declarations.using(sample_house()) as house:
        yield house
