"""The dashboard of targets and the wall, as a resident and an operations hall see them."""

import pytest
from suixin.engines.statistics.forecasting import Look
from suixin.platform.jobs.running import finish
from suixin.platform.jobs.works import Work
from promised_city import CENTRES, CLOUD, COMMUNITIES, SLUG, USERS, PromisedCity, grown

TARGETS, WALL = f"/programmes/{SLUG}/targets/", f"/programmes/{SLUG}/wall/"
DISTRICTS = {"440103": "1900", "440104": "2400", "440105": "2100", "440106": "6100", "440112": "5200", "440113": "3000"}


@pytest.fixture(autouse=True)
def city(reader) -> PromisedCity:
    city = PromisedCity()
    city.release(USERS, "2019-07", grown(2_100_000, 31_000, 24))
    city.release(COMMUNITIES, "2019-07", grown(6, 1, 14))
    city.release(CLOUD, "2019-07", grown(9_000, 600, 20), DISTRICTS)
    city.release(CENTRES, "2019-10", [str(count) for count in range(1, 7)])
    finish([Work("forecasts", Look().work)])
    return city


def test_pictures(reader):
    import os, pathlib
    out = pathlib.Path(os.environ["PICTURES"])
    for name, look in {
        "zh": dict(), "en": dict(language="en"), "elder": dict(mode="elder"), "phone": dict(width=390), "enphone": dict(language="en", width=390),
        "dark": dict(theme="dark"),
    }.items():
        window = reader(**look)
        page = window.open(TARGETS)
        page.screenshot(path=out / f"targets-{name}.png", full_page=True)
        reader.assert_axe_clean(page)
        reader.assert_fits(page)
    for name, look in {
        "1080": dict(width=1920, height=1080), "720": dict(width=1280, height=720), "4k": dict(width=3840, height=2160),
        "en": dict(width=1920, height=1080, language="en"), "elder": dict(width=1920, height=1080, mode="elder"), "phone": dict(width=390),
    }.items():
        window = reader(**look)
        page = window.open(WALL)
        page.screenshot(path=out / f"wall-{name}.png")
        reader.assert_axe_clean(page)
        reader.assert_fits(page)
