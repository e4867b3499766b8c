"""Random tables, attacked by somebody else's arithmetic: nothing that is withheld can be worked out."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st
from outsider import Outsider
from tables import cells_of

from suixin.kernel.statistics.disclosure import Reason, Rules
from suixin.kernel.statistics.suppression import protect

RULES = Rules()
SHAPES = [(4,), (2, 3), (3, 3), (2, 5), (3, 4), (2, 2, 2)]
OF_PRIMARY_RULES = {Reason.THRESHOLD, Reason.DOMINANCE, Reason.P_PERCENT}


@st.composite
def tables(draw, least=0):
    """Few companies, many of them in several groups; now and then a nought or, if allowed, a loss."""
    dimensions = [
        [f"{name}{number}" for number in range(size)]
        for name, size in zip("dcs", draw(st.sampled_from(SHAPES)), strict=False)
    ]
    companies = [f"u{number}" for number in range(draw(st.sampled_from([4, 10, 30])))]
    highest = draw(st.sampled_from([3, 100, 10**18]))
    amounts = st.dictionaries(
        st.sampled_from(companies), st.integers(max(least, -highest), highest), max_size=7
    )
    contributions = {atom: draw(amounts) for atom in product(*dimensions)}
    return cells_of(*dimensions), {atom: amounts for atom, amounts in contributions.items() if amounts}


@st.composite
def tables_and_earlier_sums(draw):
    cells, contributions = draw(tables(least=-(10**18)))
    atoms = sorted(frozenset().union(*(cell.atoms for cell in cells)))
    return cells, contributions, draw(st.lists(st.frozensets(st.sampled_from(atoms), min_size=1), max_size=2))


def attacked(cells, contributions, opened=()):
    """The protection, somebody who sees what it publishes, and somebody who sees only what was opened before."""
    protection = protect(cells, contributions, RULES, opened)
    published = [cell.atoms for cell in cells if cell.key in protection.published]
    return protection, Outsider(contributions, [*published, *opened]), Outsider(contributions, opened)


@settings(max_examples=60, deadline=None)
@given(tables_and_earlier_sums())
def test_no_unsafe_sum_follows_unless_it_did_before(table):
    cells, contributions, opened = table
    protection, outsider, before = attacked(cells, contributions, opened)
    for cell in cells:
        if outsider.unsafe(cell.atoms):
            assert protection.withheld[cell.key] in OF_PRIMARY_RULES
            assert (
                outsider.works_out(cell.atoms)
                == before.works_out(cell.atoms)
                == (cell.key in protection.exposed)
            )


@settings(max_examples=60, deadline=None)
@given(tables_and_earlier_sums())
def test_no_unsafe_difference_of_published_sums(table):
    cells, contributions, opened = table
    protection, outsider, before = attacked(cells, contributions, opened)
    public = [cell.atoms for cell in cells if cell.key in protection.published] + opened
    for outer, inner in product(public, public):
        if inner < outer and outsider.unsafe(outer - inner):
            assert before.works_out(outer - inner)


@settings(max_examples=40, deadline=None)
@given(tables_and_earlier_sums())
def test_no_combination_leaves_one_or_two_companies_alone(table):
    cells, contributions, opened = table
    _, outsider, before = attacked(cells, contributions, opened)
    assert set(outsider.isolates(2)) <= set(before.isolates(2))


@settings(max_examples=60, deadline=None)
@given(tables())
def test_nobody_comes_nearer_than_the_interval(table):
    cells, contributions = table
    protection, outsider, _ = attacked(cells, contributions)
    for cell in cells:
        if protection.withheld.get(cell.key) in OF_PRIMARY_RULES:
            total = sum(outsider.amounts(cell.atoms).values())
            away = max(1.0, total / 10)
            lowest, highest = outsider.range_of(cell.atoms)
            assert highest >= total + away * (1 - 1e-4)
            assert lowest <= max(0.0, total - away * (1 - 1e-4))


@settings(max_examples=60, deadline=None)
@given(tables_and_earlier_sums())
def test_each_cell_is_published_or_withheld_and_the_same_next_time(table):
    cells, contributions, opened = table
    protection = protect(cells, contributions, RULES, opened)
    assert set(protection.published) | protection.withheld.keys() == {cell.key for cell in cells}
    assert not set(protection.published) & protection.withheld.keys()
    assert set(protection.exposed) <= protection.withheld.keys()
    assert protect(cells, contributions, RULES, opened) == protection
    assert Reason.OVERLAP not in protection.withheld.values() or opened
