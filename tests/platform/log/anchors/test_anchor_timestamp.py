"""RFC 3161, with OpenSSL as the authority and again as the independent verifier."""

import hashlib
import socket
import subprocess
import threading
import time
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from anchor_services import Authority, answering, send, signed
from rfc3161_client import decode_timestamp_response

from suixin.kernel.log.cosignature import Ed25519Cosigner, cosignature
from suixin.platform.log.anchors.backend import AnchorProblem, Refused, Unreachable, Unsound, Unusable
from suixin.platform.log.anchors.der import with_sorted_certificates
from suixin.platform.log.anchors.timestamp import TimestampBackend, read_roots

LONG = 60  # seconds; a busy machine needs some of them, an answer without end would take more


def backend(authority: Authority, roots: Path | None = None, url: str | None = None) -> TimestampBackend:
    return TimestampBackend(read_roots(roots or authority.roots), url or authority.url)


@pytest.mark.parametrize("chain", [False, True], ids=["alone", "with its chain, unsorted"])
def test_a_checkpoint_is_stamped_and_openssl_agrees(authority: Authority, chain: bool, tmp_path: Path):
    authority.chain = chain
    checkpoint, note = signed(15)
    anchor = backend(authority).anchor(checkpoint, note)
    assert anchor.anchored == hashlib.sha256(note.content).digest()
    assert anchor.proof == authority.answers[-1]  # kept as it came
    assert abs(anchor.time - datetime.now(UTC)) < timedelta(minutes=5)
    checked = backend(authority).verify(anchor.proof, checkpoint, note)
    assert (checked.time, checked.by) == (anchor.time, "CN=tsa")
    (tmp_path / "15.checkpoint").write_bytes(note.content)
    (tmp_path / "15.tsr").write_bytes(anchor.proof)
    verify = [
        "openssl",
        "ts",
        "-verify",
        "-data",
        "15.checkpoint",
        "-in",
        "15.tsr",
        "-CAfile",
        authority.roots,
    ]
    told = subprocess.run(verify, cwd=tmp_path, capture_output=True, check=True)
    assert b"Verification: OK" in told.stdout


def test_the_chain_comes_in_an_order_that_strict_readers_refuse(authority: Authority):
    """So that nobody takes `der` away because it seems to do nothing."""
    authority.chain = True
    proof = backend(authority).anchor(*signed(15)).proof
    with pytest.raises(ValueError, match="InvalidSetOrdering"):
        decode_timestamp_response(proof)
    mended = with_sorted_certificates(proof)
    assert decode_timestamp_response(mended).status == 0 and with_sorted_certificates(mended) == mended


def test_a_stamp_of_another_note_shows_nothing(authority: Authority):
    checkpoint, note = signed(15)
    proof = backend(authority).anchor(checkpoint, note).proof
    later = note.with_signatures([cosignature(Ed25519Cosigner("w", bytes(32)), note.text, 1_700_000_000)])
    for other in (signed(16)[1], later):
        with pytest.raises(Unsound, match="to the byte"):
            backend(authority).verify(proof, checkpoint, other)


def test_roots_that_did_not_vouch_are_told(authority: Authority, tmp_path: Path):
    stranger = Authority(tmp_path)
    stranger.make()
    checkpoint, note = signed(15)
    proof = backend(authority).anchor(checkpoint, note).proof
    with pytest.raises(Unsound, match=r"roots do not vouch.*unable to get local issuer certificate"):
        backend(authority, stranger.roots).verify(proof, checkpoint, note)
    with pytest.raises(Unsound, match="roots do not vouch"):
        backend(authority, stranger.roots).anchor(checkpoint, note)
    only_root = tmp_path / "only.pem"
    only_root.write_bytes(authority.pem("root"))
    with pytest.raises(
        Unsound, match="roots do not vouch"
    ):  # the one between is neither here nor in the answer
        backend(authority, only_root).verify(proof, checkpoint, note)


def test_a_certificate_of_the_same_roots_that_is_not_for_time_stamps_is_refused(tmp_path: Path):
    authority = Authority(tmp_path)
    authority.make()
    with answering(authority.answer) as url:
        proof = backend(authority, url=url).anchor(*signed(15)).proof
    assert backend(authority).verify(rewrapped(authority, "tsa"), *signed(15)).by == "CN=tsa"
    authority.certify("website", "between", "website.ext")
    with pytest.raises(Unsound, match="roots do not vouch"):
        backend(authority).verify(rewrapped(authority, "website"), *signed(15))
    assert proof == authority.answers[-1]


def rewrapped(authority: Authority, signer: str) -> bytes:
    """The last stamp, signed anew with that certificate."""
    authority.openssl("ts", "-reply", "-in", "reply", "-token_out", "-out", "token")
    authority.openssl("cms", "-verify", "-noverify", "-inform", "DER", "-in", "token", "-out", "told")
    authority.openssl(
        "cms", "-sign", "-binary", "-nodetach", "-econtent_type", "1.2.840.113549.1.9.16.1.4",
        "-signer", f"{signer}.pem", "-inkey", f"{signer}.key", "-outform", "DER", "-in", "told", "-out", "token",
    )  # fmt: skip
    inside = bytes.fromhex("3003020100") + (authority.folder / "token").read_bytes()
    return b"\x30\x82" + len(inside).to_bytes(2) + inside


def test_a_stamp_that_was_given_to_somebody_before_is_not_taken(authority: Authority):
    first = backend(authority).anchor(*signed(15)).proof
    authority.replayed = first
    with pytest.raises(Unsound, match="the nonce differs"):
        backend(authority).anchor(*signed(15))
    with pytest.raises(Unsound, match="of something else"):
        backend(authority).anchor(*signed(16))


def test_each_altered_byte_of_a_stamp_is_noticed_or_means_nothing(authority: Authority):
    checkpoint, note = signed(15)
    proof = backend(authority).anchor(checkpoint, note).proof
    first = backend(authority).verify(proof, checkpoint, note)
    for place in range(0, len(proof), 7):
        altered = bytearray(proof)
        altered[place] ^= 0x01
        try:
            assert backend(authority).verify(bytes(altered), checkpoint, note) == first
        except AnchorProblem:
            continue


def test_a_refusal_is_told_in_the_authoritys_words(authority: Authority):
    authority.replayed = b"000.\x02\x01\x020%\x0c#Bad request format or system error.\x03\x02\x02\x04"
    with pytest.raises(Refused, match="Bad request format"):
        backend(authority).anchor(*signed(15))
    with pytest.raises(Unsound, match="had refused"):
        backend(authority).verify(authority.replayed, *signed(15))


@pytest.mark.parametrize("garbage", [b"", b"<html>", b"\x30", b"\x30\x84", b"0" * 60_000, bytes(range(256))])
def test_garbage_is_no_time_stamp(authority: Authority, garbage: bytes):
    answer = answering(lambda handler, _: send(handler, garbage))
    with answer as url, pytest.raises(Unreachable, match=r"not answer with a time stamp.*SUIXIN_TSA_URL"):
        backend(authority, url=url).anchor(*signed(15))
    with pytest.raises(Unsound, match="no answer of a time stamping authority"):
        backend(authority).verify(garbage, *signed(15))


def endless_body(handler, _):
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(bytes(1 << 16))


def slow_head(handler, _):
    for byte in b"HTTP/1.1 200 OK\r\nX-A: " + b"a" * 60_000:
        handler.wfile.write(bytes([byte]))
        time.sleep(0.05)


def slow_body(handler, _):
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b"0")
        time.sleep(0.05)


def nothing(handler, _):
    time.sleep(2)


def quiet(answer):
    def answer_until_they_leave(handler, query):
        try:
            answer(handler, query)
        except OSError:
            handler.close_connection = True

    return answer_until_they_leave


@pytest.mark.parametrize(
    ("answer", "patience", "sentence"),
    [
        (endless_body, LONG, "more than 65,536 bytes"),
        (slow_head, 0.5, "did not finish its answer within 0.5 seconds"),
        (slow_body, 0.5, "did not finish its answer within 0.5 seconds"),
        (nothing, 0.5, "did not finish its answer within 0.5 seconds"),
        (lambda handler, _: send(handler, b"", 503), LONG, "answers HTTP 503"),
        (lambda handler, _: handler.wfile.write(b"hello\r\n"), LONG, "cannot be reached"),
    ],
    ids=["endless", "slow head", "slow body", "nothing", "503", "no HTTP"],
)
def test_an_answer_is_bounded_in_bytes_and_seconds(
    authority: Authority, answer, patience: float, sentence: str
):
    began = time.monotonic()
    with answering(quiet(answer)) as url:
        with pytest.raises(Unreachable, match=sentence):
            replace(backend(authority, url=url), patience=patience).anchor(*signed(15))
        assert time.monotonic() - began < LONG


def test_a_greeting_that_never_ends_is_bounded_too(authority: Authority):
    def drip():
        opened, _ = server.accept()
        with opened, suppress(OSError):
            opened.send(b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc")  # a long first word of TLS
            while True:
                opened.send(b"0")
                time.sleep(0.05)

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=drip, daemon=True).start()
        url = f"https://127.0.0.1:{server.getsockname()[1]}/"
        with pytest.raises(Unreachable, match=r"within 0.5 seconds"):
            replace(backend(authority, url=url), patience=0.5).anchor(*signed(15))


def test_an_authority_that_is_down_is_named(authority: Authority):
    with answering(authority.answer) as url:
        pass
    with pytest.raises(Unreachable, match=rf"{url[:-1]} cannot be reached: Connection refused"):
        backend(authority, url=url).anchor(*signed(15))


def test_roots_must_be_there_and_in_pem(tmp_path: Path):
    with pytest.raises(Unusable, match="cannot be read: No such file"):
        read_roots(tmp_path / "none.pem")
    (tmp_path / "text.pem").write_text("no certificate")
    with pytest.raises(Unusable, match="holds no certificate"):
        read_roots(tmp_path / "text.pem")
