"""Keys as texts (C2SP signed-note, "Verifier keys"; the secret's spelling is that of Go's sumdb/note), and the keys
that logs sign with. Keys of witnesses are in `cosignature.py`."""

import hashlib
import secrets
from dataclasses import dataclass
from hmac import compare_digest

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from suixin.kernel.log.notes import KEY_ID_BYTES, is_name
from suixin.kernel.log.spelling import from_base64, to_base64

ED25519 = 0x01
SECRET_PREFIX = "PRIVATE+KEY+"  # noqa: S105 - a word of the format


class MalformedKey(ValueError):
    """A text that is no key, or of a kind that is not known here; the message says which, never the key."""


@dataclass(frozen=True, slots=True)
class KeyText:
    """A key as it is written: `name+hex id+base64(kind || material)`."""

    name: str
    key_id: bytes
    kind: int
    material: bytes

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{to_base64(bytes([self.kind]) + self.material)}"


def key_id(name: str, kind: int, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:KEY_ID_BYTES]


def key_text(name: str, kind: int, public: bytes) -> KeyText:
    """Raises `MalformedKey` for a name that no key can have."""
    if not is_name(name):
        raise MalformedKey("a key's name has no space and no plus")
    return KeyText(name, key_id(name, kind, public), kind, public)


def read_key_text(text: str) -> KeyText:
    """A public key's text, its id checked. Raises `MalformedKey`."""
    found = split_key(text)
    if not compare_digest(found.key_id, key_id(found.name, found.kind, found.material)):
        raise MalformedKey("the key's id does not fit its name and bytes")
    return found


def split_key(text: str) -> KeyText:
    name, _, rest = text.partition("+")
    identity, _, encoded = rest.partition("+")
    try:
        number, material = bytes.fromhex(identity), from_base64(encoded)
    except ValueError:
        raise MalformedKey("a key is written name+id+base64") from None
    if not is_name(name) or len(number) != KEY_ID_BYTES or number.hex() != identity or len(material) < 2:
        raise MalformedKey("a key is written name+id+base64")
    return KeyText(name, number, material[0], material[1:])


@dataclass(frozen=True, slots=True)
class Ed25519Verifier:
    name: str
    key_id: bytes
    public: Ed25519PublicKey

    @classmethod
    def of(cls, text: KeyText) -> "Ed25519Verifier":
        return cls(text.name, text.key_id, ed25519_public(text.material))

    def verify(self, text: bytes, signature: bytes) -> bool:
        return ed25519_fits(self.public, text, signature)


class Ed25519Signer:
    """Signs for a log. The same secret gives the same signature."""

    def __init__(self, name: str, seed: bytes) -> None:
        self.private = Ed25519PrivateKey.from_private_bytes(seed)
        self.text = key_text(name, ED25519, self.private.public_key().public_bytes_raw())
        self.name, self.key_id = name, self.text.key_id

    @classmethod
    def fresh(cls, name: str) -> "Ed25519Signer":
        return cls(name, secrets.token_bytes(32))

    @property
    def secret(self) -> str:
        """To be kept where nobody else reads it."""
        return secret_text(self.text, self.private.private_bytes_raw())

    def sign(self, text: bytes) -> bytes:
        return self.private.sign(text)

    @property
    def verifier(self) -> Ed25519Verifier:
        return Ed25519Verifier(self.name, self.key_id, self.private.public_key())


def secret_text(public: KeyText, secret: bytes) -> str:
    return SECRET_PREFIX + str(KeyText(public.name, public.key_id, public.kind, secret))


def read_secret(text: str) -> KeyText:
    """Whose secret it is, and the secret as material. Raises `MalformedKey`."""
    if not text.startswith(SECRET_PREFIX):
        raise MalformedKey(f"a secret key begins with {SECRET_PREFIX}")
    return split_key(text.removeprefix(SECRET_PREFIX).rstrip())


def read_log_signer(text: str) -> Ed25519Signer:
    """Raises `MalformedKey`."""
    found = read_secret(text)
    if found.kind != ED25519 or len(found.material) != 32:
        raise MalformedKey("a log's key is Ed25519, of 32 bytes")
    signer = Ed25519Signer(found.name, found.material)
    if signer.key_id != found.key_id:
        raise MalformedKey("the key's id does not fit its name and bytes")
    return signer


def read_log_key(text: str) -> Ed25519Verifier:
    """Raises `MalformedKey`."""
    found = read_key_text(text)
    if found.kind != ED25519:
        raise MalformedKey(f"no key of a log: kind {found.kind:#04x}")
    return Ed25519Verifier.of(found)


def ed25519_public(material: bytes) -> Ed25519PublicKey:
    try:
        return Ed25519PublicKey.from_public_bytes(material)
    except ValueError:
        raise MalformedKey("an Ed25519 key has 32 bytes") from None


def ed25519_fits(public: Ed25519PublicKey, message: bytes, signature: bytes) -> bool:
    try:
        public.verify(signature, message)
    except InvalidSignature:
        return False
    return True
