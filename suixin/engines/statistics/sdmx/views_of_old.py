"""SDMX REST 1.5 for SDMX 2.1, under /sdmx/2.1/: what older clients ask for, put into the terms of the present one."""

import re
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from suixin.engines.statistics.open_data import text_of
from suixin.engines.statistics.sdmx import data_csv, data_ml, formats
from suixin.engines.statistics.sdmx.formats import Chosen
from suixin.engines.statistics.sdmx.messages import DataMessage, data_message
from suixin.engines.statistics.sdmx.parameters import Parameters
from suixin.engines.statistics.sdmx.queries import TIME, DataQuery, Key, check, path_values, path_versions
from suixin.engines.statistics.sdmx.queries import with_contents as with_contents_of
from suixin.engines.statistics.sdmx.refusals import Refused
from suixin.engines.statistics.sdmx.selection import select
from suixin.engines.statistics.sdmx.structures import find, read_structure_query
from suixin.engines.statistics.sdmx.times import span
from suixin.engines.statistics.sdmx.views import as_structures, named, query

FLOW = re.compile(r"(?:([A-Za-z0-9_.-]+),)?([A-Za-z0-9_@$-]+)(?:,([0-9.a-z+~*]+))?", re.ASCII)
CODES = re.compile(r"[A-Za-z0-9_@$-]+(\+[A-Za-z0-9_@$-]+)*", re.ASCII)
ANYTHING = "*"
WORDS = {"all": ANYTHING, "latest": "~"}
OF_OLD = {
    "full": ("dsd", "all"),
    "dataonly": ("none", "all"),
    "serieskeysonly": ("none", "none"),
    "nodata": ("all", "none"),
}


@query(formats.OLD_DATA_FORMATS, old=True)
def data(request: HttpRequest, parts: list[str], parameters: Parameters, chosen: Chosen) -> HttpResponseBase:
    path = named(parts, "flow", "key", "provider")
    if "flow" not in path:
        raise Refused("no-such-address")
    asked = read_query(path, parameters)
    return written(data_message(request.get_full_path(), asked, select(asked)), chosen)


def read_query(path: dict[str, str], parameters: Parameters) -> DataQuery:
    """Raises `Refused`."""
    found = FLOW.fullmatch(path["flow"])
    if found is None:
        raise Refused(
            "wrong-parameter", name="flowRef", value=path["flow"], expected="ID · AGENCY,ID · AGENCY,ID,1.0.0"
        )
    agency, name, version = found.groups()
    detail = parameters.one_of("detail", OF_OLD, "full")
    attributes, measures = OF_OLD[detail]
    asked = DataQuery(
        agencies=path_values("agencyID", WORDS.get(agency or "all", agency or ANYTHING)),
        ids=path_values("resourceID", WORDS.get(name, name)),
        versions=path_versions(WORDS.get(version or "latest", version or "~")),
        keys=read_key(path.get("key", "all")),
        conditions=period_condition(parameters),
        updated_after=parameters.moment("updatedAfter"),
        history=parameters.flag("includeHistory"),
        first=parameters.whole("firstNObservations", 1),
        last=parameters.whole("lastNObservations", 1),
        at_observation=parameters.text("dimensionAtObservation", TIME),
    )
    contents = Parameters(f"attributes={attributes}&measures={measures}")
    asked = replace(with_contents_of(asked, contents), in_part=detail != "full")
    parameters.done()
    check(asked)
    return asked


def read_key(text: str) -> tuple[Key, ...]:
    """M.440106+440104..phones: nothing between two points is anything, a plus is "or"."""
    if text in ("all", ANYTHING):
        return ()
    parts = text.split(".")
    if not all(part == "" or CODES.fullmatch(part) for part in parts):
        raise Refused("wrong-parameter", name="key", value=text, expected="M.440106+440104..phones · all")
    return (tuple(frozenset(part.split("+")) if part else None for part in parts),)


def period_condition(parameters: Parameters) -> dict[str, str]:
    bounds = []
    for name, operator in (("startPeriod", "ge"), ("endPeriod", "le")):
        if parameters.read(name, span, "2019 · 2019-Q2 · 2019-06 · 2019-06-30") is not None:
            bounds.append(f"{operator}:{parameters.text(name)}")
    return {TIME: "+".join(bounds)} if bounds else {}


def written(message: DataMessage, chosen: Chosen) -> HttpResponseBase:
    if chosen.format.short == "generic":
        texts = data_ml.generic(message)
    elif chosen.format.short == "specific":
        texts = data_ml.specific(message, "2.1")
    else:
        texts = data_csv.write(message, "1.0.0", data_csv.Shape())
    return text_of(texts, message.rows, f"{chosen.format.named};charset=utf-8")


@query(formats.OLD_STRUCTURE_FORMATS, old=True)
def structure(request: HttpRequest, parts: list[str], parameters: Parameters, chosen: Chosen) -> HttpResponse:
    path = named(parts, "kind", "agency", "id", "version", "item")
    path = {part: WORDS.get(text, text) for part, text in path.items()}
    return as_structures(request, find(read_structure_query(path, parameters)), chosen)
