"""Services to anchor with, run here: a time stamping authority that is OpenSSL, an EVM behind JSON-RPC."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from suixin.kernel.log.checkpoint import Checkpoint
from suixin.kernel.log.keys import Ed25519Signer
from suixin.kernel.log.notes import Note

ORIGIN = "suixin.example/log/2026"
LOG = Ed25519Signer(ORIGIN, bytes(32))

Answer = Callable[[BaseHTTPRequestHandler, bytes], None]


@contextmanager
def answering(answer: Answer) -> Iterator[str]:
    """The address of a server that answers every request so."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            answer(self, self.rfile.read(int(self.headers.get("Content-Length") or 0)))

        do_GET = do_POST

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def send(handler: BaseHTTPRequestHandler, content: bytes, status: int = 200) -> None:
    handler.send_response(status)
    handler.send_header("Content-Length", str(len(content)))
    handler.end_headers()
    handler.wfile.write(content)


def signed(size: int, root: bytes | None = None, origin: str = ORIGIN) -> tuple[Checkpoint, Note]:
    checkpoint = Checkpoint(origin, size, root or bytes([size]) * 32)
    return checkpoint, checkpoint.note.signed(LOG)


@dataclass
class Authority:
    """A time stamping authority in a folder: a root, a certificate between, and the key that stamps."""

    folder: Path
    url: str = ""
    chain: bool = False  # whether it sends the whole chain of certificates, in the chain's order
    replayed: bytes | None = None  # what it answers instead
    answers: list[bytes] = field(default_factory=list)

    @property
    def roots(self) -> Path:
        return self.folder / "roots.pem"

    def make(self) -> None:
        (self.folder / "tsa.cnf").write_text(
            "[tsa]\nserial = serial\ndefault_policy = 1.2.3.4.1\ndigests = sha256\nsigner_digest = sha256\n"
        )
        (self.folder / "serial").write_text("01\n")
        (self.folder / "ca.ext").write_text(
            "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n"
        )
        (self.folder / "tsa.ext").write_text(
            "extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\n"
        )
        (self.folder / "website.ext").write_text("extendedKeyUsage=serverAuth\n")
        for name, issuer, extensions in [
            ("root", None, "ca.ext"),
            ("between", "root", "ca.ext"),
            ("tsa", "between", "tsa.ext"),
        ]:
            self.certify(name, issuer, extensions)
        self.roots.write_bytes(self.pem("root") + self.pem("between"))

    def certify(self, name: str, issuer: str | None, extensions: str) -> None:
        key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", f"{name}.key"]
        self.openssl("req", *key, "-subj", f"/CN={name}", "-out", f"{name}.csr")
        by = ["-CA", f"{issuer}.pem", "-CAkey", f"{issuer}.key"] if issuer else ["-signkey", f"{name}.key"]
        self.openssl(
            "x509", "-req", "-in", f"{name}.csr", *by, "-set_serial", str(len(name)), "-days", "9",
            "-extfile", extensions, "-out", f"{name}.pem",
        )  # fmt: skip

    def pem(self, name: str) -> bytes:
        return (self.folder / f"{name}.pem").read_bytes()

    def openssl(self, *arguments: str) -> bytes:
        return subprocess.run(
            ["openssl", *arguments], cwd=self.folder, capture_output=True, check=True
        ).stdout

    def answer(self, handler: BaseHTTPRequestHandler, query: bytes) -> None:
        if self.replayed is None:
            (self.folder / "query").write_bytes(query)
            (self.folder / "chain.pem").write_bytes(self.pem("between") + self.pem("root"))
            chain = ["-chain", "chain.pem"] if self.chain else []
            self.openssl(
                "ts", "-reply", "-config", "tsa.cnf", "-section", "tsa", "-queryfile", "query",
                "-signer", "tsa.pem", "-inkey", "tsa.key", *chain, "-out", "reply",
            )  # fmt: skip
            self.answers.append((self.folder / "reply").read_bytes())
        send(handler, self.replayed or self.answers[-1])


class Evm:
    """A chain in this process that speaks JSON-RPC over HTTP, as a node does."""

    def __init__(self) -> None:
        limit = sys.getrecursionlimit()
        from eth_account import Account
        from eth_tester import EthereumTester, PyEVMBackend
        from web3 import EthereumTesterProvider, Web3

        sys.setrecursionlimit(limit)  # which py-evm raises to where Python itself breaks
        self.tester = EthereumTester(PyEVMBackend())
        self.provider = EthereumTesterProvider(self.tester)
        self.web3 = Web3(self.provider)
        self.owner, self.stranger = Account.from_key(b"\x01" * 32), Account.from_key(b"\x02" * 32)
        for account in (self.owner, self.stranger):
            self.web3.eth.send_transaction(
                {"from": self.tester.get_accounts()[0], "to": account.address, "value": 10**18}
            )
        self.lock = threading.Lock()
        self.url = ""

    def answer(self, handler: BaseHTTPRequestHandler, query: bytes) -> None:
        from eth_tester.exceptions import TransactionFailed

        asked = json.loads(query)
        request = self.provider.request_func(self.web3, self.web3.middleware_onion)
        with self.lock:
            try:
                told = dict(request(asked["method"], asked["params"]))
            except TransactionFailed as error:
                told = {"jsonrpc": "2.0", "error": {"code": 3, "message": str(error), "data": "0x"}}
        send(handler, json.dumps(told | {"id": asked["id"]}, default=plain).encode())


def plain(value):
    from hexbytes import HexBytes

    if isinstance(value, bytes):
        return HexBytes(value).to_0x_hex()
    return dict(value)


def key_file(path: Path, secret: bytes) -> Path:
    path.write_text(secret.hex())
    path.chmod(0o600)
    return path
