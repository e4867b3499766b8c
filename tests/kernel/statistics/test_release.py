"""The public part of a release: written as its record type has it, and read back the same."""

from dataclasses import replace

import pytest
from small_city import SmallCity
from verifying import file_of

from suixin.kernel.records.validation import validate
from suixin.kernel.statistics.certificate import read_certificate
from suixin.kernel.statistics.periods import Period
from suixin.kernel.statistics.release import Cell, MalformedRelease, Origin, Release, read_release


def every_kind(city: SmallCity) -> list[Release]:
    secret = city.release("secret")
    hidden = replace(
        secret, cells=(Cell({}, 3, withheld=True), *secret.cells[1:]), stage="revised", reason="更正"
    )
    derived = replace(
        secret,
        selected=None,
        response=None,
        sources=(Origin("sales", Period.read("2019-05"), 3),),
        cells=(Cell({}, 3, figure="-1.5"), Cell({"size": "large"}, 0, missing=True)),
        synthetic=True,
    )
    return [city.release("sales"), secret, hidden, derived]


@pytest.mark.parametrize("kind", range(4))
def test_what_is_written_is_valid_and_is_read_back_the_same(city, kind):
    release = every_kind(city)[kind]
    assert validate(city.type("statistics.release"), release.as_data()) == ()
    assert read_release(release.as_data()) == release


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("period", "2019-13"),
        ("period", "0000"),
        ("period", "9999-12"),
        ("root", "AA=="),
        ("digest", "A" * 64),
        ("size", -1),
        ("size", True),
        ("stage", "beta"),
        ("more", 1),
        ("cells", [{"at": {}, "units": 1}]),
        ("cells", [{"at": {}, "units": 1, "withheld": True, "missing": True}]),
        ("cells", [{"at": {}, "units": 1, "withheld": True, "opening": "0" * 64}]),
        ("cells", [{"at": {}, "units": 1, "missing": True, "value": "0"}]),
        ("cells", [{"at": {}, "units": 1, "figure": "01"}]),
        ("cells", [{"at": {}, "units": 1, "figure": "1e3"}]),
        ("cells", [{"at": {"a": 1}, "units": 1, "figure": "1"}]),
        ("cells", [{"at": {}, "units": 1, "figure": "1"}] * 2),
    ],
)
def test_what_is_malformed_is_refused(city, member, value):
    with pytest.raises(MalformedRelease):
        read_release(city.release("sales").as_data() | {member: value})


def test_a_certificate_is_read_back_the_same(city):
    certificate = city.certificate(city.published("secret"), at={"size": "small"})
    assert read_certificate(file_of(certificate)) == certificate
