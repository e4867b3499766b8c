"""Programs that others wrote in Go, built once a machine into a cache folder outside of the repository.

A test that needs one is skipped, with a line that says why, where there is no Go or where its modules cannot be
fetched. A build that fails for any other reason fails the test in CI, where it shall not go unnoticed.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "suixin" / "go"
LIMIT = 600  # seconds; a build on an empty cache takes up to half a minute
TOO_OLD = ("requires go >=", "requires go1.", "invalid go version")
OUT_OF_REACH = (
    "no such host",
    "server misbehaving",
    "connection refused",
    "connection reset",
    "network is unreachable",
    "no route to host",
    "i/o timeout",
    "TLS handshake timeout",
    "context deadline exceeded",
    "proxyconnect",
    "module lookup disabled",
)


def go_tool(module: str) -> Path:
    """The program `module/path@version`, as its authors published it."""
    folder = CACHE / "bin" / module.replace("/", "_")
    program = folder / Path(module.partition("@")[0]).name
    build(program, "install", module)
    return program


def go_program(source: Path) -> Path:
    """The program in a folder of ours. Its go.sum says which bytes of other people's modules are taken."""
    digest = hashlib.sha256()
    for file in sorted(source.iterdir()):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    program = CACHE / "bin" / f"{source.name}@{digest.hexdigest()[:16]}" / source.name
    build(program, "build", "-o", str(program), ".", inside=source)
    return program


def build(program: Path, *arguments: str, inside: Path | None = None) -> None:
    go = shutil.which("go")
    if go is None:
        pytest.skip("there is no Go on this machine: what others wrote in Go is not run")
    with alone():
        if program.exists():
            return
        program.parent.mkdir(parents=True, exist_ok=True)
        environment = os.environ | {
            "GOPATH": str(CACHE / "path"),
            "GOMODCACHE": str(CACHE / "path" / "pkg" / "mod"),
            "GOCACHE": str(CACHE / "build"),
            "GOBIN": str(program.parent),
            "GOFLAGS": "-modcacherw -buildvcs=false",  # the cache can be deleted like any folder
            "GOWORK": "off",
            "CGO_ENABLED": "0",  # no C compiler is needed
        }
        done = subprocess.run(
            [go, *arguments],
            cwd=inside or CACHE,
            env=environment,
            capture_output=True,
            text=True,
            timeout=LIMIT,
            check=False,
        )
    if done.returncode:
        report(program.name, done.stderr)


def report(name: str, said: str) -> None:
    """Why there is no program: a skip, or a failure."""
    if any(sign in said for sign in OUT_OF_REACH):
        pytest.skip(f"{name} cannot be built: Go's modules are out of reach from here")
    if any(sign in said for sign in TOO_OLD):
        pytest.skip(f"{name} cannot be built: the Go on this machine is too old for it")
    why = f"{name} cannot be built:\n{said[-2000:]}"
    if os.environ.get("CI") == "true":
        raise RuntimeError(why)
    pytest.skip(why)


@contextmanager
def alone() -> Iterator[None]:
    """Tests run in several processes: one of them builds, the others wait for it."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
