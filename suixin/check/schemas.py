"""Every record schema: JSON Schema 2020-12, our keywords complete, each title in the three languages."""

from collections.abc import Iterator
from typing import Any

from suixin.check.house import Finding, House, read_json
from suixin.kernel.records.record_type import MalformedRecordType, RecordType

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def check(house: House) -> Iterator[Finding]:
    owners: dict[str, str] = {}
    for manifest in house.manifests:
        for record in manifest.records:
            if not record.schema.is_file():  # the rule of manifests tells
                continue
            first = owners.setdefault(record.type, manifest.folder.name)
            if first != manifest.folder.name:
                yield house.finding(manifest.path, f"{record.type} is already declared by {first}")
            schema, fault = read_json(record.schema)
            if not isinstance(schema, dict):
                yield house.finding(record.schema, f"is no JSON object: {fault or type(schema).__name__}")
                continue
            if schema.get("$schema") != DIALECT:
                yield house.finding(record.schema, f"$schema is to be {DIALECT}")
            try:
                RecordType.from_schema(record.type, schema)
            except MalformedRecordType as error:
                yield house.finding(record.schema, str(error))
            for place, lack in untitled(schema, ""):
                yield house.finding(record.schema, f"{place or '/'} lacks {lack}")


def untitled(node: dict[str, Any], place: str) -> Iterator[tuple[str, str]]:
    """Where a title is missing, and in which language. What lies inside one field needs none of its own."""
    if "$ref" not in node:
        titles = node.get("x-titles") if isinstance(node.get("x-titles"), dict) else {}
        lacking = {
            "title (zh-Hans)": node.get("title"),
            "x-titles zh-Hant": titles.get("zh-Hant"),
            "x-titles en": titles.get("en"),
        }
        yield from ((place, name) for name, given in lacking.items() if not given)
    inside = {} if "x-visibility" in node else node.get("properties") or {}
    for key, child in inside.items():
        if isinstance(child, dict):
            yield from untitled(child, f"{place}/{key}")
