"""Text files. The characters of the file are kept as they are, so that offsets are the file's own."""

import codecs
import unicodedata

from suixin.kernel.programme.reading.unreadable import UnreadableFile

# The longer mark first: UTF-32 LE begins like UTF-16 LE.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
TEXT_CONTROLS = frozenset("\t\n\v\f\r\x1a\x85")
NOT_CHARACTERS = frozenset(("Cn", "Co", "Cs"))


def decode(data: bytes) -> str:
    """The text of `data` without its byte order mark: by the mark, else UTF-8, else GB18030."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding)
    if b"\0" in data:
        raise UnreadableFile("binary")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = _strict(data, "gb18030")
    _refuse_noise(text)
    return text


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadableFile("encoding") from None


def _refuse_noise(text: str) -> None:
    """Most byte strings are some GB18030 text; one with controls or unassigned characters is not a document."""
    sample = text[:100_000]
    controls = sum(1 for c in sample if c < " " and c not in TEXT_CONTROLS)
    strangers = sum(1 for c in sample if ord(c) > 127 and unicodedata.category(c) in NOT_CHARACTERS)
    if controls * 200 > len(sample) or strangers * 50 > len(sample):
        raise UnreadableFile("binary")
