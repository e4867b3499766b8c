"""Random histories of a small city, and indicators over them: for whatever counts, and must come to the same."""

from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st
from small_city import FORM, HAIZHU, TIANHE, SmallCity, indicator

UNITS = {"c1": (HAIZHU, "large"), "c2": (HAIZHU, "small"), "c3": (TIANHE, "small")}
MONTHS = ("2019-03", "2019-04", "2019-05", "2019-06")
ITEMS = ("A01", "A02", "B01", "B02")
SECOND = FORM | {
    "version": 2,
    "reviews": [
        {"id": "city", "titles": {"zh-hans": "市"}, "organisations": {HAIZHU: "haizhu", "*": "stats"}}
    ],
}


@dataclass
class History:
    """Draws what happens next, as the ledger would take it in: nobody reports twice for a period."""

    city: SmallCity = field(default_factory=SmallCity)
    live: dict[tuple[str, str], int] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def report(self, draw: Any) -> None:
        unit, month = draw(st.sampled_from([*UNITS])), draw(st.sampled_from(MONTHS))
        district, size = UNITS[unit]
        names = draw(st.lists(st.sampled_from(ITEMS), unique=True))
        values = {name: f"{draw(st.integers(0, 999))}.{draw(st.integers(0, 99)):02}" for name in names}
        self.live[unit, month] = self.city.report(
            unit,
            values,
            period=month,
            district=district,
            size=size,
            supersedes=self.live.get((unit, month)),
        )

    def review(self, draw: Any) -> None:
        """Mostly by who may, of reports that are there."""
        reports = [*self.live.values()] or [0]
        some = draw(
            st.lists(
                st.sampled_from([*reports, *reports, 0, 999, len(self.city.told)]), min_size=1, unique=True
            )
        )
        level, by = draw(
            st.sampled_from(
                [
                    *(("district", "haizhu"), ("district", "tianhe"), ("city", "giit"), ("city", "giit")),
                    *(("city", "haizhu"), ("city", "stats"), ("nation", "giit"), ("district", "giit")),
                ]
            )
        )
        self.city.review(by, level, some, draw(st.sampled_from(["accepted", "accepted", "returned"])))

    def register(self, draw: Any) -> None:
        unit = draw(st.sampled_from([*UNITS]))
        district, size = UNITS[unit]
        more = draw(st.sampled_from([{}, {"until": "2019-05"}, {"since": "2019-06"}]))
        self.lines[unit] = self.city.unit(unit, district, size, supersedes=self.lines.get(unit), **more)

    def amend(self, _draw: Any) -> None:
        if sum(told.type == "collection.form" for told in self.city.told) == 1:
            self.city.form(SECOND, supersedes=0)


@st.composite
def histories(draw: Any) -> SmallCity:
    history = History()
    history.city.form()
    acts = [history.report] * 4 + [history.review] * 3 + [history.register, history.amend]
    for _ in range(draw(st.integers(0, 25))):
        draw(st.sampled_from(acts))(draw)
    return history.city


DEFINITIONS = [
    indicator("any", aggregate=aggregate, source={"form": "company-month", "items": items, **more}, **rest)
    for aggregate in ("sum", "count", "distinct", "latest")
    for items, more, rest in (
        (
            ["A01", "A02"],
            {},
            {"breakdowns": [["district"], ["class", "district"], ["class"], ["size", "district"]]},
        ),
        (["B01", "B02"], {"status": "reported"}, {"breakdowns": [["class"]], "disclosure": {"threshold": 3}}),
        (["A02"], {"where": {"/unit/district": HAIZHU}}, {"frequency": "quarter", "breakdowns": [["size"]]}),
        (["A01"], {"span": "to-date", "status": "reported"}, {}),
        (["A01", "A02"], {}, {"frequency": "year", "breakdowns": [["district"]]}),
    )
]
PERIODS = {"month": ("2019-05", "2019-06"), "quarter": ("2019-Q1", "2019-Q2"), "year": ("2019",)}
