"""What every test starts from."""

import pytest
from django.core.cache import cache
from django.utils import translation


@pytest.fixture(autouse=True)
def own_counts(settings):
    """Counts of requests and lock-outs live in the cache: each test begins without those of others."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    """Passwords of tests need no slow hash."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def simplified_chinese():
    """A page served in another language must not decide the language of the next test."""
    with translation.override("zh-hans"):
        yield
