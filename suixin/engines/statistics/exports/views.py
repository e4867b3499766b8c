"""/figures/<indicator>/data.csv and the like; `as_of` gives what held at a moment."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

import orjson
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from suixin.engines.statistics.exports import as_csv, as_jsonstat, as_parquet
from suixin.engines.statistics.exports.table import Table, TooManyRows, table_of
from suixin.engines.statistics.open_data import open_data, text_of
from suixin.engines.statistics.sdmx.times import moment

PROBLEM = "application/problem+json"


def xlsx(table: Table) -> bytes:
    from suixin.engines.statistics.exports import as_xlsx  # openpyxl takes a while to load

    return as_xlsx.write(table)


@dataclass(frozen=True, slots=True)
class Kind:
    media_type: str
    write: Callable[[Table], bytes | Iterator[str]]
    most: int = 100_000  # rows


KINDS = {
    "csv": Kind("text/csv; charset=utf-8; header=present", as_csv.write),
    "xlsx": Kind(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx, 20_000
    ),  # slow to write
    "parquet": Kind("application/vnd.apache.parquet", as_parquet.write),
    "json": Kind("application/json", as_jsonstat.write),
}


def problem(status: int, code: str, sentence: str) -> HttpResponse:
    body = {"type": f"urn:suixin:problem:{code}", "title": code, "status": status, "detail": sentence}
    return HttpResponse(orjson.dumps(body), status=status, content_type=PROBLEM)


def too_often(request: HttpRequest, seconds: int) -> HttpResponse:
    return problem(429, "too-often", _("查询过于频繁，请在 %d 秒后再试。") % seconds)


@open_data(too_often)
def data(request: HttpRequest, indicator: str, kind: str) -> HttpResponseBase:
    found = KINDS.get(kind)
    if found is None:
        return problem(404, "no-such-format", _("没有这种格式。可用：%s。") % "csv, xlsx, parquet, json")
    given = request.GET.get("as_of", "").replace(" ", "+")  # a plus that nobody has escaped
    try:
        as_of = moment(given) if given else None
    except (ValueError, OverflowError):
        example = "2020-01-31 · 2020-01-31T09:30:00+08:00"
        return problem(400, "wrong-moment", _("as_of 应为日期或时间，例如 %s。") % example)
    try:
        table = table_of(indicator, as_of, found.most)
    except TooManyRows:
        said = _("这项指标的数据超过 %d 行，请用 SDMX 接口分批查询。") % found.most
        return problem(413, "too-large", said)
    if table is None or not table.rows:
        return problem(404, "nothing-published", _("这项指标没有已发布的数据。"))
    content = found.write(table)
    response = (
        HttpResponse(content, content_type=found.media_type)
        if isinstance(content, bytes)
        else text_of(content, len(table.rows), found.media_type)
    )
    moment_named = "" if as_of is None else as_of.strftime("-%Y%m%d")
    plain, said = f"{indicator}{moment_named}.{kind}", f"{table.title}{moment_named}.{kind}"
    response["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(said, safe='')}"
    )
    return response
