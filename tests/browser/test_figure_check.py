"""Checking a figure in the reader's own browser: what the kernel says of a certificate and a log, the browser says as
well, step for step."""

import json
import random
import sys
from base64 import b64decode, b64encode
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from figure_checks import Answer, Desk, by_kernel, file_of, write, wrong_by_kernel
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from random_history import DEFINITIONS, PERIODS, histories
from small_city import FORM, HAIZHU, SALES, TIANHE, SmallCity, indicator, sample_city

sys.path.insert(0, str(Path(__file__).parents[1] / "kernel" / "statistics"))

from test_derived_figures import GROWTH, SECRET_GROWTH, growth
from test_hostile_certificates import HOSTILE
from test_verification import CHEATS, SECRET_CHEATS, Selected, digest_of_indexes

from suixin.kernel.log.cosignature import Ed25519Cosigner
from suixin.kernel.log.keys import Ed25519Signer
from suixin.kernel.statistics.periods import Period
from suixin.kernel.statistics.release import Cell, Release

STEPS = ["certificate", "checkpoint", "inclusion", "entries", "definition", "selection", "sum", "figure"]
KINDS = [
    *(
        indicator(
            f"{aggregate}-{kind}",
            aggregate=aggregate,
            source={"form": "company-month", "items": items, **more},
            breakdowns=[["district"], ["class"], ["class", "district"], ["size", "district"]],
            **rest,
        )
        for aggregate in ("sum", "count", "distinct", "latest")
        for kind, items, more, rest in (
            ("open", ["A01", "A02"], {}, {"factor": "0.0001", "places": 3}),
            ("secret", ["B01", "B02"], {"status": "reported"}, {"disclosure": {"threshold": 1}}),
            ("so-far", ["A01"], {"span": "to-date"}, {"frequency": "quarter"}),
        )
    ),
]


@pytest.fixture
def desk(reader, settings, tmp_path) -> Desk:
    settings.SUIXIN_HOME = tmp_path
    return Desk(reader().open("/receipt/"), tmp_path)


def assert_same(found: Answer, source: bytes, leaves: list[bytes], what: object = "") -> None:
    """What is wrong by the kernel is wrong here, and nothing else is."""
    expected = wrong_by_kernel(source, leaves)
    assert found.wrong == expected, f"{what}: {found.why}; by the kernel {expected}"
    assert found.ok is (not expected), what


def test_every_kind_of_counted_figure_holds_step_by_step(desk):
    city = sample_city()
    for definition in KINDS:
        city.indicator(definition)
    for definition in KINDS:
        period = {"month": "2019-06", "quarter": "2019-Q2"}[definition["frequency"]]
        release = city.release(definition["id"], period)
        number = city.publish(release)
        source = file_of(city.certificate(number, at={}))
        found = desk.check(city, source)
        assert_same(found, source, city.leaves, definition["id"])
        assert found.ok, found.why
        assert found.last_steps == dict.fromkeys(STEPS, "done")
        assert found.found["counted"]["records"] == release.selected.reports
        assert found.found["counted"]["response"]["expected"] == release.response.expected
        told = found.found["cell"]
        assert (told["value"], told["figure"]) == (release.cells[0].value, release.cells[0].figure)


def test_a_reader_is_told_how_far_it_is_and_what_was_found(desk):
    city = sample_city()
    number = city.published("secret")
    again = city.published("secret", stage="revised", reason="更正")
    found = desk.check(city, file_of(city.certificate(number, at={"district": TIANHE}))).found
    assert [step["id"] for step in found["steps"] if step["state"] == "done"] == STEPS
    read = [step for step in found["steps"] if step["id"] == "entries" and "of" in step][-1]
    assert read["done"] == read["of"] == len(city.leaves)
    assert found["counted"]["commitments"] == 4
    assert found["revisions"] == [again]
    assert found["cell"]["at"] == {"district": TIANHE}
    assert [each["state"] for each in found["witnesses"]] == ["seen"]
    assert (found["release"]["indicator"], found["release"]["number"]) == ("secret", number)
    assert found["timings"]["total"] >= found["timings"]["entries"]


# -- cheats in what is published


@pytest.mark.parametrize(("name", "cheats"), [("sales", CHEATS), ("secret", SECRET_CHEATS)])
def test_a_cheat_in_what_is_published_is_found_where_the_kernel_finds_it(desk, name, cheats):
    for cheat, (change, steps) in cheats.items():
        city = sample_city()
        number = city.publish(change(city, city.release(name)))
        source = file_of(city.certificate(number))
        found = desk.check(city, source)
        assert found.wrong == steps, f"{cheat}: {found.why}"
        assert found.ok is False
        assert found.found["failedStep"] in STEPS


def test_of_a_figure_derived_from_others_each_is_checked_and_so_is_the_arithmetic(desk):
    city = two_months()
    honest = growth(city)
    changes: list[dict[str, Any]] = [
        {},
        {"figure": "3234981.1"},
        {"units": 4},
        {"value": "1.0"},
        {"figure": None, "missing": True},
        {"figure": None, "withheld": True},
        {"at": {"district": "440111"}},
    ]
    for change in changes:
        number = city.publish(growth(city, **change))
        source = file_of(city.certificate(number))
        found = desk.check(city, source)
        assert_same(found, source, city.leaves, change)
    assert honest.cells[0].figure == "3234981.0"
    names = [finding["name"] for finding in found.found["findings"]]
    assert names.count("selection") == 2  # of both months


def test_a_figure_derived_from_an_old_or_a_false_one_does_not_hold(desk):
    city = two_months()
    old = growth(city)
    city.published("sales", "2019-06", stage="revised", reason="更正")
    records = len(city.leaves)
    cheats = [
        city.publish(replace(old, size=records, records=records, root=city.root(records)), later=3600),
        city.publish(old, later=3600),
    ]
    false = city.release("sales")
    first = replace(false.cells[0], value="32350.82")
    city.publish(replace(false, cells=(first, *false.cells[1:])))
    cheats.append(city.publish(growth(city)))
    for number in cheats:
        source = file_of(city.certificate(number))
        found = desk.check(city, source)
        assert found.ok is False
        assert_same(found, source, city.leaves, number)


def two_months() -> SmallCity:
    city = sample_city()
    may = next(n for n, t in enumerate(city.told) if t.data.get("period") == "2019-05")
    city.accept(may, period="2019-05")
    city.indicator(GROWTH | {"breakdowns": [["district"]]})
    city.published("sales", "2019-05")
    city.published("sales", "2019-06")
    return city


def test_what_a_part_withholds_is_withheld_and_what_is_not_there_is_missing(desk):
    city = sample_city()
    city.indicator(SECRET_GROWTH)
    release = city.release("secret")
    hidden = replace(release.cells[0], value=None, figure=None, opening=None, withheld=True)
    june = city.publish(replace(release, cells=(hidden, *release.cells[1:])))
    for state in (Cell({}, 3, withheld=True), Cell({}, 3, missing=True)):
        number = city.publish(city.derived("secret-growth", "2019-06", {(): state}, [june]))
        source = file_of(city.certificate(number))
        assert_same(desk.check(city, source), source, city.leaves, state)


@pytest.mark.parametrize(
    ("derivation", "figure"),
    [
        ({"change": "change-on-year", "of": "sales"}, "25.00"),
        ({"change": "change-on-period", "of": "sales"}, "50.00"),
        ({"change": "cumulative", "of": "sales"}, "0.01"),
        ({"change": "cumulative-change-on-year", "of": "sales"}, "50.00"),
        ({"change": "share", "of": "sales", "whole": "phones"}, "142.86"),
        ({"change": "ratio", "of": "sales", "whole": "phones", "factor": "0.1"}, "0.14"),
        ({"change": "index", "of": "sales", "base": "2018-02"}, "187.50"),
        ({"change": "index", "of": "sales", "base": "2017-01"}, None),
    ],
)
def test_each_kind_of_derivation_is_computed_from_exact_values(desk, derivation, figure):
    city = SmallCity()
    city.form()
    city.indicator(SALES)
    city.indicator(
        indicator(
            "phones", factor="0.0001", aggregate="sum", source={"form": "company-month", "items": ["A01"]}
        )
    )
    city.indicator(indicator("made", places=2, derived=derivation))
    months = {
        "2018-01": "0",
        "2018-02": "16",
        "2018-03": "24",
        "2019-01": "10",
        "2019-02": "20",
        "2019-03": "30",
    }
    for month, value in months.items():
        phones = value if month != "2019-03" else "21"
        city.accept(
            city.report("c1", {"A01": phones, "A02": str(int(value) - int(phones))}, period=month),
            period=month,
        )
        city.published("sales", month)
    city.published("phones", "2019-03")
    number = city.publish(derived_release(city, derivation, figure))
    source = file_of(city.certificate(number))
    found = desk.check(city, source)
    assert found.ok, found.why
    assert not wrong_by_kernel(source, city.leaves)


def derived_release(city: SmallCity, derivation: dict[str, str], figure: str | None) -> Release:
    from suixin.kernel.statistics.figures import parts_of
    from suixin.kernel.statistics.indicators import read_indicator

    parts = parts_of(
        read_indicator(city.definition("made", len(city.told))).derivation, Period.read("2019-03")
    )
    numbers = {
        (told.data["indicator"], told.data["period"]): number
        for number, told in enumerate(city.told)
        if told.type == "statistics.release"
    }
    sources = {numbers[key] for part in parts if (key := (part.indicator, str(part.period))) in numbers}
    cell = Cell({}, 1, figure=figure) if figure is not None else Cell({}, 1, missing=True)
    return city.derived("made", "2019-03", {(): cell}, sorted(sources))


# -- cheats with certificate, log and signatures


def test_what_is_no_certificate_is_a_step_that_failed(desk):
    city = sample_city()
    for source in HOSTILE:
        found = desk.page.evaluate(
            """async (bytes) => {
                const { check } = await import("/static/statistics/check/check.js");
                return check(Uint8Array.from(bytes));
            }""",
            list(source),
        )
        assert (found["ok"], found["failedStep"]) == (False, "certificate")
    assert desk.check(city, file_of(city.certificate(city.published("sales")))).ok


def test_a_flipped_bit_anywhere_in_a_certificate_is_found_where_the_kernel_finds_it(desk):
    city = sample_city()
    source = file_of(city.certificate(city.published("secret"), at={}))
    assert desk.check(city, source).ok
    chance = random.Random(7)
    for place in chance.sample(range(len(source)), 60):
        changed = bytearray(source)
        changed[place] ^= 1 << chance.randrange(6)
        try:
            text = bytes(changed).decode()
        except UnicodeDecodeError:
            continue
        found = desk.ask(city, text.encode(), f"log-{desk.used}")
        if wrong_by_kernel(bytes(changed), city.leaves):
            assert found.ok is False, (place, text[place - 20 : place + 20])
        elif not found.ok:  # the kernel was not asked who signed
            assert found.found["failedStep"] == "checkpoint", found.why


def test_a_cell_or_definition_or_form_that_is_not_the_logs_is_refused(desk):
    city = sample_city()
    number = city.published("sales")
    honest = city.certificate(number, at={"district": HAIZHU})
    cheats = {
        "another cell": replace(honest, at={"district": "440111"}),
        "another definition": replace(honest, definition=SALES | {"unit": "万元"}),
        "another form": replace(honest, form=FORM | {"number": "另一表"}),
        "another number": replace(honest, number=0),
        "another leaf": replace(honest, leaf=honest.leaf.replace(b"32350.81", b"42350.81")),
    }
    for cheat, certificate in cheats.items():
        source = file_of(certificate)
        assert source != file_of(honest)
        assert_same(desk.check(city, source), source, city.leaves, cheat)
    without = file_of(replace(honest, form=None))
    assert desk.check(city, without).ok


def test_an_old_definition_is_refused(desk):
    city = sample_city()
    old = city.release("sales")
    city.indicator(SALES | {"version": 2, "factor": "0.001"}, supersedes=1)
    records = len(city.leaves)
    number = city.publish(replace(old, size=records, records=records, root=city.root(records)))
    source = file_of(replace(city.certificate(number), definition=SALES))
    found = desk.check(city, source)
    assert_same(found, source, city.leaves)
    assert found.found["failedStep"] == "definition"


def test_an_altered_entry_leads_to_another_root(desk):
    city = sample_city()
    number = city.published("sales")
    source = file_of(city.certificate(number))
    for place in (0, 1, 7, number):
        leaves = [*city.leaves]
        leaves[place] = leaves[place].replace(b"2019", b"2018", 1)
        found = desk.check(city, source, leaves)
        assert (found.wrong, found.found["failedStep"]) == ({"entries"}, "entries")


def test_bundles_that_are_cut_short_or_too_long_or_gone_are_refused(desk):
    city = sample_city()
    source = file_of(city.certificate(city.published("sales")))
    cheats = [
        lambda whole: whole[:-1],
        lambda whole: whole[:-40],
        lambda _: b"",
        lambda whole: whole + b"\0",
        lambda whole: whole + b"\0\1x",
        lambda whole: whole,
    ]
    for cheat in cheats:
        desk.used += 1
        write(city, city.leaves, desk.folder)
        bundle = next((desk.folder / "tile" / "entries").rglob("*.p/*"))
        whole = bundle.read_bytes()
        bundle.write_bytes(cheat(whole))
        found = desk.ask(city, source, desk.folder.name)
        assert found.ok is (cheat(whole) == whole)
        assert found.wrong <= {"entries"}


def test_a_log_whose_entries_are_gone_is_refused(desk):
    city = sample_city()
    source = file_of(city.certificate(city.published("sales")))
    desk.used += 1
    write(city, city.leaves, desk.folder)
    next((desk.folder / "tile" / "entries").rglob("*.p/*")).unlink()
    found = desk.ask(city, source, desk.folder.name)
    assert found.wrong == {"entries"}
    assert "is not there" in found.why


def test_who_signed_is_checked(desk):
    city = sample_city()
    number = city.published("sales")
    honest = file_of(city.certificate(number))
    other = Ed25519Signer(city.signer.name, b"o" * 32)
    stranger = Ed25519Cosigner("w.example", b"v" * 32)
    forged = SmallCity()
    forged.told, forged.leaves, forged.signer = city.told, city.leaves, other
    unsigned = file_of(city.certificate(number, witnesses=()))
    cases = [
        (file_of(forged.certificate(number)), {"log-signature"}),
        (unsigned, {"quorum"}),
        (file_of(city.certificate(number, witnesses=(stranger,))), {"quorum"}),
        (bit_in_signature(honest, "w.example"), {"witness", "quorum"}),
        (bit_in_signature(honest, city.signer.name), {"log-signature"}),
    ]
    for source, wrong in cases:
        found = desk.check(city, source)
        assert (found.wrong, found.ok, found.found["failedStep"]) == (wrong, False, "checkpoint"), found.why
    assert desk.check(city, unsigned, policies=[f"log {city.signer.text}\nquorum none\n"]).ok
    assert desk.check(city, honest, policies=[f"log {other.text}\nquorum none\n"]).wrong == {"log-signature"}
    assert desk.check(city, honest, policies=["nonsense"]).wrong == {"log-signature"}


def bit_in_signature(source: bytes, name: str) -> bytes:
    """The last byte of that line of the proof is another."""
    found = json.loads(source)
    lines = found["release"]["proof"].split("\n")
    at = next(place for place, line in enumerate(lines) if line.startswith(f"— {name}"))
    dash, whose, encoded = lines[at].split(" ")
    raw = bytearray(b64decode(encoded))
    raw[-1] ^= 1
    lines[at] = f"{dash} {whose} {b64encode(bytes(raw)).decode()}"
    found["release"]["proof"] = "\n".join(lines)
    return json.dumps(found).encode()


def test_a_newest_checkpoint_that_is_stale_forged_or_of_another_log_is_refused(desk):
    city = sample_city()
    number = city.published("sales")
    source = file_of(city.certificate(number))
    assert desk.check(city, source).ok
    checkpoint = desk.folder / "checkpoint"
    honest = checkpoint.read_text("utf-8")
    stale = SmallCity()
    stale.told, stale.leaves = city.told[:-1], city.leaves[:-1]
    write(stale, stale.leaves, desk.home / "log" / "stale")
    forged = sample_city()
    forged.signer = Ed25519Signer(city.signer.name, b"o" * 32)
    write(forged, city.leaves, desk.home / "log" / "forged")
    for name in ("stale", "forged"):
        checkpoint.write_bytes((desk.home / "log" / name / "checkpoint").read_bytes())
        found = desk.ask(city, source, f"log-{desk.used}")
        assert (found.wrong, found.found["failedStep"]) == ({"newest"}, "checkpoint"), name
    checkpoint.write_text(honest.replace(f"\n{len(city.leaves)}\n", f"\n{len(city.leaves) + 1}\n"), "utf-8")
    assert desk.ask(city, source, f"log-{desk.used}").wrong == {"newest"}
    checkpoint.unlink()
    assert "there is no log" in desk.ask(city, source, f"log-{desk.used}").why


# -- long logs


def filled(city: SmallCity, count: int) -> None:
    """Entries that are no leaves are no records."""
    nothing = replace(city.told[0], type="nothing", data={})
    for number in range(count):
        city.told.append(nothing)
        city.leaves.append(b'{"filler":%d}' % number)


def test_a_log_of_many_bundles_is_read_whole_whatever_it_has_grown_to_since(desk):
    city = sample_city()
    filled(city, 500)
    late = city.report("c5", {"A01": "1.00", "B01": "2.00"}, district=TIANHE)
    city.report("c5", {"A01": "3.00", "B01": "4.00"}, district=TIANHE, supersedes=late)
    filled(city, 300)
    city.accept(late + 1)
    number = city.published("secret")
    source = file_of(city.certificate(number))
    assert not wrong_by_kernel(source, city.leaves)
    for more in (0, 40, 180, 300):
        filled(city, more)
        for kept in (0, 10_000_000):
            found = desk.check(city, source, mostBytes=kept)
            assert found.ok, found.why
            assert found.found["counted"]["records"] == 4


def test_entries_that_are_others_at_the_second_reading_are_refused(desk):
    """Here in the page's own thread, as in a browser that has no worker of modules."""
    city = sample_city()
    source = file_of(city.certificate(city.published("sales")))
    assert desk.check(city, source).ok
    address = desk.page.evaluate("location.origin") + f"/log/log-{desk.used}/"
    for kept, ok in ((0, False), (1_000_000, True)):
        found = desk.page.evaluate(
            """async ({ source, options }) => {
                const [worker, fetched, honest] = [window.Worker, new Map(), window.fetch];
                delete window.Worker;
                window.fetch = async (address, settings) => {
                    const response = await honest(address, settings);
                    const times = (fetched.get(address) ?? 0) + 1;
                    fetched.set(address, times);
                    if (!address.includes("entries") || times === 1) return response;
                    const bytes = new Uint8Array(await response.arrayBuffer());
                    bytes[bytes.length - 30] ^= 1;
                    return new Response(bytes);
                };
                const { check } = await import("/static/statistics/check/check.js");
                try {
                    return await check(source, options);
                } finally {
                    [window.Worker, window.fetch] = [worker, honest];
                }
            }""",
            {
                "source": source.decode(),
                "options": {"policies": [city.policy.decode()], "log": address, "mostBytes": kept},
            },
        )
        assert found["ok"] is ok, found
        assert ok or "changed meanwhile" in found["why"]


def test_of_a_log_too_large_for_a_page_the_rest_is_said_and_not_claimed(desk):
    city = sample_city()
    number = city.published("sales")
    honest = file_of(city.certificate(number))
    found = desk.check(city, honest, mostLeaves=10)
    assert found.ok is None
    assert found.found["partial"] is True
    assert "suixin verify" in found.found["command"]
    assert found.last_steps == dict.fromkeys(STEPS[:3], "done")
    assert desk.check(city, bit_in_signature(honest, "w.example"), mostLeaves=10).ok is False


# -- random histories


def test_any_history_is_counted_as_the_kernel_counts_it(desk):
    """Published at any moment of it, honestly or with one thing changed; what came after it may make it stale."""

    @examples(max_examples=100, suppress_health_check=list(HealthCheck), deadline=None)
    @given(histories(), st.sampled_from(DEFINITIONS), st.data())
    def holds(city: SmallCity, definition: dict[str, Any], data: Any) -> None:
        period = data.draw(st.sampled_from(PERIODS[definition["frequency"]]))
        city.indicator(definition)
        release = city.release("any", period)
        for _ in range(data.draw(st.integers(0, 2))):
            city.report(
                f"late{len(city.leaves)}", {"A01": "1.00"}, period=period if len(period) == 7 else "2019-06"
            )
        number = city.publish(changed(release, data), later=data.draw(st.sampled_from([1, 601])))
        source = file_of(city.certificate(number))
        found = desk.check(city, source)
        assert_same(found, source, city.leaves, by_kernel(source, city.leaves))
        told = found.found["counted"]
        assert told is None or told["records"] == release.selected.reports

    holds()


def changed(release: Release, data: Any) -> Release:
    cells = [*release.cells]
    at = data.draw(st.integers(0, len(cells) - 1))
    cell = cells[at]
    changes = [
        cell,
        cell,
        replace(cell, units=cell.units + 1),
        replace(cell, figure="1"),
        replace(cell, value=f"{cell.value}0"),
        replace(cell, opening="01" * 32),
        replace(cell, value=None, figure=None, opening=None, withheld=True),
        None,
    ]
    cells[at : at + 1] = [each for each in [data.draw(st.sampled_from(changes))] if each]
    selected = data.draw(
        st.sampled_from([release.selected, release.selected, Selected(1, digest_of_indexes([3]))])
    )
    return replace(release, cells=tuple(cells), selected=selected)
