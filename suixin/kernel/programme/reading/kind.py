"""What a file is, told by its content. A name is only a hint where content leaves a choice."""

import re
from enum import StrEnum

from suixin.kernel.programme.reading.unreadable import UnreadableFile


class Kind(StrEnum):
    TEXT = "txt"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"


# First bytes of what is refused -> the reason.
REFUSED = (
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!\x1a\x07", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\0", "archive"),
    (b"\x28\xb5\x2f\xfd", "archive"),
    (b"PK\x05\x06", "archive"),
    (b"PK\x07\x08", "archive"),
    (b"\x89PNG\r\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
    (b"{\\rtf", "other_format"),
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
TAR_MAGIC = slice(257, 262)
PDF_HEADER_WITHIN = 1024

MARKUP = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
SOME_MARKUP = re.compile(rb"<\s*(?:p|div|br|table|span|h[1-6])\b[^>]*>", re.IGNORECASE)
XML_DECLARATION = re.compile(rb"^\s*<\?xml\b")
MIME_ARCHIVE = re.compile(rb"^(?:mime-version|content-type):", re.IGNORECASE | re.MULTILINE)
HTML_NAMES = (".html", ".htm", ".xhtml", ".shtml")


def kind_of(data: bytes, name: str = "") -> Kind:
    """The kind of a file, or UnreadableFile for what is recognised and not read."""
    if not data.strip(b"\0\t\n\r\f\v \xef\xbb\xbf"):
        raise UnreadableFile("empty")
    for start, reason in REFUSED:
        if data.startswith(start):
            raise UnreadableFile(reason)
    if data.startswith(OLE):
        raise UnreadableFile("encrypted_office" if ENCRYPTED_PACKAGE in data else "old_office")
    if data[TAR_MAGIC] == b"ustar":
        raise UnreadableFile("archive")
    if data.startswith(b"PK\x03\x04"):
        return Kind.DOCX
    if b"%PDF-" in data[:PDF_HEADER_WITHIN]:
        return Kind.PDF
    return _text_or_html(data, name)


def _text_or_html(data: bytes, name: str) -> Kind:
    # UTF-16 markup has a zero byte beside each ASCII character.
    head = data[:8192].replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe")
    if MIME_ARCHIVE.match(head) and b"multipart/" in head.lower():
        raise UnreadableFile("other_format")
    if MARKUP.search(head):
        return Kind.HTML
    if XML_DECLARATION.match(head):
        raise UnreadableFile("other_format")
    if name.lower().endswith(HTML_NAMES) and SOME_MARKUP.search(data):
        return Kind.HTML
    return Kind.TEXT
