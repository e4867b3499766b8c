"""Records over HTTP: submit one or many, read one, fetch its receipt, see the record types."""

from typing import Any

from django.http import HttpRequest
from ninja import Path, Router, Schema, Status
from pydantic import Field

from suixin.platform.api.assembly import OR_NOBODY, anybody, errors, signed_in
from suixin.platform.api.bodies import JSON, NDJSON, json_body, json_items
from suixin.platform.api.limits import Limit
from suixin.platform.ledger import reading
from suixin.platform.ledger.declarations import Declared, house
from suixin.platform.ledger.models import Entry
from suixin.platform.ledger.refusals import NotFound
from suixin.platform.ledger.submissions import BATCH_BYTES, LARGEST_INDEX, read_submissions
from suixin.platform.ledger.submit import BATCH_LIMIT, submit

BODY_LIMIT = 2_097_152

router = Router(tags=["records"])


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
    proof: str | None = Field(
        None, description="a C2SP tlog-proof; there once a checkpoint covers the record"
    )


class ErasedBody(Schema):
    """Something sealed that is gone from the vault for ever; its digest stays in the leaf."""

    path: str
    ground: str = Field(description="the legal ground, as the erasure states it")
    record: int = Field(description="index of the erasure, itself a record")
    time: str


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
    erased: list[ErasedBody]


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
MANY = {"type": "array", "items": ONE, "maxItems": BATCH_LIMIT}


@router.post(
    "/records",
    response={201: ReceiptBody, **errors},
    exclude_unset=True,
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
    exclude_unset=True,
    auth=signed_in,
    throttle=Limit("batches", 60),
    description=f"Submits up to {BATCH_LIMIT:,} records, all or none: a JSON array, or NDJSON with one record a line.",
    openapi_extra=described({JSON: {"schema": MANY}, NDJSON: {"schema": {"type": "string"}}}),
)
def submit_batch(request: HttpRequest) -> Status[list[dict[str, Any]]]:
    submissions = read_submissions(json_items(request, BATCH_BYTES))
    receipts = submit(submissions, request.auth)  # type: ignore[attr-defined]
    return Status(201, [receipt.as_json() for receipt in receipts])


@router.get("/records/{index}", response={200: RecordBody, **errors}, auth=anybody, openapi_extra=OR_NOBODY)
def read_record(request: HttpRequest, index: int = Path(ge=0, le=LARGEST_INDEX)) -> dict[str, Any]:
    """A record: its leaf for everybody, and of its data what you may see."""
    actor = request.auth  # type: ignore[attr-defined]
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
        "erased": [
            {"path": each.path, "ground": each.ground, "record": each.record, "time": each.time.isoformat()}
            for each in reading.access_erasures([index] if entry.erased else [])
        ],
    }


@router.get(
    "/records/{index}/receipt", response={200: ReceiptBody, **errors}, auth=signed_in, exclude_unset=True
)
def read_receipt(request: HttpRequest, index: int = Path(ge=0, le=LARGEST_INDEX)) -> dict[str, Any]:
    """A record's receipt with its openings, for who reported it and for auditors."""
    return reading.access_receipt(request.auth, index).as_json()  # type: ignore[attr-defined]


@router.get(
    "/record-types", response={200: list[RecordTypeBody], **errors}, auth=anybody, openapi_extra=OR_NOBODY
)
def read_record_types(request: HttpRequest) -> list[dict[str, Any]]:
    """What can be recorded, and by which roles."""
    return [summary(declared) for declared in house().records.values()]


@router.get(
    "/record-types/{name}",
    response={200: RecordTypeSchemaBody, **errors},
    by_alias=True,
    auth=anybody,
    openapi_extra=OR_NOBODY,
)
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
