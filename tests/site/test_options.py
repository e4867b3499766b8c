"""What an operator can set, and what a wrong value says."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from suixin.platform.log.anchors.services import AnchorServices
from suixin.site.mail import for_options
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


def test_anchors_are_off_unless_all_of_a_service_is_given(tmp_path: Path):
    home = {"SUIXIN_HOME": str(tmp_path / "home")}
    assert read_options(home).anchors == AnchorServices()
    roots, key = tmp_path / "roots.pem", tmp_path / "key"
    roots.write_bytes(certificate())
    key.write_text("12" * 32)
    key.chmod(0o600)
    stamp = {"SUIXIN_TSA_URL": "http://tsa.example/tsr", "SUIXIN_TSA_ROOTS": str(roots)}
    chain = {
        "SUIXIN_CHAIN_URL": "http://127.0.0.1:8545",
        "SUIXIN_CHAIN_CONTRACT": "0x" + "aB" * 20,
        "SUIXIN_CHAIN_KEY": str(key),
    }
    found = read_options(home | stamp | chain).anchors
    assert (found.timestamp.roots, found.chain.key) == (roots, key)
    assert read_options(home | stamp).anchors.chain is None
    for service in (stamp, chain):
        for name in service:
            with pytest.raises(WrongOption, match="go together"):
                read_options(home | service | {name: ""})
    for wrong in (
        {"SUIXIN_TSA_URL": "tsa.example"},
        {"SUIXIN_TSA_URL": "http://user:password@tsa.example/"},
        {"SUIXIN_TSA_ROOTS": str(key)},
        {"SUIXIN_TSA_ROOTS": str(tmp_path / "none")},
        {"SUIXIN_CHAIN_URL": "ftp://127.0.0.1:x"},
        {"SUIXIN_CHAIN_CONTRACT": "0x12"},
        {"SUIXIN_CHAIN_KEY": str(roots)},
        {"SUIXIN_CHAIN_KEY": str(tmp_path)},
    ):
        with pytest.raises(WrongOption, match=f"\n{next(iter(wrong))}") as refused:
            read_options(home | stamp | chain | wrong)
        assert "password" not in str(refused.value)


def test_a_key_that_others_can_read_stops_the_start(tmp_path: Path):
    key = tmp_path / "key"
    key.write_text("12" * 32)
    key.chmod(0o644)
    given = {
        "SUIXIN_CHAIN_URL": "http://127.0.0.1:8545",
        "SUIXIN_CHAIN_CONTRACT": "0x" + "00" * 20,
        "SUIXIN_CHAIN_KEY": str(key),
    }
    with pytest.raises(WrongOption, match=r"SUIXIN_CHAIN_KEY: Others can read .* run chmod 600"):
        read_options({"SUIXIN_HOME": str(tmp_path)} | given)


def certificate() -> bytes:
    """Of somebody who vouches for themselves."""
    private, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, private.public_key(), 1, now, now + timedelta(days=1))
    return made.sign(private, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


MAIL = {"SUIXIN_MAIL_URL": "smtp+tls://city:p%40ss@mail.example", "SUIXIN_MAIL_FROM": "suixin@city.example"}


def test_letters_leave_through_the_server_that_is_named(tmp_path: Path):
    home = {"SUIXIN_HOME": str(tmp_path)}
    assert read_options(home).mail is None
    assert for_options(read_options(home))["MAIL_IS_ON"] is False
    given = for_options(read_options(home | MAIL | {"SUIXIN_MAIL_RATE": "30"}))
    assert (given["EMAIL_HOST"], given["EMAIL_PORT"], given["EMAIL_USE_TLS"]) == ("mail.example", 587, True)
    assert (given["EMAIL_HOST_USER"], given["EMAIL_HOST_PASSWORD"]) == ("city", "p@ss")
    assert (given["MAIL_IS_ON"], given["MAIL_A_MINUTE"]) == (True, 30)
    inside = read_options(home | MAIL | {"SUIXIN_MAIL_URL": "smtp://10.0.0.2:2525"}).mail
    assert inside is not None
    assert (inside.port, inside.user) == (2525, "")


def test_a_demo_city_writes_its_letters_into_its_own_folder(tmp_path: Path):
    given = for_options(read_options({"SUIXIN_HOME": str(tmp_path), "SUIXIN_DEMO": "1"}))
    assert given["MAIL_IS_ON"] is True
    assert given["EMAIL_FILE_PATH"] == tmp_path.resolve() / "outbox"


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"SUIXIN_MAIL_URL": "http://mail.example"}, "SUIXIN_MAIL_URL"),
        ({"SUIXIN_MAIL_URL": "smtp://"}, "SUIXIN_MAIL_URL"),
        ({"SUIXIN_MAIL_URL": "smtp://mail.example:port"}, "SUIXIN_MAIL_URL"),
        ({"SUIXIN_MAIL_URL": "smtp://city:secret@mail.example"}, "smtps"),  # would travel in clear
        ({"SUIXIN_MAIL_FROM": ""}, "SUIXIN_MAIL_FROM"),
        ({"SUIXIN_MAIL_FROM": "a@b.example\nBcc: c@d.example"}, "SUIXIN_MAIL_FROM"),
        ({"SUIXIN_MAIL_RATE": "0"}, "SUIXIN_MAIL_RATE"),
        ({"SUIXIN_MAIL_RATE": "many"}, "SUIXIN_MAIL_RATE"),
    ],
)
def test_a_mail_server_that_cannot_be_used_is_refused_without_its_password(
    tmp_path: Path, wrong: dict[str, str], named: str
):
    with pytest.raises(WrongOption, match=named) as refused:
        read_options({"SUIXIN_HOME": str(tmp_path)} | MAIL | wrong)
    assert "p%40ss" not in str(refused.value)
    assert "secret" not in str(refused.value)
