"""What a witness signs: that at a stated time it saw the log grow up to this checkpoint (C2SP tlog-cosignature).

Ed25519 for whatever is in use today, ML-DSA-44 for what quantum computers shall not forge.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey, MLDSA44PublicKey

from suixin.kernel.log.checkpoint import read_checkpoint
from suixin.kernel.log.keys import (
    KeyText,
    MalformedKey,
    ed25519_fits,
    ed25519_public,
    key_text,
    read_key_text,
    read_secret,
    secret_text,
)
from suixin.kernel.log.notes import MalformedNote, Signature, Verifier

ED25519_COSIGNATURE = 0x04
ML_DSA_44 = 0x06
TIME_BYTES = 8
LATEST = (1 << 63) - 1
SUBTREE_LABEL = b"subtree/v1\n\x00"
LONGEST_NAME = 255


class Cosigner(Protocol):
    """A witness's key. It signs at a time that the caller tells."""

    name: str
    key_id: bytes
    text: KeyText  # the public key, as policies name it

    def cosign(self, text: bytes, time: int) -> bytes:
        """`time` in seconds since 1970. The signature's bytes, the time first."""

    @property
    def secret(self) -> str:
        """To be kept where nobody else reads it."""


def time_of(signature: bytes) -> int:
    """When a cosignature was made, in seconds since 1970. It is told by the witness, and part of what is signed."""
    return int.from_bytes(signature[:TIME_BYTES])


def cosignature(cosigner: Cosigner, text: bytes, time: int) -> Signature:
    return Signature(cosigner.name, cosigner.key_id, cosigner.cosign(text, time))


def ed25519_message(text: bytes, time: int) -> bytes:
    return b"cosignature/v1\ntime %d\n" % time + text


def ml_dsa_message(name: str, text: bytes, time: int) -> bytes:
    """Raises `MalformedCheckpoint`, and OverflowError for a name too long to be signed."""
    checkpoint = read_checkpoint(text)
    cosigner, origin = name.encode(), checkpoint.origin.encode()
    return b"".join(
        (
            SUBTREE_LABEL,
            len(cosigner).to_bytes(1),
            cosigner,
            time.to_bytes(8),
            len(origin).to_bytes(1),
            origin,
            (0).to_bytes(8),
            checkpoint.size.to_bytes(8),
            checkpoint.root,
        )
    )


@dataclass(frozen=True, slots=True)
class Ed25519CosignatureVerifier:
    name: str
    key_id: bytes
    public: Ed25519PublicKey

    def verify(self, text: bytes, signature: bytes) -> bool:
        time = time_of(signature)
        return time <= LATEST and ed25519_fits(
            self.public, ed25519_message(text, time), signature[TIME_BYTES:]
        )


@dataclass(frozen=True, slots=True)
class MLDSA44Verifier:
    name: str
    key_id: bytes
    public: MLDSA44PublicKey

    def verify(self, text: bytes, signature: bytes) -> bool:
        time = time_of(signature)
        if time > LATEST:
            return False
        try:
            self.public.verify(signature[TIME_BYTES:], ml_dsa_message(self.name, text, time))
        except (InvalidSignature, MalformedNote, OverflowError):
            return False
        return True


class Ed25519Cosigner:
    def __init__(self, name: str, seed: bytes) -> None:
        self.private = Ed25519PrivateKey.from_private_bytes(seed)
        self.text = key_text(name, ED25519_COSIGNATURE, self.private.public_key().public_bytes_raw())
        self.name, self.key_id = name, self.text.key_id

    @property
    def secret(self) -> str:
        return secret_text(self.text, self.private.private_bytes_raw())

    def cosign(self, text: bytes, time: int) -> bytes:
        return time.to_bytes(TIME_BYTES) + self.private.sign(ed25519_message(text, time))


class MLDSA44Cosigner:
    def __init__(self, name: str, seed: bytes) -> None:
        if len(name.encode()) > LONGEST_NAME:
            raise MalformedKey(f"a name has at most {LONGEST_NAME} bytes")
        self.private = MLDSA44PrivateKey.from_seed_bytes(seed)
        self.seed = seed
        self.text = key_text(name, ML_DSA_44, self.private.public_key().public_bytes_raw())
        self.name, self.key_id = name, self.text.key_id

    @property
    def secret(self) -> str:
        return secret_text(self.text, self.seed)

    def cosign(self, text: bytes, time: int) -> bytes:
        return time.to_bytes(TIME_BYTES) + self.private.sign(ml_dsa_message(self.name, text, time))


KINDS: dict[int, Callable[[str, bytes], Cosigner]] = {
    ED25519_COSIGNATURE: Ed25519Cosigner,
    ML_DSA_44: MLDSA44Cosigner,
}


def fresh_cosigner(name: str, kind: int = ED25519_COSIGNATURE) -> Cosigner:
    return KINDS[kind](name, secrets.token_bytes(32))


def read_cosigner(text: str) -> Cosigner:
    """Raises `MalformedKey`."""
    found = read_secret(text)
    if found.kind not in KINDS or len(found.material) != 32:
        raise MalformedKey(f"no secret key of a witness: kind {found.kind:#04x}")
    cosigner = KINDS[found.kind](found.name, found.material)
    if cosigner.key_id != found.key_id:
        raise MalformedKey("the key's id does not fit its name and bytes")
    return cosigner


def read_witness_key(text: str) -> Verifier:
    """Raises `MalformedKey`."""
    found = read_key_text(text)
    if found.kind == ED25519_COSIGNATURE:
        return Ed25519CosignatureVerifier(found.name, found.key_id, ed25519_public(found.material))
    if found.kind == ML_DSA_44:
        try:
            public = MLDSA44PublicKey.from_public_bytes(found.material)
        except ValueError:
            raise MalformedKey("an ML-DSA-44 key has 1,312 bytes") from None
        return MLDSA44Verifier(found.name, found.key_id, public)
    raise MalformedKey(f"no key of a witness: kind {found.kind:#04x}")
