"""The background work: what changed comes out by itself, once, and what cannot is told and not tried in a hot loop."""

from datetime import timedelta

import pytest
from django.utils import timezone
from published_city import GROWTH, SALES, SECRET, PublishedCity, indicator

from suixin.engines.collections.models import Report
from suixin.engines.statistics import rounds
from suixin.engines.statistics.models import Held, Release
from suixin.engines.statistics.rounds import Round
from suixin.kernel.records.problem import Problem
from suixin.platform.ledger.refusals import Refusal

UNITS = ("c1", "c2", "c3")


def settle(city: PublishedCity, round_: Round) -> int:
    """Until nothing is left to do; how often it had something."""
    busy, before = 0, -1
    while busy != before:
        before = busy
        city.witness()
        while round_.work():
            busy += 1
        assert busy < 100, "it never comes to rest"
    return busy


def published() -> list[tuple[str, str, str]]:
    rows = Release.objects.filter(to_index=None).order_by("indicator", "period")
    return list(rows.values_list("indicator", "period", "stage"))


@pytest.fixture
def told(city: PublishedCity) -> PublishedCity:
    city.begin(SALES, GROWTH)
    city.units(*UNITS)
    for period in ("2018-06", "2019-06"):
        city.open(period)
        city.accept(*[city.report(unit, period, A01="5") for unit in UNITS], period=period)
    return city


def test_what_was_accepted_comes_out_and_then_what_derives_from_it(told):
    settle(told, Round())
    assert published() == [
        ("growth", "2019-06", "final"),
        ("sales", "2018-06", "final"),
        ("sales", "2019-06", "final"),
    ]
    assert not Held.objects.exists()


def test_a_period_of_which_nothing_was_reported_has_no_figure(city):
    city.begin(SALES | {"release_days": 1})
    settle(city, Round())
    assert not published()


def test_a_new_process_finds_nothing_to_do(told):
    settle(told, Round())
    count = Release.objects.count()
    settle(told, Round())
    assert Release.objects.count() == count


def test_without_news_it_computes_nothing(told, monkeypatch):
    round_ = Round()
    settle(told, round_)
    monkeypatch.setattr(rounds, "publish", lambda *_, **__: pytest.fail("it computed"))
    monkeypatch.setattr(rounds, "touched", lambda *_: pytest.fail("it looked"))
    told.units("c9")  # a unit more in the register changes no figure
    told.witness()
    assert not round_.work()
    assert not round_.work()


def test_a_review_of_an_old_report_touches_its_period_only(told, monkeypatch):
    round_ = Round()
    settle(told, round_)
    seen = []
    monkeypatch.setattr(rounds, "publish", lambda name, period, *_, **__: seen.append((name, str(period))))
    report = Report.objects.filter(period="2018-06").first()
    told.review("giit", "city", report.index, period="2018-06", decision="returned")
    told.witness()
    round_.work()
    assert seen == [("sales", "2018-06")]


def test_what_fails_is_told_and_tried_again_later(told, monkeypatch):
    round_ = Round()

    def broken(*_, **__):
        raise OSError("no space left")

    monkeypatch.setattr(rounds, "publish", broken)
    settle(told, round_)
    held = Held.objects.get(indicator="sales", period="2019-06")
    assert (held.code, held.is_failure) == ("unexpected", True)
    assert "no space left" in held.details["why"]
    assert not round_.work()
    monkeypatch.undo()
    for failed in round_.failed.values():
        failed.next = 0
    round_.calendar = 0
    settle(told, round_)
    assert not Held.objects.exists()
    assert ("sales", "2019-06", "final") in published()


def test_where_it_cannot_even_look_it_says_so_and_looks_again(told, monkeypatch):
    def full(*_):
        raise OSError("no space left")

    monkeypatch.setattr(rounds, "touched", full)
    round_ = Round()
    settle(told, round_)
    held = Held.objects.get()
    assert (held.indicator, held.code, held.is_failure) == ("sales", "unexpected", True)
    monkeypatch.undo()
    round_.again = 0
    settle(told, round_)
    assert ("sales", "2019-06", "final") in published()


def test_a_new_process_takes_up_what_failed_before_it(told, monkeypatch):
    def full(*_):
        raise OSError("no space left")

    monkeypatch.setattr(rounds, "touched", full)
    settle(told, Round())
    monkeypatch.undo()
    settle(told, Round())
    assert ("sales", "2019-06", "final") in published()
    assert not Held.objects.exists()


def test_whoever_is_second_finds_the_release_there_and_nothing_wrong(told, monkeypatch):
    real, before = rounds.publish, []

    def beaten(name, period, actor, *more, **options):
        """Somebody else publishes between computing and submitting."""
        if not before:
            before.append(name)
            real(name, period, actor, *more, **options)
            raise Refusal([Problem("/period", "published-already", {"en": "published"}, {})])
        return real(name, period, actor, *more, **options)

    monkeypatch.setattr(rounds, "publish", beaten)
    settle(told, Round())
    assert before == ["sales"]
    assert Release.objects.filter(indicator="sales").count() == 2
    assert not Held.objects.exists()


def test_few_new_contributions_to_confidential_values_wait(city):
    city.begin(SECRET | {"disclosure": {"threshold": 3}})
    city.units(*UNITS, "c4", "c5", "c6")
    city.open()
    city.accept(*[city.report(unit, B01="5", B02="4") for unit in UNITS])
    round_ = Round()
    settle(city, round_)
    assert len(published()) == 1
    city.accept(city.report("c4", B01="6", B02="6"))
    settle(city, round_)
    assert Held.objects.get().code == "too-few"
    assert Release.objects.count() == 1
    city.accept(city.report("c5", B01="6", B02="6"), city.report("c6", B01="6", B02="6"))
    settle(city, round_)
    assert not Held.objects.exists()
    assert Release.objects.count() == 2


def test_the_calendar_decides_when_and_an_officer_revises(city):
    soon = timezone.now() + timedelta(hours=1)
    city.begin(SALES | {"release_days": 1})
    city.units(*UNITS)
    city.open()
    city.add(
        "statistics.calendar",
        {"indicator": "sales", "period": "2019-06", "at": soon.isoformat(), "reason": "等待复核"},
    )
    city.accept(*[city.report(unit, A01="5") for unit in UNITS[:2]])
    round_ = Round()
    settle(city, round_)
    assert not published()
    assert not Held.objects.exists()
    city.add(
        "statistics.calendar",
        {
            "indicator": "sales",
            "period": "2019-06",
            "at": (timezone.now() - timedelta(seconds=2)).isoformat(),
            "reason": "提前",
        },
    )
    round_.calendar = 0
    settle(city, round_)
    assert published() == [("sales", "2019-06", "provisional")]
    city.accept(city.report("c3", A01="5"))
    settle(city, round_)
    assert Held.objects.get().code == "by-hand"
    assert city.publish("sales").stage == "final"
    assert not Held.objects.exists()


def test_a_count_to_date_goes_on_to_today(city):
    count = indicator(
        "all",
        aggregate="count",
        source={"form": "company-month", "span": "to-date", "status": "reported"},
        frequency="year",
    )
    city.begin(count)
    city.units("c1")
    city.open()
    city.report("c1", A01="5")
    settle(city, Round())
    years = [int(period) for _, period, _ in published()]
    assert years == [*range(2019, timezone.localdate().year + 1)]
