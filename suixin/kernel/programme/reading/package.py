"""The zip package of an office file, opened with suspicion: sizes are counted as they are inflated, and no part
with a document type definition is parsed."""

import zipfile
import zlib
from io import BytesIO

from lxml import etree

from suixin.kernel.programme.reading.unreadable import MEGABYTE, UnreadableFile

MOST_ENTRIES = 5_000
LARGEST_PACKAGE = 200 * MEGABYTE  # inflated, pictures included; they are never inflated here
LARGEST_PART = 30 * MEGABYTE
DEEPEST_PATH = 20
CHUNK = 65_536
ENCRYPTED = 0x1
SAFE_ENCODINGS = (b"utf-8", b"utf-16", b"us-ascii", b"ascii")


class Package:
    """Parts by name. Only what is asked for is inflated."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError):
            raise UnreadableFile("damaged") from None
        if any(entry.flag_bits & ENCRYPTED for entry in entries):
            raise UnreadableFile("encrypted_office")
        if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > LARGEST_PACKAGE:
            raise UnreadableFile("inflated")
        self.names = frozenset(entry.filename for entry in entries)

    def part(self, name: str) -> bytes:
        """The inflated part. Its declared size is not believed: inflating stops at the limit."""
        inflated = bytearray()
        try:
            with self._zip.open(name) as stream:
                while chunk := stream.read(CHUNK):
                    inflated += chunk
                    if len(inflated) > LARGEST_PART:
                        raise UnreadableFile("inflated")
        except (
            KeyError,
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            NotImplementedError,
            RuntimeError,
        ):
            raise UnreadableFile("damaged") from None
        return bytes(inflated)

    def xml(self, name: str) -> etree._Element:
        return parse_xml(self.part(name))


def parse_xml(data: bytes) -> etree._Element:
    """XML without entities, network or unlimited depth."""
    _refuse_definitions(data)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as problem:
        raise UnreadableFile("nested" if "depth" in str(problem) else "damaged") from None
    if root is None:
        raise UnreadableFile("damaged")
    return root


def _refuse_definitions(data: bytes) -> None:
    """An office part never has a DOCTYPE. Unusual encodings could hide one, so they are refused as well."""
    plain = data.replace(b"\0", b"")  # UTF-16 and UTF-32 become ASCII where it matters
    declaration = (
        plain[: plain.find(b"?>") + 1] if plain.lstrip(b"\xef\xbb\xbf\xff\xfe").startswith(b"<?xml") else b""
    )
    named = declaration.lower().partition(b"encoding")[2].strip(b" \t\r\n=?")
    if named and not named[1:].startswith(SAFE_ENCODINGS):
        raise UnreadableFile("external")
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise UnreadableFile("external")
