"""Every option an operator can set, in one place: name, type, default, meaning. Read from the environment.

Nothing else in Suixin reads the environment. A wrong value stops the start with a sentence.
"""

import contextlib
import os
import secrets
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from suixin.platform.log.anchors.backend import AnchorProblem
from suixin.platform.log.anchors.services import AnchorServices, Chain, TimestampService, is_contract
from suixin.site.mail import MailServer, MalformedMail, mail_server

REPOSITORY = Path(__file__).resolve().parent.parent.parent


class WrongOption(Exception):
    """An option has a value that cannot be used; the message says which and what to do."""


@dataclass(frozen=True, slots=True)
class IdentityService:
    """A city's own sign-in (OpenID Connect). All of it is given, or none."""

    url: str  # SUIXIN_OIDC_URL: the issuer, whose /.well-known/openid-configuration is read
    client: str  # SUIXIN_OIDC_CLIENT: the number or name under which the service knows this site
    secret: str  # SUIXIN_OIDC_SECRET: what proves to the service that it is this site
    name: str  # SUIXIN_OIDC_NAME: what people call the service; stands on the button


@dataclass(frozen=True, slots=True)
class Options:
    home: Path  # SUIXIN_HOME: the folder that holds the database, the log and the collected static files
    programmes: Path  # SUIXIN_PROGRAMMES: the folder of programmes as data
    demo: bool  # SUIXIN_DEMO: a synthetic city with demo accounts; never for real work
    base_url: str  # SUIXIN_URL: the address people use, for instance https://suixin.example.gov.cn
    allowed_hosts: list[str]  # the host of SUIXIN_URL, and SUIXIN_HOSTS: others served, separated by commas
    secret_key: str  # SUIXIN_SECRET: signs sessions; made on first start and kept in SUIXIN_HOME/secret
    proxies: (
        int  # SUIXIN_PROXIES: how many proxies in front add to X-Forwarded-For; 0 if people connect directly
    )
    identity_service: IdentityService | None
    mail: MailServer | None  # SUIXIN_MAIL_URL, SUIXIN_MAIL_FROM, SUIXIN_MAIL_RATE: through whom letters leave
    anchors: AnchorServices  # who outside is shown the log's checkpoints; nobody unless set
    witnesses_required: (
        bool  # SUIXIN_WITNESSES: `required` holds the checkpoint back until enough have signed; else `wanted`
    )


def read_options(environment: dict[str, str] | None = None) -> Options:
    """Raises `WrongOption` with a sentence that says what to do."""
    given = os.environ if environment is None else environment
    home = Path(given.get("SUIXIN_HOME") or REPOSITORY / "var").expanduser().resolve()
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WrongOption(
            f"SUIXIN_HOME={home} 无法建立：{error.strerror}。请换一个可写的文件夹。\n"
            f"SUIXIN_HOME={home} cannot be made: {error.strerror}. Name a folder that can be written."
        ) from error
    address = address_of_site(given.get("SUIXIN_URL") or "http://127.0.0.1:8000")
    proxies = number_of_proxies(given.get("SUIXIN_PROXIES") or "0")
    if address.scheme == "https" and proxies == 0:
        raise WrongOption(
            "SUIXIN_URL 以 https:// 开头，须由前面的反向代理加密：请把 SUIXIN_PROXIES 设为代理的层数（通常是 1）。\n"
            "SUIXIN_URL begins with https://, so a reverse proxy in front must encrypt: "
            "set SUIXIN_PROXIES to how many there are (usually 1)."
        )
    return Options(
        home=home,
        programmes=Path(given.get("SUIXIN_PROGRAMMES") or REPOSITORY / "programmes"),
        demo=given.get("SUIXIN_DEMO", "") == "1",
        base_url=f"{address.scheme}://{address.netloc}",
        allowed_hosts=hosts(address, given.get("SUIXIN_HOSTS", "127.0.0.1,localhost")),
        secret_key=given.get("SUIXIN_SECRET") or kept_secret(home / "secret"),
        proxies=proxies,
        identity_service=identity_service(given),
        mail=mail(given),
        anchors=anchor_services(given),
        witnesses_required=witnesses_required(given.get("SUIXIN_WITNESSES") or "wanted"),
    )


def address_of_site(url: str) -> SplitResult:
    try:
        address = urlsplit(url)
        whole = address.scheme in ("http", "https") and address.hostname and address.port != 0
    except ValueError:  # for instance a port that is no number
        whole = False
    if not whole or address.path not in ("", "/") or address.query or address.fragment or address.username:
        raise WrongOption(
            f"SUIXIN_URL={url} 应为人们使用的网址，不带路径，例如 https://suixin.example.gov.cn。\n"
            f"SUIXIN_URL={url} must be the address that people use, without a path, "
            "for instance https://suixin.example.gov.cn."
        )
    return address


def hosts(address: SplitResult, others: str) -> list[str]:
    own = f"[{address.hostname}]" if ":" in str(address.hostname) else str(address.hostname)
    return [own, *(host.strip() for host in others.split(",") if host.strip() not in ("", own))]


def number_of_proxies(value: str) -> int:
    if value.isascii() and value.isdecimal() and int(value) <= 9:
        return int(value)
    raise WrongOption(
        f"SUIXIN_PROXIES={value} 应为 0 到 9 的整数：网站前面有几层反向代理。\n"
        f"SUIXIN_PROXIES={value} must be a number from 0 to 9: how many reverse proxies stand in front."
    )


def witnesses_required(value: str) -> bool:
    if value not in ("wanted", "required"):
        raise WrongOption(
            f"SUIXIN_WITNESSES={value} 应为 wanted 或 required：没有足够的见证方签署时，是否仍然发布检查点。\n"
            f"SUIXIN_WITNESSES={value} must be wanted or required: whether a checkpoint is published "
            "before enough witnesses have signed."
        )
    return value == "required"


def identity_service(given: Mapping[str, str]) -> IdentityService | None:
    url = given.get("SUIXIN_OIDC_URL", "").rstrip("/")
    client, secret = given.get("SUIXIN_OIDC_CLIENT", ""), given.get("SUIXIN_OIDC_SECRET", "")
    if not (url or client or secret):
        return None
    if not (url and client and secret):
        raise WrongOption(
            "SUIXIN_OIDC_URL、SUIXIN_OIDC_CLIENT 和 SUIXIN_OIDC_SECRET 须一并填写，或都不填。\n"
            "SUIXIN_OIDC_URL, SUIXIN_OIDC_CLIENT and SUIXIN_OIDC_SECRET go together: set all three, or none."
        )
    address = urlsplit(url)
    if address.scheme != "https" and address.hostname not in ("localhost", "127.0.0.1"):
        raise WrongOption(
            f"SUIXIN_OIDC_URL={url} 应以 https:// 开头。\nSUIXIN_OIDC_URL={url} must begin with https://."
        )
    return IdentityService(url, client, secret, given.get("SUIXIN_OIDC_NAME") or address.hostname or url)


def mail(given: Mapping[str, str]) -> MailServer | None:
    try:
        return mail_server(given)
    except MalformedMail as problem:
        raise WrongOption(str(problem)) from None


def anchor_services(environment: Mapping[str, str] | None = None) -> AnchorServices:
    """Raises `WrongOption`. Read by itself where only checkpoints are at hand and no site."""
    given = os.environ if environment is None else environment
    return AnchorServices(timestamp_service(given), chain(given))


def timestamp_service(given: Mapping[str, str]) -> TimestampService | None:
    url = given.get("SUIXIN_TSA_URL", "")  # of a time stamping authority (RFC 3161)
    roots = given.get("SUIXIN_TSA_ROOTS", "")  # PEM file: the certificates that vouch for it
    if not together(SUIXIN_TSA_URL=url, SUIXIN_TSA_ROOTS=roots):
        return None
    from suixin.platform.log.anchors.timestamp import read_roots

    service = TimestampService(address_of_service("SUIXIN_TSA_URL", url), Path(roots).expanduser())
    with usable("SUIXIN_TSA_ROOTS"):
        read_roots(service.roots)
    return service


def chain(given: Mapping[str, str]) -> Chain | None:
    url = given.get("SUIXIN_CHAIN_URL", "")  # JSON-RPC of an EVM node
    contract = given.get("SUIXIN_CHAIN_CONTRACT", "")  # the address that `suixin log anchor-contract` printed
    key = given.get("SUIXIN_CHAIN_KEY", "")  # file with the key of the contract's owner; 0600
    if not together(SUIXIN_CHAIN_URL=url, SUIXIN_CHAIN_CONTRACT=contract, SUIXIN_CHAIN_KEY=key):
        return None
    if not is_contract(contract):
        raise WrongOption(
            f"SUIXIN_CHAIN_CONTRACT={contract} 应为 0x 加 40 个十六进制数字。\n"
            f"SUIXIN_CHAIN_CONTRACT={contract} must be 0x and 40 hexadecimal digits."
        )
    from suixin.platform.log.anchors.chain import find_web3, read_key

    found = Chain(address_of_service("SUIXIN_CHAIN_URL", url), contract, Path(key).expanduser())
    with usable("SUIXIN_CHAIN_KEY"):
        read_key(found.key)
    with usable("SUIXIN_CHAIN_URL"):
        find_web3()
    return found


@contextlib.contextmanager
def usable(name: str) -> Iterator[None]:
    try:
        yield
    except AnchorProblem as problem:
        raise WrongOption(f"{name}：{problem.zh}\n{name}: {problem.en}") from problem


def together(**given: str) -> bool:
    """Whether all of them are given. None may be; some raise `WrongOption`."""
    if any(given.values()) and not all(given.values()):
        names = list(given)
        raise WrongOption(
            f"{'、'.join(names)} 须一并填写，或都不填。\n"
            f"{', '.join(names[:-1])} and {names[-1]} go together: set all, or none."
        )
    return all(given.values())


def address_of_service(name: str, url: str) -> str:
    try:
        address = urlsplit(url)
        whole = address.scheme in ("http", "https") and address.hostname and address.port != 0
    except ValueError:
        whole = False
    if not whole or address.username:
        raise WrongOption(
            f"{name} 应为 http:// 或 https:// 地址，不带用户名。\n"
            f"{name} must be an http:// or https:// address, without a user name."
        )
    return url


def kept_secret(path: Path) -> str:
    """The secret made on first start. Readable by the owner only; there with all its bytes, or not at all."""
    if not path.exists():
        handle, made = tempfile.mkstemp(dir=path.parent, prefix=".secret-")  # for the owner only
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(64))
        with contextlib.suppress(FileExistsError):  # another process made one just now
            os.link(made, path)
        Path(made).unlink()
    return path.read_text("ascii")
