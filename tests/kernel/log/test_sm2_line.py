"""SM2 with SM3 under a note: against the standard's own example, and OpenSSL both ways."""

import shutil
import subprocess
import sys
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from suixin.kernel.log.checkpoint import Checkpoint
from suixin.kernel.log.keys import Ed25519Signer, MalformedKey, key_id, key_text
from suixin.kernel.log.notes import Unverified, read_note
from suixin.kernel.log.sm2 import (
    IDENTIFIER,
    IDENTITY,
    ORDER,
    PRIVATE_KIND,
    NoSM2,
    SM2Signer,
    SM2Verifier,
    read_sm2_key,
    read_sm2_signer,
)

ORIGIN = "suixin.example/log/2026"
SPKI = bytes.fromhex(
    "3059301306072a8648ce3d020106082a811ccf5501822d034200"
)  # what stands before a point of SM2
TEXT = Checkpoint(ORIGIN, 15, bytes(32)).text

# the example of a signature in GB/T 32918.5
SECRET = bytes.fromhex("3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8")
X = "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
Y = "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13"
R = "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3"
S = "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA"


@pytest.fixture(scope="module")
def signer() -> SM2Signer:
    return SM2Signer(ORIGIN, SECRET)


@pytest.fixture
def openssl(tmp_path: Path):
    if shutil.which("openssl") is None:
        pytest.skip("there is no openssl on this machine")
    if (
        b"SM2"
        not in subprocess.run(
            ["openssl", "list", "-public-key-algorithms"], capture_output=True, check=True
        ).stdout
    ):
        pytest.skip("this machine's openssl has no SM2")

    def run(*arguments: str, ok: bool = True) -> bytes:
        ran = subprocess.run(["openssl", *arguments], cwd=tmp_path, capture_output=True, check=False)
        assert (ran.returncode == 0) is ok, ran.stderr
        return ran.stdout

    return run


SM2_MESSAGE = ("-rawin", "-digest", "sm3", "-pkeyopt", f"distid:{IDENTITY.decode()}")


def test_the_standards_own_example_verifies(signer: SM2Signer):
    assert signer.public == bytes.fromhex("04" + X + Y)
    assert signer.verifier.verify(b"message digest", bytes.fromhex(R + S))


def test_openssl_verifies_ours_and_refuses_it_for_another_text(signer: SM2Signer, openssl, tmp_path: Path):
    pem = b64encode(SPKI + signer.public).decode()
    (tmp_path / "key.pem").write_text(f"-----BEGIN PUBLIC KEY-----\n{pem}\n-----END PUBLIC KEY-----\n")
    (tmp_path / "text").write_bytes(TEXT)
    (tmp_path / "other").write_bytes(TEXT + b"more\n")
    for _ in range(8):
        signature = signer.sign(TEXT)
        assert len(signature) == 64
        numbers = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
        (tmp_path / "sig").write_bytes(encode_dss_signature(*numbers))
        verify = ("pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-sigfile", "sig", *SM2_MESSAGE)
        openssl(*verify, "-in", "text")
        openssl(*verify, "-in", "other", ok=False)


def test_we_verify_openssls(openssl, tmp_path: Path):
    openssl("genpkey", "-algorithm", "SM2", "-out", "key.pem")
    public = openssl("pkey", "-in", "key.pem", "-pubout", "-outform", "DER")
    assert public.startswith(SPKI)
    verifier = SM2Verifier.of(key_text(ORIGIN, PRIVATE_KIND, IDENTIFIER + public.removeprefix(SPKI)))
    (tmp_path / "text").write_bytes(TEXT)
    for _ in range(8):
        openssl("pkeyutl", "-sign", "-inkey", "key.pem", "-in", "text", "-out", "sig", *SM2_MESSAGE)
        r, s = decode_dss_signature((tmp_path / "sig").read_bytes())
        signature = r.to_bytes(32) + s.to_bytes(32)
        assert verifier.verify(TEXT, signature)
        assert not verifier.verify(TEXT + b"more\n", signature)


def test_each_other_signature_is_refused(signer: SM2Signer):
    r, s = bytes.fromhex(R), bytes.fromhex(S)
    n, zero = ORDER.to_bytes(32), bytes(32)
    bits = [bytes([*r[:i], r[i] ^ 1, *r[i + 1 :]]) + s for i in range(0, 32, 7)]
    opposite = (ORDER - int.from_bytes(r)).to_bytes(32)
    for wrong in (
        *bits,
        s + r,
        zero + s,
        r + zero,
        n + s,
        r + n,
        r + opposite,
        b"\xff" * 64,
        r + s[:-1],
        r + s + b"0",
        b"",
    ):
        assert not signer.verifier.verify(b"message digest", wrong)


def test_those_who_know_only_ed25519_skip_the_line(signer: SM2Signer):
    """And who knows both wants both to fit."""
    log = Ed25519Signer(ORIGIN, bytes(32))
    both = read_note(Checkpoint(ORIGIN, 15, bytes(32)).note.signed(log).signed(signer).content)
    assert [each.key_id for each in both.verified([log.verifier])] == [log.key_id]
    assert len(both.verified([log.verifier, signer.verifier])) == 2
    assert both.verified([read_sm2_key(str(signer.text))])[0].key_id == signer.key_id
    forged = read_note(both.content.replace(b"\n15\n", b"\n16\n"))
    for known in ([log.verifier], [signer.verifier]):
        with pytest.raises(Unverified, match="does not fit"):
            forged.verified(known)
    with pytest.raises(Unverified, match="no known key"):
        both.verified([SM2Signer(ORIGIN, b"\x01" * 32).verifier])


def test_the_key_id_is_that_of_the_specification(signer: SM2Signer):
    assert signer.key_id == key_id(ORIGIN, 0xFF, b"SM2-SM3 GB/T 32918.2-2016" + signer.public)


def test_keys_are_read_as_they_were_written(signer: SM2Signer):
    again = read_sm2_signer(signer.secret)
    assert (again.name, again.key_id) == (ORIGIN, signer.key_id)
    assert read_sm2_key(str(signer.text)).verify(TEXT, again.sign(TEXT))
    fresh = SM2Signer.fresh(ORIGIN)
    assert fresh.key_id != signer.key_id and fresh.verifier.verify(TEXT, fresh.sign(TEXT))


def test_what_is_no_key_is_refused(signer: SM2Signer):
    point = signer.public
    off = point[:-1] + bytes([point[-1] ^ 1])
    for public in (
        point[:-1],
        b"\x02" + point[1:33],
        b"\0",
        off,
        b"\x04" + bytes(64),
        b"\x04" + b"\xff" * 64,
    ):
        with pytest.raises(MalformedKey):
            SM2Verifier.of(key_text(ORIGIN, PRIVATE_KIND, IDENTIFIER + public))
    for text in (
        str(Ed25519Signer(ORIGIN, bytes(32)).text),
        str(key_text(ORIGIN, PRIVATE_KIND, b"another" + point)),
    ):
        with pytest.raises(MalformedKey, match="no key for SM2"):
            read_sm2_key(text)
    for secret in (bytes(32), (ORDER - 1).to_bytes(32), b"\x01" * 31):
        with pytest.raises(MalformedKey, match="32 bytes"):
            SM2Signer(ORIGIN, secret)
    with pytest.raises(MalformedKey):
        read_sm2_signer(Ed25519Signer(ORIGIN, bytes(32)).secret)


def test_one_verifier_serves_many_threads(signer: SM2Signer):
    texts = [TEXT + b"%d\n" % number for number in range(24)]
    signatures = [signer.sign(text) for text in texts]
    verifier = signer.verifier
    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(verifier.verify, texts, signatures))


def test_without_the_library_a_sentence_says_what_to_install(signer: SM2Signer, monkeypatch):
    monkeypatch.setitem(sys.modules, "gmalg", None)
    for use in (
        lambda: SM2Signer.fresh(ORIGIN),
        lambda: read_sm2_key(str(signer.text)),
        lambda: signer.sign(TEXT),
    ):
        with pytest.raises(NoSM2, match=r"suixin\[guomi\]"):
            use()


def test_the_library_is_not_loaded_by_the_module_alone():
    told = "import sys, suixin.kernel.log.sm2; sys.exit('gmalg' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", told], check=False).returncode == 0
