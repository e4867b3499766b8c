"""From a city's office to a stranger's desk: figures published by the site, its log copied by `suixin log mirror`, the
certificate that it gives out verified by `suixin verify`. Whatever byte matters is changed, in the file or in the copy:
then it does not hold, and a sentence says why."""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from published_city import GROWTH, HAIZHU, SALES, SECRET, TIANHE, PublishedCity
from sample_logs import served

from suixin.cli import main
from suixin.engines.statistics.models import Release
from suixin.kernel.statistics.periods import Period
from suixin.platform.ledger.models import Entry
from suixin.platform.log.models import Log
from suixin.platform.log.trust import public_policy

pytestmark = pytest.mark.django_db
UNITS = ("c1", "c2", "c3", "c4")


@dataclass
class Desk:
    """What a stranger has: a copy of the log, a policy, a certificate."""

    folder: Path
    numbers: dict[str, int]  # of reports and reviews, by what they are here

    @property
    def copy(self) -> Path:
        return self.folder / "copy"

    def certificate(self, name: str) -> Path:
        return self.folder / f"{name}.json"

    def arguments(self, name: str) -> list[str]:
        given = ["verify", self.certificate(name), "--log", self.copy, "--policy", self.folder / "policy"]
        return [*map(str, given), "--jobs", "1"]

    def verify(self, name: str) -> Result:
        return CliRunner().invoke(main, self.arguments(name))

    def wrong(self, name: str) -> set[str]:
        """The steps that fail; the answer says so in words, and nothing crashes."""
        found = self.verify(name)
        assert found.exit_code == 1, found.output
        assert "✗ 不成立" in found.output
        assert "It does not hold" in found.output
        told = json.loads(CliRunner().invoke(main, [*self.arguments(name), "--json"]).stdout)
        assert all(step["why"] for step in told["steps"] if not step["ok"])
        return {step["name"] for step in told["steps"] if not step["ok"]}

    def bundle(self) -> Path:
        (found,) = [path for path in (self.copy / "tile" / "entries").rglob("*") if path.is_file()]
        return found

    def change(self, path: Path, old: bytes, new: bytes, near: bytes = b"") -> None:
        content = path.read_bytes()
        at = content.index(old, content.index(near))
        path.write_bytes(content[:at] + new + content[at + len(old) :])


def publish(home: Path) -> tuple[dict[str, Release], dict[str, int]]:
    """Open and confidential figures, some withheld; growth; a return and a correction."""
    city = PublishedCity(home)
    city.begin(SALES, SECRET | {"disclosure": {"threshold": 3}}, GROWTH)
    city.units(*UNITS)
    city.units("d1", "d2", district=TIANHE)
    numbers = {}
    for period in ("2018-06", "2019-06"):
        city.open(period)
        reports = [city.report(unit, period, A01="10000.25", B01="7.5") for unit in UNITS]
        others = [city.report(unit, period, TIANHE, A01="3", B01="1") for unit in ("d1", "d2")]
        city.accept(*reports, period=period)
        city.accept(*others, period=period, district=TIANHE)
        numbers = {"report": reports[1], "other": others[0]}
    city.review("giit", "city", numbers["report"], decision="returned")
    numbers["corrected"] = city.report("c2", A01="12000", B01="9", supersedes=numbers["report"])
    city.accept(numbers["corrected"])
    before = Period.read("2018-06")
    releases = {"before": city.publish("sales", before)}
    releases |= {name: city.publish(name) for name in ("sales", "secret", "growth")}
    city.witness()
    return releases, numbers


@pytest.fixture
def desk(home: Path, db, client, tmp_path: Path) -> Desk:
    releases, numbers = publish(home)
    desk = Desk(tmp_path / "desk", numbers)
    desk.folder.mkdir()
    log = Log.newest()
    (desk.folder / "policy").write_bytes(public_policy(log))
    for name in ("sales", "secret", "growth"):
        answer = client.get(f"/figures/{name}/2019-06/certificate.json", {"district": HAIZHU})
        desk.certificate(name).write_bytes(answer.getvalue())
    with served(home / "log" / log.name) as address:
        mirrored = CliRunner().invoke(
            main, ["log", "mirror", address, str(desk.copy), "--policy", str(desk.folder / "policy")]
        )
    assert mirrored.exit_code == 0, mirrored.output
    assert desk.numbers["report"] < releases["sales"].index
    return desk


def test_a_stranger_with_a_mirror_verifies_what_a_city_published(desk):
    for name in ("sales", "secret", "growth"):
        line = [sys.executable, "-m", "suixin", *desk.arguments(name)]
        found = subprocess.run(line, capture_output=True, text=True, timeout=120, check=False)
        assert found.returncode == 0, found.stdout + found.stderr
        assert "✓ 成立" in found.stdout
        assert "✗" not in found.stdout
    assert "隐匿" in desk.verify("secret").output


def test_a_process_of_its_own_says_that_it_does_not_hold(desk):
    desk.change(desk.bundle(), b'"A01":"12000"', b'"A01":"12001"')
    line = [sys.executable, "-m", "suixin", *desk.arguments("sales")]
    found = subprocess.run(line, capture_output=True, text=True, timeout=120, check=False)
    assert found.returncode == 1
    assert "It does not hold: see the steps that are crossed." in found.stdout
    assert "Traceback" not in found.stdout + found.stderr


# -- the certificate's file


def members_of(desk: Desk, name: str) -> dict:
    return json.loads(desk.certificate(name).read_text("utf-8"))


def put(desk: Desk, name: str, members: dict) -> None:
    desk.certificate(name).write_text(json.dumps(members, ensure_ascii=False), "utf-8")


def other(letter: str) -> str:
    return chr(ord(letter) ^ 1)


def with_line(proof: str, number: int, change) -> str:
    lines = proof.split("\n")
    lines[number] = change(lines[number])
    return "\n".join(lines)


def in_the_middle(text: str) -> str:
    at = len(text) // 2
    return text[:at] + other(text[at]) + text[at + 1 :]


def origin_line(proof: str) -> int:
    """Of the checkpoint, which comes after an empty line; then follow its size and its root."""
    return proof.split("\n").index("") + 1


def index_line(proof: str) -> int:
    return next(n for n, line in enumerate(proof.split("\n")) if line.startswith("index "))


IN_PROOF = {
    "what it says to be": lambda proof: with_line(proof, 0, in_the_middle),
    "place": lambda proof: with_line(proof, index_line(proof), lambda line: line + "1"),
    "hash on the way": lambda proof: with_line(proof, index_line(proof) + 1, in_the_middle),
    "origin": lambda proof: with_line(proof, origin_line(proof), in_the_middle),
    "size": lambda proof: with_line(proof, origin_line(proof) + 1, lambda line: line + "0"),
    "root": lambda proof: with_line(proof, origin_line(proof) + 2, in_the_middle),
    "signature": lambda proof: with_line(proof, -2, lambda line: line[:-9] + other(line[-9]) + line[-8:]),
}


@pytest.mark.parametrize("name", ["sales", "secret", "growth"])
def test_each_part_of_a_proof_is_looked_at(desk, name):
    whole = members_of(desk, name)
    for part, change in IN_PROOF.items():
        members = json.loads(json.dumps(whole))
        members["release"]["proof"] = change(whole["release"]["proof"])
        assert members != whole, part
        put(desk, name, members)
        assert desk.wrong(name) <= {"proof", "log-signature", "quorum"}, part


def test_each_other_part_of_a_certificate_is_looked_at(desk):
    whole = members_of(desk, "sales")
    for path, value, step in (
        (("format",), "suixin.receipt", "certificate"),
        (("version",), 2, "certificate"),
        (("release", "index"), whole["release"]["index"] - 1, "proof"),
        (("at", "district"), "440104", "cell"),
        (("definition", "factor"), "0.0011", "definition"),
        (("definition", "titles", "zh-hans"), "别的", "definition"),
        (("form", "due_days"), 11, "form"),
    ):
        members = json.loads(json.dumps(whole))
        inside = members
        for each in path[:-1]:
            inside = inside[each]
        assert inside[path[-1]] != value
        inside[path[-1]] = value
        put(desk, "sales", members)
        assert desk.wrong("sales") == {step}, path


def test_each_byte_of_the_leaf_is_looked_at(desk):
    """Every forty-first character of the release's own record, which has the figures."""
    whole = members_of(desk, "sales")
    leaf = whole["release"]["leaf"]
    for at in range(0, len(leaf), 41):
        if leaf[at].isalnum():
            members = json.loads(json.dumps(whole))
            members["release"]["leaf"] = leaf[:at] + ("A" if leaf[at] != "A" else "B") + leaf[at + 1 :]
            put(desk, "sales", members)
            assert desk.wrong("sales") <= {"certificate", "release", "proof"}, at


def test_a_certificate_of_another_figure_with_this_ones_proof_does_not_hold(desk):
    members, others = members_of(desk, "sales"), members_of(desk, "secret")
    members["release"]["leaf"] = others["release"]["leaf"]
    put(desk, "sales", members)
    assert desk.wrong("sales") == {"proof"}


# -- the copy of the log


IN_COPY = {
    "a figure in an open report": (b'"A01":"12000"', b'"A01":"12001"'),
    "a commitment": (b'"commitment":"0', b'"commitment":"1'),
    "a period": (b'"period":"2019-06"', b'"period":"2019-05"'),
    "a district": (b'"district":"440106"', b'"district":"440105"'),
    "a decision": (b'"decision":"returned"', b'"decision":"accepted"'),
    "a correction": (b'"supersedes":', b'"supersede\xf3":'),
    "a definition": (b'"factor":"0.0001"', b'"factor":"0.0002"'),
    "a form": (b'"due_days":10', b'"due_days":11'),
    "the register": (b'"unit":"d2"', b'"unit":"d3"'),
    "the time of a record": (b'"time":"20', b'"time":"21'),
    "the length of an entry": (b"", b"\xff\xff"),
}


@pytest.mark.parametrize("name", ["sales", "secret", "growth"])
def test_whatever_is_changed_in_the_copy_is_found(desk, name):
    whole = desk.bundle().read_bytes()
    for what, (old, new) in IN_COPY.items():
        desk.change(desk.bundle(), old, new[: len(old)] if old else new)
        assert desk.bundle().read_bytes() != whole, what
        assert desk.wrong(name) == {"entries"}, what
        desk.bundle().write_bytes(whole)
    assert desk.verify(name).exit_code == 0


def test_a_copy_that_lacks_some_of_it_is_told(desk):
    bundle = desk.bundle()
    whole = bundle.read_bytes()
    for content in (whole[:-1], whole[: len(whole) // 2], b"", whole + whole[:200]):
        bundle.write_bytes(content)
        assert desk.wrong("secret") == {"entries"}
    bundle.unlink()
    assert desk.wrong("secret") == {"entries"}


def test_a_copy_without_a_checkpoint_or_with_nonsense_for_one_is_refused_in_words(desk):
    checkpoint = desk.copy / "checkpoint"
    for content in (b"", b"nonsense", checkpoint.read_bytes()[:30], None):
        if content is None:
            checkpoint.unlink()
        else:
            checkpoint.write_bytes(content)
        found = desk.verify("sales")
        assert found.exit_code in (1, 2), found.output
        assert "checkpoint" in found.output
        assert "Traceback" not in found.output


def test_hashes_that_the_copy_holds_are_not_believed_but_made_anew(desk):
    """A tile is changed: verification never reads it; `suixin log fsck` finds it."""
    tiles = [path for path in (desk.copy / "tile" / "0").rglob("*") if path.is_file()]
    for tile in tiles:
        content = bytearray(tile.read_bytes())
        content[5] ^= 1
        tile.write_bytes(bytes(content))
    assert desk.verify("sales").exit_code == 0
    checked = ["log", "fsck", str(desk.copy), "--policy", str(desk.folder / "policy")]
    assert CliRunner().invoke(main, checked).exit_code == 1


def test_the_log_of_another_city_does_not_do(desk, home, tmp_path):
    stranger = tmp_path / "other"
    shutil.copytree(desk.copy, stranger)
    bundle = next(path for path in (stranger / "tile" / "entries").rglob("*") if path.is_file())
    leaf = bytes(Entry.objects.get(pk=desk.numbers["other"]).leaf)
    content = bundle.read_bytes()
    assert leaf in content
    bundle.write_bytes(content.replace(leaf, leaf.replace(b"d1", b"c1")))
    shutil.rmtree(desk.copy)
    stranger.rename(desk.copy)
    assert desk.wrong("sales") == {"entries"}
