"""What a witness answers (C2SP tlog-witness): statuses, bodies, and that it never contradicts itself."""

import multiprocessing
import sqlite3
import time
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from small_log import ORIGIN, SmallLog, served
from small_witness import NAME, call

from suixin.kernel.log.checkpoint import Checkpoint, read_signed_checkpoint
from suixin.kernel.log.cosignature import read_witness_key, time_of
from suixin.kernel.log.keys import Ed25519Signer, read_log_signer
from suixin.kernel.log.notes import read_signatures
from suixin.platform.witness.keeping import open_witness, set_up
from suixin.platform.witness.serving import LARGEST_BODY, Application
from suixin.platform.witness.store import LogKey, identity_of
from suixin.platform.witness.witnessing import Witness


def own_keys(witness: Witness) -> list:
    return [read_witness_key(str(each.text)) for each in witness.cosigners]


def last(witness: Witness) -> int:
    held = witness.store.held(ORIGIN)
    return held.checkpoint.size if held else 0


def test_a_growing_log_is_cosigned_step_by_step(witness, log, post):
    for old, size in [(0, 1), (1, 2), (2, 2), (2, 7), (7, 256), (256, 300)]:
        reply = post(log.request(old, size))
        assert reply.status == 200
        (signature,) = read_signatures(reply.content.decode())
        assert own_keys(witness)[0].verify(log.note(size).text, signature.signature)
        assert last(witness) == size


def test_a_log_that_is_empty_yet_can_be_cosigned_and_grow(witness, log, post):
    assert post(log.request(0, 0)).status == 200
    assert post(log.request(0, 5)).status == 200
    assert last(witness) == 5


def test_with_a_post_quantum_key_both_signatures_come(home, log, witness):
    set_up(home, post_quantum=True)
    both = open_witness(home)
    reply = call(Application(both), "POST", "/add-checkpoint", log.request(0, 9).content)
    signatures = read_signatures(reply.content.decode())
    assert [len(each.signature) for each in signatures] == [8 + 64, 8 + 2420]
    for key, signature in zip(own_keys(both), signatures, strict=True):
        assert key.verify(log.note(9).text, signature.signature)


def test_a_log_that_is_not_known_is_not_found(post):
    assert post(SmallLog("other.example/log").request(0, 3)).status == 404


def test_a_signature_by_another_key_is_forbidden(log, post):
    stranger = SmallLog(log.origin, Ed25519Signer.fresh(log.origin))
    assert post(stranger.request(0, 3)).status == 403


def test_a_known_keys_signature_that_does_not_fit_is_forbidden(log, post):
    asked = log.request(0, 3)
    forged = replace(asked, note=replace(asked.note, text=log.checkpoint(4).text))
    assert post(forged).status == 403


def test_signatures_by_unknown_keys_are_ignored_and_not_kept(witness, log, post):
    asked = log.request(0, 3)
    asked = replace(asked, note=asked.note.signed(Ed25519Signer.fresh("somebody.example")))
    assert post(asked).status == 200
    assert witness.store.held(ORIGIN).note == log.note(3)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"old 0\n",
        b"old 00\n\nx\n",
        b"old -1\n\nx\n",
        b"new 0\n\nx\n",
        b"old 0\nnot base64\n\n" + SmallLog().request(0, 3).note.content,
        b"old 0\n" + b64encode(bytes(32)) * 2 + b"\n\n" + SmallLog().request(0, 3).note.content,
        b"old 0\n" + (b64encode(bytes(32)) + b"\n") * 64 + b"\n" + SmallLog().request(0, 3).note.content,
        b"old 0\n\nlog.example/log/2026\n3\nAAAA\n\n",
        "old 0\n\n见证\n".encode("gb18030"),
    ],
)
def test_what_cannot_be_read_is_a_bad_request(body, post):
    reply = post(body)
    assert reply.status == 400
    assert reply.content.endswith(b"\n")


def test_an_old_size_above_the_new_one_is_a_bad_request(log, post):
    assert post(log.request(9, 3)).status == 400


@pytest.mark.parametrize("old", [0, 3, 6])
def test_another_old_size_is_a_conflict_that_tells_the_size(log, post, witness, old):
    post(log.request(0, 5))
    reply = post(log.request(old, 7))
    assert (reply.status, reply.content) == (409, b"5\n")
    assert reply.headers["Content-Type"] == "text/x.tlog.size"
    assert last(witness) == 5


def test_the_first_time_the_size_that_is_told_is_zero(log, post):
    reply = post(log.request(4, 7))
    assert (reply.status, reply.content) == (409, b"0\n")


def test_a_proof_that_does_not_fit_is_unprocessable(log, post, witness):
    post(log.request(0, 5))
    assert post(log.told_otherwise().request(5, 9)).status == 422
    assert post(replace(log.request(5, 9), proof=())).status == 422
    assert last(witness) == 5


def test_a_proof_from_nothing_must_be_empty(log, post):
    assert post(replace(log.request(0, 5), proof=(bytes(32),))).status == 422


def test_a_second_root_for_the_same_size_is_unprocessable(log, post, witness):
    post(log.request(0, 5))
    assert post(log.told_otherwise().request(5, 5)).status == 422
    assert witness.store.held(ORIGIN).checkpoint == log.checkpoint(5)


def test_an_empty_log_with_another_root_is_unprocessable(log, post):
    asked = log.request(0, 0)
    wrong = Checkpoint(log.origin, 0, bytes(32))
    assert post(replace(asked, checkpoint=wrong, note=wrong.note.signed(log.signer))).status == 422


def test_both_keys_are_good_while_a_log_changes_its_key(witness, log, post):
    post(log.request(0, 5))
    changed = SmallLog(log.origin)
    witness.store.add_log_key(LogKey(changed.vkey, log.origin, 1))
    assert post(changed.request(5, 6)).status == 200
    assert post(log.request(6, 7)).status == 200
    witness.store.remove_log_key(log.vkey)
    assert post(log.request(7, 8)).status == 403
    assert post(changed.request(7, 8)).status == 200


def test_a_log_that_is_trusted_again_goes_on_from_where_it_was(witness, log, post):
    post(log.request(0, 5))
    witness.store.remove_log_key(log.vkey)
    assert post(log.request(5, 6)).status == 404
    witness.store.add_log_key(LogKey(log.vkey, log.origin, 1))
    assert post(log.told_otherwise().request(0, 6)).status == 409


def test_a_body_that_is_too_large_is_refused_unread(witness):
    application = Application(witness)
    assert call(application, "POST", "/add-checkpoint", bytes(LARGEST_BODY + 1)).status == 413
    assert call(application, "POST", "/add-checkpoint", b"x", CONTENT_LENGTH="9" * 30).status == 400
    chunked = {"CONTENT_LENGTH": "", "wsgi.input_terminated": True}
    assert call(application, "POST", "/add-checkpoint", bytes(2 * LARGEST_BODY), **chunked).status == 413


def test_it_works_under_any_prefix_and_refuses_other_methods(witness, log):
    application = Application(witness)
    assert call(application, "POST", "/some/where/add-checkpoint", log.request(0, 2).content).status == 200
    reply = call(application, "GET", "/add-checkpoint")
    assert (reply.status, reply.headers["Allow"]) == (405, "POST")
    assert call(application, "POST", "/").status == 405
    assert call(application, "GET", "/etc/passwd").status == 404
    head = call(application, "HEAD", "/")
    assert (head.status, head.content) == (200, b"")


def test_the_last_checkpoint_is_shown_with_a_fresh_cosignature(witness, log, post):
    later = replace(witness, clock=lambda: 2_000_000_000)
    path = f"/{identity_of(ORIGIN)}/checkpoint"
    assert call(Application(later), "GET", path).status == 404
    post(log.request(0, 5))
    reply = call(Application(later), "GET", path)
    checkpoint, note = read_signed_checkpoint(reply.content)
    assert reply.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert checkpoint == log.checkpoint(5)
    assert note.verified([log.signer.verifier])
    (own,) = note.verified(own_keys(witness))
    assert time_of(own.signature) == 2_000_000_000
    witness.store.remove_log_key(log.vkey)
    assert call(Application(later), "GET", path).status == 404


def test_the_checkpoint_is_on_the_disk_before_the_answer(home, log, post):
    assert post(log.request(0, 5)).status == 200
    with sqlite3.connect(home / "witness.sqlite3") as another:
        assert another.execute("SELECT size FROM checkpoint").fetchone() == (5,)
        assert another.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_what_cannot_be_stored_is_not_signed(witness, log, post, caplog):
    witness.store.database.execute("PRAGMA query_only = ON")
    reply = post(log.request(0, 5))
    assert reply.status == 503
    assert b"\xe2\x80\x94" not in reply.content
    assert "nothing was signed" in caplog.text


@pytest.mark.parametrize("start", [0, 3])
def test_a_request_that_was_overtaken_while_it_was_considered_is_a_conflict(
    witness, log, post, monkeypatch, start
):
    """The race that the specification warns of: A is checked, B is checked and stored, A must not be stored."""
    if start:
        post(log.request(0, start))
    slow, quick = Application(witness), Application(witness)
    kept = witness.store.held

    def overtaken(origin):
        found = kept(origin)
        monkeypatch.setattr(witness.store.__class__, "held", lambda _, each: kept(each))
        assert call(quick, "POST", "/add-checkpoint", log.request(start, 9).content).status == 200
        return found

    monkeypatch.setattr(witness.store.__class__, "held", lambda _, each: overtaken(each))
    reply = call(slow, "POST", "/add-checkpoint", log.request(start, 5).content)
    assert (reply.status, reply.content) == (409, b"9\n")
    assert last(witness) == 9


def test_of_many_threads_that_ask_for_different_roots_one_is_cosigned(witness, log):
    stories = [SmallLog(log.origin, log.signer, story) for story in "abcdefgh"]
    bodies = [story.request(0, 40).content for story in stories]
    with served(Application(witness)) as address, ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda body: posted(address, body), bodies * 4))
    held = witness.store.held(ORIGIN).checkpoint
    cosigned = {body for (status, _), body in zip(answers, bodies * 4, strict=True) if status == 200}
    assert cosigned == {next(each for each in stories if each.checkpoint(40) == held).request(0, 40).content}
    assert {status for status, _ in answers} <= {200, 409}


def test_two_processes_on_one_folder_make_one_history(home, witness, log):
    """Each raises the log by steps of its own. Whatever is cosigned goes on from what was cosigned before."""
    witness.store.close()
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        histories = pool.starmap(raise_log, [(home, log.signer.secret, step) for step in (2, 3)])
    assert all(histories), "one of them was never heard"
    steps = sorted(step for history in histories for step in history)
    assert [old for old, _ in steps] == [0, *(new for _, new in steps[:-1])]
    assert last(open_witness(home)) == steps[-1][1]


def raise_log(home: Path, secret: str, step: int) -> list[tuple[int, int]]:
    """What was cosigned: from which size to which."""
    log = SmallLog(ORIGIN, read_log_signer(secret))
    witness = replace(
        open_witness(home), clock=lambda: time.sleep(0.002) or 0
    )  # between checking and storing
    old, cosigned = 0, []
    for _ in range(60):
        reply = call(Application(witness), "POST", "/add-checkpoint", log.request(old, old + step).content)
        if reply.status == 200:
            cosigned.append((old, old + step))
            old += step
        else:
            assert reply.status == 409
            old = int(reply.content)
    return cosigned


def posted(address: str, body: bytes) -> tuple[int, bytes]:
    from urllib.error import HTTPError
    from urllib.request import Request, urlopen

    try:
        with urlopen(Request(f"{address}/add-checkpoint", body)) as response:
            return response.status, response.read()
    except HTTPError as error:
        return error.code, error.read()


def test_the_name_of_the_witness_is_on_its_signatures(log, post):
    assert post(log.request(0, 5)).content.decode().startswith(f"— {NAME} ")
