"""Notes, checkpoints and cosignatures as C2SP signed-note, tlog-checkpoint and tlog-cosignature have them."""

from base64 import b64decode, b64encode
from hashlib import sha256

import pytest
from signed_log import ORIGIN, TIME, audit, log, notary, witnessed

from suixin.kernel.log.checkpoint import (
    LARGEST,
    Checkpoint,
    MalformedCheckpoint,
    read_checkpoint,
    read_signed_checkpoint,
)
from suixin.kernel.log.cosignature import cosignature, read_cosigner, read_witness_key, time_of
from suixin.kernel.log.keys import (
    Ed25519Signer,
    MalformedKey,
    key_text,
    read_key_text,
    read_log_key,
    read_log_signer,
)
from suixin.kernel.log.notes import (
    LIMIT,
    MOST_SIGNATURES,
    MalformedNote,
    Signature,
    Unverified,
    is_name,
    read_note,
)
from suixin.kernel.log.tree import EMPTY_ROOT
from suixin.kernel.log.witnessing import read_add_checkpoint

TEXT = b"text\n"
SIGNED = Checkpoint(ORIGIN, 7, bytes(32)).note.signed(log)


def line(name="name.example", key_id=b"\1\2\3\4", signature=b"s") -> str:
    return Signature(name, key_id, signature).line


def note(*lines: str, text=TEXT) -> bytes:
    return text + b"\n" + "".join(lines).encode()


# --- examples of the documents


def test_the_note_of_the_specification(vectors):
    content = (vectors / "c2sp-examples" / "signed-note-foo.txt").read_bytes()
    key = read_log_key((vectors / "c2sp-examples" / "signed-note-foo.vkey").read_text().strip())
    found = read_note(content)
    assert (found.text, found.content) == (b"This is an example message.\n", content)
    assert [each.name for each in found.verified([key])] == ["example.com/foo"]


def test_a_text_may_have_blank_lines_and_ends_at_the_last(vectors):
    content = (vectors / "c2sp-examples" / "signed-note-quasimodo.txt").read_bytes()
    found = read_note(content)
    assert found.content == content
    assert found.text.decode().split("\n")[1:5] == [
        "trafitto da un raggio di sole:",
        "",
        "ed è subito sera.",
        "",
    ]
    assert [each.name for each in found.signatures] == ["quasimodo.example/salvatore"]


@pytest.mark.parametrize("name", ["checkpoint-behind-the-sofa", "checkpoint-cosigned"])
def test_the_checkpoints_of_the_specification(vectors, name):
    content = (vectors / "c2sp-examples" / f"{name}.txt").read_bytes()
    checkpoint, found = read_signed_checkpoint(content)
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert (checkpoint.text, checkpoint.extensions, found.content) == (found.text, (), content)
    if name == "checkpoint-cosigned":
        assert time_of(found.signatures[1].signature) == 1679315147


def test_the_request_of_the_specification(vectors):
    content = (vectors / "c2sp-examples" / "add-checkpoint-request.txt").read_bytes()
    asked = read_add_checkpoint(content)
    assert (asked.old, len(asked.proof), asked.checkpoint.size) == (20852014, 4, 20852163)
    assert (len(asked.note.signatures), asked.content) == (2, content)


# --- notes


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"\n", b"\n\n", b"text", b"text\n", b"text\n\n", b"text\n\n\n", note()),
        note("no dash\n"),
        note(line()[:-1]),
        note(line(), "\n"),
        note(line(), "more text\n"),
        TEXT + line().encode(),
        note(line().replace("—", "-")),
        note(line().replace("—", "–")),
        note(line().replace(" ", "  ")),
        note(line().replace(" ", "\t")),
        note(line().replace(" ", "\u00a0")),
        note(" " + line()),
        note(line().replace("\n", " \n")),
        note(line().replace("\n", "\r\n")),
        note(line(name="")),
        note(line(name="a b")),
        note(line(name="a+b")),
        note(line(name="a\u3000b")),
        note(line(name="a\u2028b")),
        note(line(signature=b"")),
        note("— name.example \n"),
        note("— name.example AQIDBHM\n"),
        note("— name.example AQIDBHM=\n").replace(b"M=", b"N="),
        note("— name.example AQIDBHM=\n").replace(b"M=", b"M=="),
        note("— name.example AQIDBHM=\n").replace(b"AQ", b"A-"),
        note("— name.example AQIDBHM=\n").replace(b"AQ", b"A Q"),
        note("— name.example AQIDBHM=AQIDBHM=\n"),
        note(line(), text=b"a\0b\n"),
        note(line(), text=b"a\tb\n"),
        note(line(), text=b"a\r\n"),
        note(line(), text=b"a\x1fb\n"),
        note(line(), text=b"\xff\n"),
        note(line(), text=b"\xed\xa0\x80\n"),
        note(line(), text=b"\xc0\x80\n"),
    ],
)
def test_what_is_no_note(content):
    with pytest.raises(MalformedNote):
        read_note(content)


@pytest.mark.parametrize(
    "text", [b"\n", b"a\n\n", b"\n\nb\n", b"\x7f\n", "穗信\u3000\u2028\n".encode(), b"\xef\xbb\xbf\n"]
)
def test_any_other_text_may_be_signed(text):
    found = read_note(note(line(), text=text))
    assert (found.text, found.content) == (text, note(line(), text=text))


def test_names_have_no_space_of_unicode_and_no_plus():
    white_space = "\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
    refused = {chr(code) for code in range(0xF000) if not is_name(f"a{chr(code)}b")}
    controls = {chr(code) for code in range(0x21)}
    assert refused == controls | set(white_space) | {"+"} | {chr(code) for code in range(0xD800, 0xE000)}


def test_how_much_is_read():
    assert len(read_note(note(*[line()] * MOST_SIGNATURES)).signatures) == MOST_SIGNATURES >= 16
    with pytest.raises(MalformedNote):
        read_note(note(*[line()] * (MOST_SIGNATURES + 1)))
    large = note(*[line(signature=bytes(5000))] * 16)
    assert len(read_note(large).signatures) == 16
    with pytest.raises(MalformedNote):
        read_note(note(line(), text=b"x" * LIMIT + b"\n"))


def test_unknown_keys_and_kinds_are_ignored_even_with_a_known_name_or_id():
    others = [
        Signature(log.name, b"\0\0\0\0", b"ECDSA or whatever"),
        Signature("other.example", log.key_id, SIGNED.signatures[0].signature),
        Signature("witness.example", b"\1\2\3\4", b"\0"),
    ]
    found = SIGNED.with_signatures(others)
    assert read_note(found.content).verified([log.verifier]) == [SIGNED.signatures[0]]


def test_one_known_key_must_have_signed_and_none_wrongly():
    with pytest.raises(Unverified, match="no known key"):
        SIGNED.verified([])
    other = Ed25519Signer("other.example", bytes(32))
    with pytest.raises(Unverified, match="no known key"):
        SIGNED.verified([other.verifier])
    both = SIGNED.signed(other)
    assert len(both.verified([log.verifier, other.verifier])) == 2
    wrong = SIGNED.with_signatures([Signature(other.name, other.key_id, bytes(64))])
    assert len(wrong.verified([log.verifier])) == 1
    with pytest.raises(Unverified, match=r"other\.example does not fit"):
        wrong.verified([log.verifier, other.verifier])


def test_each_line_of_a_known_key_must_fit_also_a_second_one():
    doubled = read_note(SIGNED.content + SIGNED.signatures[0].line.encode())
    assert len(doubled.verified([log.verifier])) == 2
    wrong = read_note(SIGNED.content + Signature(log.name, log.key_id, bytes(64)).line.encode())
    with pytest.raises(Unverified):
        wrong.verified([log.verifier])


def test_the_same_signature_is_not_added_twice():
    assert SIGNED.signed(log) == SIGNED


def test_a_signature_is_of_one_text():
    moved = read_note(SIGNED.content.replace(b"\n7\n", b"\n8\n"))
    with pytest.raises(Unverified):
        moved.verified([log.verifier])


# --- keys


def test_a_key_id_is_computed_as_the_specification_says():
    text = str(log.text)
    name, identity, encoded = text.split("+", 2)
    data = b64decode(encoded)
    assert data[0] == 1
    assert identity == sha256(name.encode() + b"\n" + data).hexdigest()[:8]


@pytest.mark.parametrize(
    "text",
    [
        *("", "+", "++", "name", "name+00000000", "name+00000000+", "name+00000000+AQ==", "+00000000+AQE="),
        str(log.text).upper(),
        str(log.text) + "\n",
        " " + str(log.text),
        str(log.text).replace("+", " "),
        str(log.text)[:-1],
        str(log.text) + "=",
    ],
)
def test_what_is_no_key(text):
    with pytest.raises(MalformedKey):
        read_key_text(text)


def test_a_key_has_one_spelling():
    text = str(key_text("name.example", 0xFF, bytes(31)))
    assert read_key_text(text).material == bytes(31)
    respelt = text.replace("A=", "B=")
    assert b64decode(respelt.split("+")[2]) == b64decode(text.split("+")[2])
    for other in (respelt, text.replace("=", ""), text.replace("A=", "A==")):
        with pytest.raises(MalformedKey):
            read_key_text(other)


@pytest.mark.parametrize("kind", [0x02, 0x03, 0x04, 0x05, 0x06, 0xFA, 0xFF])
def test_a_logs_key_is_ed25519_and_other_kinds_are_named(kind):
    with pytest.raises(MalformedKey, match=f"kind {kind:#04x}"):
        read_log_key(str(key_text("name.example", kind, bytes(32))))


@pytest.mark.parametrize("kind", [0x01, 0x02, 0x05, 0xFF])
def test_a_witness_key_is_one_for_cosignatures(kind):
    with pytest.raises(MalformedKey, match=f"kind {kind:#04x}"):
        read_witness_key(str(key_text("name.example", kind, bytes(32))))


def test_a_secret_of_go_is_read_and_written():
    """Made by golang.org/x/mod/sumdb/note, the example of its documentation."""
    secret = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
    signer = read_log_signer(secret + "\n")
    assert signer.secret == secret
    assert str(signer.text) == "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"


@pytest.mark.parametrize("cosigner", [audit, notary], ids=["Ed25519", "ML-DSA-44"])
def test_a_witness_key_is_kept_as_text(cosigner):
    again = read_cosigner(cosigner.secret + "\n")
    assert (again.secret, again.text, again.key_id) == (cosigner.secret, cosigner.text, cosigner.key_id)
    with pytest.raises(MalformedKey):
        read_log_signer(cosigner.secret)
    with pytest.raises(MalformedKey):
        read_cosigner(log.secret)


# --- checkpoints


def checkpoint_text(*lines: str) -> bytes:
    return "".join(f"{each}\n" for each in lines).encode()


ROOT = b64encode(bytes(32)).decode()


@pytest.mark.parametrize(
    "text",
    [
        *(b"", b"\n", b"o\n0\n", checkpoint_text("o", "0", ROOT)[:-1]),
        checkpoint_text("", "0", ROOT),
        checkpoint_text("o", "", ROOT),
        checkpoint_text("o", "00", ROOT),
        checkpoint_text("o", "01", ROOT),
        checkpoint_text("o", "-1", ROOT),
        checkpoint_text("o", "+1", ROOT),
        checkpoint_text("o", "1 ", ROOT),
        checkpoint_text("o", "1_0", ROOT),
        checkpoint_text("o", "0x1", ROOT),
        checkpoint_text("o", "١", ROOT),
        checkpoint_text("o", "１", ROOT),
        checkpoint_text("o", "1١", ROOT),
        checkpoint_text("o", str(LARGEST + 1), ROOT),
        checkpoint_text("o", "9" * 40, ROOT),
        checkpoint_text("o", "0", ROOT[:-1]),
        checkpoint_text("o", "0", ROOT + " "),
        checkpoint_text("o", "0", ROOT.replace("A=", "B=")),
        checkpoint_text("o", "0", b64encode(bytes(31)).decode()),
        checkpoint_text("o", "0", b64encode(bytes(33)).decode()),
        checkpoint_text("o", "0", ROOT, ""),
        checkpoint_text("o", "0", ROOT, "", "extension"),
        checkpoint_text("o", "0", ROOT, "extension", ""),
    ],
)
def test_what_is_no_checkpoint(text):
    with pytest.raises(MalformedCheckpoint):
        read_checkpoint(text)


@pytest.mark.parametrize(
    "lines",
    [
        ("o", "0", ROOT),
        ("any origin + whatever, 穗信", "1", ROOT),
        ("o", str(LARGEST), ROOT),
        ("o", "5", ROOT, "extension", " "),
    ],
)
def test_a_checkpoint_is_three_lines_and_whatever_follows(lines):
    found = read_checkpoint(checkpoint_text(*lines))
    assert (found.origin, found.size, found.extensions) == (lines[0], int(lines[1]), lines[3:])
    assert found.text == checkpoint_text(*lines)


# --- cosignatures


@pytest.mark.parametrize("cosigner", [audit, notary], ids=["Ed25519", "ML-DSA-44"])
def test_a_cosignature_is_of_a_time_and_a_checkpoint(cosigner):
    verifier = read_witness_key(str(cosigner.text))
    text = Checkpoint(ORIGIN, 0, EMPTY_ROOT).text
    for time in (0, 1, TIME, 2**63 - 1):
        signature = cosignature(cosigner, text, time)
        assert (signature.name, signature.key_id) == (verifier.name, verifier.key_id)
        assert signature.signature[:8] == time.to_bytes(8, "big")
        assert verifier.verify(text, signature.signature)
        later = (time + 1).to_bytes(8, "big") + signature.signature[8:]
        assert not verifier.verify(text, later)
        assert not verifier.verify(text.replace(b"\n0\n", b"\n1\n"), signature.signature)
        assert not verifier.verify(b"x" + text, signature.signature)


@pytest.mark.parametrize("cosigner", [audit, notary], ids=["Ed25519", "ML-DSA-44"])
@pytest.mark.parametrize("time", [2**63, 2**64 - 1])
def test_a_time_beyond_what_the_specification_allows_is_refused(cosigner, time):
    text = Checkpoint(ORIGIN, 0, EMPTY_ROOT).text
    assert not read_witness_key(str(cosigner.text)).verify(text, cosigner.cosign(text, time))


def test_ed25519_signs_the_whole_text_after_two_lines():
    text = checkpoint_text("o", "5", ROOT, "extension")
    signature = audit.cosign(text, TIME)
    audit.private.public_key().verify(
        signature[8:], b"cosignature/v1\ntime 1795420800\no\n5\n" + ROOT.encode() + b"\nextension\n"
    )
    verifier = read_witness_key(str(audit.text))
    assert not verifier.verify(text.replace(b"extension", b"Extension"), signature)


def test_ml_dsa_signs_the_structure_of_the_specification_without_extensions():
    text = checkpoint_text("o", "5", ROOT, "extension")
    signature = notary.cosign(text, TIME)
    assert len(signature) == 8 + 2420
    name = notary.name.encode()
    notary.private.public_key().verify(
        signature[8:],
        b"subtree/v1\n\0"
        + bytes([len(name)])
        + name
        + TIME.to_bytes(8, "big")
        + b"\1o"
        + bytes(8)
        + (5).to_bytes(8, "big")
        + bytes(32),
    )
    verifier = read_witness_key(str(notary.text))
    assert verifier.verify(text.replace(b"extension", b"Extension"), signature)


def test_a_log_and_a_witness_with_one_secret_do_not_sign_for_each_other():
    """The kinds differ, and so do what they sign and their ids."""
    both = Ed25519Signer(audit.name, b"2" * 32)
    assert both.text.material == audit.text.material
    assert both.key_id != audit.key_id
    text = Checkpoint(ORIGIN, 0, EMPTY_ROOT).text
    assert not both.verifier.verify(text, audit.cosign(text, TIME)[8:])


def test_a_witnessed_checkpoint_is_read_as_it_was_written():
    found = witnessed(Checkpoint(ORIGIN, 0, EMPTY_ROOT), audit, notary)
    assert read_note(found.content) == found
