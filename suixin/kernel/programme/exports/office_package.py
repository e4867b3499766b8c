"""Office files without a trace of when and where they were made: the same programme gives the same bytes."""

import zipfile
from collections.abc import Mapping
from io import BytesIO
from xml.sax.saxutils import escape

EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first time a zip entry can have
CORE = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" \
xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title><dc:language>zh-CN</dc:language>\
</cp:coreProperties>"""


def settled(package: bytes, title: str, parts: Mapping[str, str] | None = None) -> bytes:
    """The package with its own core properties, fixed times, and `parts` put in place of its own."""
    replaced = {"docProps/core.xml": CORE.format(title=escape(title)), **(parts or {})}
    written = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as source, zipfile.ZipFile(written, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, replaced[name].encode() if name in replaced else source.read(name))
    return written.getvalue()
