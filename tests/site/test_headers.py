"""The headers of an A+ in Mozilla's HTTP Observatory, on every kind of answer, and what a first view leaves behind.

The scoring is the published one: github.com/mdn/mdn-http-observatory, src/grader/charts.js and src/analyzer/tests
(read November 2026). It needs a real address to run itself, so its rules are written here as a table.
"""

import re
from collections.abc import Callable, Iterator

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings

from suixin.platform.accounts.models import Assignment, Person
from suixin.site import security
from suixin.site.options import read_options

pytestmark = pytest.mark.django_db
HOST = "suixin.example"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

BASE, LEAST_FOR_EXTRA, A_PLUS = 100, 90, 100
MODIFIERS = {
    "csp-implemented-with-no-unsafe-default-src-none": 10,
    "csp-implemented-with-no-unsafe": 5,
    "csp-implemented-with-unsafe-inline": -20,
    "csp-not-implemented": -25,
    "cookies-secure-with-httponly-sessions-and-samesite": 5,
    "cookies-not-found": 0,
    "cookies-without-secure-flag": -20,
    "cookies-session-without-httponly-flag": -30,
    "cookies-samesite-flag-invalid": -20,
    "cross-origin-resource-sharing-not-implemented": 0,
    "cross-origin-resource-sharing-implemented-with-universal-access": -50,
    "redirection-to-https": 0,
    "redirection-missing": -20,
    "referrer-policy-private": 5,
    "referrer-policy-not-implemented": 0,
    "referrer-policy-unsafe": -5,
    "hsts-implemented-max-age-at-least-six-months": 0,
    "hsts-implemented-max-age-less-than-six-months": -10,
    "hsts-not-implemented": -20,
    "sri-not-implemented-but-all-scripts-loaded-from-secure-origin": 0,
    "sri-not-implemented-and-external-scripts-not-loaded-securely": -50,
    "x-content-type-options-nosniff": 0,
    "x-content-type-options-not-implemented": -5,
    "x-frame-options-implemented-via-csp": 5,
    "x-frame-options-sameorigin-or-deny": 0,
    "x-frame-options-not-implemented": -20,
    "cross-origin-resource-policy-implemented-with-same-origin": 10,
    "cross-origin-resource-policy-not-implemented": 0,
}
PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}


def directives(response: HttpResponse) -> dict[str, list[str]]:
    policy = response.headers.get("Content-Security-Policy", "")
    return {part.split()[0]: part.split()[1:] for part in policy.split(";") if part.strip()}


def csp(response: HttpResponse) -> str:
    found = directives(response)
    if not found:
        return "csp-not-implemented"
    default = found.get("default-src", ["*"])
    for name in ("script-src", "object-src", "style-src"):
        allowed = found.get(name, default)
        if any(re.search(r"unsafe|^data:|^https?:$|\*", source) for source in allowed):
            return "csp-implemented-with-unsafe-inline"
    if default == ["'none'"] and found.get("form-action") in (["'self'"], ["'none'"]):
        return "csp-implemented-with-no-unsafe-default-src-none"
    return "csp-implemented-with-no-unsafe"


def cookies(response: HttpResponse) -> str:
    if not response.cookies:
        return "cookies-not-found"
    for name, cookie in response.cookies.items():
        if not cookie["secure"]:
            return "cookies-without-secure-flag"
        if name in ("sessionid", "csrftoken") and not cookie["httponly"]:
            return "cookies-session-without-httponly-flag"
        if cookie["samesite"] not in ("Lax", "Strict"):
            return "cookies-samesite-flag-invalid"
    return "cookies-secure-with-httponly-sessions-and-samesite"


def sharing(response: HttpResponse) -> str:
    shared = "Access-Control-Allow-Origin" in response.headers
    kind = "implemented-with-universal-access" if shared else "not-implemented"
    return f"cross-origin-resource-sharing-{kind}"


def redirection(response: HttpResponse) -> str:
    """Of the address over plain http."""
    first = Client().get(response.request["PATH_INFO"], headers={"host": HOST})
    to_https = first.status_code == 301 and first["Location"].startswith(f"https://{HOST}/")
    return "redirection-to-https" if to_https else "redirection-missing"


def referrer(response: HttpResponse) -> str:
    given = response.headers.get("Referrer-Policy")
    if given is None:
        return "referrer-policy-not-implemented"
    return "referrer-policy-private" if given in PRIVATE else "referrer-policy-unsafe"


def transport(response: HttpResponse) -> str:
    found = re.search(r"max-age=(\d+)", response.headers.get("Strict-Transport-Security", ""))
    if found is None:
        return "hsts-not-implemented"
    enough = "at-least" if int(found[1]) >= 15_768_000 else "less-than"
    return f"hsts-implemented-max-age-{enough}-six-months"


def scripts(response: HttpResponse) -> str:
    if "html" in response["Content-Type"] and re.search(r'<script[^>]+src="(?!/)', response.text):
        return "sri-not-implemented-and-external-scripts-not-loaded-securely"
    return "sri-not-implemented-but-all-scripts-loaded-from-secure-origin"


def sniffing(response: HttpResponse) -> str:
    given = response.headers.get("X-Content-Type-Options")
    return f"x-content-type-options-{'nosniff' if given == 'nosniff' else 'not-implemented'}"


def framing(response: HttpResponse) -> str:
    if directives(response).get("frame-ancestors") in (["'none'"], ["'self'"]):
        return "x-frame-options-implemented-via-csp"
    given = response.headers.get("X-Frame-Options")
    return f"x-frame-options-{'sameorigin-or-deny' if given in ('DENY', 'SAMEORIGIN') else 'not-implemented'}"


def resources(response: HttpResponse) -> str:
    same = response.headers.get("Cross-Origin-Resource-Policy") == "same-origin"
    return f"cross-origin-resource-policy-{'implemented-with-same-origin' if same else 'not-implemented'}"


TESTS: list[Callable[[HttpResponse], str]] = [
    csp,
    cookies,
    sharing,
    redirection,
    referrer,
    transport,
    scripts,
]
TESTS += [sniffing, framing, resources]


def score(response: HttpResponse) -> tuple[int, list[str]]:
    """As the grader does: penalties first, extra credit only from 90 on."""
    results = [test(response) for test in TESTS]
    modifiers = [MODIFIERS[result] for result in results]
    total = BASE + sum(each for each in modifiers if each < 0)
    if total >= LEAST_FOR_EXTRA:
        total += sum(each for each in modifiers if each > 0)
    return total, results


@pytest.fixture
def encrypted(tmp_path, settings) -> Iterator[None]:
    options = read_options(
        {"SUIXIN_HOME": str(tmp_path), "SUIXIN_URL": f"https://{HOST}", "SUIXIN_PROXIES": "1"}
    )
    given = security.for_options(options) | {"ALLOWED_HOSTS": [HOST], "CACHES": settings.CACHES, "DEMO": True}
    with override_settings(**given):
        yield


ANSWERS = {
    "/": 200,
    "/programmes/": 200,
    "/accounts/login/": 200,
    "/accounts/2fa/": 200,
    "/office/organisations/": 200,
    "/office/people/": 403,
    "/nowhere/": 404,
    "/api/openapi.json": 200,
    "/api/record-types": 200,
    "/api/nowhere": 404,
    "/static/ui/page.css": 200,
    "/static/ui/suixin.js": 200,
    "/static/nowhere.css": 404,
}


@pytest.mark.parametrize("address", ANSWERS)
def test_every_kind_of_answer_scores_an_a_plus(address: str, encrypted: None):
    client = Client(headers={"host": HOST})
    if "/2fa/" in address or "/office/" in address:
        client.force_login(auditor(), backend=BACKEND)
    response = client.get(address, secure=True)
    assert response.status_code == ANSWERS[address]
    total, results = score(response)
    assert total >= A_PLUS, results
    assert all(MODIFIERS[result] >= 0 for result in results), results
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in response.headers["Permissions-Policy"]


@pytest.mark.parametrize(
    ("address", "status"),
    [("/", 500), ("/api/record-types", 500), ("/reading/", 429), ("/accounts/logout/", 403)],
)
def test_answers_to_what_went_wrong_score_the_same(address, status, encrypted, monkeypatch, caplog):
    client = Client(headers={"host": HOST}, raise_request_exception=False, enforce_csrf_checks=True)
    ask = client.get

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("broken")

    if status == 500:
        monkeypatch.setattr("suixin.platform.accounts.second_factor.SecondFactorRequired.is_missing", fail)
    elif status == 429:
        monkeypatch.setattr("suixin.platform.accounts.limits.times", lambda *_: 10_000)
        ask = client.post
    else:
        ask = client.post
    response = ask(address, secure=True)
    assert response.status_code == status
    total, results = score(response)
    assert total >= A_PLUS, results


def test_the_scoring_finds_planted_faults(encrypted: None):
    """Guards the table itself."""
    response = Client(headers={"host": HOST}).get("/", secure=True)
    full, _ = score(response)
    for header in ("Content-Security-Policy", "Strict-Transport-Security", "Referrer-Policy"):
        kept = response.headers.pop(header)
        assert score(response)[0] < full, header
        response.headers[header] = kept
    response.headers["Content-Security-Policy"] = "default-src 'self' 'unsafe-inline'"
    assert score(response)[0] < A_PLUS


def test_every_cookie_is_secure_for_this_site_and_out_of_reach_of_scripts(encrypted: None):
    client = Client(headers={"host": HOST})
    person = auditor()
    person.set_password("kapok-river-teal")
    person.save()
    set_cookies: dict = {}
    for response in (
        client.get("/accounts/login/", secure=True),
        client.post(
            "/accounts/login/", {"login": person.username, "password": "kapok-river-teal"}, secure=True
        ),
        client.post("/reading/", {"language": "en", "mode": "elder", "theme": "dark"}, secure=True),
        client.post("/accounts/logout/", secure=True),
    ):
        set_cookies |= {name: cookie for name, cookie in response.cookies.items() if cookie.value}
    assert {"sessionid", "csrftoken", "django_language", "suixin_mode", "suixin_theme"} <= set(set_cookies)
    for name, cookie in set_cookies.items():
        flags = (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["domain"], cookie["path"])
        assert flags == (True, True, "Lax", "", "/"), name
    assert set_cookies["sessionid"]["max-age"] == ""  # gone with the browser


@pytest.mark.parametrize(
    "address", ["/", "/programmes/", "/organisations/", "/about/numbers/", "/nowhere/", "/api/record-types"]
)
def test_a_residents_first_view_sets_no_cookie(address: str, client: Client):
    response = client.get(address)
    assert not response.cookies
    assert "no-store" not in response.headers.get("Cache-Control", "")


def test_pages_vary_by_what_changes_them_and_files_by_nothing_of_the_reader(client: Client):
    """A page is drawn by cookies (language, elder mode, theme); a file is the same for everybody."""
    vary = set(client.get("/").headers["Vary"].replace(" ", "").split(","))
    assert vary == {"Cookie", "Accept-Language", "Accept-Encoding"}
    style = client.get("/static/ui/page.css")
    assert "Cookie" not in style.headers.get("Vary", "")
    assert not style.cookies


def test_nothing_of_a_signed_in_page_is_kept_by_a_cache(client: Client, settings):
    settings.DEMO = True
    client.force_login(auditor(), backend=BACKEND)
    for address in (
        "/",
        "/accounts/2fa/",
        "/office/organisations/",
        "/office/audit/?format=csv",
        "/api/record-types",
    ):
        assert client.get(address).headers["Cache-Control"] == "no-store", address


def auditor() -> Person:
    person = Person.objects.create_user("auditor")
    Assignment.objects.create(person=person, role="auditor")
    return person


def test_an_address_with_too_many_parameters_is_refused_in_our_own_page(client: Client):
    response = client.get("/search/?" + "&".join(["a="] * 2_100))
    assert response.status_code == 400
    assert "请求有误" in response.text
    assert "Content-Security-Policy" in response.headers
