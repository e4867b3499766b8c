"""The running log: what is stored gets into tiles under a signed checkpoint, and nothing shorter is ever signed."""

import gc
import shutil
import threading
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from running_log import published, the_log

from suixin.kernel.log.checkpoint import Checkpoint, read_signed_checkpoint
from suixin.kernel.log.cosignature import fresh_cosigner
from suixin.kernel.log.keys import read_log_key
from suixin.kernel.log.policy import read_policy
from suixin.kernel.log.proofs import check_consistency
from suixin.kernel.log.reading import TileTree
from suixin.kernel.log.tree import leaf_hash
from suixin.platform.accounts.roles import Role
from suixin.platform.ledger.actor import Actor
from suixin.platform.log import admission, keeping
from suixin.platform.log.alarms import raise_alarm
from suixin.platform.log.anchoring import Anchoring
from suixin.platform.log.anchors.backend import Anchor, Unreachable
from suixin.platform.log.desk import desk
from suixin.platform.log.folder import Folder
from suixin.platform.log.models import Alarm, Log
from suixin.platform.log.rebuilding import check_ledger, rebuild
from suixin.platform.log.running import Runner
from suixin.platform.log.shown import proof_of
from suixin.platform.log.starting import make_known, only_one
from suixin.platform.log.stops import Stopped
from suixin.platform.log.trust import public_policy

pytestmark = pytest.mark.django_db


def test_what_is_stored_is_published_and_proved(home, ledger, runner):
    ledger.grow(300)
    runner.finish()
    checkpoint = published(home, the_log())
    assert (checkpoint.origin, checkpoint.size) == (the_log().origin, 300)
    assert checkpoint.origin.startswith("city.example/log/")
    proof = proof_of(123)
    proof.check(ledger.leaves[123])
    policy = read_policy(public_policy(the_log()))
    assert policy.judge(proof.note).quorum
    assert proof_of(300) is None


def test_it_only_grows_and_old_proofs_still_lead_to_the_new_head(home, ledger, runner):
    heads = []
    for count in (1, 254, 1, 1, 500, 3):
        ledger.grow(count)
        runner.finish()
        heads.append(published(home, the_log()))
    assert [head.size for head in heads] == [1, 255, 256, 257, 757, 760]
    tree = TileTree(Folder(home / "log" / the_log().name), 760)
    for head in heads[:-1]:
        check_consistency(head.size, 760, tree.consistency(head.size), head.root, heads[-1].root)


def test_partial_tiles_go_when_full_ones_are_published(home, ledger, runner):
    ledger.grow(10)
    runner.finish()
    folder = home / "log" / the_log().name / "tile" / "entries"
    assert [path.name for path in (folder / "000.p").iterdir()] == ["10"]
    ledger.grow(300)
    for _round in range(2):
        runner.sequencer.integrate()
        runner.sequencer.sign()
        runner.publisher.tried = None
        runner.publisher.publish()
        ledger.grow(1)
    assert not (folder / "000.p").exists()


def test_only_one_process_runs_it(home):
    with only_one(home), pytest.raises(Stopped, match="Another process"), only_one(home):
        pass
    with only_one(home):
        pass


def test_of_two_that_go_on_from_the_same_place_the_second_stops(home, ledger, runner):
    ledger.grow(5)
    runner.finish()
    other = Runner(home, "city.example", ledger, required=False)
    other.begin()
    ledger.grow(5)
    log = other.sequencer.log()
    runner.sequencer.integrate()
    with pytest.raises(Stopped, match="Another process has changed"):
        other.sequencer.raise_size(log, 10, b"x" * 32)


def test_a_record_altered_before_it_was_taken_in_is_named(home, ledger, runner):
    ledger.grow(5)
    runner.finish()
    ledger.grow(5)
    ledger.leaves[7] = b"something else"
    with pytest.raises(Stopped, match="record 7"):
        runner.finish()
    assert the_log().size == 5
    ledger.leaves[7] = b"record 7"
    runner.finish()
    assert published(home, the_log()).size == 10


@pytest.mark.parametrize("path", ["tile/entries/000.p/44", "tile/0/000.p/44"])
def test_an_altered_file_at_the_right_edge_stops_the_start_and_is_derived_anew(home, ledger, runner, path):

    ledger.grow(44)
    runner.finish()
    file = home / "log" / the_log().name / path
    content = bytearray(file.read_bytes())
    content[20] ^= 1
    file.write_bytes(content)
    with pytest.raises(Stopped, match="not what was signed"):
        runner.begin()
    rebuild(the_log(), Folder(home / "log" / the_log().name), ledger)
    runner.finish()
    assert published(home, the_log()).size == 44


def test_a_ledger_that_is_not_what_was_signed_replaces_no_file_and_is_named(home, ledger, runner):

    ledger.grow(700)
    runner.finish()
    folder = home / "log" / the_log().name
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    right = ledger.leaves[555]
    ledger.leaves[555], ledger.hashes[555] = b"altered", leaf_hash(b"altered")
    for act in (rebuild, check_ledger):
        with pytest.raises(Stopped, match="From record 555"):
            act(the_log(), Folder(folder), ledger)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    ledger.leaves[555], ledger.hashes[555] = right, leaf_hash(right)
    assert rebuild(the_log(), Folder(folder), ledger).name.startswith("tile-")
    check_ledger(the_log(), Folder(folder), ledger)
    runner.finish()
    assert published(home, the_log()).size == 700


def test_files_that_are_all_gone_are_derived_anew(home, ledger, runner):
    ledger.grow(700)
    runner.finish()
    before = published(home, the_log())
    shutil.rmtree(home / "log")
    runner.finish()
    assert published(home, the_log()) == before


def test_an_older_copy_of_the_database_signs_nothing(home, ledger, runner):
    ledger.grow(5)
    runner.finish()
    old = Log.objects.values().get()
    ledger.grow(5)
    runner.finish()
    Log.objects.filter(pk=old["name"]).update(**old)
    del ledger.leaves[5:], ledger.hashes[5:]
    ledger.add(b"another history")
    with pytest.raises(Stopped, match="older") as stopped:
        runner.begin()
    assert stopped.value.code == "lost-history"


def test_a_checkpoint_of_a_log_that_the_database_does_not_know_stops_the_start(home, ledger, runner):
    ledger.grow(5)
    runner.finish()
    Log.objects.all().delete()
    with pytest.raises(Stopped, match="older copy"):
        runner.begin()


def test_a_checkpoint_that_readers_have_seen_is_not_taken_back_by_a_start(home, ledger, runner):
    ledger.grow(5)
    runner.finish()
    before = {name: getattr(the_log(), name) for name in ("published_size", "published_note", "published_at")}
    ledger.grow(5)
    runner.finish()
    Log.objects.update(**before)  # killed before it was noted
    runner.begin()
    assert published(home, the_log()).size == 10
    runner.round()
    assert the_log().published_size == 10


def test_after_a_restore_nothing_is_signed_before_one_witness_has_answered(home, ledger, runner):
    ledger.grow(5)
    runner.finish()
    key = fresh_cosigner("audit.example/w").text
    policy = f"witness audit {key} http://127.0.0.1:1/w\nquorum none\n"
    (home / "witnesses.policy").write_text(policy)
    runner.finish()
    shutil.rmtree(home / "log" / the_log().name)
    with pytest.raises(OSError, match="no witness answers"):
        runner.finish()
    (home / "witnesses.policy").unlink()
    runner.finish()
    assert published(home, the_log()).size == 5


def test_trouble_that_lasts_leaves_no_file_open(home, ledger, runner, monkeypatch):
    def failing(self: Folder) -> None:
        raise OSError(28, "No space left on device")

    runner.begin()
    ledger.grow(300)
    monkeypatch.setattr(Folder, "sync", failing)
    gc.collect()  # of other tests
    counts = []
    for _ in range(4):
        with pytest.raises(OSError, match="No space"):
            runner.round()
        runner.begin()
        counts.append(len(list(Path("/proc/self/fd").iterdir())))
    assert len(set(counts)) == 1


def test_the_key_must_be_there_and_closed_to_others(home, ledger, runner):
    ledger.grow(1)
    runner.finish()
    key = keeping.key_file(home, the_log().name)
    assert key.stat().st_mode & 0o777 == 0o600
    key.chmod(0o644)
    with pytest.raises(Stopped, match="chmod 600"):
        runner.begin()
    key.unlink()
    with pytest.raises(Stopped, match="not there"):
        runner.begin()


def second_key(home: Path) -> None:
    """As `suixin log key begin` does after the announcement."""
    signer = keeping.fresh_key(home, the_log().name)
    make_known(the_log(), signer)
    keeping.keep_also(home, the_log().name, signer)


def test_a_key_that_was_not_announced_signs_nothing(home, ledger, runner):
    ledger.grow(1)
    runner.finish()
    keeping.keep_also(home, the_log().name, keeping.fresh_key(home, the_log().name))
    with pytest.raises(Stopped, match="log key begin"):
        runner.begin()


def test_a_new_key_signs_beside_the_old_one_and_then_alone(home, ledger, runner):
    ledger.grow(1)
    runner.finish()
    first = the_log().keys
    second_key(home)
    ledger.grow(1)
    runner.finish()
    _, note = read_signed_checkpoint(bytes(the_log().published_note))
    assert len(note.verified([read_log_key(key) for key in the_log().keys.split()])) == 2
    keeping.retire_keys(home, the_log().name)
    ledger.grow(1)
    runner.finish()
    _, note = read_signed_checkpoint(bytes(the_log().published_note))
    (signature,) = note.signatures
    assert signature.key_id.hex() not in first
    published(home, the_log())


def test_beyond_the_limit_the_ledger_must_wait(home, ledger, runner, monkeypatch):
    assert admission.has_room(10**9), "no log yet"
    runner.finish()
    monkeypatch.setattr(admission, "LIMIT", 10)
    assert admission.has_room(10)
    assert not admission.has_room(11)
    ledger.grow(10)
    runner.finish()
    assert admission.has_room(20)


def test_a_disk_that_fails_for_a_while_is_outlasted_and_told_of(home, ledger, runner, monkeypatch):
    ledger.grow(3)
    ended, failures = threading.Event(), iter((OSError(28, "No space left on device"),))
    monkeypatch.setattr("suixin.platform.log.running.AFTER_TROUBLE", 0)
    sync = Folder.sync

    def failing(self: Folder) -> None:
        for failure in failures:
            raise failure
        sync(self)

    told = []
    tell = Runner.tell_of_trouble

    def telling(self: Runner, error: Exception) -> None:
        tell(self, error)
        told.append(Alarm.objects.get().details)

    over = Runner.trouble_is_over

    def ending(self: Runner) -> None:
        over(self)
        if the_log().published_size == 3:
            ended.set()

    monkeypatch.setattr(Folder, "sync", failing)
    monkeypatch.setattr(Runner, "tell_of_trouble", telling)
    monkeypatch.setattr(Runner, "trouble_is_over", ending)
    runner.run(ended)
    assert [line.split("。")[0] for line in told] == ["日志在等待，恢复后会自动继续：磁盘已满，请腾出空间"]
    assert not Alarm.objects.exists()
    assert published(home, the_log()).size == 3


def test_a_wrong_file_of_witnesses_changes_nothing_while_it_runs_and_stops_a_start(home, ledger, runner):
    ledger.grow(1)
    runner.finish()
    (home / "witnesses.policy").write_text("witness nonsense\n")
    runner.reread_policy()
    assert Alarm.objects.get().code == "wrong-policy"
    assert bytes(the_log().policy) == b"quorum none\n"
    with pytest.raises(Stopped, match="line 1"):
        runner.begin()


def test_files_are_served_with_the_headers_of_their_kind(home, ledger, runner):
    ledger.grow(256)
    runner.finish()
    name = the_log().name
    client = Client()
    checkpoint = client.get(f"/log/{name}/checkpoint")
    assert checkpoint["Content-Type"] == "text/plain; charset=utf-8"
    assert checkpoint["Cache-Control"] == "public, max-age=1"
    tile = client.get(f"/log/{name}/tile/0/000")
    assert (len(tile.content), tile["Content-Type"]) == (8192, "application/octet-stream")
    assert "immutable" in tile["Cache-Control"]
    assert tile["Access-Control-Allow-Origin"] == "*"
    assert not tile.has_header("Vary")
    policy = client.get(f"/log/{name}/policy").content
    assert read_policy(policy).logs[0].key.name == the_log().origin
    for path in ("tile/0/0", "tile/0/001", "tile/0/../../keys", "tile/9/000", "secret", "tile/0/000.p/256"):
        assert client.get(f"/log/{name}/{path}").status_code == 404
    assert client.get("/log/..%2Fkeys/checkpoint").status_code == 404
    assert client.post(f"/log/{name}/checkpoint").status_code == 405


def test_an_idle_log_is_witnessed_anew_after_a_while(home, ledger, runner):
    ledger.grow(1)
    runner.finish()
    before = the_log().published_at
    assert not runner.publisher.publish()
    size, tried = runner.publisher.tried
    runner.publisher.tried = (size, tried - 660)
    assert runner.publisher.publish()
    assert the_log().published_at > before


def test_an_sm2_line_stands_beside_the_logs_own(home, ledger, runner):
    pytest.importorskip("gmalg", reason="the library for national algorithms is not installed")
    from suixin.kernel.log.sm2 import SM2Signer

    ledger.grow(1)
    runner.finish()
    signer = SM2Signer.fresh(the_log().origin)
    keeping.keep_sm2(home, the_log().name, signer)
    ledger.grow(1)
    runner.finish()
    _, note = read_signed_checkpoint(bytes(the_log().published_note))
    assert len(note.signatures) == 2
    assert note.verified([signer.verifier])
    assert read_policy(public_policy(the_log())).judge(note).quorum, "who knows only Ed25519 skips the line"


class Notary:
    """An anchor that works, or does not."""

    name, suffix = "notary", ".notary"

    def __init__(self) -> None:
        self.fails = True

    def anchor(self, checkpoint: Checkpoint, note) -> Anchor:
        if self.fails:
            raise Unreachable("没有答复。", "No answer.")
        return Anchor(b"stamped", note.content, "1", timezone.now())

    def verify(self, proof, checkpoint, note):
        raise NotImplementedError


def test_published_checkpoints_are_anchored_and_a_service_that_fails_is_told_of(home, ledger, runner):
    notary = Notary()
    anchoring = Anchoring(home, lambda: [notary])
    ledger.grow(3)
    runner.finish()
    log = the_log()
    anchoring.anchor(log.name, bytes(log.published_note), 3)
    assert Alarm.objects.get().code == "not-anchored"
    notary.fails = False
    anchoring.anchor(log.name, bytes(log.published_note), 3)
    assert not Alarm.objects.exists()
    folder = home / "anchors" / log.name
    assert (folder / "3.notary").read_bytes() == b"stamped"
    assert (folder / "3.checkpoint").read_bytes() == bytes(log.published_note)


def test_alarms_lie_on_the_desk_of_the_system_administrator_alone():
    raise_alarm("no-quorum", "2026", "1/3")
    for roles, count in ((frozenset({Role.SYSTEM_ADMIN}), 1), (frozenset({Role.PROGRAMME_OFFICER}), 0)):
        assert len(desk(Actor(1, None, roles)).to_dos) == count


def test_a_new_key_signs_a_log_that_does_not_grow(home, ledger, runner):
    ledger.grow(1)
    runner.finish()
    second_key(home)
    runner.signed = -10
    runner.round()
    _, note = read_signed_checkpoint(bytes(the_log().published_note))
    assert len(note.signatures) == 2
    assert len(read_policy(public_policy(the_log())).logs) == 2
