"""The synthetic city's reports: right by the forms' own rules, and entered once."""

import pytest
from django.conf import settings as django_settings

from suixin.engines.collections.datafiles import read_file
from suixin.engines.collections.models import Report
from suixin.kernel.statistics.edits import findings
from suixin.site import demo_amounts, demo_city, demo_reports, setting_up

FORMS = {
    name: read_file(django_settings.PROGRAMMES_FOLDER / "guangzhou-2019" / "collections" / f"{name}.toml")
    for name in ("company-month", "operator-uhd-month", "district-month", "project-quarter")
}
LINES = [
    *(("company-month", line) for line in demo_reports.companies()),
    *(("operator-uhd-month", line) for line in demo_reports.operators()),
    *(("project-quarter", line) for line in demo_reports.departments()),
    *(
        ("district-month", demo_reports.district_office(f"office-{position}", district, position))
        for position, district in enumerate(demo_city.COMPANIES)
    ),
]


@pytest.mark.parametrize(("name", "line"), LINES, ids=[f"{name}-{line.unit}" for name, line in LINES])
def test_no_report_breaks_a_fatal_rule(name, line):
    form = FORMS[name]
    periods = (
        ("2019-Q1", "2020-Q1", "2021-Q4") if name == "project-quarter" else ("2019-01", "2020-02", "2021-12")
    )
    for period in periods:
        values = line.values(period)
        assert values == line.values(period)
        assert set(values) <= {item.id for item in form.items}
        assert [each.rule for each in findings(form, values, None, None) if each.is_fatal] == []


@pytest.mark.django_db
def test_reports_are_entered_reviewed_and_left_open_once(settings, tmp_path, monkeypatch):
    settings.DEMO, settings.SUIXIN_HOME = True, tmp_path
    monkeypatch.setattr(demo_reports, "MONTHS", ("2021-10", "2021-12"))
    monkeypatch.setattr(demo_reports, "QUARTERS", ("2021-Q3", "2021-Q4"))
    monkeypatch.setattr(demo_city, "COMPANIES", dict.fromkeys(demo_city.COMPANIES, 2))
    monkeypatch.setattr(demo_reports, "COMPANIES", demo_city.COMPANIES)
    setting_up.enter_city(settings.PROGRAMMES_FOLDER)
    demo_city.register_companies()
    while demo_reports.work():
        pass
    past = Report.objects.filter(form="company-month", period="2021-11")
    assert past.count() == 22
    assert {each.state for each in past} == {Report.State.ACCEPTED}
    newest = Report.objects.filter(form="company-month", period="2021-12")
    assert newest.count() == 11
    assert {each.state for each in newest} == {Report.State.WAITING}
    assert all(each.is_synthetic and each.on_time for each in Report.objects.all())
    count = Report.objects.count()
    assert not demo_reports.work()
    assert Report.objects.count() == count


def test_sizes_are_those_of_the_form():
    sizes = {key.id: set(key.values) for key in FORMS["company-month"].keys}["size"]
    assert {demo_amounts.size_of(position) for position in range(len(demo_city.TRADES))} <= sizes
