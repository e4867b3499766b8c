"""What an operator can set, and what a wrong value says."""

from pathlib import Path

import pytest

from suixin.site.options import WrongOption, read_options


def test_secret_is_made_once_and_only_the_owner_reads_it(tmp_path: Path):
    first = read_options({"SUIXIN_HOME": str(tmp_path / "city")})
    second = read_options({"SUIXIN_HOME": str(tmp_path / "city")})
    assert first.secret_key == second.secret_key
    assert (tmp_path / "city" / "secret").stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_made_is_named_in_the_refusal(tmp_path: Path):
    blocker = tmp_path / "file"
    blocker.write_text("in the way")
    with pytest.raises(WrongOption, match="SUIXIN_HOME"):
        read_options({"SUIXIN_HOME": str(blocker / "city")})


OIDC = {"SUIXIN_OIDC_URL": "https://id.example", "SUIXIN_OIDC_CLIENT": "suixin", "SUIXIN_OIDC_SECRET": "x"}


def test_an_identity_service_is_off_unless_all_of_it_is_given(tmp_path: Path):
    home = {"SUIXIN_HOME": str(tmp_path)}
    assert read_options(home).identity_service is None
    service = read_options(home | OIDC).identity_service
    assert (service.url, service.name) == ("https://id.example", "id.example")
    for name in OIDC:
        with pytest.raises(WrongOption, match="SUIXIN_OIDC_CLIENT"):
            read_options(home | OIDC | {name: ""})
    with pytest.raises(WrongOption, match="https"):
        read_options(home | OIDC | {"SUIXIN_OIDC_URL": "http://id.example"})


def test_the_host_of_the_sites_address_is_served_besides_those_named(tmp_path: Path):
    home = {"SUIXIN_HOME": str(tmp_path)}
    assert read_options(home).allowed_hosts == ["127.0.0.1", "localhost"]
    city = home | {"SUIXIN_URL": "https://suixin.example.gov.cn/", "SUIXIN_PROXIES": "1"}
    assert read_options(city).allowed_hosts == ["suixin.example.gov.cn", "127.0.0.1", "localhost"]
    assert read_options(city).base_url == "https://suixin.example.gov.cn"
    named = read_options(city | {"SUIXIN_HOSTS": "old.example.gov.cn, suixin.example.gov.cn"})
    assert named.allowed_hosts == ["suixin.example.gov.cn", "old.example.gov.cn"]
    assert read_options(home | {"SUIXIN_URL": "http://[::1]:8000"}).allowed_hosts[0] == "[::1]"


@pytest.mark.parametrize(
    "url",
    ["suixin.example", "ftp://suixin.example", "http://", "http://x/below/", "http://x:port", "http://x:0"],
)
def test_an_address_that_people_cannot_use_is_refused(url: str, tmp_path: Path):
    with pytest.raises(WrongOption, match="SUIXIN_URL"):
        read_options({"SUIXIN_HOME": str(tmp_path), "SUIXIN_URL": url})


def test_https_without_a_proxy_is_refused(tmp_path: Path):
    with pytest.raises(WrongOption, match=r"(?s)SUIXIN_PROXIES.*usually 1"):
        read_options({"SUIXIN_HOME": str(tmp_path), "SUIXIN_URL": "https://suixin.example.gov.cn"})


def test_the_number_of_proxies_is_a_small_number(tmp_path: Path):
    home = {"SUIXIN_HOME": str(tmp_path)}
    assert (read_options(home).proxies, read_options(home | {"SUIXIN_PROXIES": "2"}).proxies) == (0, 2)
    for wrong in ("-1", "many", "99"):
        with pytest.raises(WrongOption, match="SUIXIN_PROXIES"):
            read_options(home | {"SUIXIN_PROXIES": wrong})
