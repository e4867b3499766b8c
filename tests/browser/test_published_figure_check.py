"""A figure that the site has published, checked in the browser from what anybody may fetch: its certificate, the log's
policy, the log's files."""

import json
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "engines" / "statistics"))

from figure_checks import Answer
from published_city import GROWTH, HAIZHU, SALES, SECRET, TIANHE, PublishedCity

from suixin.kernel.statistics.periods import Period
from suixin.platform.ui.storage import collect_static

FETCHED = """async (address) => {
  const [{ check }, response] = await Promise.all([import("/static/statistics/check/check.js"), fetch(address)]);
  const steps = [];
  const result = await check(new Uint8Array(await response.arrayBuffer()), { onStep: (step) => steps.push(step) });
  return { ...result, steps };
}"""


@pytest.fixture
def city(reader, settings, tmp_path) -> PublishedCity:
    """Two units in Haizhu and one in Tianhe, in June of two years; a report was corrected."""
    settings.SUIXIN_HOME = tmp_path
    city = PublishedCity(tmp_path)
    city.begin(SALES, SECRET, GROWTH)
    city.units("c1", "c2")
    city.units("c3", district=TIANHE)
    for period, first in (("2018-06", "80.00"), ("2019-06", "120.50")):
        city.open(period)
        one = city.report("c1", period, A01=first, B01="7.10")
        one = city.report("c1", period, supersedes=one, A01=first, A02="0.25", B01="-7.20")
        two = city.report("c2", period, A01="10.00", B02="3.33")
        three = city.report("c3", period, district=TIANHE, A01="5.00", B01="100.00")
        city.accept(one, two, period=period)
        city.accept(three, period=period, district=TIANHE)
    return city


@pytest.fixture
def collected(reader, settings, tmp_path) -> Path:
    """The folder of static files, which pages ask for by their names with hashes from now on."""
    settings.STATIC_ROOT = tmp_path / "collected"
    hashed = {"BACKEND": "suixin.platform.ui.storage.StaticStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": hashed}
    assert collect_static()
    return settings.STATIC_ROOT


def test_what_is_published_holds_in_the_browser_as_it_does_for_a_stranger(city, reader):
    places = {
        "sales": {"district": HAIZHU, "class": "phones"},
        "secret": {"district": TIANHE},
        "growth": {"district": HAIZHU},
    }
    releases = []
    for name in places:
        if name == "growth":
            city.publish("sales", Period.read("2018-06"))
        releases.append(city.publish(name))
    city.witness()
    page = reader().open("/receipt/")
    for release in releases:
        name = release.indicator
        at = "&".join(f"{key}={value}" for key, value in places[name].items())
        for query in ("", f"?{at}"):
            found = Answer(page.evaluate(FETCHED, f"/figures/{name}/2019-06/certificate.json{query}"))
            assert found.ok, found.why
            stranger = city.verified(release, places[name] if query else None)
            ours = {finding["name"] for finding in found.found["findings"]}
            assert {step.name for step in stranger.steps} <= ours
        cell = next(cell for cell in release.data["cells"] if cell["at"] == places[name])
        assert found.found["cell"]["figure"] == cell["figure"]
        assert found.found["release"]["number"] == release.index


def test_as_the_site_serves_them_under_names_with_hashes_the_modules_find_one_another(
    city, reader, collected
):
    city.publish("sales")
    city.witness()
    names = json.loads((collected / "staticfiles.json").read_text("utf-8"))["paths"]
    asked: list[str] = []

    def serve(route) -> None:
        asked.append(urlsplit(route.request.url).path.removeprefix("/static/"))
        route.fulfill(path=collected / asked[-1])

    window = reader()
    window.context.route("**/static/**", serve)
    page = window.open("/receipt/")
    script = FETCHED.replace("statistics/check/check.js", names["statistics/check/check.js"])
    found = Answer(page.evaluate(script, "/figures/sales/2019-06/certificate.json"))
    assert found.ok, found.why
    assert {name for name in asked if name.endswith(".js")} <= set(names.values())
    assert (
        asked.count(names["statistics/check/worker.js"]) == 2
    )  # by the page, and as the worker that it starts
