"""A real Chromium on the running site. One browser a session; a reader is a fresh window with its own choices.

def test_home(reader):
    page = reader(language="en", mode="elder").open("/")
    reader.assert_axe_clean(page)   # WCAG 2.2 AA

After a click, wait: `expect(...)` of what only the next page shows, or `page.wait_for_url(...)`. What looks at
once (`is_visible()`, `count()`, `inner_text()`, `url`) may still see the page before.
SUIXIN_SLOW_PAGES=400 holds every request back so many milliseconds and lets no click wait, to find such checks.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partialmethod
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SLOW = int(os.environ.get("SUIXIN_SLOW_PAGES") or 0)
PATIENCE = 30_000  # milliseconds that a check waits on a busy machine; what is there at once costs nothing
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
QUIET += ["--disable-sync", "--no-first-run", "--disable-software-rasterizer"]
# How the checks of accessibility look at every page: three languages, elder mode, dark, desktop and phone. The
# gallery, which has every part, is looked at in more ways.
LOOKS = (
    {"language": "zh-hans", "width": 1280},
    {"language": "zh-hant", "mode": "elder", "theme": "dark", "width": 390},
    {"language": "en", "width": 360},
)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(params=LOOKS, ids=lambda look: "-".join(map(str, look.values())))
def look(request: pytest.FixtureRequest) -> dict[str, Any]:
    """What `reader` takes, one after another."""
    return request.param


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: browser tests are skipped")
    from playwright.sync_api import Locator, expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    if SLOW:
        Locator.click = partialmethod(Locator.click, no_wait_after=True)  # type: ignore[method-assign]
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@dataclass
class Window:
    """One reader's window. `open` gives a Playwright page and keeps what the console said."""

    context: Any
    address: str
    complaints: list[str]

    def open(self, path: str) -> Any:
        page = self.context.new_page()
        page.on("console", lambda line: line.type == "error" and self.complaints.append(line.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(self.address + path)
        return page


def hold_back(route: Any) -> None:
    from playwright.sync_api import Error

    with suppress(Error):  # the reader left meanwhile
        route.request.frame.page.wait_for_timeout(SLOW)
        route.continue_()


class Readers:
    def __init__(self, browser: Any, address: str, pictures: Path) -> None:
        self.browser, self.address, self.pictures = browser, address, pictures
        self.windows: list[Window] = []

    def __call__(
        self,
        *,
        language: str = "zh-hans",
        mode: str = "standard",
        theme: str = "light",
        width: int = 1280,
        height: int = 900,
        person: Any = None,
        javascript: bool = True,
    ) -> Window:
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=javascript, locale="zh-CN"
        )
        cookies = {"django_language": language, "suixin_mode": mode, "suixin_theme": theme}
        if person is not None:
            cookies["sessionid"] = session_of(person)
        context.add_cookies([{"name": n, "value": v, "url": self.address} for n, v in cookies.items()])
        if SLOW:
            context.route("**/*", hold_back)
        window = Window(context, self.address, [])
        self.windows.append(window)
        return window

    def assert_axe_clean(self, page: Any) -> None:
        from axe_playwright_python.sync_playwright import Axe

        page.wait_for_load_state()
        page.emulate_media(reduced_motion="reduce")  # no colour is measured half-way to another
        results = Axe().run(page, options={"runOnly": WCAG, "resultTypes": ["violations"]})
        assert results.violations_count == 0, results.generate_report()

    def assert_fits(self, page: Any) -> None:
        """Nothing makes the page scroll sideways."""
        page.wait_for_load_state()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    def screenshot(self, page: Any, name: str) -> Path:
        path = self.pictures / f"{name}.png"
        page.screenshot(path=path, full_page=True)
        return path


def session_of(person: Any) -> str:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client.cookies["sessionid"].value


@pytest.fixture
def reader(chromium: Any, live_server: Any, settings: Any, tmp_path: Path) -> Iterator[Readers]:
    settings.DEMO = True
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    readers = Readers(chromium, live_server.url, tmp_path)
    yield readers
    complaints = [line for window in readers.windows for line in window.complaints]
    for window in readers.windows:
        window.context.close()
    assert complaints == [], "the browser's console has errors"


@pytest.fixture
def desk(reader: Readers, settings: Any, tmp_path: Path) -> Any:
    """A page that checks figures of small cities."""
    from figure_checks import Desk

    settings.SUIXIN_HOME = tmp_path
    return Desk(reader().open("/receipt/"), tmp_path)
