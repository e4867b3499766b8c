"""Checking a figure in the reader's own browser: any history, and definitions of any kind, as the kernel takes them."""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from figure_checks import assert_same, by_kernel, file_of
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from random_history import DEFINITIONS, PERIODS, histories
from small_city import FORM, HAIZHU, SALES, SmallCity, indicator, sample_city

sys.path.insert(0, str(Path(__file__).parents[1] / "kernel" / "statistics"))

from test_verification import Selected, digest_of_indexes

from suixin.kernel.statistics.certificate import MalformedCertificate, read_certificate
from suixin.kernel.statistics.definitions import MalformedDefinition
from suixin.kernel.statistics.forms import read_form
from suixin.kernel.statistics.indicators import read_indicator, selection_of
from suixin.kernel.statistics.periods import Period
from suixin.kernel.statistics.release import MalformedRelease, Origin, Release, read_release

# -- definitions and releases of any kind

READ = """async (cases) => {
  const [{ readForm, readIndicator, selectionOf }, { readRelease, readCertificate }, { parse }, { Malformed, utf8 }] =
    await Promise.all(["statistics/check/definitions", "statistics/check/release", "ledger/receipt/json", "ledger/receipt/bytes"]
      .map((name) => import(`/static/${name}.js`)));
  const selection = (both) => selectionOf(readIndicator(both.get("indicator")), readForm(both.get("form")));
  const readers = { form: readForm, indicator: readIndicator, release: readRelease, selection };
  return cases.map(([kind, text]) => {
    try {
      if (kind === "certificate") readCertificate(utf8(text));
      else readers[kind](parse(utf8(text)));
      return true;
    } catch (error) {
      if (error instanceof Malformed) return false;
      throw new Error(`${kind} ${text}: ${error.stack}`);
    }
  });
}"""
ANYTHING = [
    None,
    True,
    False,
    -1,
    0,
    1,
    7,
    10**15,
    "",
    "x",
    "class",
    "A01",
    "0",
    "1e3",
    "-1",
    "2019-06",
    [],
    {},
    [[]],
    [["class"]],
]
ANYTHING += [
    {"a": []},
    {"zh-hans": "x"},
    {"zh-hans": "x", "fr": "x"},
    ["A01", "A01"],
    "9" * 60,
    "ab-1",
    {"*": "giit"},
    "0" * 64,
]


def variants(honest: dict[str, Any]) -> list[dict[str, Any]]:
    """Each member, at any depth, left out, put in place of by anything, and beside it one that nobody knows."""
    found = [honest]
    for path in paths_in(honest):
        for other in [*ANYTHING, "left out", "another"]:
            variant = json.loads(json.dumps(honest))
            holder = variant
            for step in path[:-1]:
                holder = holder[step]
            if other == "left out":
                del holder[path[-1]]
            elif other == "another" and isinstance(holder, dict):
                holder["another"] = 1
            else:
                holder[path[-1]] = other
            found.append(variant)
    return found


def paths_in(value: Any, above: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    members = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    return [path for key, each in members for path in ((*above, key), *paths_in(each, (*above, key)))]


def is_read(kind: str, given: dict[str, Any]) -> bool:
    """By the kernel."""
    try:
        match kind:
            case "form":
                read_form(given)
            case "indicator":
                read_indicator(given)
            case "selection":
                selection_of(read_indicator(given.get("indicator")), read_form(given.get("form")))
            case "release":
                read_release(given)
            case "certificate":
                read_certificate(json.dumps(given).encode())
    except (MalformedDefinition, MalformedRelease, MalformedCertificate):
        return False
    return True


def test_what_the_kernel_reads_is_read_here_and_what_it_refuses_is_refused(desk):
    city = sample_city()
    sales, secret = city.release("sales"), city.release("secret")
    sourced = replace(
        sales, sources=(Origin("sales", Period.read("2019-05"), 1),), reason="更正", synthetic=True
    )
    typed = indicator("typed", aggregate="sum", breakdowns=[["place"]], source={
        "type": "centre.month", "period": "/month", "values": [{"path": "/visits", "class": "a", "scale": 2}],
        "dimensions": {"place": "/district"}, "where": {"/open": True}, "span": "to-date",
    })  # fmt: skip
    form = FORM | {
        "edits": [{"id": "E01", "grade": "query", "rule": "A01 >= 0", "sentence": {"zh-hans": "核实"}}]
    }
    secret_indicator = indicator(
        "secret",
        aggregate="sum",
        places=1,
        release_days=20,
        programme="p",
        target="t",
        synthetic=True,
        source={"form": "company-month", "items": ["B01"], "classes": ["services"], "status": "reported"},
        breakdowns=[["district", "class"]],
        disclosure={"threshold": 3, "dominance": {"n": 1, "k": "85"}, "p_percent": "10"},
    )
    ratio = indicator("rr", derived={"change": "ratio", "of": "aa", "whole": "bb", "factor": "1000"})
    honest = {
        "form": [form],
        "indicator": [
            SALES,
            secret_indicator,
            typed,
            ratio,
            indicator("ii", derived={"change": "index", "of": "aa", "base": "2019-01"}),
        ],
        "selection": [
            {
                "indicator": SALES
                | {"source": {"form": "company-month", "items": ["A01"], "classes": ["phones"]}},
                "form": FORM,
            }
        ],
        "release": [
            {**sourced.as_data(), "cells": sourced.as_data()["cells"][:2]},
            {**secret.as_data(), "cells": secret.as_data()["cells"][:1]},
        ],
        "certificate": [city.certificate(city.published("sales"), at={"district": HAIZHU}).as_json()],
    }
    cases = [
        (kind, given)
        for kind, all_of in honest.items()
        for each in all_of
        for given in variants(each)
        if not is_beyond(given)
    ]
    found = desk.page.evaluate(READ, [[kind, json.dumps(given)] for kind, given in cases])
    different = [
        (kind, given, here)
        for (kind, given), here in zip(cases, found, strict=True)
        if here is not is_read(kind, given)
    ]
    assert [
        (kind, here, json.dumps(given, ensure_ascii=False)) for kind, given, here in different[:5]
    ] == [], len(different)
    assert 500 < sum(found) < len(found) - 500


def is_beyond(given: dict[str, Any]) -> bool:
    """Whether it is refused for a rule for reporters: their language is not read here."""
    try:
        read_form(given)
    except MalformedDefinition as error:
        return "edit E01:" in str(error)
    return False


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
