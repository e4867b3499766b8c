"""SM2 with SM3 (GB/T 32918.2, GB/T 32905) as one more line under a note, for cities that must use national algorithms.

signed-note has no number for it, so its kind is 0xff and a longer identifier. Whoever does not know it skips the line:
the log's Ed25519 line stays what everybody verifies, and the tree stays SHA-256. The signature is r || s, 32 bytes
each; the identity that SM2 mixes in is the default of GM/T 0009, which OpenSSL calls distid.

`gmalg` does the arithmetic. It is optional, written in plain Python and does not take the same time for every secret:
sign with it at the log's own pace, never when a stranger asks. A cryptographic card is another `Signer`.
"""

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from suixin.kernel.log.keys import KeyText, MalformedKey, key_text, read_key_text, read_secret, secret_text

if TYPE_CHECKING:
    from gmalg import SM2

PRIVATE_KIND = 0xFF
IDENTIFIER = b"SM2-SM3 GB/T 32918.2-2016"
IDENTITY = b"1234567812345678"
SECRET_BYTES, PUBLIC_BYTES, HALF = 32, 65, 32
ORDER = 0xFFFFFFFE_FFFFFFFF_FFFFFFFF_FFFFFFFF_7203DF6B_21C6052B_53BBF409_39D54123
UNCOMPRESSED = 0x04


class NoSM2(RuntimeError):
    """The optional library is not installed."""

    def __init__(self) -> None:
        super().__init__("SM2 needs the library gmalg: install suixin[guomi], see docs/anchors.md")


@dataclass(frozen=True, slots=True)
class SM2Verifier:
    name: str
    key_id: bytes
    public: bytes

    @classmethod
    def of(cls, text: KeyText) -> "SM2Verifier":
        """Raises `MalformedKey`, `NoSM2`."""
        return cls(text.name, text.key_id, public_of(text))

    def verify(self, text: bytes, signature: bytes) -> bool:
        if len(signature) != 2 * HALF:
            return False
        return bool(arithmetic(pk=self.public).verify(text, signature[:HALF], signature[HALF:]))


class SM2Signer:
    """The same text has another signature each time."""

    def __init__(self, name: str, secret: bytes) -> None:
        """Raises `MalformedKey`, `NoSM2`."""
        if len(secret) != SECRET_BYTES or not 1 <= int.from_bytes(secret) <= ORDER - 2:
            raise MalformedKey("an SM2 secret has 32 bytes and is smaller than the order of the curve")
        self.private = secret
        self.public: bytes = arithmetic().generate_pk(secret)
        self.text = key_text(name, PRIVATE_KIND, IDENTIFIER + self.public)
        self.name, self.key_id = name, self.text.key_id

    @classmethod
    def fresh(cls, name: str) -> "SM2Signer":
        return cls(name, (1 + secrets.randbelow(ORDER - 2)).to_bytes(SECRET_BYTES))

    @property
    def secret(self) -> str:
        """To be kept where nobody else reads it."""
        return secret_text(self.text, IDENTIFIER + self.private)

    def sign(self, text: bytes) -> bytes:
        r, s = arithmetic(sk=self.private, pk=self.public).sign(text)
        return bytes(r).rjust(HALF, b"\0") + bytes(s).rjust(HALF, b"\0")

    @property
    def verifier(self) -> SM2Verifier:
        return SM2Verifier.of(self.text)


def read_sm2_key(text: str) -> SM2Verifier:
    """Raises `MalformedKey`, `NoSM2`."""
    return SM2Verifier.of(read_key_text(text))


def read_sm2_signer(text: str) -> SM2Signer:
    """Raises `MalformedKey`, `NoSM2`."""
    found = read_secret(text)
    signer = SM2Signer(found.name, material_of(found))
    if signer.key_id != found.key_id:
        raise MalformedKey("the key's id does not fit its name and bytes")
    return signer


def material_of(text: KeyText) -> bytes:
    if text.kind != PRIVATE_KIND or not text.material.startswith(IDENTIFIER):
        raise MalformedKey("no key for SM2 with SM3")
    return text.material.removeprefix(IDENTIFIER)


def public_of(text: KeyText) -> bytes:
    public = material_of(text)
    if len(public) != PUBLIC_BYTES or public[0] != UNCOMPRESSED:
        raise MalformedKey("an SM2 key is a point of 65 bytes, not compressed")
    if not arithmetic().verify_pk(public):
        raise MalformedKey("an SM2 key is a point on the curve")
    return public


def arithmetic(**keys: bytes) -> "SM2":
    """One for each use: it holds the state of a hash, and threads must not share that. Raises `NoSM2`."""
    try:
        from gmalg import SM2
    except ImportError:
        raise NoSM2 from None
    return SM2(uid=IDENTITY, **keys)
