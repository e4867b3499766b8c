"""The synthetic city: valid where it must be, marked as made up everywhere, the same every time."""

from stdnum.cn import uscc

from suixin.kernel.records.validation import validate
from suixin.platform.ledger.declarations import house
from suixin.site.demo_city import CENTRES, companies, reports


def test_companies_are_in_every_district_and_marked_as_made_up():
    made = list(companies())
    assert len({company.district for company in made}) == 11
    assert len({company.code for company in made}) == len(made)
    for company in made:
        assert company.is_synthetic
        assert company.name.startswith("（演示）")
        assert uscc.is_valid(company.credit_code)
        assert company.credit_code[8:12] == "YYYY"  # no registry gives such a body out


def test_reports_are_right_marked_and_the_same_every_time():
    made = [submission for centre in CENTRES for submission in reports(centre)]
    assert made == [submission for centre in CENTRES for submission in reports(centre)]
    assert len({submission.key for submission in made}) == len(made)
    for submission in made:
        assert validate(house()[submission.type].record_type, submission.data) == ()
        assert submission.data["synthetic"] is True
