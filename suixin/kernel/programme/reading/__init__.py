"""A notice as a file -> its text. Each kind of file has a module; `read` picks it by content, not by name.

The room knows nothing of policy: it finds characters, paragraphs and table rows. It never runs, fetches or
unpacks anything a file refers to, and refuses with a sentence (`UnreadableFile`) what it cannot read whole.

The text has one paragraph a line and one table row a line, its cells joined by TAB; txt files stay as they are.
"""

from suixin.kernel.programme.reading.kind import Kind, kind_of
from suixin.kernel.programme.reading.unreadable import LARGEST_FILE, LONGEST_TEXT, UnreadableFile

__all__ = ["LARGEST_FILE", "UnreadableFile", "read"]


def read(data: bytes, name: str = "") -> str:
    """The decoded text of a file; offsets in a programme count its characters."""
    if len(data) > LARGEST_FILE:
        raise UnreadableFile("too_large")
    kind = kind_of(data, name)
    if kind is Kind.TEXT:
        text = read_here(data, kind)
    else:
        from suixin.kernel.programme.reading.isolation import read_apart

        text = read_apart(data, kind)
    if not text.strip():
        raise UnreadableFile("empty")
    if len(text) > LONGEST_TEXT:
        raise UnreadableFile("too_long")
    return text


def read_here(data: bytes, kind: Kind) -> str:
    """The same in this process, without a limit on time and memory."""
    match kind:
        case Kind.HTML:
            from suixin.kernel.programme.reading import html

            return html.read(data)
        case Kind.DOCX:
            from suixin.kernel.programme.reading import docx

            return docx.read(data)
        case Kind.PDF:
            from suixin.kernel.programme.reading import pdf

            return pdf.read(data)
        case Kind.TEXT:
            from suixin.kernel.programme.reading import plain

            return plain.decode(data)
