"""A verifier of nothing but Go libraries of others (see verifier/main.go) accepts what the kernel writes."""

import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from gotools import go_program
from made_log import ORIGIN, MadeLog, entry, witnesses

from suixin.kernel.log.checkpoint import read_signed_checkpoint
from suixin.kernel.log.keys import Ed25519Signer
from suixin.kernel.log.proof_file import read_proof

SMALL = [0, 1, 2, 3, 255, 256, 257, 300]
LARGE = [0, 1, 255, 256, 257, 1000, 65_535, 65_536, 65_537, 70_000]


@pytest.fixture(scope="session")
def verifier() -> Path:
    return go_program(Path(__file__).parent / "verifier")


def run(verifier: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([verifier, folder], capture_output=True, text=True, timeout=60, check=False)


def publish(folder: Path, sizes: Sequence[int]) -> None:
    """All that the verifier reads: checkpoints and proofs at each size, and growth between sizes."""
    log = MadeLog(folder, witnesses())
    for name in ("checkpoints", "proofs", "growth"):
        (folder / name).mkdir()
    keys = [each.text for each in log.cosigners]
    (folder / "witnesses.vkeys").write_text("".join(f"{key}\n" for key in keys))
    policy = [f"log {log.signer.text} https://{ORIGIN}/"]
    policy += [f"witness w{n} {key} https://w{n}.example/" for n, key in enumerate(keys)]
    policy += ["group departments 2 w0 w1", "group all-of-them all departments w2", "quorum all-of-them"]
    (folder / "policy").write_text("".join(f"{line}\n" for line in policy))
    for size in sizes:
        (folder / f"checkpoints/{size}").write_bytes(log.grow(size).content)
        for index in sorted({0, 1, 13, 254, 255, 256, size // 2, size - 2, size - 1} & set(range(size))):
            proof = log.proof(index, size, extra=b"more" if index % 2 else None)
            (folder / f"proofs/{index}-of-{size}.tlog-proof").write_bytes(proof.content)
            (folder / f"proofs/{index}-of-{size}.leaf").write_bytes(entry(index))
    for old, new in {*pairwise(sizes), *((old, sizes[-1]) for old in sizes)}:
        if old:  # from nothing there is nothing to prove
            (folder / f"growth/{old}-{new}.old").write_bytes(log.growth(old, old).note.content)
            (folder / f"growth/{old}-{new}.new").write_bytes(log.growth(old, new).content)


@pytest.mark.parametrize("sizes", [[1], [2], [255], [256], [257], SMALL, LARGE], ids=lambda sizes: sizes[-1])
def test_checkpoints_cosignatures_proofs_growth_and_tiles(
    verifier: Path, tmp_path: Path, sizes: list[int]
) -> None:
    log = tmp_path / "log"
    publish(log, sizes)
    result = run(verifier, log)
    assert (result.returncode, result.stderr) == (0, ""), result.stdout
    checks = result.stdout.splitlines()
    assert all(line.startswith("ok ") for line in checks)
    patterns = ("checkpoints/*", "proofs/*.tlog-proof", "growth/*.new")
    assert len(checks) == sum(len(list(log.glob(pattern))) for pattern in patterns)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small") / "log"
    publish(folder, SMALL)
    return folder


@pytest.fixture
def altered(small: Path, tmp_path: Path) -> Path:
    """A copy to be altered."""
    return shutil.copytree(small, tmp_path / "log")


Alteration = Callable[[Path], None]


def bit(place: int) -> Alteration:
    def alter(file: Path) -> None:
        content = bytearray(file.read_bytes())
        content[place] ^= 1
        file.write_bytes(content)

    return alter


def line(number: int, change: Callable[[str], str]) -> Alteration:
    def alter(file: Path) -> None:
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        lines[number] = change(lines[number])
        file.write_text("".join(lines), encoding="utf-8")

    return alter


def one_character(text: str) -> str:
    """Of the base64 at the end of a line."""
    place = len(text) - 20
    return text[:place] + ("B" if text[place] == "A" else "A") + text[place + 1 :]


def of_another_tree(file: Path) -> None:
    """The path stays; the log and its witnesses have signed another root."""
    proof = read_proof(file.read_bytes())
    other = replace(proof.checkpoint, root=bytes(32))
    note = MadeLog(file.parent / "other", witnesses()).signed(other)
    file.write_bytes(replace(proof, note=note).content)


def of_another_history(file: Path) -> None:
    """The log and its witnesses have signed two histories."""
    log = MadeLog(file.parent / "other", witnesses())
    size = read_signed_checkpoint(file.read_bytes())[0].size
    file.write_bytes(log.grow(size, [b"another"] * size).content)


def by_another_key(file: Path) -> None:
    checkpoint, _note = read_signed_checkpoint(file.read_bytes())
    log = MadeLog(file.parent / "other", witnesses())
    file.write_bytes(log.signed(checkpoint, Ed25519Signer(ORIGIN, bytes(32))).content)


ALTERATIONS: dict[str, tuple[str, Alteration, str]] = {  # the file, and what the verifier says
    "the log's signature": ("checkpoints/300", line(4, one_character), "invalid signature for key log.city"),
    "an Ed25519 cosignature": (
        "checkpoints/300",
        line(5, one_character),
        "invalid signature for key tax.city",
    ),
    "an ML-DSA-44 cosignature": (
        "checkpoints/300",
        line(7, one_character),
        "invalid signature for key university",
    ),
    "a cosignature is missing": ("checkpoints/300", line(6, lambda _: ""), "3 signatures of known keys"),
    "the size": ("checkpoints/300", line(1, lambda _: "301\n"), "invalid signature"),
    "the root": ("checkpoints/300", line(2, one_character), "invalid signature"),
    "another key of that name": ("checkpoints/300", by_another_key, "no log signature"),
    "a leaf": ("proofs/0-of-300.leaf", bit(-1), "calculated root"),
    "a proof's path": ("proofs/0-of-300.tlog-proof", line(2, one_character), "calculated root"),
    "a proof is cut": ("proofs/0-of-300.tlog-proof", line(2, lambda _: ""), "wrong proof size"),
    "a proof's index": ("proofs/0-of-300.tlog-proof", line(1, lambda _: "index 2\n"), "calculated root"),
    "a proof's tree": ("proofs/0-of-300.tlog-proof", of_another_tree, "calculated root"),
    "a proof of growth": ("growth/3-300.new", line(1, one_character), "calculated root"),
    "a proof of growth is cut": ("growth/3-300.new", line(1, lambda _: ""), "wrong proof size"),
    "the history": ("growth/3-300.old", of_another_history, "calculated root"),
    "a tile": ("tile/0/000", bit(0), "inconsistent tile"),
    "a tile above": ("tile/1/000.p/1", bit(0), "inconsistent tile"),
    "an entry": ("tile/entries/000", bit(-1), "another entry"),
    "the log's key": ("log.vkey", line(0, one_character), "invalid verifier hash"),
}


@pytest.mark.parametrize("alteration", ALTERATIONS)
def test_refuses_what_was_altered(verifier: Path, altered: Path, alteration: str) -> None:
    name, alter, why = ALTERATIONS[alteration]
    alter(altered / name)
    result = run(verifier, altered)
    assert result.returncode == 1
    (failed,) = (said for said in result.stdout.splitlines() if said.startswith("FAILED"))
    assert why in failed
