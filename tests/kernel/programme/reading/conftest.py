"""Files made in the tests: Word packages part by part, PDF files object by object, and by Chromium."""

import shutil
import subprocess
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def zipped(parts: dict[str, str | bytes]) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return written.getvalue()


@pytest.fixture
def package() -> Callable[[dict[str, str | bytes]], bytes]:
    return zipped


@pytest.fixture
def word() -> Callable[..., bytes]:
    """A .docx with this body, and other parts if given."""

    def made(body: str, **parts: str) -> bytes:
        document = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
        main = f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
        others = {
            f"word/{name}.xml": f'<w:{name} xmlns:w="{WORD}">{xml}</w:{name}>' for name, xml in parts.items()
        }
        return zipped(
            {
                "[Content_Types].xml": "<Types/>",
                "_rels/.rels": f'<Relationships xmlns="{RELATIONSHIPS}">{main}</Relationships>',
                "word/document.xml": document,
                **others,
            }
        )

    return made


@pytest.fixture
def plain_pdf() -> Callable[..., bytes]:
    """A PDF of Latin lines, one list a page, without compression; `trailer` is added to its trailer."""

    def made(pages: list[list[str]], trailer: str = "") -> bytes:
        objects = ["<</Type/Catalog/Pages 2 0 R>>", "", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
        kids = []
        for lines in pages:
            content = "".join(
                f"BT /F1 12 Tf 72 {700 - 20 * at} Td ({line}) Tj ET\n" for at, line in enumerate(lines)
            )
            objects.append(f"<</Length {len(content)}>>stream\n{content}endstream")
            objects.append(
                f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>"
                f"/Contents {len(objects)} 0 R>>"
            )
            kids.append(f"{len(objects)} 0 R")
        objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>"
        written = bytearray(b"%PDF-1.7\n")
        places = []
        for number, text in enumerate(objects, start=1):
            places.append(len(written))
            written += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
        start = len(written)
        written += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
        written += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
        size = len(objects) + 1
        written += f"trailer<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF".encode()
        return bytes(written)

    return made


@pytest.fixture(scope="session")
def printed_pdf(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], bytes]:
    """A web page printed to PDF by Chromium."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: no PDF can be printed")
    folder = tmp_path_factory.mktemp("printed")

    def printed(page: str) -> bytes:
        source, target = folder / "page.html", folder / "page.pdf"
        source.write_text(page, encoding="utf-8")
        target.unlink(missing_ok=True)
        options = "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking"
        options += " --disable-component-update --disable-sync --no-pdf-header-footer"
        subprocess.run(
            [
                CHROMIUM,
                *options.split(),
                f"--user-data-dir={folder}/profile",
                f"--print-to-pdf={target}",
                str(source),
            ],
            check=True,
            capture_output=True,
            timeout=180,
        )
        return Path(target).read_bytes()

    return printed
