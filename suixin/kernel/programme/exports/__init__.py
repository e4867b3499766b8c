"""A programme in the formats that other people's software reads. One table, one module a format.

An exporter is a function from a `Programme` to bytes; it adds no fact, and leaves nothing to the clock, so the
same programme always gives the same bytes. To add a format, write its module and name it in `EXPORTERS`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from suixin.kernel.programme.model import Programme

Write = Callable[[Programme], bytes]


@dataclass(frozen=True, slots=True)
class Exporter:
    extension: str
    media_type: str
    is_text: bool  # fit for a terminal
    function: str  # module:function, loaded when first used: office libraries are slow to import

    def write(self, programme: Programme) -> bytes:
        module, _, name = self.function.partition(":")
        return cast(Write, getattr(import_module(f"{__name__}.{module}"), name))(programme)


EXPORTERS: dict[str, Exporter] = {
    "json": Exporter("json", "application/json", True, "json_document:write"),
    "akn": Exporter("akn.xml", "application/akn+xml", True, "akoma_ntoso:write"),
    "iati": Exporter("iati.xml", "application/xml", True, "iati:write"),
    "xlsx": Exporter(
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        False,
        "division_xlsx:write",
    ),
    "docx": Exporter(
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        False,
        "division_docx:write",
    ),
}
