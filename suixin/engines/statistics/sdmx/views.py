"""SDMX REST 2.2 under /sdmx/v2/: data, structure and availability queries."""

from collections.abc import Callable, Sequence
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from suixin.engines.statistics.open_data import open_data, text_of
from suixin.engines.statistics.sdmx import data_csv, data_json, data_ml, formats, structure_json, structure_ml
from suixin.engines.statistics.sdmx.availability import available, read_availability_query, references_of
from suixin.engines.statistics.sdmx.errors import told
from suixin.engines.statistics.sdmx.formats import Chosen, Format, choose
from suixin.engines.statistics.sdmx.messages import DataMessage, data_message, header
from suixin.engines.statistics.sdmx.parameters import Parameters
from suixin.engines.statistics.sdmx.queries import read_data_query
from suixin.engines.statistics.sdmx.refusals import Refused
from suixin.engines.statistics.sdmx.selection import select
from suixin.engines.statistics.sdmx.structures import Found, find, read_structure_query

Answer = Callable[[HttpRequest, list[str], Parameters, Chosen], HttpResponseBase]


def query(offers: Sequence[Format], old: bool = False) -> Callable[[Answer], Callable[..., HttpResponse]]:
    """An address of the interface. The view gets the path's parts, the parameters and the format to answer in."""

    def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
        return told(request, refusal, offers, old)

    def decorate(view: Answer) -> Callable[..., HttpResponse]:
        @open_data(lambda request, seconds: refused(request, Refused("too-often", seconds=seconds)))
        @wraps(view)
        def answer(request: HttpRequest, path: str = "") -> HttpResponseBase:
            try:
                parameters = Parameters(request.META.get("QUERY_STRING", ""))
                chosen = choose(request.headers.get("Accept", ""), parameters.given.get("format", ""), offers)
                return view(request, parts_of(path), parameters, chosen)
            except Refused as refusal:
                return refused(request, refusal)

        return answer

    return decorate


def parts_of(path: str) -> list[str]:
    """The path's parts; what is left out at the end is not among them."""
    parts = path.split("/")
    while parts and not parts[-1]:
        parts.pop()
    if not all(parts):
        raise Refused("no-such-address")
    return parts


def named(parts: list[str], *names: str) -> dict[str, str]:
    if len(parts) > len(names):
        raise Refused("no-such-address")
    return dict(zip(names, parts, strict=False))


@query(formats.DATA_FORMATS)
def data(request: HttpRequest, parts: list[str], parameters: Parameters, chosen: Chosen) -> HttpResponseBase:
    asked = read_data_query(named(parts, "context", "agency", "id", "version", "key"), parameters)
    try:
        sets = select(asked)
    except Refused as refusal:
        if refusal.code == "no-results" and asked.updated_after is not None:
            return HttpResponse(status=204)  # nothing has changed: that is an answer
        raise
    return written(data_message(request.get_full_path(), asked, sets), chosen)


def written(message: DataMessage, chosen: Chosen) -> HttpResponseBase:
    family, version, named = chosen.format.family, chosen.format.version, chosen.format.named
    response: HttpResponseBase
    if family == "json":
        response = HttpResponse(data_json.write(message), content_type=named)
    elif family == "xml":
        response = text_of(data_ml.specific(message, version.removesuffix(".0")), message.rows, named)
    else:
        shape = csv_shape(chosen)
        named += f";labels={shape.labels};timeFormat={shape.time_format};keys={shape.keys};charset=utf-8"
        response = text_of(data_csv.write(message, version, shape), message.rows, named)
    ids = sorted({each.flow.dataflow.id for each in message.sets})
    name = ids[0].lower() if len(ids) == 1 else "suixin"
    response["Content-Disposition"] = f'inline; filename="{name}.{family}"'
    return response


def csv_shape(chosen: Chosen) -> data_csv.Shape:
    given = chosen.parameters
    shape = data_csv.Shape(
        given.get("labels", "id"),
        given.get("timeformat", "original"),
        given.get("keys", given.get("key", "none")),
    )
    for name, value, choices in (
        ("labels", shape.labels, data_csv.LABELS),
        ("timeFormat", shape.time_format, data_csv.TIME_FORMATS),
        ("keys", shape.keys, data_csv.KEYS),
    ):
        if value not in choices:
            raise Refused("not-acceptable", offers=f"{name}={' | '.join(choices)}")
    return shape


@query(formats.STRUCTURE_FORMATS)
def structure(request: HttpRequest, parts: list[str], parameters: Parameters, chosen: Chosen) -> HttpResponse:
    path = named(parts, "kind", "agency", "id", "version", "item")
    return as_structures(request, find(read_structure_query(path, parameters)), chosen)


def as_structures(request: HttpRequest, found: Found, chosen: Chosen) -> HttpResponse:
    head = header(request.get_full_path())
    if chosen.format.family == "json":
        content = structure_json.write(head, found, chosen.format.version)
    else:
        content = structure_ml.write(head, found, chosen.format.version.removesuffix(".0"))
    return HttpResponse(content, content_type=chosen.format.named)


@query(formats.AVAILABILITY_FORMATS)
def availability(
    request: HttpRequest, parts: list[str], parameters: Parameters, chosen: Chosen
) -> HttpResponse:
    path = named(parts, "context", "agency", "id", "version", "key", "component")
    asked = read_availability_query(path, parameters)
    constraints = available(asked)
    head, found = header(request.get_full_path()), Found(references_of(asked, constraints))
    if chosen.format.family == "json":
        content = structure_json.write(head, found, chosen.format.version, constraints)
    else:
        content = structure_ml.write(head, found, chosen.format.version.removesuffix(".0"), constraints)
    return HttpResponse(content, content_type=chosen.format.named)


@query(formats.STRUCTURE_FORMATS)
def elsewhere(request: HttpRequest, parts: list[str], parameters: Parameters, chosen: Chosen) -> HttpResponse:
    """The standard's other queries, and what is none of its queries."""
    if parts and parts[0] in ("schema", "metadata", "registration"):
        raise Refused("not-implemented", what=parts[0])
    raise Refused("no-such-address")
