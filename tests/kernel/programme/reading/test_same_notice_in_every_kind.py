"""One notice as text, web page, Word document and PDF: the same programme, apart from where its sentences stand."""

import html
from collections.abc import Callable
from io import BytesIO
from typing import Any

import docx
import pytest

from suixin.commands.bench_notices import notice
from suixin.kernel.programme.document import to_dict
from suixin.kernel.programme.parser import parse
from suixin.kernel.programme.reading import read

NOTICE = notice(4_000, variant=3)


def as_page(text: str) -> str:
    return '<!doctype html><meta charset="utf-8">' + "".join(
        f"<p>{html.escape(line)}</p>" for line in text.splitlines()
    )


def as_print(text: str) -> str:
    style = "p{margin:0;text-indent:2em;font:16pt/28pt 'Noto Serif CJK SC',serif}@page{size:A4;margin:30mm}"
    lines = (line for line in text.splitlines() if line)
    return f"<meta charset=utf-8><style>{style}</style>" + "".join(
        f"<p>{html.escape(line)}</p>" for line in lines
    )


def as_word(text: str) -> bytes:
    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def facts(data: bytes) -> dict[str, Any]:
    """The programme without offsets and without the white space around paragraphs."""
    return _without_places(to_dict(parse(read(data))))


def _without_places(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_places(part) for key, part in value.items() if key not in ("source", "covers")}
    if isinstance(value, list):
        return [_without_places(part) for part in value]
    return "".join(value.split()) if isinstance(value, str) else value


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    found = facts(NOTICE.encode())
    assert found["number"] == "榕工信〔2023〕9号"
    assert len(found["tasks"]) > 10 and all(task["duties"] for task in found["tasks"])
    assert any(target["value"] for target in found["targets"])
    return found


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_other_encodings(expected: dict[str, Any], encoding: str) -> None:
    assert facts(NOTICE.encode(encoding)) == expected


def test_web_page(expected: dict[str, Any]) -> None:
    assert facts(as_page(NOTICE).encode()) == expected


def test_word_document(expected: dict[str, Any]) -> None:
    assert facts(as_word(NOTICE)) == expected


def test_pdf(expected: dict[str, Any], printed_pdf: Callable[[str], bytes]) -> None:
    assert facts(printed_pdf(as_print(NOTICE))) == expected
