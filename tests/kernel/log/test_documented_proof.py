"""The example of docs/log.md: made anew, checked by us, and checked by the program that is printed there."""

import json
import re
import subprocess
import sys
from base64 import b64decode
from hashlib import sha256
from pathlib import Path

import naive_tree as naive
import pytest
from memory_files import MemoryFiles
from signed_log import ORIGIN, TIME, audit, log, policy_text, university, witnessed

from suixin.kernel.log.checkpoint import Checkpoint
from suixin.kernel.log.growth import GrowingTree
from suixin.kernel.log.policy import read_policy
from suixin.kernel.log.proof_file import LogProof, read_proof
from suixin.kernel.log.reading import TileTree

DOCS = Path(__file__).parents[3] / "docs"
INDEX, SIZE = 12, 14


def block(document: str, name: str) -> bytes:
    text = (DOCS / document).read_text("utf-8")
    return text.split(f"```{name}\n")[1].split("```")[0].encode()


RECEIPT = block("records.md", "json receipt")
LEAF = b64decode(json.loads(RECEIPT)["leaf"])
ENTRIES = [LEAF if number == INDEX else b"entry %d" % number for number in range(SIZE)]


def made_policy() -> bytes:
    return policy_text(
        f"witness audit {audit.text} https://witness.audit.example/",
        f"witness university {university.text}",
        "group outside all audit university",
        "quorum outside",
    )


def made_proof() -> LogProof:
    files = MemoryFiles()
    GrowingTree(0).grow(files, ENTRIES)
    tree = TileTree(files, SIZE)
    checkpoint = Checkpoint(ORIGIN, SIZE, tree.root())
    return LogProof(
        INDEX, tuple(tree.inclusion(INDEX)), checkpoint, witnessed(checkpoint, audit, university, time=TIME)
    )


def made_steps() -> list[str]:
    """The lines of the table: the leaf, then the nodes above it."""
    leaves = [naive.leaf(entry) for entry in ENTRIES]
    first, second = naive.mth(leaves[12:14]), naive.mth(leaves[8:14])
    rows = [
        (12, leaves[12], leaves[13], first),
        (3, naive.mth(leaves[8:12]), first, second),
        (1, naive.mth(leaves[:8]), second, naive.mth(leaves)),
    ]
    nodes = [f"| {number} | {' | '.join(shown(each) for each in hashes)} |" for number, *hashes in rows]
    return [f"| 12 | | the leaf | {shown(leaves[12])} |", *nodes]


def shown(hashed: bytes) -> str:
    return f"`{hashed.hex()[:16]}…`"


def test_the_documented_files_are_what_the_log_writes():
    assert block("log.md", "text policy") == made_policy()
    assert block("log.md", "text proof") == made_proof().content
    table = re.findall(r"^\| \d+ \|.*$", (DOCS / "log.md").read_text("utf-8"), re.MULTILINE)
    assert table == made_steps()


def test_our_own_reader_takes_the_documented_proof():
    proof = read_proof(block("log.md", "text proof"))
    proof.check(LEAF)
    verdict = read_policy(block("log.md", "text policy")).judge(proof.note)
    assert verdict.quorum
    assert verdict.seen == {"audit": TIME, "university": TIME}


def run(folder: Path, **other: bytes) -> subprocess.CompletedProcess[str]:
    files = {
        "check.py": block("log.md", "python check.py"),
        "receipt": RECEIPT,
        "proof": block("log.md", "text proof"),
        "policy": block("log.md", "text policy"),
    } | other
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return subprocess.run([sys.executable, *files], cwd=folder, capture_output=True, text=True, check=False)


def test_the_printed_program_takes_the_documented_proof(tmp_path):
    done = run(tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"entry 12 of {ORIGIN} seen by audit outside university\n"


@pytest.mark.parametrize(
    "other",
    [
        {"receipt": RECEIPT.replace(b'"leaf": "eyJ', b'"leaf": "eyI')},
        {"proof": made_proof().content.replace(b"index 12", b"index 11")},
        {"proof": made_proof().content.replace(b"\n14\n", b"\n15\n")},
        {"proof": re.sub(rb"\xe2\x80\x94 audit.*\n", b"", made_proof().content)},
        {"proof": made_proof().content.replace(b"\xe2\x80\x94 suixin", b"\xe2\x80\x94 other")},
        {"policy": made_policy().replace(log.name.encode(), b"other.example/log")},
    ],
    ids=["leaf", "index", "size", "witness", "log", "policy"],
)
def test_the_printed_program_refuses_what_is_spoilt(tmp_path, other):
    name, content = next(iter(other.items()))
    assert content != {"receipt": RECEIPT, "proof": made_proof().content, "policy": made_policy()}[name]
    done = run(tmp_path, **other)
    assert done.returncode != 0
    assert done.stdout == ""


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 8, 13, 14, 21])
def test_the_printed_program_finds_the_way_in_a_tree_of_any_size(tmp_path, size):
    """At the right edge too. The receipt's leaf is each entry in turn."""
    source = block("log.md", "python check.py").decode()
    steps = compile(source[source.index("# the path") : source.index("# the signatures")], "check.py", "exec")
    must = source[source.index("def must") : source.index("receipt, proof")]
    for index in range(size):
        entries = [LEAF if number == index else b"entry %d" % number for number in range(size)]
        leaves = [naive.leaf(entry) for entry in entries]
        checkpoint = Checkpoint(ORIGIN, size, naive.mth(leaves))
        proof = LogProof(index, tuple(naive.path(index, leaves)), checkpoint, witnessed(checkpoint))
        names = {
            "receipt": RECEIPT,
            "proof": proof.content,
            "json": json,
            "b64decode": b64decode,
            "sha256": sha256,
            "sys": sys,
        }
        exec(must, names)
        exec(steps, names)
        assert names["found"] == checkpoint.root
