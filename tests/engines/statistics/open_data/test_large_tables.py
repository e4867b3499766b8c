"""The table of one indicator, as large as it gets: eleven districts, three years, ten classes."""

import time

import pytest
from full_table import ALL, CELLS, MONTHS, fill
from open_city import FLOW, SALES_ID, OpenCity

CSV_OF_OLD = f"/sdmx/2.1/data/{FLOW}/all?endPeriod=2018&format=csv"
ADDRESSES = [f"{ALL}&format={name}" for name in ("json", "csv", "xml")] + [
    CSV_OF_OLD,
    f"/figures/{SALES_ID}/data.csv",
    f"/figures/{SALES_ID}/data.json",
    f"/figures/{SALES_ID}/data.parquet",
]
SECONDS = 2  # of the processor; a quiet machine needs less than half of one


@pytest.fixture
def large(city: OpenCity) -> OpenCity:
    assert fill() == MONTHS * CELLS == 4752
    return city


@pytest.mark.parametrize("address", ADDRESSES)
def test_it_comes_at_once(large: OpenCity, client, address: str):
    client.get("/sdmx/v2/data/dataflow?limit=1")  # what is loaded but once
    begun = time.process_time()
    response = client.get(address)
    assert time.process_time() - begun < SECONDS
    assert response.status_code == 200
    if address.endswith("csv"):
        assert len(response.content.decode().splitlines()) > 4752


def test_how_often_the_database_is_asked_does_not_grow_with_the_table(
    large: OpenCity, client, django_assert_max_num_queries
):
    client.get("/sdmx/v2/data/dataflow?limit=1")
    for address in ADDRESSES:
        with django_assert_max_num_queries(16):
            client.get(address)


def test_a_figure_in_it_is_where_it_belongs(large: OpenCity, client):
    lines = client.get(f"{ALL}&format=csv&c[REF_AREA]=440106&c[CLASS]=class-3").content.decode().splitlines()
    assert len(lines) == 1 + MONTHS
    assert {line.split(",")[4:6] == ["440106", "class-3"] for line in lines[1:]} == {True}
