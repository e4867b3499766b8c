"""What an inconsistent log asks for is kept, bounded, and said loudly."""

import logging
from dataclasses import replace

from small_log import ORIGIN

from suixin.kernel.log.checkpoint import read_signed_checkpoint
from suixin.kernel.log.witnessing import read_add_checkpoint
from suixin.platform.witness import evidence


def test_two_roots_for_one_size_are_kept_as_proof(witness, log, post, caplog):
    post(log.request(0, 5))
    other = log.told_otherwise()
    post(other.request(5, 5))
    (case,) = witness.evidence.cases(ORIGIN)
    assert case.is_proof
    held, note = read_signed_checkpoint((case.folder / "held").read_bytes())
    asked = read_add_checkpoint((case.folder / "asked").read_bytes())
    assert (held, asked.checkpoint) == (log.checkpoint(5), other.checkpoint(5))
    assert note.verified([log.signer.verifier])
    assert asked.note.verified([log.signer.verifier])
    (record,) = [each for each in caplog.records if each.name == "suixin.witness"]
    assert record.levelno == logging.ERROR
    assert "FORK" in record.message
    assert ORIGIN in record.message


def test_a_way_that_is_not_shown_is_kept_but_is_no_proof(witness, log, post, caplog):
    post(log.request(0, 5))
    post(replace(log.request(5, 9), proof=()))
    (case,) = witness.evidence.cases()
    assert not case.is_proof
    assert "NOT CONSISTENT" in caplog.text


def test_the_same_again_is_said_again_but_kept_once(witness, log, post, caplog):
    post(log.request(0, 5))
    for _ in range(3):
        post(log.told_otherwise().request(5, 5))
    assert len(list(witness.evidence.cases())) == 1
    assert caplog.text.count("FORK") == 3


def test_a_log_cannot_fill_the_disk(witness, log, post, monkeypatch):
    monkeypatch.setattr(evidence, "MOST", 3)
    post(log.request(0, 5))
    for size in range(6, 16):
        assert post(log.told_otherwise().request(5, size)).status == 422
    assert len(list(witness.evidence.cases())) == 3


def test_where_evidence_cannot_be_kept_the_answer_is_still_no(witness, log, post, caplog):
    witness.evidence.folder.write_text("not a folder")
    post(log.request(0, 5))
    assert post(log.told_otherwise().request(5, 5)).status == 422
    assert "could not be kept" in caplog.text


def test_what_is_only_late_or_unknown_is_no_evidence(witness, log, post):
    post(log.request(0, 5))
    post(log.request(0, 7))
    post(log.request(9, 3))
    assert not list(witness.evidence.cases())
