"""A stranger verifies a figure; and every way to cheat that we could think of is found."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from naive_counting import ORDER
from small_city import FORM, HAIZHU, SALES, TIANHE, SmallCity
from verifying import cell, counted_numbers, faults, file_of, value, verified, verify, with_cell, wrong

from suixin.kernel.records.commitment import commit
from suixin.kernel.statistics.counting import Response, Selected, digest_of_indexes
from suixin.kernel.statistics.periods import Period
from suixin.kernel.statistics.release import Cell, Origin, Release

PHONES = {"district": HAIZHU, "class": "phones"}


@pytest.mark.parametrize("name", ["sales", "secret"])
def test_what_was_honestly_counted_holds_step_by_step(city, name):
    number = city.published(name)
    findings = verify(city, number, at={})
    assert not wrong(findings), faults(findings)
    names = [step.name for step in findings.steps]
    told = ["certificate", "release", "proof", "cell", "entries", "root", "definition", "form"]
    assert names[:8] == told
    assert {"selection", "response", "cells", "rounding", "freshness"} < set(names)
    assert ("openings" in names) == (name == "secret")
    total = city.release(name).cells[0]
    assert (total.value, total.units) == {"sales": ("32350.81", 3), "secret": ("176.28", 3)}[name]


def test_half_is_rounded_to_even_once_from_the_exact_value(city):
    """3.235081 in units of 10^8 from 32350.81: the kernel's own rounding, and the printed one."""
    assert city.release("sales").cells[0].figure == "3.2351"


def test_the_log_may_have_grown_since(city):
    number = city.published("sales")
    city.report("c4", {"A01": "7"}, district=TIANHE, supersedes=city.told[number].data["records"] - 1)
    assert verify(city, number).holds


def test_a_later_release_is_told_and_is_no_fault(city):
    number = city.published("sales")
    again = city.published("sales", stage="revised", reason="更正")
    assert verify(city, number).revisions == (again,)
    assert verify(city, number).holds
    assert verify(city, again).revisions == ()


def test_of_nothing_the_total_is_nought(city):
    number = city.published("sales", period="2018-02")
    assert verify(city, number).holds
    assert city.release("sales", period="2018-02").cells == (Cell({}, 0, "0.00", "0.0000"),)


# -- cheats in what is published


def dropped(city: SmallCity, release: Release) -> Release:
    """One report left out of selection and sums alike."""
    honest = counted_numbers(city)
    kept = honest[:-1]
    return replace(release, selected=Selected(len(kept), digest_of_indexes(kept)))


def twice(city: SmallCity, release: Release) -> Release:
    honest = counted_numbers(city)
    more = sorted([*honest, honest[-1]])
    return replace(release, selected=Selected(len(more), digest_of_indexes(more)))


def also(kind: Callable[[Any], bool]) -> Callable[[SmallCity, Release], Release]:
    """Some record counted that does not count."""

    def change(city: SmallCity, release: Release) -> Release:
        honest = counted_numbers(city)
        extra = [n for n, told in enumerate(city.told) if kind((city, n, told)) and n not in honest]
        some = sorted([*honest, extra[0]])
        return replace(release, selected=Selected(len(some), digest_of_indexes(some)))

    return change


def is_superseded(each: Any) -> bool:
    city, number, _ = each
    return any(told.supersedes == number for told in city.told)


def is_returned(each: Any) -> bool:
    return each[2].type == "report.company-month" and each[2].by == "c4"


def without(at: dict[str, str]) -> Callable[[SmallCity, Release], Release]:
    return lambda _city, release: with_cell(release, at, lambda _: None)


def extra(_city: SmallCity, release: Release) -> Release:
    return replace(release, cells=(*release.cells, Cell({"district": "440111"}, 1, "0.00", "0.0000")))


def swapped(members: str) -> Callable[[SmallCity, Release], Release]:
    """Two districts' values, or openings, in each other's place."""

    def change(_city: SmallCity, release: Release) -> Release:
        one, two = (
            next(cell for cell in release.cells if cell.at == {"district": d}) for d in (HAIZHU, TIANHE)
        )
        names = members.split()
        changed = with_cell(
            release, one.at, lambda c: replace(c, **{name: getattr(two, name) for name in names})
        )
        return with_cell(
            changed, two.at, lambda c: replace(c, **{name: getattr(one, name) for name in names})
        )

    return change


CHEATS = {
    "a report is dropped": (dropped, {"selection"}),
    "a report counts twice": (twice, {"selection"}),
    "a superseded report counts": (also(is_superseded), {"selection"}),
    "a returned report counts": (also(is_returned), {"selection"}),
    "no selection": (lambda _, r: replace(r, selected=None), {"selection"}),
    "another response": (lambda _, r: replace(r, response=Response(4, 4, 4)), {"response"}),
    "no response": (lambda _, r: replace(r, response=None), {"response"}),
    "a value is a cent higher": (value(Decimal("0.01")), {"cells"}),
    "a value with one place too many": (cell({}, value="32350.810"), {"cells"}),
    "a value without its places": (cell({}, value="32351"), {"cells"}),
    "a value left out": (cell({}, value=None), {"cells", "rounding"}),
    "two cells' values are swapped": (swapped("value figure"), {"cells"}),
    "fewer units": (cell({}, units=2), {"cells"}),
    "a cell is left out": (without(PHONES), {"cells"}),
    "the total is left out": (without({}), {"cells"}),
    "a cell that does not occur": (extra, {"cells"}),
    "a cell is said to be missing": (cell(PHONES, value=None, figure=None, missing=True), {"cells"}),
    "rounded up": (cell({}, figure="3.2352"), {"rounding"}),
    "rounded to fewer places": (cell({}, figure="3.235"), {"rounding"}),
    "an opening where nothing is committed to": (cell({}, opening="01" * 32), {"cells"}),
    "another root": (lambda _, r: replace(r, root=b"r" * 32), {"root"}),
    "a smaller tree with the same root": (
        lambda _, r: replace(r, size=r.size - 1, records=r.size - 1),
        {"root"},
    ),
    "fewer records than its tree": (lambda _, r: replace(r, records=r.size - 1), {"proof"}),
    "more records than were there": (lambda _, r: replace(r, records=r.size + 5, size=r.size + 5), {"proof"}),
    "of another log": (lambda _, r: replace(r, origin="other.example/log"), {"proof"}),
    "derived as well": (
        lambda _, r: replace(r, sources=(Origin("sales", Period.read("2019-05"), 1),)),
        {"selection"},
    ),
}


@pytest.mark.parametrize("cheat", CHEATS)
def test_a_cheat_in_what_is_published_is_found_where_it_is(city, cheat):
    change, steps = CHEATS[cheat]
    number = city.publish(change(city, city.release("sales")))
    assert set(wrong(verify(city, number))) == steps


def minus(at: dict[str, str], amount: str) -> Callable[[SmallCity, Release], Release]:
    def change(cell: Cell) -> Cell:
        less = Decimal(cell.value) - Decimal(amount)
        return replace(cell, value=str(less), figure=str(round(less, 1)))

    return lambda _city, release: with_cell(release, at, change)


SECRET_CHEATS = {
    "a value is higher": (minus({}, "-1"), {"openings"}),
    "values swapped": (swapped("value figure"), {"openings"}),
    "openings swapped": (swapped("opening"), {"openings"}),
    "another opening": (cell({}, opening="11" * 32), {"openings"}),
    "an opening of nought": (cell({}, opening="00" * 32), {"openings"}),
    "an opening beyond the order": (cell({}, opening=f"{ORDER:064x}"), {"openings"}),
    "an opening left out": (cell({}, opening=None), {"cells", "openings"}),
    "a value beyond what reports can make": (
        cell({}, value=f"{10**40}.00", figure=f"{10**40}.0"),
        {"openings"},
    ),
    "a cell left out": (without(PHONES), {"cells"}),
    "rounded wrongly": (cell({}, figure="176.2"), {"rounding"}),
}


@pytest.mark.parametrize("cheat", SECRET_CHEATS)
def test_a_cheat_with_confidential_values_is_found_where_it_is(city, cheat):
    change, steps = SECRET_CHEATS[cheat]
    number = city.publish(change(city, city.release("secret")))
    assert set(wrong(verify(city, number))) == steps


def test_a_cell_may_be_withheld_and_says_so(city):
    withheld = {"value": None, "figure": None, "opening": None, "withheld": True}
    number = city.publish(cell(PHONES, **withheld)(city, city.release("secret")))
    findings = verify(city, number)
    assert findings.holds, faults(findings)
    assert "1 withheld" in next(step.subject for step in findings.steps if step.name == "cells")
    wrong_units = cell(PHONES, **withheld, units=9)(city, city.release("secret"))
    assert wrong(verify(city, city.publish(wrong_units))) == ["cells"]


# -- cheats with the log and its time


def test_a_figure_from_before_a_correction_is_stale(city):
    records = len(city.leaves)
    city.report("c1", {"A01": "1"}, supersedes=max(counted_numbers(city)), later=60)
    stale = city.publish(city.release("sales", records=records), later=601)
    assert wrong(verify(city, stale)) == ["freshness"]


def test_what_comes_while_a_figure_is_published_is_for_the_next_one(city):
    records = len(city.leaves)
    city.report("c1", {"A01": "1"}, supersedes=max(counted_numbers(city)), later=60)
    in_time = city.publish(city.release("sales", records=records), later=600)
    assert verify(city, in_time).holds


@pytest.mark.parametrize("event", ["report", "review", "definition"])
def test_whatever_would_change_what_counts_makes_it_stale(city, event):
    records = len(city.leaves)
    if event == "report":
        late = city.report("c5", {"A01": "1"})
        city.accept(late)
    elif event == "review":
        city.review("tianhe", "district", counted_numbers(city)[-2:], "returned")
    else:
        city.indicator(SALES | {"version": 2, "factor": "0.001"}, supersedes=1)
    stale = city.publish(city.release("sales", records=records), later=3600)
    assert wrong(verify(city, stale))[-1:] == ["definition" if event == "definition" else "freshness"]


def test_a_record_of_another_form_or_period_makes_nothing_stale(city):
    records = len(city.leaves)
    city.report("c2", {"A01": "1"}, period="2019-07", size="small")
    city.unit("c6")
    assert verify(city, city.publish(city.release("sales", records=records), later=3600)).holds


def test_a_newer_form_that_counts_otherwise_makes_it_stale(city):
    records = len(city.leaves)
    items = [item | {"scale": 1} if item["id"].startswith("A") else item for item in FORM["items"]]
    city.form(FORM | {"version": 2, "items": items}, supersedes=0)
    stale = city.publish(city.release("sales", records=records), later=3600)
    assert wrong(verify(city, stale)) == ["freshness"]


def test_a_newer_form_that_counts_the_same_makes_nothing_stale(city):
    records = len(city.leaves)
    city.form(FORM | {"version": 2, "number": "新表"}, supersedes=0)
    assert verify(city, city.publish(city.release("sales", records=records), later=3600)).holds


def test_a_figure_for_a_period_that_the_indicator_does_not_have_is_found(city):
    number = city.published("sales", period="2019-06")
    year = replace(city.release("sales"), period=Period.read("2019"))
    assert verify(city, number).holds
    assert wrong(verify(city, city.publish(year))) == ["definition"]


def test_a_commitment_to_more_than_any_report_may_hold_is_found(city):
    """Its opening fits: the city has committed to a number that no form takes in."""
    number = city.report("c5", {"B01": "1"}, district=TIANHE)
    told, huge = city.told[number], 10**22
    blinding = told.blindings["/values/B01"].to_bytes(32)
    honest, other = (commit(value, blinding).hex().encode() for value in (100, huge * 100))
    assert honest in city.leaves[number]
    city.leaves[number] = city.leaves[number].replace(honest, other)
    told.data["values"]["B01"] = str(huge)
    city.accept(number)
    findings = verify(city, city.published("secret"))
    assert wrong(findings) == ["openings"]
    assert "larger than so many reports can make it" in faults(findings)


def test_a_wrong_definition_is_found(city):
    """The release names another factor than the definition in force."""
    other = SALES | {"factor": "0.001"}
    fake = SmallCity()
    fake.told, fake.leaves, fake.time = [*city.told], [*city.leaves], city.time
    fake.told[1].data["definition"] = other
    number = city.publish(fake.release("sales"))
    certificate = replace(city.certificate(number), definition=other)
    assert wrong(verified(file_of(certificate), city.leaves)) == ["definition"]


def test_an_old_version_of_the_definition_is_found(city):
    old = city.release("sales")
    city.indicator(SALES | {"version": 2, "factor": "0.001"}, supersedes=1)
    records = len(city.leaves)
    number = city.publish(replace(old, size=records, records=records, root=city.root(records)))
    certificate = replace(city.certificate(number), definition=SALES)
    assert wrong(verified(file_of(certificate), city.leaves)) == ["definition"]


def test_the_definitions_in_the_certificate_are_those_of_the_log(city):
    number = city.published("sales")
    certificate = city.certificate(number)
    other = replace(certificate, definition=SALES | {"unit": "万元"})
    assert wrong(verified(file_of(other), city.leaves)) == ["definition"]
    other = replace(certificate, form=FORM | {"number": "另一表"})
    assert wrong(verified(file_of(other), city.leaves)) == ["form"]
    assert verified(file_of(replace(certificate, form=None)), city.leaves).holds


def test_a_cell_that_the_release_has_not_is_no_cell_to_look_at(city):
    number = city.published("sales")
    assert wrong(verify(city, number, at={"district": "440111"})) == ["cell"]


def test_a_review_by_a_stranger_is_no_review(city):
    late = city.report("c5", {"A01": "1000"}, district=TIANHE)
    city.review("haizhu", "city", [late])  # the city's level is not theirs
    city.review("haizhu", "district", counted_numbers(city), "returned")  # nor are those of Tianhe
    release = city.release("sales")
    assert release.selected.reports == 1  # what is in Haizhu was returned by who may
    assert verify(city, city.publish(release)).holds


def test_a_review_by_nobody_is_no_review_where_a_level_names_nobody(city):
    """The first level names nobody for this district; a record without an organisation is not by whom it names."""
    elsewhere = city.report("c5", {"A01": "1000"}, district="440111")
    city.accept(elsewhere)
    city.review(None, "district", [elsewhere], "returned")
    release = city.release("sales")
    assert release.selected.reports == 4
    findings = verify(city, city.publish(release))
    assert findings.holds, faults(findings)


def test_two_live_reports_of_a_unit_are_a_fault(city):
    again = city.report("c2", {"A01": "5"}, size="small")
    city.accept(again)
    findings = verify(city, city.published("sales"))
    assert wrong(findings) == ["selection"]
    assert "reports of c2 for 2019-06" in faults(findings)


def test_nobody_corrects_the_report_of_somebody_else(city):
    city.report("c3", {"A01": "1"}, supersedes=counted_numbers(city)[0])
    findings = verify(city, city.published("sales"))
    assert wrong(findings) == ["selection"]
    assert "of somebody else" in faults(findings)


def test_a_report_is_corrected_once(city):
    first = counted_numbers(city)[0]
    by = city.told[first].by
    for _ in range(2):
        city.report(by, {"A01": "1"}, supersedes=first)
    assert "corrected twice" in faults(verify(city, city.published("sales")))


def test_an_entry_that_is_no_leaf_is_no_record(city):
    city.told.append(city.told[-1])
    city.leaves.append(b'{"type":"report.company-month","public":{"period":"2019-06"}}')
    city.told[-1] = replace(city.told[-1], type="nothing")
    assert verify(city, city.published("sales")).holds
