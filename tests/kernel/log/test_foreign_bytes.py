"""Whatever bytes come from outside, a reader reads them or says in its own words that it cannot; and what it has read
is written again as the same bytes."""

from contextlib import suppress

import pytest
import signed_log
from changes import changed
from hypothesis import given, settings
from hypothesis import strategies as st
from memory_files import MemoryFiles

from suixin.kernel.log.checkpoint import read_signed_checkpoint
from suixin.kernel.log.cosignature import MLDSA44Cosigner, read_cosigner, read_witness_key
from suixin.kernel.log.keys import (
    SECRET_PREFIX,
    MalformedKey,
    key_text,
    read_key_text,
    read_log_key,
    read_log_signer,
    read_secret,
)
from suixin.kernel.log.notes import MalformedNote, Unverified, read_note, read_signatures
from suixin.kernel.log.policy import MalformedPolicy, read_policy
from suixin.kernel.log.proof_file import LogProof, read_proof
from suixin.kernel.log.proofs import InvalidProof
from suixin.kernel.log.witnessing import AddCheckpoint, Declined, consider, read_add_checkpoint

MANY = settings(max_examples=250)

TREE = signed_log.tree_of(signed_log.files_of(MemoryFiles()))
PROOF = signed_log.proof_of(TREE, 5, signed_log.audit, signed_log.university)
PLAIN = signed_log.proof_of(TREE, 12)
EXTRA = LogProof(5, PROOF.path, PROOF.checkpoint, PROOF.note, b"whatever")
REQUEST = AddCheckpoint(4, tuple(TREE.consistency(4)), PROOF.checkpoint, PROOF.note)
FIRST = AddCheckpoint(0, (), PROOF.checkpoint, PLAIN.note)
NOTES = [PROOF.note.content, PLAIN.note.content, b"a\n\nb\n\n\xe2\x80\x94 name AAAAAAA=\n"]
POLICY = signed_log.policy_text(*signed_log.TWO_OF_TWO)
LOOSE = (
    b"# nobody\n\n\t log " + str(signed_log.log.text).encode() + b"  https://suixin.example/\n quorum\tnone\n"
)
KEYS = [str(each.text) for each in (signed_log.log, signed_log.audit, signed_log.notary)]
SECRETS = [each.secret for each in (signed_log.log, signed_log.audit, signed_log.notary)]


def texts(of):
    """Text as it comes out of a file or a form, surrogates included."""
    return changed([each.encode() for each in of]).map(
        lambda content: content.decode("utf-8", "surrogateescape")
    ) | st.text(max_size=80)


@MANY
@given(content=changed(NOTES))
def test_a_note(content):
    try:
        note = read_note(content)
    except MalformedNote:
        return
    assert note.content == content
    with pytest.raises(Unverified):
        note.verified([])


@MANY
@given(content=changed(NOTES))
def test_lines_of_signatures(content):
    try:
        lines = content.decode()
        signatures = read_signatures(lines)
    except (MalformedNote, UnicodeDecodeError):
        return
    assert "".join(each.line for each in signatures) in (lines, lines + "\n")


@MANY
@given(content=changed(NOTES))
def test_a_checkpoint(content):
    try:
        checkpoint, note = read_signed_checkpoint(content)
    except MalformedNote:
        return
    assert (checkpoint.text, note.content) == (note.text, content)
    verifiers = [signed_log.log.verifier, *(read_witness_key(key) for key in KEYS[1:])]
    for verifier in verifiers:
        for signature in note.signatures:
            assert verifier.verify(note.text, signature.signature) in (True, False)


@MANY
@given(content=changed([PROOF.content, PLAIN.content, EXTRA.content]))
def test_a_proof(content):
    try:
        proof = read_proof(content)
    except MalformedNote:
        return
    assert proof.content == content
    try:
        proof.check(b"entry 5")
        read_policy(POLICY).judge(proof.note)
    except (InvalidProof, Unverified):
        return
    assert proof.checkpoint == PROOF.checkpoint


@MANY
@given(content=changed([REQUEST.content, FIRST.content]))
def test_a_request_to_a_witness(content):
    try:
        asked = read_add_checkpoint(content)
    except MalformedNote:
        return
    assert asked.content == content
    for last in (None, PROOF.checkpoint):
        try:
            consider(asked, [signed_log.log.verifier], last)
        except Declined as declined:
            assert declined.status in (403, 409, 422, 400)
        else:
            assert asked.checkpoint == PROOF.checkpoint


@MANY
@given(content=changed([POLICY, LOOSE]))
def test_a_policy(content):
    try:
        policy = read_policy(content)
    except MalformedPolicy as error:
        str(error).encode()
        return
    for name in (*policy.witnesses, *policy.groups, policy.quorum):
        name.encode()
    policy.is_enough({})
    policy.is_enough(dict.fromkeys(policy.witnesses, 0))
    for note in (PROOF.note, PLAIN.note):
        with suppress(Unverified):
            policy.judge(note)


@MANY
@given(text=texts(KEYS))
def test_a_key(text):
    try:
        key = read_key_text(text)
    except MalformedKey:
        key = None
    assert key is None or str(key) == text
    for read in (read_log_key, read_witness_key):
        try:
            verifier = read(text)
        except MalformedKey:
            continue
        assert (verifier.name, verifier.key_id) == (key.name, key.key_id)


@MANY
@given(text=texts(SECRETS))
def test_a_secret(text):
    try:
        secret = read_secret(text)
    except MalformedKey:
        secret = None
    assert secret is None or SECRET_PREFIX + str(secret) == text.rstrip()
    for read in (read_log_signer, read_cosigner):
        try:
            signer = read(text)
        except MalformedKey as error:
            assert secret is None or secret.material.hex() not in str(error)
            continue
        assert signer.secret == text.rstrip()


@settings(max_examples=100)
@given(text=st.binary(max_size=120), signature=st.binary(max_size=90) | st.just(bytes(2428)))
def test_a_verifier_never_raises(text, signature):
    verifiers = [signed_log.log.verifier, *(read_witness_key(key) for key in KEYS[1:])]
    assert not any(each.verify(text, signature) for each in verifiers)


@pytest.mark.parametrize("kind", [0x01, 0x04, 0x06])
@settings(max_examples=60)
@given(
    material=st.binary(min_size=1, max_size=40) | st.binary(min_size=32, max_size=32) | st.just(bytes(1312))
)
def test_any_bytes_as_a_public_key_are_refused_or_verify_nothing(kind, material):
    text = str(key_text("name.example", kind, material))
    for read in (read_log_key, read_witness_key):
        try:
            verifier = read(text)
        except MalformedKey:
            continue
        assert verifier.verify(PROOF.checkpoint.text, PROOF.note.signatures[0].signature) is False


def test_a_path_has_at_most_63_hashes():
    longest = LogProof(5, (bytes(32),) * 63, PROOF.checkpoint, PROOF.note)
    assert read_proof(longest.content) == longest
    with pytest.raises(MalformedNote, match="at most 63"):
        read_proof(LogProof(5, (bytes(32),) * 64, PROOF.checkpoint, PROOF.note).content)


def test_a_name_too_long_for_what_ml_dsa_signs():
    with pytest.raises(MalformedKey):
        MLDSA44Cosigner("n" * 256, bytes(32))
    longest = MLDSA44Cosigner("n" * 255, bytes(32))
    verifier = read_witness_key(str(longest.text))
    signature = longest.cosign(PROOF.checkpoint.text, 1)
    assert verifier.verify(PROOF.checkpoint.text, signature)
    assert not verifier.verify(b"o" * 256 + b"\n" + PROOF.checkpoint.text.split(b"\n", 1)[1], signature)
