"""CSV by RFC 4180, with the byte order mark by which spreadsheets know UTF-8. Figures are numbers and stay as they are;
any other cell that a spreadsheet would run is made harmless."""

import csv
import re
from collections.abc import Iterator

from suixin.engines.statistics.exports.table import Table
from suixin.engines.statistics.sdmx.data_csv import Line
from suixin.platform.api.export import harmless

NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)


def write(table: Table) -> Iterator[str]:
    writer = csv.writer(Line(), lineterminator="\r\n")
    yield "\ufeff"
    yield writer.writerow([harmless(column.heading) for column in table.columns()])
    for line in table.lines():
        yield writer.writerow([cell if NUMBER.fullmatch(cell) else harmless(cell) for cell in line])
