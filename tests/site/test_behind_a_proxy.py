"""What a reverse proxy says is believed where one was declared, and nowhere else."""

from collections.abc import Callable

import pytest
from django.test import Client, override_settings

from suixin.site import security
from suixin.site.options import read_options

pytestmark = pytest.mark.django_db
HOST = "suixin.example"


@pytest.fixture
def served(tmp_path, settings) -> Callable[..., override_settings]:
    """The settings of a site with these options."""

    def with_options(**given: str) -> override_settings:
        options = read_options({"SUIXIN_HOME": str(tmp_path), **given})
        chosen = security.for_options(options) | {"CACHES": settings.CACHES}
        return override_settings(**chosen, ALLOWED_HOSTS=options.allowed_hosts)

    return with_options


def test_its_own_address_over_https_needs_no_list_of_hosts(served):
    with served(SUIXIN_URL=f"https://{HOST}", SUIXIN_PROXIES="1"):
        response = Client(headers={"host": HOST, "x-forwarded-proto": "https"}).get("/accounts/login/")
        assert response.status_code == 200
        assert response.wsgi_request.is_secure()
        assert Client(headers={"host": "other.example"}).get("/accounts/login/").status_code == 400


def test_a_proxy_that_does_not_say_how_people_came_is_told_of_once(served, caplog):
    with served(SUIXIN_URL=f"https://{HOST}", SUIXIN_PROXIES="1"):
        client = Client(headers={"host": HOST})
        assert client.get("/").status_code == client.get("/").status_code == 301
        client.get("/", headers={"x-forwarded-proto": "http"})
    assert [each.message for each in caplog.records if "X-Forwarded-Proto" in each.message] == [
        "A request came without X-Forwarded-Proto, and was sent on to https. If it came through the proxy, "
        "let the proxy set that header: see docs/operators.md."
    ]


def test_without_proxies_nobody_can_say_that_they_came_over_https(served):
    with served(SUIXIN_URL=f"http://{HOST}"):
        response = Client(headers={"host": HOST, "x-forwarded-proto": "https"}).get("/accounts/login/")
        assert not response.wsgi_request.is_secure()
