"""Publishing: what goes out verifies against the log; what must not go out yet waits, and says why."""

import pytest
from published_city import GROWTH, HAIZHU, JUNE, SALES, SECRET, TIANHE, PublishedCity, indicator, the

from suixin.engines.statistics.models import Figure, Release
from suixin.engines.statistics.publishing import publish
from suixin.engines.statistics.waiting import Wait
from suixin.kernel.statistics.periods import Period

UNITS = ("c1", "c2", "c3", "c4")
PROTECTED = SECRET | {"disclosure": {"threshold": 3}}


def cells(release: Release) -> dict[str, str]:
    return {figure.place: figure.figure or figure.state for figure in release.figures.all()}


def reported(city: PublishedCity, period: str = "2019-06", **values: str) -> list[int]:
    city.open(period)
    reports = [city.report(unit, period, **values) for unit in UNITS]
    city.accept(*reports, period=period)
    return reports


def test_a_figure_is_published_and_a_stranger_verifies_it(city):
    city.begin()
    city.units(*UNITS)
    reported(city, A01="10000", A02="2500.50")
    release = city.publish("sales")
    assert cells(release)[""] == "5.0002"
    assert cells(release)[f"class=phones;district={HAIZHU}"] == "4.0000"
    assert release.stage == "final"
    found = city.verified(release, {"district": HAIZHU})
    assert found.holds, [step for step in found.steps if not step.ok]


def test_sums_of_confidential_values_are_opened_and_verify(city):
    city.begin(PROTECTED)
    city.units(*UNITS)
    reported(city, B01="10.5", B02="-3")
    release = city.publish("secret")
    assert cells(release)[""] == "30.0"
    assert city.verified(release).holds


def test_cells_that_would_tell_of_few_are_withheld_and_the_rest_verifies(city):
    city.begin(PROTECTED)
    city.units(*UNITS)
    city.units("d1", "d2", district=TIANHE)
    reported(city, B01="10.5")
    others = [city.report(unit, district=TIANHE, B01="5") for unit in ("d1", "d2")]
    city.accept(*others, district=TIANHE)
    release = city.publish("secret")
    found = cells(release)
    assert found[""] == "52.0"
    assert found[f"district={TIANHE}"] == "withheld"
    assert found[f"district={HAIZHU}"] == "withheld"  # the total less it would tell
    assert "value" not in str([c for c in release.data["cells"] if c.get("withheld")])
    assert city.verified(release).holds


def test_nothing_new_is_published_where_nothing_changed(city):
    city.begin()
    city.units(*UNITS)
    reported(city, A01="1")
    city.publish("sales")
    with pytest.raises(Wait, match="unchanged"):
        city.publish("sales")
    assert Release.objects.count() == 1


def test_a_revision_takes_the_place_of_the_release_and_says_why(city):
    city.begin()
    city.units(*UNITS)
    first, *_ = reported(city, A01="1")
    before = city.publish("sales")
    city.review("giit", "city", first, decision="returned")
    corrected = city.report("c1", A01="20000", supersedes=first)
    city.accept(corrected)
    city.witness()
    with pytest.raises(Wait, match="reason-missing"):
        publish("sales", JUNE, the("giit"))
    after = city.publish("sales", reason="企业更正")
    assert (after.stage, after.supersedes, after.data["reason"]) == ("revised", before.index, "企业更正")
    assert city.verified(after).holds
    assert city.verified(before).holds  # what it said stays true of its moment
    assert Figure.objects.filter(holds=True, place="").get().figure == "2.0003"


def test_what_is_not_all_accepted_is_provisional(city):
    city.begin()
    city.units(*UNITS, "late")
    reported(city, A01="1")
    assert city.publish("sales").stage == "provisional"


def test_a_revision_that_would_tell_of_few_waits(city):
    city.begin(PROTECTED)
    city.units(*UNITS, "c5", "c6", "c7")
    reported(city, B01="10", B02="7")
    city.publish("secret")
    for number, unit in enumerate(("c5", "c6")):
        city.accept(city.report(unit, B01="8", B02="8"))
        with pytest.raises(Wait, match="too-few"):
            city.publish("secret")
        assert number < 2
    city.accept(city.report("c7", B01="8", B02="8"))
    assert cells(city.publish("secret", reason="更多报告"))[""] == "116.0"


def test_growth_follows_its_base(city):
    city.begin(SALES, GROWTH)
    city.units(*UNITS)
    for period, value in (("2018-06", "100"), ("2019-06", "125")):
        reported(city, period, A01=value)
    city.publish("sales", Period.read("2018-06"))
    city.publish("sales")
    release = city.publish("growth")
    assert cells(release)[""] == "25.0"
    assert [each["indicator"] for each in release.data["from"]] == ["sales", "sales"]
    assert city.verified(release).holds


def test_before_its_time_nobody_publishes(city):
    city.begin(SALES | {"release_days": 365_000})
    city.units(*UNITS)
    reported(city, A01="1")
    with pytest.raises(Wait, match="embargo") as waited:
        city.publish("sales")
    assert "10:00" in waited.value.sentence
    city.add(
        "statistics.calendar",
        {"indicator": "sales", "period": "2019-06", "at": "2020-01-01T10:00:00+08:00", "reason": "提前"},
    )
    assert city.publish("sales")


def test_a_new_definition_waits_for_the_log(city):
    city.begin()
    city.units(*UNITS)
    reported(city, A01="1")
    city.witness()
    city.define(indicator("other", aggregate="count", source={"form": "company-month"}))
    with pytest.raises(Wait, match="not-covered"):
        publish("other", JUNE, the("giit"))


def test_only_the_keeper_publishes(city):
    city.begin()
    city.witness()
    with pytest.raises(Wait, match="not-keeper"):
        publish("sales", JUNE, the("haizhu").__class__(1, "haizhu", frozenset({"programme_officer"})))
