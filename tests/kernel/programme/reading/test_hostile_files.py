"""Files that are broken, huge, or made to hurt: a reason with a sentence, little time, little memory."""

import resource
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from suixin.kernel.programme.reading import LARGEST_FILE, UnreadableFile, read
from suixin.kernel.programme.reading.isolation import WAIT_SECONDS
from suixin.kernel.programme.reading.unreadable import REASONS

Package = Callable[[dict[str, str | bytes]], bytes]
Word = Callable[..., bytes]
Plain = Callable[..., bytes]
SECONDS = 2
MEMORY = 300_000_000


def refusal(data: bytes, name: str = "") -> str:
    """The reason for refusing the file, which has to come in time."""
    begun = time.monotonic()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with pytest.raises(UnreadableFile) as refused:
        read(data, name)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < SECONDS
    assert time.monotonic() - begun < WAIT_SECONDS + SECONDS  # a busy machine may keep the reader waiting
    assert refused.value.zh == REASONS[refused.value.code].zh
    return refused.value.code


def test_every_reason_says_what_to_do_in_both_languages() -> None:
    for code, reason in REASONS.items():
        assert "请" in reason.zh or "不予" in reason.zh, code
        assert reason.zh.endswith("。") and reason.en.endswith("."), code


@pytest.mark.parametrize("data", [b"", b"   \n\t", b"\0" * 100, "\ufeff".encode(), b"\xff\xfe \0\n\0"])
def test_empty(data: bytes) -> None:
    assert refusal(data) == "empty"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (bytes(range(256)) * 20, "binary"),
        (b"\x7fELF\x02\x01\x01\0" * 99, "binary"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "image"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 99, "image"),
        (b"\x1f\x8b\x08" + b"\0" * 99, "archive"),
        (b"Rar!\x1a\x07\x01\0", "archive"),
        (b"7z\xbc\xaf\x27\x1c", "archive"),
        (b"a" * 257 + b"ustar\0", "archive"),
        (b"{\\rtf1 text}", "other_format"),
        (b'<?xml version="1.0"?><w:wordDocument/>', "other_format"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n<html>", "other_format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_office"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted_office"),
        (b"%PDF-1.7\nnothing", "damaged"),
    ],
)
def test_files_of_other_kinds(data: bytes, code: str) -> None:
    assert refusal(data, "notice.txt") == code


def test_a_file_over_the_limit_is_refused_unread() -> None:
    assert refusal(b"a" * (LARGEST_FILE + 1)) == "too_large"


def test_a_text_far_longer_than_a_notice() -> None:
    assert refusal("字".encode() * 600_000) == "too_long"


def test_archives(package: Package) -> None:
    inner = package({"notice.txt": "正文"})
    assert refusal(package({"notice.txt": "正文"})) == "archive"
    assert refusal(package({"inner.zip": inner, "notice.docx": inner})) == "archive"
    assert refusal(package({"xl/workbook.xml": "<workbook/>"})) == "other_format"
    assert refusal(package({"OFD.xml": "<OFD/>"})) == "other_format"


def test_packages_that_inflate(package: Package, word: Word) -> None:
    assert refusal(package({"word/document.xml": b" " * 31_000_000})) == "inflated"
    assert refusal(package({"word/document.xml": "<w/>", "word/media/a": b"\0" * 210_000_000})) == "inflated"
    many = BytesIO()
    with zipfile.ZipFile(many, "w") as archive:
        for at in range(5_001):
            archive.writestr(f"word/{at}.xml", "")
    assert refusal(many.getvalue()) == "inflated"


def test_a_package_that_lies_about_its_sizes(package: Package) -> None:
    honest = package({"word/document.xml": b" " * 31_000_000})
    record = honest.rfind(b"PK\x01\x02")
    lying = honest[: record + 24] + struct.pack("<I", 10) + honest[record + 28 :]
    assert refusal(lying) in ("inflated", "damaged")


ENTITIES = '<!DOCTYPE d [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
DOCUMENT = '<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>'


@pytest.mark.parametrize("definition", [ENTITIES, OUTSIDE, '<!DOCTYPE d SYSTEM "http://localhost:9/d.dtd">'])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_with_entities(package: Package, definition: str, encoding: str) -> None:
    xml = f'<?xml version="1.0" encoding="{encoding}"?>{definition}{DOCUMENT}'
    assert refusal(package({"word/document.xml": xml.encode(encoding)})) == "external"
    assert (
        refusal(package({"word/document.xml": DOCUMENT, "_rels/.rels": xml.encode(encoding)})) == "external"
    )


def test_entities_behind_an_unusual_encoding(package: Package) -> None:
    xml = f'<?xml version="1.0" encoding="cp037"?>{OUTSIDE}{DOCUMENT}'
    declared = b'<?xml version="1.0" encoding="utf-7"?>+ADwAIQ-DOCTYPE d>'
    assert refusal(package({"word/document.xml": xml.encode("cp037")})) == "damaged"
    assert refusal(package({"word/document.xml": declared})) == "external"


def test_deep_nesting(package: Package, word: Word) -> None:
    assert refusal(package({"word/document.xml": "<a>" * 100_000})) == "nested"
    tables = "<w:tbl><w:tr><w:tc>" * 60 + "</w:tc></w:tr></w:tbl>" * 60
    assert refusal(word(tables)) == "nested"
    assert refusal(b"<html>" + b"<div>" * 100_000) == "nested"


def test_what_a_parser_of_web_pages_is_slow_with() -> None:
    attributes = b" ".join(b"a%d=1" % at for at in range(100_000))
    assert refusal(b"<html><p " + attributes + b">text") == "too_complex"
    assert refusal(b"<html>" + b"<b></b>" * 2_500_000) == "too_complex"
    assert refusal(b"<html><p>" + "字。".encode() * 3_000_000) == "too_complex"


MEASURE = """import resource, subprocess, sys
command = [sys.executable, "-c", "from suixin.cli import main; main()", "policy", "text", sys.argv[1]]
print(subprocess.run(command, capture_output=True).returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@pytest.mark.parametrize(
    "make",
    [
        lambda: b"<html>" + b"<b></b>" * 2_500_000,
        lambda: b"<html><p>" + "字。".encode() * 3_000_000,
        lambda: "字".encode() * 6_600_000,
        lambda: b" " * 50_000_000,
    ],
    ids=["elements", "one long paragraph", "long text", "50 MB"],
)
def test_memory_is_bounded(make: Callable[[], bytes], tmp_path: Path) -> None:
    """Seen from a small process: the tests' own memory would count for a child of theirs."""
    file = tmp_path / "notice"
    file.write_bytes(make())
    measured = subprocess.run([sys.executable, "-c", MEASURE, file], capture_output=True, check=True)
    status, kilobytes = map(int, measured.stdout.split())
    assert status == 2, measured.stderr
    assert kilobytes * 1024 < MEMORY


def test_damaged_packages(word: Word) -> None:
    whole = word("<w:p><w:r><w:t>正文</w:t></w:r></w:p>")
    assert refusal(whole[: len(whole) // 2]) == "damaged"
    assert refusal(whole.replace(b"PK\x01\x02", b"PK\x01\x03")) == "damaged"
    assert refusal(word("<w:p>")) == "damaged"


def test_an_encrypted_package(package: Package) -> None:
    data = bytearray(package({"word/document.xml": DOCUMENT}))
    data[data.rfind(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(data)) == "encrypted_office"


def test_an_encrypted_pdf(plain_pdf: Plain) -> None:
    key = "0" * 64
    locked = f"/ID[<{key[:32]}><{key[:32]}>]/Encrypt<</Filter/Standard/V 1/R 2/O<{key}>/U<{key}>/P -4>>"
    assert refusal(plain_pdf([["secret"]], trailer=locked)) == "encrypted_pdf"


def test_a_pdf_of_thousands_of_pages(plain_pdf: Plain) -> None:
    assert refusal(plain_pdf([["page"]] * 5_000)) == "too_many_pages"


def test_a_pdf_whose_pages_form_a_ring(plain_pdf: Plain) -> None:
    ring = plain_pdf([["page"]]).replace(b"/Kids[5 0 R]", b"/Kids[2 0 R]")
    assert refusal(ring) in ("damaged", "empty_pdf")


def test_a_pdf_cut_short(plain_pdf: Plain) -> None:
    whole = plain_pdf([["page"]] * 3)
    assert refusal(whole[:60]) in ("damaged", "empty_pdf")
