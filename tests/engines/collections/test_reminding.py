"""Reminders: on which days, to whom, never twice in a day, and that nothing is lost or doubled by a crash."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from reviewed_form import build_form, reported, unit

from suixin.engines.collections.actions import open_period, review
from suixin.engines.collections.models import Opening, Reminded, Reminder
from suixin.engines.collections.projections import Collecting
from suixin.engines.collections.reminding import rounds
from suixin.engines.collections.reminding.recording import remind
from suixin.engines.collections.reminding.steps import step_of_due, step_of_return
from suixin.kernel.statistics.forms import Form
from suixin.platform.accounts.roles import Role
from suixin.platform.ledger import submit as submitting
from suixin.platform.ledger.models import Entry
from suixin.platform.ledger.projection import rebuild
from suixin.platform.ledger.refusals import NotAuthorised, Refused

pytestmark = pytest.mark.django_db
DUE = date(2026, 7, 10)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-4, None),
        (-3, ("before-due", -3)),
        (-1, ("before-due", -3)),
        (0, ("due", 0)),
        (1, ("late", 1)),
        (2, ("late", 1)),
        (3, ("late", 3)),
        (5, ("late", 3)),
        (6, None),  # longer ago than is made up for
        (7, ("late", 7)),
        (14, ("late", 14)),
        (42, ("late", 42)),
        (45, None),
        (49, None),
        (365, None),
    ],
)
def test_the_days_on_which_a_unit_is_reminded(days: int, expected: tuple[str, int] | None):
    step = step_of_due(DUE, DUE + timedelta(days=days))
    assert (step and (step.kind.value, step.days)) == expected


def test_a_return_is_reminded_from_the_next_day_on():
    days = [(n, step_of_return(DUE, DUE + timedelta(days=n))) for n in range(9)]
    assert [(n, step.days) for n, step in days if step and step.day == DUE + timedelta(days=n)] == [
        (1, 1),
        (3, 3),
        (7, 7),
    ]


class City:
    """A form, its open period of June due on `DUE`, and a clock."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.form: Form = build_form()
        self.patch = monkeypatch
        open_period(self.form, "2020-06", DUE.isoformat(), SYSTEM_OF_CITY, "顺延")

    def at(self, day: date, hour: int = 10) -> None:
        moment = datetime(day.year, day.month, day.day, hour - 8, tzinfo=UTC)  # hours of the city

        class Clock(datetime):
            @classmethod
            def now(cls, tz: Any = None) -> datetime:
                return moment.astimezone(tz)

        self.patch.setattr(submitting, "datetime", Clock)
        self.patch.setattr("django.utils.timezone.now", lambda: moment)

    def work(self, day: date, hour: int = 10) -> list[tuple[str, int | None, list[str]]]:
        """What a new process then tells, by kind and step."""
        self.at(day, hour)
        before = set(Reminder.objects.values_list("pk", flat=True))
        fresh = rounds.Round()
        while fresh.work():
            pass
        return [
            (
                each.kind,
                each.step,
                sorted(Reminded.objects.filter(reminder=each.pk).values_list("unit", flat=True)),
            )
            for each in Reminder.objects.exclude(pk__in=before)
        ]


SYSTEM_OF_CITY = unit("rv-city", Role.PROGRAMME_OFFICER)


@pytest.fixture
def city(monkeypatch: pytest.MonkeyPatch) -> City:
    return City(monkeypatch)


REST = ["rv-h1", "rv-h2", "rv-h3", "rv-t2", "rv-t3", "rv-t4"]


def test_who_has_not_reported_is_reminded_on_each_step_once(city: City):
    reported(city.form, "rv-t1")
    assert city.work(DUE - timedelta(days=4)) == []
    assert city.work(DUE - timedelta(days=3)) == [("before-due", -3, REST)]
    assert city.work(DUE - timedelta(days=3), 17) == []
    assert city.work(DUE - timedelta(days=2)) == []
    assert city.work(DUE) == [("due", 0, REST)]
    assert city.work(DUE + timedelta(days=2)) == [("late", 1, REST)]  # the day before, the site stood still
    assert city.work(DUE + timedelta(days=3)) == [("late", 3, REST)]


def test_nobody_is_reminded_at_night_or_of_a_period_that_is_closed(city: City):
    assert city.work(DUE, 8) == []
    assert city.work(DUE, 18) == []
    city.at(DUE)
    open_period(city.form, "2020-06", DUE.isoformat(), SYSTEM_OF_CITY, "停止", is_open=False)
    assert city.work(DUE) == []


def test_a_due_day_that_moved_begins_anew(city: City):
    assert len(city.work(DUE)) == 1
    city.at(DUE)
    later = DUE + timedelta(days=10)
    open_period(city.form, "2020-06", later.isoformat(), SYSTEM_OF_CITY, "顺延")
    assert city.work(DUE + timedelta(days=3)) == []
    assert [kind for kind, _step, _units in city.work(DUE + timedelta(days=7))] == ["before-due"]


def test_who_does_not_correct_what_was_returned_is_reminded(city: City):
    first, second = reported(city.form, "rv-t1"), reported(city.form, "rv-t2")
    for code in ("rv-t3", "rv-t4", "rv-h1", "rv-h2", "rv-h3"):
        reported(city.form, code)
    tianhe = unit("rv-tianhe", Role.REPORTER)
    returned = DUE + timedelta(days=60)
    city.at(returned)
    given = (city.form, "2020-06", "district", "returned", [first.pk, second.pk])
    review(*given, actor=tianhe, query="出口为何减半")
    assert city.work(returned) == []
    assert city.work(returned + timedelta(days=1)) == [("returned", 1, ["rv-t1", "rv-t2"])]
    reported(city.form, "rv-t1", revenue="90")
    assert city.work(returned + timedelta(days=3)) == [("returned", 3, ["rv-t2"])]


def test_what_was_cut_short_goes_on_where_it_was(city: City, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rounds, "UNIT_LIMIT", 2)
    city.at(DUE)
    first = rounds.Round()
    assert first.work()
    assert first.work()
    assert Reminded.objects.count() == 4  # then the process is killed
    assert sum(len(units) for _kind, _step, units in city.work(DUE)) == 3
    units = list(Reminded.objects.values_list("unit", flat=True))
    assert len(units) == len(set(units)) == 7


def test_an_officer_reminds_with_a_sentence_and_nobody_twice_in_a_day(city: City):
    city.at(DUE - timedelta(days=10))
    opening = Opening.objects.now(form=city.form.id, period="2020-06")
    remind(city.form, opening, ["rv-t1"], SYSTEM_OF_CITY, message="系统明天维护，请今天报")
    [reminder] = Reminder.objects.all()
    assert (reminder.kind, reminder.step, reminder.count) == ("by-hand", None, 1)
    entry = Entry.objects.get(pk=reminder.pk)
    assert b"rv-t1" in bytes(entry.leaf)
    assert "维护".encode() not in bytes(entry.leaf)
    with pytest.raises(Refused) as refused:
        remind(city.form, opening, ["rv-t1", "rv-t2"], SYSTEM_OF_CITY)
    assert [each.code for each in refused.value.problems] == ["reminder-today"]
    city.at(DUE - timedelta(days=9))
    remind(city.form, opening, ["rv-t1", "rv-t2"], SYSTEM_OF_CITY)


@pytest.mark.parametrize(
    ("units", "code"), [(["rv-h1"], "reminder-not-missing"), (["rv-city"], "reminder-not-missing")]
)
def test_only_those_are_reminded_who_owe_a_report(city: City, units: list[str], code: str):
    reported(city.form, "rv-h1")
    city.at(DUE)
    opening = Opening.objects.now(form=city.form.id, period="2020-06")
    with pytest.raises(Refused) as refused:
        remind(city.form, opening, units, SYSTEM_OF_CITY)
    assert [each.code for each in refused.value.problems] == [code]


def test_only_the_authority_reminds(city: City):
    city.at(DUE)
    opening = Opening.objects.now(form=city.form.id, period="2020-06")
    with pytest.raises(Refused):
        remind(city.form, opening, ["rv-t1"], unit("rv-tianhe", Role.PROGRAMME_OFFICER))
    with pytest.raises(NotAuthorised):
        remind(city.form, opening, ["rv-t1"], unit("rv-city", Role.REPORTER))


def test_the_tables_follow_from_the_records(city: City):
    city.work(DUE)
    kept = list(Reminder.objects.values()), list(Reminded.objects.values("reminder", "unit", "day"))
    rebuild(Collecting())
    assert (
        list(Reminder.objects.values()),
        list(Reminded.objects.values("reminder", "unit", "day")),
    ) == kept


def test_without_anything_to_do_it_asks_one_or_two_questions_a_minute(
    city: City, django_assert_max_num_queries
):
    city.work(DUE)
    fresh = rounds.Round()
    while fresh.work():
        pass
    with django_assert_max_num_queries(0):
        assert not fresh.work()
    fresh.looks_at = 0.0
    with django_assert_max_num_queries(2):
        assert not fresh.work()
