"""Records over HTTP: submit one or many, read one, fetch its receipt, see the record types."""

from typing import Any

from django.http import HttpRequest
from ninja import Path, Router, Schema, Status
from pydantic import Field

from suixin.kernel.records.problem import Problem, problem
from suixin.platform.accounts.access import actor_of
from suixin.platform.api.assembly import SignedIn, errors
from suixin.platform.api.bodies import JSON, NDJSON, json_body, json_items
from suixin.platform.api.limits import Limit
from suixin.platform.ledger import reading
from suixin.platform.ledger.declarations import Declared, house
from suixin.platform.ledger.models import Entry
from suixin.platform.ledger.refusals import NotFound, Refused
from suixin.platform.ledger.submit import Submission, submit

BODY_LIMIT = 2_097_152
BATCH_BODY_LIMIT = 33_554_432
LARGEST_INDEX = 2**53 - 1
MEMBERS = frozenset(("type", "data", "key", "supersedes"))

router = Router(tags=["records"])
signed_in = SignedIn()


class SubmissionBody(Schema):
    type: str
    data: dict[str, Any]
    key: str | None = Field(None, description="the same key and content again give the same receipt")
    supersedes: int | None = Field(None, description="index of the record that this one corrects")


class ReceiptBody(Schema):
    """What to keep; docs/records.md says how to check it."""

    format: str
    version: int
    index: int
    leaf: str
    leaf_hash: str
    openings: list[dict[str, Any]]


class RecordBody(Schema):
    index: int
    type: str
    version: int
    organisation: str | None
    time: str
    supersedes: int | None
    superseded_by: int | None
    leaf: str = Field(description="the leaf's canonical JSON")
    leaf_hash: str
    data: dict[str, Any] = Field(description='what you may see; {"withheld": why} stands for the rest')


class RecordTypeBody(Schema):
    id: str
    version: int
    titles: dict[str, str]
    submitters: list[str]


class RecordTypeSchemaBody(RecordTypeBody):
    schema_: dict[str, Any] = Field(alias="schema", serialization_alias="schema")


def described(content: dict[str, Any]) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": content}}


ONE = SubmissionBody.model_json_schema()
MANY = {"type": "array", "items": ONE, "maxItems": 10_000}


@router.post(
    "/records",
    response={201: ReceiptBody, **errors},
    auth=signed_in,
    throttle=Limit("records", 600),
    openapi_extra=described({JSON: {"schema": ONE}}),
)
def submit_record(request: HttpRequest) -> Status[dict[str, Any]]:
    """Submits one record. 201 with its receipt, also when the same key and content were submitted before."""
    submissions = read_submissions([json_body(request, BODY_LIMIT)])
    return Status(201, submit(submissions, request.auth)[0].as_json())  # type: ignore[attr-defined]


@router.post(
    "/records/batch",
    response={201: list[ReceiptBody], **errors},
    auth=signed_in,
    throttle=Limit("batches", 60),
    openapi_extra=described({JSON: {"schema": MANY}, NDJSON: {"schema": {"type": "string"}}}),
)
def submit_batch(request: HttpRequest) -> Status[list[dict[str, Any]]]:
    """Submits up to 10,000 records, all or none: a JSON array, or NDJSON with one record a line."""
    submissions = read_submissions(json_items(request, BATCH_BODY_LIMIT))
    receipts = submit(submissions, request.auth)  # type: ignore[attr-defined]
    return Status(201, [receipt.as_json() for receipt in receipts])


@router.get("/records/{index}", response={200: RecordBody, **errors})
def read_record(request: HttpRequest, index: int = Path(ge=0, le=LARGEST_INDEX)) -> dict[str, Any]:
    """A record: its leaf for everybody, and of its data what you may see."""
    actor = actor_of(request)
    entry = reading.access_entry(actor, index)
    row = reading.access_row(index)
    superseded_by = Entry.objects.filter(supersedes=index).values_list("index", flat=True).first()
    return {
        "index": entry.index,
        "type": entry.type,
        "version": entry.version,
        "organisation": entry.organisation,
        "time": entry.time.isoformat(),
        "supersedes": entry.supersedes,
        "superseded_by": superseded_by,
        "leaf": bytes(row.leaf).decode("utf-8"),
        "leaf_hash": bytes(row.leaf_hash).hex(),
        "data": reading.opened(actor, entry),
    }


@router.get("/records/{index}/receipt", response={200: ReceiptBody, **errors}, auth=signed_in)
def read_receipt(request: HttpRequest, index: int = Path(ge=0, le=LARGEST_INDEX)) -> dict[str, Any]:
    """A record's receipt with its openings, for who reported it and for auditors."""
    return reading.access_receipt(request.auth, index).as_json()  # type: ignore[attr-defined]


@router.get("/record-types", response={200: list[RecordTypeBody], **errors})
def read_record_types(request: HttpRequest) -> list[dict[str, Any]]:
    """What can be recorded, and by which roles."""
    return [summary(declared) for declared in house().records.values()]


@router.get("/record-types/{name}", response={200: RecordTypeSchemaBody, **errors}, by_alias=True)
def read_record_type(request: HttpRequest, name: str) -> dict[str, Any]:
    """A record type with its JSON Schema (2020-12)."""
    declared = house().records.get(name)
    if declared is None:
        raise NotFound
    return {**summary(declared), "schema": dict(declared.record_type.schema)}


def summary(declared: Declared) -> dict[str, Any]:
    kind = declared.record_type
    return {
        "id": kind.id,
        "version": kind.version,
        "titles": dict(kind.titles),
        "submitters": sorted(declared.submitters),
    }


def read_submissions(items: list[Any]) -> list[Submission]:
    """Raises `Refused` with the place of everything that is no submission."""
    found: list[Submission] = []
    wrong: list[Problem] = []
    for position, item in enumerate(items):
        problems = [each.at(position) for each in shape_problems(item)]
        if problems:
            wrong.extend(problems)
        else:
            found.append(Submission(item["type"], item["data"], item.get("key"), item.get("supersedes")))
    if wrong:
        raise Refused(wrong[:1_000])
    return found


def shape_problems(item: Any) -> list[Problem]:
    if type(item) is not dict:
        return [problem("not-object")]
    found = [problem("unknown-field", name=name[:60]) for name in sorted(set(item) - MEMBERS)]
    for name in ("type", "data"):
        if name not in item:
            found.append(problem("required", field=plain(name)))
    if "type" in item and type(item["type"]) is not str:
        found.append(problem("type", field=plain("type"), types=TEXT))
    if type(item.get("key")) not in (str, type(None)):
        found.append(problem("type", field=plain("key"), types=TEXT))
    superseded = item.get("supersedes")
    if superseded is not None and (type(superseded) is not int or not 0 <= superseded <= LARGEST_INDEX):
        found.append(problem("type", field=plain("supersedes"), types=INDEX))
    return found


TEXT = {"zh-hans": "文本", "zh-hant": "文字", "en": "text"}
INDEX = {
    "zh-hans": "记录编号（从 0 起的整数）",
    "zh-hant": "記錄編號（從 0 起的整數）",
    "en": "a record's index",
}


def plain(name: str) -> dict[str, str]:
    return {"zh-hans": name, "zh-hant": name, "en": name}
