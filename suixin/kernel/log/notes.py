"""Signed notes (C2SP signed-note): a text and lines that say who signed it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from suixin.kernel.log.spelling import from_base64, to_base64

LIMIT = 1_000_000  # bytes; a post-quantum signature takes 3,300
MOST_SIGNATURES = 100
KEY_ID_BYTES = 4


class MalformedNote(ValueError):
    """Bytes that are no signed note; the message says what is wrong."""


class Unverified(ValueError):
    """No known key signed the note, or a known key's signature does not fit."""


class Signer(Protocol):
    """What signs notes. Whether the key is a file, a card or a service is its own affair."""

    @property
    def name(self) -> str: ...

    @property
    def key_id(self) -> bytes: ...

    def sign(self, text: bytes) -> bytes:
        """The signature's bytes, as they stand behind the key id."""


class Verifier(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def key_id(self) -> bytes: ...

    def verify(self, text: bytes, signature: bytes) -> bool:
        """Whether it fits. Never raises."""


@dataclass(frozen=True, slots=True)
class Signature:
    name: str
    key_id: bytes
    signature: bytes

    @property
    def line(self) -> str:
        return f"— {self.name} {to_base64(self.key_id + self.signature)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    text: bytes  # with its last newline
    signatures: tuple[Signature, ...]

    @property
    def content(self) -> bytes:
        return self.text + b"\n" + "".join(each.line for each in self.signatures).encode()

    def signed(self, signer: Signer) -> "Note":
        return self.with_signatures([Signature(signer.name, signer.key_id, signer.sign(self.text))])

    def with_signatures(self, signatures: Iterable[Signature]) -> "Note":
        """Those that it has already are not doubled."""
        added = [each for each in signatures if each not in self.signatures]
        return replace(self, signatures=(*self.signatures, *added))

    def verified(self, verifiers: Iterable[Verifier]) -> list[Signature]:
        """The signatures that known keys made. Raises `Unverified`, also when one of theirs does not fit."""
        known = {(each.name, each.key_id): each for each in verifiers}
        found: list[Signature] = []
        for signature in self.signatures:
            verifier = known.get((signature.name, signature.key_id))
            if verifier is None:
                continue
            if not verifier.verify(self.text, signature.signature):
                raise Unverified(f"the signature of {signature.name} does not fit")
            found.append(signature)
        if not found:
            raise Unverified("no known key has signed")
        return found


def read_note(content: bytes) -> Note:
    """Raises `MalformedNote`."""
    if len(content) > LIMIT:
        raise MalformedNote(f"a note has at most {LIMIT:,} bytes")
    try:
        whole = content.decode("utf-8")
    except UnicodeDecodeError:
        raise MalformedNote("not UTF-8") from None
    if any(character < " " and character != "\n" for character in whole):
        raise MalformedNote("a control character")
    text, blank, lines = whole.rpartition("\n\n")
    if not blank or not lines.endswith("\n"):
        raise MalformedNote("signatures follow a blank line, each on a line of its own")
    return Note(text.encode() + b"\n", tuple(read_signatures(lines)))


def read_signatures(lines: str) -> Sequence[Signature]:
    """Lines of signatures, each with its newline. Raises `MalformedNote`."""
    found = [read_signature(line) for line in lines.removesuffix("\n").split("\n")]
    if len(found) > MOST_SIGNATURES:
        raise MalformedNote(f"more than {MOST_SIGNATURES} signatures")
    return found


def read_signature(line: str) -> Signature:
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    try:
        signature = from_base64(encoded)
    except ValueError:
        raise MalformedNote("a signature is not in standard base64") from None
    if dash != "—" or not is_name(name) or len(signature) <= KEY_ID_BYTES:
        raise MalformedNote("a line of a signature is: — name base64")
    return Signature(name, signature[:KEY_ID_BYTES], signature[KEY_ID_BYTES:])


def is_name(name: str) -> bool:
    """What may name a key: no space of any kind, no plus, nothing that UTF-8 cannot say."""
    return bool(name) and not any(
        each == "+" or each.isspace() or each < " " or is_surrogate(each) for each in name
    )


def is_surrogate(character: str) -> bool:
    return "\ud800" <= character <= "\udfff"
