"""Complementary suppression, by tables small enough to check by hand."""

import random
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from outsider import Outsider
from tables import ALL, cells_of, many

from suixin.kernel.statistics.derivable import Span
from suixin.kernel.statistics.disclosure import Reason, Rules
from suixin.kernel.statistics.suppression import Cell, protect

NORTH, SOUTH, WEST = "440103", "440104", "440105"
APPS, CHIPS, FILMS = "A01", "B01", "C01"


def districts_and_classes(**small):
    """Five units in each, but for the groups that are given."""
    contributions = {
        (district, class_): many(5, name=f"{district}-{class_}-")
        for district in (NORTH, SOUTH, WEST)
        for class_ in (APPS, CHIPS, FILMS)
    }
    contributions.update(small.pop("given", {}))
    return contributions


TABLE = cells_of([NORTH, SOUTH, WEST], [APPS, CHIPS, FILMS])


def of_atoms(protection, cells=TABLE):
    return [cell.atoms for cell in cells if cell.key in protection.published]


def test_a_table_in_which_all_is_safe_is_published_whole():
    protection = protect(TABLE, districts_and_classes(), Rules())
    assert not protection.withheld and protection.cheapest
    assert len(protection.published) == 16


def test_one_small_district_takes_a_second_with_it():
    cells = cells_of([NORTH, SOUTH, WEST])
    contributions = {(NORTH,): many(2), (SOUTH,): many(5, 500), (WEST,): many(6, 900)}
    protection = protect(cells, contributions, Rules())
    assert protection.withheld == {(NORTH,): Reason.THRESHOLD, (SOUTH,): Reason.COMPLEMENTARY}
    assert protection.published == ((ALL,), (WEST,))


def test_two_companies_that_have_nearly_all():
    contributions = districts_and_classes(given={(NORTH, APPS): many(9, 10) | {"big": 5000, "bigger": 9000}})
    assert protect(TABLE, contributions, Rules()).withheld[NORTH, APPS] is Reason.DOMINANCE


def test_one_cell_of_a_crossed_table_needs_three_more():
    """A second in its row, a second in its column, and the corner that these two would betray."""
    contributions = districts_and_classes(given={(NORTH, APPS): many(2)})
    protection = protect(TABLE, contributions, Rules())
    assert protection.withheld.pop((NORTH, APPS)) is Reason.THRESHOLD
    assert set(protection.withheld.values()) == {Reason.COMPLEMENTARY}
    (in_row,) = (class_ for district, class_ in protection.withheld if district == NORTH)
    (in_column,) = (district for district, class_ in protection.withheld if class_ == APPS)
    assert set(protection.withheld) == {(NORTH, in_row), (in_column, APPS), (in_column, in_row)}


def test_two_single_companies_do_not_hide_one_another():
    """Each knows its own amount and would have the other's from the sum of both."""
    cells = cells_of([NORTH, SOUTH, WEST])
    contributions = {(NORTH,): {"one": 300}, (SOUTH,): {"two": 400}, (WEST,): many(6, 900)}
    withheld = set(protect(cells, contributions, Rules()).withheld)
    assert {(NORTH,), (SOUTH,)} < withheld and len(withheld) == 3


def test_a_company_in_two_groups_does_not_hide_itself():
    cells = cells_of([NORTH, SOUTH, WEST])
    contributions = {
        (NORTH,): {"one": 300, "two": 20},
        (SOUTH,): {"one": 400, "two": 500},
        (WEST,): many(6, 900),
    }
    outsider = Outsider(contributions, of_atoms(protect(cells, contributions, Rules()), cells))
    assert not outsider.works_out({(NORTH,), (SOUTH,)})


def test_difference_of_two_nested_sums():
    """The city and the city without its port: both large, but the port is one company."""
    rest = frozenset({(SOUTH,), (WEST,)})
    cells = [Cell("city", rest | {(NORTH,)}, weight=10), Cell("without the port", rest)]
    contributions = {(NORTH,): {"port": 500}, (SOUTH,): many(6), (WEST,): many(6, 90, "w")}
    protection = protect(cells, contributions, Rules())
    assert protection.withheld == {"without the port": Reason.COMPLEMENTARY}


def test_an_earlier_release_that_overlaps():
    cells = [Cell("city", frozenset({(NORTH,), (SOUTH,), (WEST,)}))]
    contributions = {(NORTH,): {"port": 500}, (SOUTH,): many(6), (WEST,): many(6, 90, "w")}
    opened = [frozenset({(SOUTH,), (WEST,)})]
    assert not protect(cells, contributions, Rules()).withheld
    assert protect(cells, contributions, Rules(), opened).withheld == {"city": Reason.OVERLAP}


def test_what_is_already_told_cannot_be_healed_but_is_not_told_again():
    cells = cells_of([NORTH, SOUTH])
    contributions = {(NORTH,): {"port": 500}, (SOUTH,): many(6)}
    opened = [frozenset({(NORTH,), (SOUTH,)}), frozenset({(SOUTH,)})]
    protection = protect(cells, contributions, Rules(), opened)
    assert protection.withheld == {(NORTH,): Reason.THRESHOLD}
    assert protection.exposed == ((NORTH,),)


def test_what_was_opened_before_may_be_published_again():
    contributions = districts_and_classes()
    opened = [cell.atoms for cell in TABLE]
    assert not protect(TABLE, contributions, Rules(), opened).withheld


def test_a_heavy_cell_is_spared():
    cells = cells_of([NORTH, SOUTH, WEST])
    contributions = {(NORTH,): many(2), (SOUTH,): many(5, 500), (WEST,): many(6, 900)}
    spared = [Cell(cell.key, cell.atoms, 100 if cell.key == (SOUTH,) else 1) for cell in cells]
    assert (SOUTH,) in protect(spared, contributions, Rules()).published


def test_cells_over_the_same_atoms_go_together():
    """A district with one class only: its margin is that cell."""
    contributions = districts_and_classes(
        given={(NORTH, APPS): many(2), (NORTH, CHIPS): {}, (NORTH, FILMS): {}}
    )
    withheld = protect(TABLE, contributions, Rules()).withheld
    assert withheld[NORTH, APPS] is withheld[NORTH, ALL] is Reason.THRESHOLD
    assert (NORTH, CHIPS) not in withheld  # where nobody reported there is nothing to protect


def test_all_reported_nought():
    contributions = districts_and_classes(given={(NORTH, APPS): dict.fromkeys(many(5), 0)})
    protection = protect(TABLE, contributions, Rules())
    assert protection.withheld[NORTH, APPS] is Reason.THRESHOLD
    assert not Outsider(contributions, of_atoms(protection)).works_out({(NORTH, APPS)})


def test_nobody_comes_near_a_large_cell_beside_a_tiny_one():
    """The tiny second would give the large one away to within its own size."""
    cells = cells_of([NORTH, SOUTH, WEST])
    contributions = {
        (NORTH,): {"one": 500_000, "two": 480_000},
        (SOUTH,): many(5),
        (WEST,): many(6, 300_000, "w"),
    }
    exact_only = Rules(dominance=None, p_percent=None, interval=Decimal(0))
    assert set(protect(cells, contributions, exact_only).withheld) == {(NORTH,), (SOUTH,)}
    protection = protect(cells, contributions, Rules(dominance=None, p_percent=None))
    lowest, highest = Outsider(contributions, of_atoms(protection, cells)).range_of({(NORTH,)})
    assert lowest <= 882_000 and highest >= 1_078_000


def test_the_order_of_reports_does_not_matter():
    contributions = districts_and_classes(given={(NORTH, APPS): many(2), (SOUTH, FILMS): many(1)})
    shuffled = list(contributions.items())
    random.Random(1).shuffle(shuffled)
    assert protect(TABLE, contributions, Rules()) == protect(TABLE, dict(shuffled), Rules())


IN_A_NEW_PROCESS = """
import test_suppression as here
given = {(here.NORTH, here.APPS): here.many(2), (here.SOUTH, here.FILMS): here.many(1)}
opened = [frozenset({(here.NORTH, here.CHIPS), (here.WEST, here.FILMS)})]
print(here.protect(here.TABLE, here.districts_and_classes(given=given), here.Rules(), opened))
"""


def test_the_same_in_every_process():
    told = {
        subprocess.run(
            [sys.executable, "-c", IN_A_NEW_PROCESS],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": f"{Path(__file__).parent}:{Path.cwd()}"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1 and b"THRESHOLD" in told.pop()


def test_two_cells_of_one_key_are_refused():
    with pytest.raises(ValueError):
        protect([TABLE[0], TABLE[0]], districts_and_classes(), Rules())


def test_the_largest_amounts():
    contributions = districts_and_classes(given={(NORTH, APPS): {"one": 10**18, "two": 10**18 - 1}})
    protection = protect(TABLE, contributions, Rules())
    assert not Outsider(contributions, of_atoms(protection)).works_out({(NORTH, APPS)})


def test_a_table_beyond_the_solver_is_protected_all_the_same():
    """50 districts by 40 classes, 60 small groups: the quick choice."""
    source = random.Random(5)
    districts, classes = [f"d{number:02}" for number in range(50)], [f"c{number:02}" for number in range(40)]
    contributions = {}
    for district in districts:
        for class_ in classes:
            count = source.choice([0, 1, 2, 5, 8, 8, 9, 9, 9])
            if count:
                contributions[district, class_] = many(count, source.randint(1, 999), f"{district}{class_}")
    cells = cells_of(districts, classes)
    protection = protect(cells, contributions, Rules())
    assert not protection.cheapest
    numbers = {atom: number for number, atom in enumerate(sorted(contributions))}
    span = Span()
    for cell in cells:
        if cell.key in protection.published:
            span.add(numbers[atom] for atom in cell.atoms if atom in numbers)
    for key in protection.withheld:
        if ALL not in key:
            assert span.derivation([numbers[key]]) is None
