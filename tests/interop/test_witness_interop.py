"""Witnesses and logs of others: transparency-dev's witness cosigns for our log, ours cosigns for Tessera's."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from gotools import go_tool
from small_log import SmallLog
from started_site import LIMIT, free_port
from started_witness import running_witness, suixin

from suixin.kernel.log.checkpoint import read_signed_checkpoint
from suixin.kernel.log.cosignature import ML_DSA_44, Ed25519Cosigner, fresh_cosigner
from suixin.kernel.log.keys import Ed25519Signer
from suixin.kernel.log.notes import read_note
from suixin.kernel.log.policy import Policy, read_policy
from suixin.platform.log.witnesses import Round, Trouble, collect, latest

NAME = "witness.example/1"


@pytest.fixture(scope="session")
def omniwitness() -> Path:
    return go_tool("github.com/transparency-dev/witness/cmd/omniwitness@v0.0.0-20260720115447-2e1c6971d19e")


@pytest.fixture(scope="session")
def tessera() -> Path:
    return go_tool("github.com/transparency-dev/tessera/cmd/examples/posix-oneshot@v1.0.4")


# Their witness, our log


@contextmanager
def omniwitness_for(program: Path, folder: Path, log: SmallLog) -> Iterator[Policy]:
    """Their witness with two keys that we made, and the policy that names both."""
    seed = os.urandom(32)
    post_quantum = fresh_cosigner(NAME, ML_DSA_44)
    (folder / "first.key").write_text(Ed25519Signer(NAME, seed).secret)  # as Go's note package writes it
    (folder / "second.key").write_text(post_quantum.secret)
    (folder / "logs.yaml").write_text(
        f"Logs:\n  - Origin: {log.origin}\n    URL: http://127.0.0.1:1/\n    PublicKey: {log.vkey}\n    Feeder: none\n"
    )
    port = free_port()
    arguments = [
        f"--listen=127.0.0.1:{port}",
        "--metrics_listen=",
        f"--db_file={folder / 'witness.db'}",
        f"--additional_logs={folder / 'logs.yaml'}",
        f"--private_key_path={folder / 'first.key'}",
        f"--private_key_path={folder / 'second.key'}",
    ]
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen([program, *arguments], stdout=said, stderr=said)
    address = f"http://127.0.0.1:{port}"
    try:
        yield read_policy(
            (
                f"log {log.vkey}\nwitness one {Ed25519Cosigner(NAME, seed).text} {address}\n"
                f"witness two {post_quantum.text} {address}\ngroup both all one two\nquorum both\n"
            ).encode()
        )
    finally:
        process.terminate()
        process.wait(LIMIT)


def ask(policy: Policy, log: SmallLog, size: int, sizes: dict[str, int]) -> Round:
    return collect(policy, log.note(size), lambda old: log.request(old, size), sizes, 10)


def asked_until_it_listens(policy: Policy, log: SmallLog, size: int) -> Round:
    last = time.monotonic() + LIMIT
    while time.monotonic() < last:
        found = ask(policy, log, size, {})
        if not any(each.trouble is Trouble.UNREACHABLE for each in found.problems.values()):
            return found
        time.sleep(0.1)
    raise AssertionError(found.problems)


def test_their_witness_cosigns_our_log_while_it_grows(omniwitness, tmp_path):
    log = SmallLog()
    with omniwitness_for(omniwitness, tmp_path, log) as policy:
        found = asked_until_it_listens(policy, log, 1)
        for size in (1, 2, 255, 256, 257, 300):
            found = ask(policy, log, size, dict(found.sizes))
            assert found.problems == {}
            verdict = policy.judge(log.note(size).with_signatures(found.signatures))
            assert verdict.quorum, "both of its signatures are verified, the post-quantum one too"
        assert ask(policy, log, 300, {"one": 7, "two": 7}).problems == {}, "it told us its size"


def test_their_witness_says_that_it_is_ahead_and_refuses_another_history(omniwitness, tmp_path):
    log = SmallLog()
    with omniwitness_for(omniwitness, tmp_path, log) as policy:
        asked_until_it_listens(policy, log, 9)
        assert ask(policy, log, 5, {"one": 5}).ahead == {"one": 9, "two": 9}
        other = log.told_otherwise()
        for size in (9, 12):
            problem = ask(policy, other, size, {"one": 9}).problems["one"]
            assert (problem.trouble, problem.status) == (Trouble.REFUSED, 422)
        look = latest(policy, log.origin, 10)
        assert look.problems["one"].trouble is Trouble.NOTHING, "it has no page for the last checkpoint"


# Our witness, their log


def add(program: Path, folder: Path, policy: Path, signer: Ed25519Signer, entries: list[str]) -> None:
    """Tessera adds entries to its log and publishes a checkpoint, with what its witnesses signed."""
    scratch = folder.with_name(f"{folder.name}-{len(list(folder.parent.iterdir()))}")
    scratch.mkdir()
    for entry in entries:
        (scratch / entry).write_text(entry)
    asked = [
        program,
        f"--storage_dir={folder}",
        f"--entries={scratch}/*",
        f"--witness_policy_file={policy}",
        "--witness_fail_open",  # whether they signed is read from what it publishes
    ]
    environment = os.environ | {"LOG_PRIVATE_KEY": signer.secret}
    subprocess.run(asked, env=environment, capture_output=True, timeout=LIMIT, check=True)


@pytest.mark.parametrize("options", [[], ["--post-quantum"]], ids=["one key", "two keys"])
def test_tesseras_log_gets_cosignatures_from_our_witness(tessera, tmp_path, options):
    signer = Ed25519Signer.fresh("tessera.example/log")
    home, log, file = tmp_path / "witness", tmp_path / "log", tmp_path / "policy"
    with running_witness(home, "--name", NAME, *options) as address:
        suixin("witness", "log", "add", "--home", str(home), str(signer.text)).check_returncode()
        line = suixin("witness", "key", "--home", str(home)).stdout.splitlines()
        line = next(each for each in line if each.startswith("witness "))  # the first: Tessera reads Ed25519
        line = line.replace(f"https://{NAME}", address)
        file.write_text(f"{line}\nquorum {NAME}\n")
        policy = read_policy(f"log {signer.text}\n{file.read_text()}".encode())

        size = 0
        for batch in (["a"], ["b", "c", "d"], [f"e{number}" for number in range(300)]):
            add(tessera, log, file, signer, batch)
            size += len(batch)
            verdict = policy.judge(read_note((log / "checkpoint").read_bytes()))
            assert (verdict.checkpoint.size, verdict.quorum) == (size, True)
        shown = latest(policy, signer.name, 10).seen[NAME]
        assert shown.checkpoint == read_signed_checkpoint((log / "checkpoint").read_bytes())[0]

        add(tessera, tmp_path / "another", file, signer, ["what really happened"])
        published = read_note((tmp_path / "another" / "checkpoint").read_bytes())
        assert not policy.judge(published).quorum, "the same key, another history"
