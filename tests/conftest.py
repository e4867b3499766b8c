"""What every test starts from."""

import os
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import caches
from django.utils import timezone, translation
from hypothesis import settings as examples

from suixin.engines.programmes.portal.caching import PAGES

REPOSITORY = Path(__file__).resolve().parents[1]
MIDNIGHT_NEAR = 60  # seconds

# The same examples every time and no time limit on each: a run tells about a change, not about luck or a busy
# machine. `pytest --hypothesis-profile=explore` looks for new ones.
examples.register_profile("explore", parent=examples.get_profile("ci"), derandomize=False)
examples.load_profile("ci")


@pytest.fixture(scope="session")
def policies() -> Path:
    """The folder of real notices. It is no part of the repository: without it the tests on them are skipped."""
    folder = Path(os.environ.get("SUIXIN_SHARED") or REPOSITORY.parent / "shared") / "policies"
    if not folder.is_dir():
        pytest.skip(f"the real notices are not at {folder}; name the folder above it in SUIXIN_SHARED")
    return folder


@pytest.fixture(scope="session")
def identity_provider() -> Iterator[str]:
    """The address of a real OpenID Connect provider that somebody else wrote. Whoever names themselves is believed."""
    with warnings.catch_warnings(record=True):  # of the provider's own parts
        from oidc_provider_mock import User, run_server_in_thread

    lin = User(sub="440100-7781", claims={"name": "林某", "email": "lin@city.example"})
    with run_server_in_thread(user_claims=[lin]) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def one_day() -> None:
    """Today stays today until the test ends: shortly before midnight it waits for the next day."""
    now = timezone.localtime()
    left = 24 * 3600 - (now.hour * 3600 + now.minute * 60 + now.second)
    if left <= MIDNIGHT_NEAR:
        time.sleep(left)


@pytest.fixture(autouse=True)
def own_counts(settings):
    """Counts of requests and lock-outs live in the caches, drawn pages in memory: each test begins without others'."""
    memory = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {name: {"BACKEND": memory, "LOCATION": name} for name in ("default", "counts")}
    for cache in caches.all(initialized_only=False):
        cache.clear()
    PAGES.clear()


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    """Passwords of tests need no slow hash."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def simplified_chinese():
    """A page served in another language must not decide the language of the next test."""
    with translation.override("zh-hans"):
        yield
