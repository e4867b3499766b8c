"""Facts are a cache: made as records come, made again when spoilt, gone when something was erased; never in the way."""

import shutil
import stat
from pathlib import Path

import orjson
import pytest
from published_city import PublishedCity
from small_city import FORM, SALES, SECRET, SmallCity
from stored_city import store

from suixin.engines.statistics.computing import compute
from suixin.engines.statistics.facts.forgetting import Facts
from suixin.engines.statistics.facts.parts import LIST
from suixin.kernel.statistics.figures import TOTAL
from suixin.kernel.statistics.indicators import read_indicator
from suixin.kernel.statistics.periods import Period
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.erasure import erase
from suixin.platform.ledger.models import Sealed
from suixin.platform.ledger.projection import rebuild

pytestmark = pytest.mark.django_db

REPORTED = {"status": "reported"}
ANY = read_indicator(SALES | {"source": SALES["source"] | REPORTED})
HIDDEN = read_indicator(SECRET | {"source": SECRET["source"] | REPORTED})
JUNE = Period.read("2019-06")
TYPE = "report.company-month"


def total(city: SmallCity, indicator=ANY) -> int:
    (found,) = compute(indicator, [JUNE], len(city.leaves))
    return found.cells[TOTAL].total


def files(home: Path) -> list[Path]:
    return sorted((home / "facts" / TYPE).glob("*.parquet"))


def listed(home: Path) -> list[str]:
    return [part["file"] for part in orjson.loads((home / "facts" / TYPE / LIST).read_bytes())["parts"]]


@pytest.fixture
def told(home: Path) -> SmallCity:
    city = SmallCity()
    city.form()
    for number in range(3):
        city.report(f"c{number}", {"A01": "1.25", "B01": "-7.00"})
    store(city)
    return city


def test_what_is_new_is_added_to_what_is_there(home, told):
    assert total(told) == 375
    first = listed(home)
    told.report("c9", {"A01": "100"})
    store(told, anew=False, start=len(told.leaves) - 1)
    assert total(told) == 10_375
    assert listed(home)[0] == first[0]


def test_many_small_additions_leave_few_files(home, told):
    for number in range(20):
        told.report(f"d{number}", {"A01": "1"})
        store(told, anew=False, start=len(told.leaves) - 1)
        total(told)
    assert total(told) == 375 + 2000
    assert len(listed(home)) <= 6


def test_nobody_else_may_read_them(home, told):
    total(told)
    for path in [home / "facts", *(home / "facts").rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)
    assert not [*(home / "facts").rglob(".*")]


def test_the_folder_may_be_deleted(home, told):
    total(told, HIDDEN)
    shutil.rmtree(home / "facts")
    assert total(told, HIDDEN) == -2100


@pytest.mark.parametrize("spoil", ["altered", "shorter", "gone", "list", "no list"])
def test_what_is_spoilt_is_made_again(home, told, spoil):
    total(told)
    (path,) = files(home)
    if spoil == "altered":
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
    elif spoil == "shorter":
        path.write_bytes(path.read_bytes()[:-9])
    elif spoil == "gone":
        path.unlink()
    elif spoil == "list":
        (home / "facts" / TYPE / LIST).write_bytes(b"{")
    else:
        (home / "facts" / TYPE / LIST).unlink()
    assert total(told) == 375


def test_another_ledger_in_the_same_place_is_not_taken_for_the_old_one(home, told):
    total(told)
    facts = home / "facts"
    facts.rename(home / "kept")
    other = SmallCity()
    other.form()
    for number in range(3):
        other.report(f"c{number}", {"A01": "2"})
    store(other)
    (home / "kept").rename(facts)
    assert total(other) == 600


def test_a_new_version_of_the_form_adds_items_and_leaves_old_files_alone(home, told):
    total(told)
    before = listed(home)
    more = FORM["items"][0] | {"id": "A03"}
    told.form(FORM | {"version": 2, "items": [*FORM["items"], more]}, supersedes=0)
    told.report("c5", {"A03": "3"})
    store(told, anew=False, start=4)
    wider = read_indicator(SALES | {"source": SALES["source"] | REPORTED | {"items": ["A01", "A03"]}})
    assert total(told, wider) == 675
    assert listed(home)[0] == before[0]


def test_an_item_may_get_more_decimal_places(home, told):
    total(told)
    items = [FORM["items"][0] | {"scale": 3}, *FORM["items"][1:]]
    told.form(FORM | {"version": 2, "items": items}, supersedes=0)
    told.report("c5", {"A01": "1.001"})
    store(told, anew=False, start=4)
    finer = read_indicator(SALES | {"source": {"form": "company-month", "items": ["A01"]} | REPORTED})
    assert total(told, finer) == 3750 + 1001


def test_rebuilding_empties_them(home, told):
    total(told)
    rebuild(Facts())
    assert not files(home)
    assert total(told) == 375


# -- erasures


@pytest.fixture
def with_report(home: Path) -> tuple[PublishedCity, int]:
    city = PublishedCity(home)
    city.begin(SECRET)
    city.units("c1")
    city.open()
    return city, city.report("c1", B01="12")


@pytest.mark.django_db(transaction=True)
def test_an_erasure_takes_the_files_along(home, with_report):
    _, report = with_report
    compute(HIDDEN, [JUNE], report + 1)
    assert files(home)
    erase(report, "/values/B01", "consent-withdrawn", Actor.system("test", organisation="c1"))
    assert not files(home)


def test_an_erasure_that_was_not_followed_is_found_in_the_ledger(home, with_report):
    _, report = with_report
    compute(HIDDEN, [JUNE], report + 1)
    before = listed(home)
    erase(report, "/values/B01", "consent-withdrawn", Actor.system("test", organisation="c1"))
    assert Sealed.objects.filter(entry=report, secret=None).exists()
    with pytest.raises(ValueError, match="erased"):
        compute(HIDDEN, [JUNE], report + 1)
    assert not set(before) & {path.name for path in files(home)}
