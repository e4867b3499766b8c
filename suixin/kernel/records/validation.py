"""All problems of a report at once, each with its path and a sentence. Never raises, whatever it is given.

The schema says what is allowed; the words are ours, because a validator's own messages repeat the values.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import jsonschema_rs
import orjson

from suixin.kernel.records.canonical import pointer_token, profile_problems
from suixin.kernel.records.commitment import MeasureTooLarge, NotAMeasure, scaled
from suixin.kernel.records.problem import LANGUAGES, Problem, Sentence, problem
from suixin.kernel.records.record_type import RecordType
from suixin.kernel.records.sealing import value_at
from suixin.kernel.records.sentences import FORMATS, OR, RECORD, TYPES

RECORD_LIMIT = 1_048_576  # bytes of one record's data; what is larger belongs in a file
PROBLEM_LIMIT = 100  # more would help nobody
NAME_LIMIT = 60
OPTIONS_LIMIT = 20

LIMITS = frozenset(
    (
        "minLength",
        "maxLength",
        "minItems",
        "maxItems",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
    )
)


def validate(record_type: RecordType, data: Any) -> tuple[Problem, ...]:
    """What is wrong; empty when nothing is."""
    if type(data) is not dict:
        return (problem("not-object"),)
    outside = tuple(islice(profile_problems(data), PROBLEM_LIMIT))
    if outside:  # the schema's validator must not see what JSON has no word for
        return outside
    size = len(orjson.dumps(data))
    if size > RECORD_LIMIT:
        return (problem("record-too-large", size=size, limit=RECORD_LIMIT),)
    found = [*schema_problems(record_type, data), *measure_problems(record_type, data)]
    return tuple(found[:PROBLEM_LIMIT])


def schema_problems(record_type: RecordType, data: dict[str, Any]) -> Iterator[Problem]:
    if record_type.validator.is_valid(data):
        return
    seen: set[tuple[str, str, str]] = set()
    for error in islice(record_type.validator.iter_errors(data), PROBLEM_LIMIT):
        for each in explain(record_type, error):
            mark = (each.path, each.code, str(each.parameters.get("name", "")))
            if mark not in seen:
                seen.add(mark)
                yield each


def explain(record_type: RecordType, error: jsonschema_rs.ValidationError) -> Iterator[Problem]:
    """One finding of the validator in our words."""
    path = "".join(f"/{pointer_token(str(step))}" for step in error.instance_path)
    kind, details = error.kind.name, error.kind.as_dict()
    field = label(record_type, path)
    if kind == "required":
        missing = f"{path}/{pointer_token(details['property'])}"
        yield problem("required", missing, field=label(record_type, missing))
    elif kind in ("additionalProperties", "unevaluatedProperties"):
        for name in details["unexpected"]:
            yield problem("unknown-field", f"{path}/{pointer_token(name)}", name=name[:NAME_LIMIT])
    elif kind == "type":
        yield problem("type", path, field=field, types=either(TYPES[name] for name in details["types"]))
    elif kind == "enum":
        options = details["options"][:OPTIONS_LIMIT]
        yield problem("enum", path, field=field, options=", ".join(str(option) for option in options))
    elif kind == "const":
        yield problem("enum", path, field=field, options=str(details["expected_value"]))
    elif kind == "format":
        yield problem("format", path, field=field, format=FORMATS.get(details["format"], FORMATS[""]))
    elif kind in LIMITS:
        yield problem(kind, path, field=field, limit=str(details["limit"]))
    elif kind == "multipleOf":
        yield problem(kind, path, field=field, limit=str(details["multiple_of"]))
    elif kind in ("pattern", "uniqueItems"):
        yield problem(kind, path, field=field)
    else:  # anyOf, not, contains, dependentRequired ...
        yield problem("rule", path, field=field)


def measure_problems(record_type: RecordType, data: dict[str, Any]) -> Iterator[Problem]:
    for path, measure in record_type.measures.items():
        given = value_at(data, path)
        if type(given) is not str:  # absent, or the schema has said that it is no text
            continue
        field = record_type.fields[path].titles
        try:
            scaled(given, measure.scale)
        except NotAMeasure:
            example = f"1234.{'5'.ljust(measure.scale, '0')}" if measure.scale else "1234"
            yield problem("measure-form", path, field=field, scale=measure.scale, example=example)
        except MeasureTooLarge:
            yield problem("measure-too-large", path, field=field)


def label(record_type: RecordType, path: str) -> Sentence:
    """The title of the place, found through the schema; else the last step of the path."""
    if not path:
        return RECORD
    general = "".join("/*" if step.isdecimal() else f"/{step}" for step in path.split("/")[1:])
    return record_type.labels.get(path) or record_type.labels.get(general) or same(path.rpartition("/")[2])


def either(sentences: Iterator[Sentence]) -> Sentence:
    parts = list(sentences)
    return {language: OR[language].join(part[language] for part in parts) for language in LANGUAGES}


def same(text: str) -> Sentence:
    return dict.fromkeys(LANGUAGES, text[:NAME_LIMIT])
