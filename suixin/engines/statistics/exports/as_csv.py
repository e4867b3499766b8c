"""CSV by RFC 4180, with the byte order mark by which spreadsheets know UTF-8. Figures are numbers and stay as they are;
any other cell that a spreadsheet would run is made harmless."""

import csv
import io
import re

from suixin.engines.statistics.exports.table import Table
from suixin.platform.api.export import harmless

NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)


def write(table: Table) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([harmless(column.heading) for column in table.columns()])
    for line in table.lines():
        writer.writerow([cell if NUMBER.fullmatch(cell) else harmless(cell) for cell in line])
    return ("\ufeff" + text.getvalue()).encode("utf-8", "replace")
