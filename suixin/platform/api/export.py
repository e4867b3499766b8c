"""Tables as CSV that a spreadsheet opens without running anything in them."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\N{FULLWIDTH EQUALS SIGN}")


def harmless(value: object) -> str:
    """A cell that begins like a formula gets an apostrophe in front (OWASP, CSV injection)."""
    text = "" if value is None else str(value)
    return "'" + text if text.startswith(FORMULA_STARTS) else text


def csv_file(name: str, heading: Sequence[object], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """With a byte order mark, by which spreadsheets know that it is UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([harmless(cell) for cell in heading])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
