"""`suixin log anchor` and its neighbours, as an operator and a stranger use them."""

import json
from pathlib import Path

import pytest
from anchor_services import Authority, Evm, answering, key_file, send, signed
from click.testing import CliRunner, Result

from suixin.cli import main
from suixin.kernel.log.cosignature import Ed25519Cosigner, cosignature

SETTINGS = ("TSA_URL", "TSA_ROOTS", "CHAIN_URL", "CHAIN_CONTRACT", "CHAIN_KEY")


def run(*arguments: object, **settings: object) -> Result:
    environment = {f"SUIXIN_{name}": str(settings.get(name, "")) for name in SETTINGS}
    return CliRunner().invoke(main, ["log", *map(str, arguments)], env=environment)


@pytest.fixture
def checkpoint(tmp_path: Path) -> Path:
    path = tmp_path / "log" / "checkpoint"
    path.parent.mkdir()
    path.write_bytes(signed(15)[1].content)
    return path


@pytest.fixture
def stamp(authority: Authority) -> dict[str, object]:
    return {"TSA_URL": authority.url, "TSA_ROOTS": authority.roots}


@pytest.fixture
def chain(evm: Evm, key: Path) -> dict[str, object]:
    made = run("anchor-contract", "--url", evm.url, "--key", key)
    assert made.exit_code == 0
    return {"CHAIN_URL": evm.url, "CHAIN_CONTRACT": made.output.strip(), "CHAIN_KEY": key}


def test_all_services_are_shown_the_checkpoint_and_anybody_can_check(
    checkpoint: Path, tmp_path: Path, stamp, chain
):
    anchored = run("anchor", checkpoint, "-o", tmp_path / "anchors", **stamp, **chain)
    assert anchored.exit_code == 0 and anchored.output.count("✓") == 2
    files = {path.name: path for path in (tmp_path / "anchors").iterdir()}
    assert set(files) == {"15.checkpoint", "15.tsr", "15.chain.json"}
    assert files["15.checkpoint"].read_bytes() == checkpoint.read_bytes()
    assert {path.stat().st_mode & 0o777 for path in files.values()} == {0o644}
    for name, flags in [
        ("15.tsr", ["--roots", stamp["TSA_ROOTS"]]),
        ("15.chain.json", ["--url", chain["CHAIN_URL"], "--contract", chain["CHAIN_CONTRACT"]]),
    ]:
        checked = run("anchor-verify", files[name], "--checkpoint", files["15.checkpoint"], *flags)
        assert checked.exit_code == 0 and "size 15, was there by" in checked.output
        told = run("anchor-verify", files[name], "--checkpoint", checkpoint, "--json", **stamp, **chain)
        assert json.loads(told.output)["holds"] is True


def test_a_folder_and_an_address_name_their_checkpoint(checkpoint: Path, tmp_path: Path, stamp):
    assert run("anchor", checkpoint.parent, "-o", tmp_path / "a", **stamp).exit_code == 0
    with answering(lambda handler, _: send(handler, checkpoint.read_bytes())) as url:
        for number, address in enumerate((url, f"{url}checkpoint")):
            folder = tmp_path / str(number)
            assert run("anchor", address, "-o", folder, **stamp).exit_code == 0
            assert (folder / "15.tsr").is_file()


def test_what_is_anchored_stays_and_what_is_new_joins_it(checkpoint: Path, tmp_path: Path, stamp, chain):
    """Also where a witness has signed between."""
    folder = tmp_path / "anchors"
    run("anchor", checkpoint, "-o", folder, **stamp)
    before = (folder / "15.tsr").read_bytes()
    note = signed(15)[1]
    witness = cosignature(Ed25519Cosigner("witness", bytes(32)), note.text, 1_700_000_000)
    checkpoint.write_bytes(note.with_signatures([witness]).content)
    told = json.loads(run("anchor", checkpoint, "-o", folder, "--json", **stamp, **chain).output)
    assert [(each["service"], each["kept"]) for each in told] == [("timestamp", "before"), ("chain", "now")]
    assert (folder / "15.tsr").read_bytes() == before
    for name in ("15.tsr", "15.chain.json"):
        held = run("anchor-verify", folder / name, "--checkpoint", folder / "15.checkpoint", **stamp, **chain)
        assert held.exit_code == 0


def test_another_root_for_a_size_is_never_kept_beside_the_first(checkpoint: Path, tmp_path: Path, stamp):
    folder = tmp_path / "anchors"
    run("anchor", checkpoint, "-o", folder, **stamp)
    checkpoint.write_bytes(signed(15, root=b"r" * 32)[1].content)
    refused = run("anchor", checkpoint, "-o", folder, **stamp)
    assert refused.exit_code == 2 and "two histories" in refused.stderr
    assert (folder / "15.checkpoint").read_bytes() == signed(15)[1].content


def test_one_service_that_fails_does_not_keep_the_other(checkpoint: Path, tmp_path: Path, stamp, chain):
    folder = tmp_path / "anchors"
    with answering(lambda *_: None) as gone:
        pass
    part = run("anchor", checkpoint, "-o", folder, **stamp | {"TSA_URL": gone}, **chain)
    assert part.exit_code == 1 and "✗ timestamp" in part.output and "✓ chain" in part.output
    assert not (folder / "15.tsr").exists() and (folder / "15.chain.json").exists()
    told = run("anchor", checkpoint, "-o", folder, "--json", **stamp | {"TSA_URL": gone}, **chain)
    assert "cannot be reached" in json.loads(told.output)[0]["problem"]["en"]
    assert run("anchor", checkpoint, "-o", folder, **stamp, **chain).exit_code == 0


def test_an_anchor_that_does_not_hold_is_exit_code_one(checkpoint: Path, tmp_path: Path, stamp):
    run("anchor", checkpoint, "-o", tmp_path, **stamp)
    other = tmp_path / "other"
    other.write_bytes(signed(16)[1].content)
    refused = run("anchor-verify", tmp_path / "15.tsr", "--checkpoint", other, **stamp)
    assert refused.exit_code == 1 and "of something else" in refused.output
    told = run("anchor-verify", tmp_path / "15.tsr", "--checkpoint", other, "--json", **stamp)
    assert told.exit_code == 1 and json.loads(told.output)["holds"] is False


def test_wrong_input_gets_a_sentence(checkpoint: Path, tmp_path: Path, evm: Evm, stamp):
    text, huge = tmp_path / "text", tmp_path / "huge"
    text.write_text("no checkpoint")
    with huge.open("wb") as file:
        file.truncate(2_000_000)
    readable = key_file(tmp_path / "readable.key", b"\x01" * 32)
    readable.chmod(0o644)
    anchors = ("-o", tmp_path / "anchors")
    for arguments, settings, sentence in [
        (("anchor", checkpoint, *anchors), {}, "No service is set"),
        (("anchor", checkpoint, *anchors), {"TSA_URL": "http://x"}, "go together"),
        (("anchor", text, *anchors), stamp, "no signed checkpoint"),
        (("anchor", huge, *anchors), stamp, "more than 1,000,000 bytes"),
        (("anchor", tmp_path / "none", *anchors), stamp, "Cannot open"),
        (("anchor", "http://127.0.0.1:1", *anchors), stamp, "cannot be reached"),
        (("anchor", checkpoint, "-o", text / "below"), stamp, "Name a folder that can be written"),
        (("anchor-verify", text, "--checkpoint", checkpoint), {}, "--roots"),
        (("anchor-verify", text, "--checkpoint", checkpoint, "--roots", text), {}, "holds no certificate"),
        (("anchor-contract", "--url", evm.url, "--key", readable), {}, "chmod 600"),
    ]:
        result = run(*arguments, **settings)
        assert result.exit_code == 2 and sentence in result.stderr, (arguments, result.output)
        assert "Traceback" not in result.output and "\n" in result.stderr.strip()
    anchor = tmp_path / "1.chain.json"
    anchor.write_text("{}")
    assert "--contract" in run("anchor-verify", anchor, "--checkpoint", checkpoint).stderr
    wrong = run("anchor-verify", anchor, "--checkpoint", checkpoint, "--url", evm.url, "--contract", "0x1")
    assert wrong.exit_code == 2 and "40 hexadecimal digits" in wrong.stderr


def test_a_service_that_cannot_be_asked_tells_nothing_of_the_anchor(checkpoint: Path, tmp_path: Path, chain):
    run("anchor", checkpoint, "-o", tmp_path, **chain)
    asked = ("anchor-verify", tmp_path / "15.chain.json", "--checkpoint", checkpoint)
    result = run(*asked, **chain | {"CHAIN_URL": "http://127.0.0.1:1"})
    assert result.exit_code == 2 and "cannot be reached" in result.stderr
