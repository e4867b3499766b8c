"""`suixin verify`, as a stranger runs it: a certificate's file, a copy of the log, a policy."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sample_logs import flip, served
from small_city import HAIZHU, ORIGIN, WITNESS, SmallCity, sample_city

from suixin.cli import main
from suixin.kernel.log.cosignature import Ed25519Cosigner
from suixin.kernel.log.keys import Ed25519Signer


class Stranger:
    """Somebody with three files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.city = sample_city()
        self.number = self.city.published("secret")
        self.city.unit("c9")
        self.log = self.city.write(folder / "log")
        (folder / "policy").write_bytes(self.city.policy)
        self.keep(self.city)

    def keep(self, city: SmallCity, **options: object) -> Path:
        file = self.folder / "figure.json"
        certificate = city.certificate(self.number, **options)
        file.write_text(json.dumps(certificate.as_json(), ensure_ascii=False), "utf-8")
        return file

    def verify(self, *arguments: object) -> Result:
        given = ["verify", self.folder / "figure.json", "--log", self.log, *arguments]
        return CliRunner().invoke(main, list(map(str, given)))

    @property
    def policy(self) -> Path:
        return self.folder / "policy"


@pytest.fixture
def stranger(tmp_path: Path) -> Stranger:
    return Stranger(tmp_path)


def test_a_figure_holds_and_the_answer_says_what_that_means(stranger):
    result = stranger.verify("--policy", stranger.policy)
    assert result.exit_code == 0, result.output
    assert "✓ 成立：secret 2019-06" in result.output
    assert "176.3 万元（3 个单位）" in result.output
    assert "1 of 1 witnesses have seen this log" in result.output
    assert "It does not show that the reports were true" in result.output
    assert "✗" not in result.output


@pytest.mark.parametrize(
    ("language", "there", "not_there"), [("en", "It holds", "成立"), ("zh-hans", "成立", "It holds")]
)
def test_it_speaks_one_language_if_asked(stranger, language, there, not_there):
    output = stranger.verify("--policy", stranger.policy, "--language", language).output
    assert there in output
    assert not_there not in output


def test_the_cell_that_was_looked_at_is_told(stranger):
    stranger.keep(stranger.city, at={"district": HAIZHU, "class": "phones"})
    told = json.loads(stranger.verify("--policy", stranger.policy, "--json").stdout)
    assert told["holds"]
    assert told["cell"]["value"] == "101.51"
    assert (told["origin"], told["release"], told["witnesses"]) == (ORIGIN, stranger.number, 1)
    assert {step["name"] for step in told["steps"]} >= {"entries", "selection", "openings", "freshness"}


def test_without_a_policy_nobody_knows_who_signed(stranger):
    result = stranger.verify()
    assert result.exit_code == 1
    assert "signatures were not checked" in result.output
    assert stranger.verify("--no-policy").exit_code == 0


def test_by_one_process_or_more_it_is_the_same(stranger):
    one, two = (
        json.loads(stranger.verify("--policy", stranger.policy, "--json", "--jobs", n).stdout) for n in (1, 2)
    )
    assert one["steps"] == two["steps"]


def test_a_log_at_an_address_is_fetched(stranger):
    with served(stranger.log) as address, served(stranger.folder) as policy:
        stranger.log = address
        result = stranger.verify("--policy", f"{policy}/policy")
    assert result.exit_code == 0, result.output


def test_a_copy_made_by_mirroring_does_as_well(stranger, tmp_path):
    copy = tmp_path / "copy"
    with served(stranger.log) as address:
        made = CliRunner().invoke(main, ["log", "mirror", address, str(copy)])
    assert made.exit_code == 0, made.output
    stranger.log = copy
    assert stranger.verify("--policy", stranger.policy).exit_code == 0


def test_a_copy_that_went_on_does_as_well(stranger, tmp_path):
    for _ in range(300):
        stranger.city.unit("c9", supersedes=len(stranger.city.leaves) - 1)
    stranger.log = stranger.city.write(tmp_path / "later")
    assert stranger.verify("--policy", stranger.policy).exit_code == 0


def test_a_copy_that_ends_too_early_is_to_be_brought_up_to_date(stranger, tmp_path):
    short = SmallCity()
    short.leaves = stranger.city.leaves[:5]
    stranger.log = short.write(tmp_path / "short")
    result = stranger.verify("--policy", stranger.policy)
    assert result.exit_code == 2
    assert "suixin log mirror" in result.output


# -- cheats


def failed(result: Result) -> list[str]:
    assert result.exit_code == 1, result.output
    return [step["name"] for step in json.loads(result.stdout)["steps"] if not step["ok"]]


def test_a_forged_checkpoint_is_found(stranger):
    forger = sample_city()
    forger.signer = Ed25519Signer(ORIGIN, b"f" * 32)
    forger.told, forger.leaves = stranger.city.told, stranger.city.leaves
    stranger.keep(forger)
    assert failed(stranger.verify("--policy", stranger.policy, "--json")) == ["log-signature"]


@pytest.mark.parametrize(
    "witnesses", [(), (Ed25519Cosigner("w.example", b"x" * 32),)], ids=["none", "unknown"]
)
def test_a_checkpoint_that_no_known_witness_has_seen_is_not_enough(stranger, witnesses):
    stranger.keep(stranger.city, witnesses=witnesses)
    assert failed(stranger.verify("--policy", stranger.policy, "--json")) == ["quorum"]


def test_a_witness_that_signed_something_else_is_found(stranger):
    file = stranger.folder / "figure.json"
    members = json.loads(file.read_text("utf-8"))
    proof = members["release"]["proof"]
    line = next(each for each in proof.splitlines() if each.startswith("— w.example"))
    changed = line[:-12] + ("A" if line[-12] != "A" else "B") + line[-11:]
    members["release"]["proof"] = proof.replace(line, changed)
    file.write_text(json.dumps(members, ensure_ascii=False), "utf-8")
    assert "witness" in failed(stranger.verify("--policy", stranger.policy, "--json"))
    assert WITNESS.name in line


def test_an_altered_bundle_is_found(stranger):
    bundle = next((stranger.log / "tile" / "entries").rglob("[0-9]*"))
    while bundle.is_dir():
        bundle = next(bundle.iterdir())
    for bit in (3, 800, 8 * bundle.stat().st_size - 5):
        flip(bundle, bit)
        assert failed(stranger.verify("--policy", stranger.policy, "--json")) == ["entries"]
        flip(bundle, bit)
    bundle.unlink()
    assert failed(stranger.verify("--policy", stranger.policy, "--json")) == ["entries"]


def test_a_log_with_another_history_is_found(stranger, tmp_path):
    stranger.log = stranger.city.write(
        tmp_path / "other", lambda number, leaf: leaf.replace(b"c3", b"c7") if number == 10 else leaf
    )
    assert failed(stranger.verify("--policy", stranger.policy, "--json")) == ["entries"]


@pytest.mark.parametrize("content", [b"", b"{}", b"\x00\xff", b'{"format": "suixin.receipt"}'])
def test_what_is_no_certificate_is_said_to_be_none(stranger, content):
    (stranger.folder / "figure.json").write_bytes(content)
    assert failed(stranger.verify("--policy", stranger.policy, "--json")) == ["certificate"]


def test_a_file_or_log_that_is_not_there_is_said_in_a_sentence(stranger, tmp_path):
    stranger.log = tmp_path / "nothing"
    assert stranger.verify("--policy", stranger.policy).exit_code == 2
    (stranger.folder / "figure.json").unlink()
    assert "Cannot open" in stranger.verify("--policy", stranger.policy).output


def test_it_needs_neither_django_nor_a_database(stranger):
    line = (
        "import sys\n"
        "from suixin.commands.verify import verify\n"
        "try:\n"
        f"    verify({[str(stranger.folder / 'figure.json'), '--log', str(stranger.log), '--policy', str(stranger.policy)]!r})\n"
        "except SystemExit as end:\n"
        "    assert end.code == 0, end.code\n"
        "found = {name.partition('.')[0] for name in sys.modules} & {'django', 'sqlite3', 'duckdb', 'ninja'}\n"
        "found |= {name for name in sys.modules if name.startswith('suixin.site')}\n"
        "assert not found, found\n"
    )
    assert (
        subprocess.run([sys.executable, "-c", line], check=False, stdout=subprocess.DEVNULL).returncode == 0
    )
