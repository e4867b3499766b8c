"""The headers of an A+ in Mozilla's Observatory (scoring of mozilla/http-observatory: 100 points or more)."""

import pytest
from django.test import Client, override_settings

from suixin.site import security
from suixin.site.options import read_options

pytestmark = pytest.mark.django_db
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.mark.parametrize("address", ["/accounts/login/", "/nowhere/", "/api/nowhere"])
def test_every_kind_of_answer_carries_the_headers(client: Client, address: str):
    response = client.get(address)
    assert {name: response.headers.get(name) for name in EVERYWHERE} == EVERYWHERE
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "geolocation=()" in response.headers["Permissions-Policy"]


def test_over_https_transport_is_strict_and_cookies_are_secure(client: Client, tmp_path):
    options = read_options({"SUIXIN_HOME": str(tmp_path), "SUIXIN_URL": "https://suixin.example"})
    with override_settings(**security.for_options(options)):
        response = client.get("/accounts/login/", secure=True)
    assert "max-age=63072000" in response.headers["Strict-Transport-Security"]
    cookie = response.cookies["csrftoken"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
