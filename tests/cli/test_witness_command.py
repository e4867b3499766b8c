"""`suixin witness`: what a department's operator types, and what comes back."""

import json
import socket
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from small_log import ORIGIN, SmallLog
from started_witness import running_witness, suixin

from suixin.cli import main
from suixin.kernel.log.cosignature import fresh_cosigner
from suixin.kernel.log.policy import read_policy
from suixin.platform.witness.keeping import open_witness, set_up

NAME = "witness.example/1"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["witness", *arguments])


@pytest.fixture
def home(tmp_path: Path) -> Path:
    set_up(tmp_path / "witness", NAME, post_quantum=True)
    return tmp_path / "witness"


def refused(result: Result, chinese: str, english: str) -> None:
    assert result.exit_code == 2
    assert chinese in result.output
    assert english in result.output
    assert "Traceback" not in result.output


def test_its_key_comes_as_lines_that_a_policy_can_have(home):
    lines = run("key", "--home", str(home)).output.splitlines()
    witnesses = [line for line in lines if line.startswith("witness ")]
    policy = read_policy("\n".join([*witnesses, "quorum none", ""]).encode())
    assert {str(each.text) for each in open_witness(home).cosigners} <= set(lines)
    assert [each.url for each in policy.witnesses.values()] == [f"https://{NAME}"] * 2


def test_logs_are_trusted_listed_and_removed(home):
    old, new = SmallLog(), SmallLog()
    at = ("--home", str(home))
    assert "suixin witness log add" in run("log", "list", *at).output
    assert run("log", "add", *at, old.vkey).exit_code == 0
    refused(run("log", "add", *at, old.vkey), "已经在了", "there already")
    assert "2" in run("log", "add", *at, new.vkey).output
    listed = json.loads(run("log", "list", *at, "--json").output)
    assert {each["key"] for each in listed} == {old.vkey, new.vkey}
    assert run("log", "remove", *at, old.vkey).exit_code == 0
    assert run("log", "list", *at).output.split() == [new.vkey]
    assert run("log", "remove", *at, ORIGIN).exit_code == 0
    refused(run("log", "remove", *at, ORIGIN), "没有", "no log or key")


@pytest.mark.parametrize(
    "vkey",
    ["nonsense", "", str(fresh_cosigner("a.example").text), SmallLog().signer.secret, SmallLog().vkey[:-4]],
    ids=["nonsense", "nothing", "of a witness", "secret", "cut off"],
)
def test_what_is_no_key_of_a_log_is_refused_with_what_to_do(home, vkey):
    result = run("log", "add", "--home", str(home), vkey)
    refused(result, "请向日志的运行单位索取", "ask whoever runs the")
    assert vkey == "" or vkey not in result.output, "it may be a secret"
    assert not open_witness(home).store.log_keys()


def test_a_log_whose_name_is_too_long_to_be_cosigned_is_refused(home):
    refused(run("log", "add", "--home", str(home), SmallLog("x" * 256).vkey), "255", "255")


def test_its_state_tells_sizes_and_alarms(home):
    log = SmallLog()
    at = ("--home", str(home))
    run("log", "add", *at, log.vkey)
    assert json.loads(run("status", *at, "--json").output)["logs"][0]["size"] is None
    witness = open_witness(home)
    witness.add_checkpoint(log.request(0, 5).content)
    quiet = run("status", *at, "--json")
    told = json.loads(quiet.output)
    assert (quiet.exit_code, told["name"], told["logs"][0]["size"], told["alarms"]) == (0, NAME, 5, [])
    with pytest.raises(Exception, match="another root"):
        witness.add_checkpoint(log.told_otherwise().request(5, 5).content)
    loud = run("status", *at, "--json")
    (alarm,) = json.loads(loud.output)["alarms"]
    assert (loud.exit_code, alarm["origin"], alarm["proof"]) == (1, ORIGIN, True)
    words = run("status", *at).output
    assert "警报 · ALARM" in words
    assert ORIGIN in words


@pytest.mark.parametrize("command", [["key"], ["status"], ["log", "list"], ["log", "remove", "x"]])
def test_a_folder_without_a_witness_is_told_of(tmp_path, command):
    refused(run(*command, "--home", str(tmp_path)), "没有见证方", "no witness")
    assert not any(tmp_path.iterdir())


def test_a_first_start_without_a_name_and_a_wrong_one_are_refused(tmp_path):
    home = str(tmp_path / "new")
    refused(run("serve", "--home", home), "请起名", "Give it a name")
    refused(run("serve", "--home", home, "--name", "https://a.example"), "不带 https://", "without https://")


def test_a_taken_port_is_told_of(home):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = run("serve", "--home", str(home), "--port", str(port))
        refused(result, "已被占用", f"suixin witness serve --port {port + 1}")


def test_a_folder_that_cannot_be_made_is_told_of(tmp_path):
    (tmp_path / "file").write_text("")
    result = run("serve", "--home", str(tmp_path / "file" / "w"), "--name", NAME)
    refused(result, "无法建立文件夹", "Cannot make")


def test_it_serves_from_its_first_start_on_and_keeps_its_memory(tmp_path):
    home, log = tmp_path / "witness", SmallLog()
    with running_witness(home, "--name", NAME) as address:
        added = suixin("witness", "log", "add", "--home", str(home), log.vkey)  # while it runs
        assert added.returncode == 0
        assert posted(address, log, 0, 5) == 200
    with running_witness(home) as address:
        assert NAME in opened(address)
        assert posted(address, log, 0, 5) == 409
        assert posted(address, log, 5, 9) == 200
        assert posted(address, log.told_otherwise(), 9, 9) == 422
    status = suixin("witness", "status", "--home", str(home), "--json")
    assert status.returncode == 1
    assert json.loads(status.stdout)["logs"][0]["size"] == 9


def opened(address: str) -> str:
    with urllib.request.urlopen(address) as response:
        return response.read().decode()


def posted(address: str, log: SmallLog, old: int, size: int) -> int:
    request = urllib.request.Request(f"{address}/add-checkpoint", log.request(old, size).content)
    try:
        with urllib.request.urlopen(request) as response:
            return response.status
    except urllib.error.HTTPError as error:
        return error.code
