"""`suixin log prove` and `suixin log verify`: from tiles to a file that anybody can check."""

import base64
import json
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest
from sample_logs import TESSERA_KEY, SampleLog, ask, flip, served, tessera_log, told

from suixin.kernel.log.checkpoint import read_signed_checkpoint
from suixin.kernel.log.cosignature import ML_DSA_44, fresh_cosigner
from suixin.kernel.log.proofs import check_consistency, check_inclusion
from suixin.kernel.log.tree import leaf_hash
from suixin.kernel.records.leaf import seal_record
from suixin.kernel.records.receipt import Receipt
from suixin.kernel.records.record_type import RecordType

SCHEMA = {
    "x-version": 1,
    "title": "样例",
    "type": "object",
    "properties": {"name": {"type": "string", "maxLength": 9, "x-visibility": "public", "title": "名称"}},
    "required": ["name"],
    "additionalProperties": False,
}


@pytest.fixture
def log(tmp_path: Path) -> SampleLog:
    return SampleLog(tmp_path / "log").grow(1000)


@pytest.fixture
def policy(log: SampleLog, tmp_path: Path) -> Path:
    path = tmp_path / "policy"
    path.write_text(f"log {log.key}\nquorum none\n")
    return path


@pytest.mark.parametrize("index", [0, 255, 256, 511, 999])
def test_a_proof_from_the_tiles_verifies(log: SampleLog, policy: Path, tmp_path: Path, index: int):
    file, leaf = tmp_path / "x.tlog-proof", tmp_path / "leaf"
    leaf.write_bytes(log.entry(index))
    assert ask("prove", log.folder, index, "-o", file).exit_code == 0
    result = ask("verify", file, "--leaf", leaf, "--policy", policy)
    assert result.exit_code == 0
    assert f"Recorded as number {index} in log {log.origin}" in result.output
    leaf.write_bytes(log.entry(index + 1))
    assert told("verify", file, "--leaf", leaf, "--policy", policy)["exit"] == 1


def test_without_an_output_the_file_is_printed(log: SampleLog, tmp_path: Path):
    with served(log.folder) as address:
        printed = ask("prove", address, 7).stdout
    file = tmp_path / "7.tlog-proof"
    ask("prove", log.folder, 7, "-o", file)
    assert printed.encode() == file.read_bytes()
    assert told("prove", log.folder, 7)["proof"] == printed


def test_signatures_are_only_trusted_by_a_policy(log: SampleLog, policy: Path, tmp_path: Path):
    file, leaf, other = tmp_path / "x.tlog-proof", tmp_path / "leaf", tmp_path / "other"
    leaf.write_bytes(log.entry(3))
    ask("prove", log.folder, 3, "-o", file)
    unsure = ask("verify", file, "--leaf", leaf)
    assert (unsure.exit_code, "没有核对签名" in unsure.output) == (1, True)
    assert ask("verify", file, "--leaf", leaf, "--no-policy").exit_code == 0
    stranger = SampleLog(tmp_path / "stranger", "other.example/log/2026")
    other.write_text(f"log {stranger.key}\nquorum none\n")
    found = told("verify", file, "--leaf", leaf, "--policy", other)
    assert (found["exit"], found["steps"][-1]["name"]) == (1, "log-signature")
    flip(file, 8 * (file.stat().st_size - 20) + 2)
    assert told("verify", file, "--leaf", leaf, "--policy", policy)["exit"] == 1


def test_witnesses_are_named_with_their_times_and_must_be_enough(log: SampleLog, tmp_path: Path):
    ones = [fresh_cosigner(f"w{n}.example") for n in range(2)] + [fresh_cosigner("w2.example", ML_DSA_44)]
    policy, file, leaf = (tmp_path / name for name in ("policy", "x.tlog-proof", "leaf"))
    leaf.write_bytes(log.entry(5))
    names = "".join(f"witness w{n} {each.text}\n" for n, each in enumerate(ones))
    policy.write_text(f"log {log.key}\n{names}group all 2 w0 w1 w2\nquorum all\n")
    log.publish(ones[0], ones[2])
    ask("prove", log.folder, 5, "-o", file)
    result = ask("verify", file, "--leaf", leaf, "--policy", policy)
    assert result.exit_code == 0
    assert "3 个见证方中 2 个见过，最近在 2027-01-15 08:00:01 UTC" in result.output
    assert "seen by 2 of 3 witnesses, last at 2027-01-15 08:00:01 UTC" in result.output
    assert "witness w2 2027-01-15 08:00:01 UTC" in result.output
    log.publish(ones[1])
    ask("prove", log.folder, 5, "-o", file)
    found = told("verify", file, "--leaf", leaf, "--policy", policy)
    assert (found["exit"], found["steps"][-1]) == (
        1,
        {"name": "quorum", "subject": "1/3", "ok": False, "why": "the policy asks for all"},
    )


def receipt_in_log(tmp_path: Path) -> tuple[SampleLog, dict]:
    record = seal_record(
        RecordType.from_schema("sample.test", SCHEMA),
        {"name": "甲"},
        time=datetime(2026, 11, 23, tzinfo=UTC),
        organisation=None,
        actor={"person": 7},
    )
    log = SampleLog(tmp_path / "log")
    log.tree.grow(log.disk, [b"before", record.leaf, b"after"])
    log.disk.sync()
    log.publish()
    return log, Receipt(41, record.leaf, record.openings).as_json()


def test_a_receipt_with_its_proof_is_checked_to_the_end(tmp_path: Path):
    log, receipt = receipt_in_log(tmp_path)
    policy, file = tmp_path / "policy", tmp_path / "receipt.json"
    policy.write_text(f"log {log.key}\nquorum none\n")
    file.write_bytes(orjson.dumps(receipt))
    early = ask("verify", file, "--policy", policy)
    assert (early.exit_code, "还没有日志证明" in early.output) == (1, True)
    file.write_bytes(orjson.dumps(receipt | {"proof": ask("prove", log.folder, 1).stdout}))
    found = told("verify", file, "--policy", policy)
    assert (found["exit"], found["index"], found["ledger_index"], found["holds"]) == (0, 1, 41, True)
    assert "第 1 号（账本第 41 号）" in ask("verify", file, "--policy", policy).output
    file.write_bytes(orjson.dumps(receipt | {"proof": ask("prove", log.folder, 2).stdout}))
    assert told("verify", file, "--policy", policy)["steps"][-1]["name"] == "proof"


def test_several_files_are_checked_and_one_that_fails_is_enough(tmp_path: Path):
    log, receipt = receipt_in_log(tmp_path)
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    whole = receipt | {"proof": ask("prove", log.folder, 1).stdout}
    good.write_bytes(orjson.dumps(whole))
    leaf = base64.b64decode(whole["leaf"]).replace(b"sample", b"simple")
    bad.write_bytes(orjson.dumps(whole | {"leaf": base64.b64encode(leaf).decode()}))
    result = ask("verify", good, bad, "--no-policy", "--json")
    assert result.exit_code == 1
    assert [json.loads(line)["holds"] for line in result.stdout.splitlines()] == [True, False]


def test_a_consistency_proof_passes_the_kernels_check(log: SampleLog):
    old = SampleLog(log.folder.with_name("old")).grow(300).tree
    found = told("prove", log.folder, "--consistency", 300)
    proof = [base64.b64decode(each) for each in found["proof"]]
    assert base64.b64decode(found["old_root"]) == old.root()
    check_consistency(300, 1000, proof, old.root(), log.tree.root())
    lines = ask("prove", log.folder, "--consistency", 300).stdout.splitlines()
    assert lines == ["old 300", *found["proof"]]
    assert ask("prove", log.folder, "--consistency", 0).stdout.splitlines() == ["old 0"]


def test_a_proof_in_a_smaller_tree_has_no_signed_file(log: SampleLog, tmp_path: Path):
    found = told("prove", log.folder, 10, "--size", 300)
    path = [base64.b64decode(each) for each in found["path"]]
    check_inclusion(10, 300, leaf_hash(log.entry(10)), path, base64.b64decode(found["root"]))
    assert ask("prove", log.folder, 10, "--size", 300, "-o", tmp_path / "x").exit_code == 2


@pytest.mark.parametrize(
    ("path", "byte"),
    [("tile/0/000", 40), ("tile/0/003.p/232", 20), ("tile/1/000.p/3", 20), ("tile/entries/000", 4)],
)
def test_nothing_is_proved_from_damaged_files(log: SampleLog, tmp_path: Path, path: str, byte: int):
    flip(log.folder / path, 8 * byte)
    result = ask("prove", log.folder, 0, "-o", tmp_path / "x")
    assert (result.exit_code, "无法证明" in result.output) == (1, True)
    assert not (tmp_path / "x").exists()


def test_a_proof_from_tesseras_log_verifies(tmp_path: Path):
    folder, policy, leaf = tessera_log(tmp_path / "log"), tmp_path / "policy", tmp_path / "leaf"
    policy.write_text(f"log {TESSERA_KEY}\nquorum none\n")
    checkpoint, _ = read_signed_checkpoint((folder / "checkpoint").read_bytes())
    bundle = (folder / "tile/entries/000.p/15").read_bytes()
    leaf.write_bytes(bundle[2 : 2 + int.from_bytes(bundle[:2])])
    file = tmp_path / "0.tlog-proof"
    assert ask("prove", folder, 0, "--key", TESSERA_KEY, "-o", file).exit_code == 0
    found = told("verify", file, "--leaf", leaf, "--policy", policy)
    assert (found["exit"], found["size"]) == (0, checkpoint.size)


def test_wrong_input_is_told_in_both_languages(log: SampleLog, policy: Path, tmp_path: Path):
    proof = tmp_path / "x.tlog-proof"
    ask("prove", log.folder, 3, "-o", proof)
    (tmp_path / "binary").write_bytes(bytes(range(256)))
    (tmp_path / "endless").symlink_to("/dev/zero")
    for arguments, word in (
        (["prove", log.folder], "请给出 INDEX"),
        (["prove", log.folder, 1000], "编号从 0 起"),
        (["prove", log.folder, 1, "--size", 2000], "编号从 0 起"),
        (["prove", log.folder, "--consistency", 1001], "只有 1000 条"),
        (["prove", log.folder, 1, "-o", tmp_path / "no" / "x"], "无法写入"),
        (["verify", proof, "--policy", policy], "--leaf"),
        (["verify", tmp_path / "nowhere"], "无法打开"),
        (["verify", tmp_path / "binary"], "既不是回执"),
        (["verify", tmp_path / "endless"], "超过"),
        (["verify", proof, "--leaf", tmp_path / "endless"], "超过"),
        (["verify", proof, "--policy", policy, "--no-policy"], "只能给一个"),
    ):
        result = ask(*arguments)
        assert (result.exit_code, word in result.output) == (2, True), (arguments, result.output)
        assert len(result.output.strip().split("\n")) == 2
