"""A record type, read from one JSON Schema (2020-12), and the registry of all of them.

Beyond standard keywords a schema carries `x-version`, `x-titles` (the `title` is simplified Chinese),
`x-value-titles` beside an enum, `x-visibility` on each field, and `x-measure` on confidential numbers. Objects are
entered until a visibility is found; an array, or an object with a visibility, is one field with all that is inside.
So the set of field paths belongs to the type and not to a report, and a leaf gives away nothing by its shape but
which public fields and measures are there.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal, cast

import jsonschema_rs

from suixin.kernel.records.canonical import pointer_token
from suixin.kernel.records.problem import Sentence

Visibility = Literal["public", "confidential", "personal"]
VISIBILITIES = ("public", "confidential", "personal")
TYPE_ID = re.compile(r"[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+")
SCALE_LIMIT = 12
UNIT_LIMIT = 32


class MalformedRecordType(ValueError):
    """A schema that cannot be a record type; the message says where and why. For developers."""


class UnknownRecordType(KeyError):
    """No record type of this id."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True, slots=True)
class Measure:
    """A confidential number that is committed to, so that sums can be proved: `scale` decimal places of `unit`."""

    scale: int
    unit: str


@dataclass(frozen=True, slots=True)
class Field:
    path: str
    visibility: Visibility
    titles: Sentence
    measure: Measure | None = None


@dataclass(frozen=True, slots=True)
class RecordType:
    id: str
    version: int
    titles: Sentence
    schema: Mapping[str, Any]
    fields: Mapping[str, Field]
    labels: Mapping[str, Sentence]  # the title of every place in the schema, `*` for an array's items
    value_labels: Mapping[str, Mapping[str, Sentence]]  # by the same places: the titles of an enum's values
    validator: jsonschema_rs.Draft202012Validator
    sealed_fields: tuple[Field, ...]
    measures: Mapping[str, Measure]  # by path
    hidden_paths: frozenset[str]  # of both

    @classmethod
    def from_schema(cls, name: str, schema: Mapping[str, Any]) -> "RecordType":
        """Raises `MalformedRecordType`."""
        if not TYPE_ID.fullmatch(name):
            raise MalformedRecordType(
                f"{name!r}: an id is room.noun in small letters, such as programme.task"
            )
        version = schema.get("x-version")
        if type(version) is not int or version < 1:
            raise MalformedRecordType(f"{name}: x-version must be a whole number from 1")
        try:
            validator = jsonschema_rs.Draft202012Validator(dict(schema), validate_formats=True)
        except (jsonschema_rs.ValidationError, ValueError) as error:
            raise MalformedRecordType(f"{name}: not a JSON Schema 2020-12: {error}") from None
        reader = _Reader(name, schema)
        fields = {field.path: field for field in reader.fields(schema, "")}
        hidden = [field for field in fields.values() if field.visibility != "public"]
        labels = dict(reader.labels(schema, ""))
        return cls(
            id=name,
            version=version,
            titles=labels[""],
            schema=MappingProxyType(dict(schema)),
            fields=MappingProxyType(fields),
            labels=MappingProxyType(labels),
            value_labels=MappingProxyType(dict(reader.value_labels(schema, ""))),
            validator=validator,
            sealed_fields=tuple(field for field in hidden if field.measure is None),
            measures=MappingProxyType({field.path: field.measure for field in hidden if field.measure}),
            hidden_paths=frozenset(field.path for field in hidden),
        )


class Registry:
    """All record types, fixed once built. The newest version of an id answers to the id alone."""

    def __init__(self, record_types: Iterable[RecordType]) -> None:
        types: dict[str, RecordType] = {}
        for record_type in record_types:
            if record_type.id in types:
                raise MalformedRecordType(f"{record_type.id} is declared twice")
            types[record_type.id] = record_type
        self._types = MappingProxyType(types)

    def __getitem__(self, name: str) -> RecordType:
        """Raises `UnknownRecordType`."""
        try:
            return self._types[name]
        except KeyError:
            raise UnknownRecordType(name) from None

    def __contains__(self, name: object) -> bool:
        return name in self._types

    def __iter__(self) -> Iterator[RecordType]:
        return iter(self._types.values())

    def __len__(self) -> int:
        return len(self._types)


class _Reader:
    """Walks a schema once, and refuses what would let undeclared data into a leaf."""

    def __init__(self, name: str, root: Mapping[str, Any]) -> None:
        self.name = name
        self.root = root

    def fields(self, node: Mapping[str, Any], path: str) -> Iterator[Field]:
        node = self.resolved(node)
        if node.get("type") != "object":
            self.refuse(path, "needs x-visibility (only objects are entered without one)")
        if node.get("additionalProperties") is not False and node.get("unevaluatedProperties") is not False:
            self.refuse(path, "an object without x-visibility must say additionalProperties: false")
        for key, given in node.get("properties", {}).items():
            child, here = self.resolved(given), f"{path}/{pointer_token(key)}"
            if not key.isascii() or not key.isprintable():
                self.refuse(here, "field names are ASCII")
            if "x-visibility" in child:
                self.no_visibility_below(child, here)
                yield self.field(child, here)
            else:
                yield from self.fields(child, here)

    def field(self, node: Mapping[str, Any], path: str) -> Field:
        visibility = node["x-visibility"]
        if visibility not in VISIBILITIES:
            self.refuse(path, f"x-visibility is one of {', '.join(VISIBILITIES)}")
        measure = None
        if "x-measure" in node:
            if visibility != "confidential":
                self.refuse(path, "x-measure is for confidential fields")
            if node.get("type") != "string":
                self.refuse(path, "a measure is a decimal string: type must be string")
            measure = self.measure(node["x-measure"], path)
        return Field(path, cast(Visibility, visibility), self.titles(node, path), measure)

    def measure(self, given: Any, path: str) -> Measure:
        if not isinstance(given, dict) or set(given) != {"scale", "unit"}:
            self.refuse(path, 'x-measure is {"scale": 2, "unit": "万元"}')
        scale, unit = given["scale"], given["unit"]
        if type(scale) is not int or not 0 <= scale <= SCALE_LIMIT:
            self.refuse(path, f"scale is a whole number from 0 to {SCALE_LIMIT}")
        if not isinstance(unit, str) or not 1 <= len(unit) <= UNIT_LIMIT:
            self.refuse(path, f"unit is a text of 1 to {UNIT_LIMIT} characters")
        return Measure(scale, unit)

    def no_visibility_below(self, node: Mapping[str, Any], path: str) -> None:
        waiting: list[Any] = [value for key, value in node.items() if key != "x-visibility"]
        while waiting:
            part = waiting.pop()
            if isinstance(part, dict):
                if "x-visibility" in part or "x-measure" in part:
                    self.refuse(path, "x-visibility holds for all inside; nothing inside may have its own")
                waiting.extend(value for key, value in part.items() if key != "x-measure")
            elif isinstance(part, list):
                waiting.extend(part)

    def places(self, node: Mapping[str, Any], path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        node = self.resolved(node)
        yield path, node
        if path.count("/") > 16:  # a schema that refers to itself
            return
        for key, child in node.get("properties", {}).items():
            yield from self.places(child, f"{path}/{pointer_token(key)}")
        if isinstance(node.get("items"), dict):
            yield from self.places(node["items"], f"{path}/*")

    def labels(self, node: Mapping[str, Any], path: str) -> Iterator[tuple[str, Sentence]]:
        return ((place, self.titles(inner, place)) for place, inner in self.places(node, path))

    def value_labels(
        self, node: Mapping[str, Any], path: str
    ) -> Iterator[tuple[str, Mapping[str, Sentence]]]:
        """`"x-value-titles": {"created": {"zh-Hans": …, "zh-Hant": …, "en": …}}`, each of an enum's values."""
        for place, inner in self.places(node, path):
            if (given := inner.get("x-value-titles")) is None:
                continue
            complete = isinstance(given, dict) and all(
                isinstance(titles, dict) and set(titles) == {"zh-Hans", "zh-Hant", "en"}
                for titles in given.values()
            )
            if not complete or sorted(given) != sorted(map(str, inner.get("enum", ()))):
                self.refuse(place, "x-value-titles gives each value of enum its titles zh-Hans, zh-Hant, en")
            yield (
                place,
                {
                    value: MappingProxyType({language.lower(): title for language, title in titles.items()})
                    for value, titles in given.items()
                },
            )

    def titles(self, node: Mapping[str, Any], path: str) -> Sentence:
        """The titles given; below a titled field a missing one falls back to the name of the key."""
        others = node.get("x-titles", {})
        fallback = node.get("title") or path.rpartition("/")[2] or self.name
        return MappingProxyType(
            {
                "zh-hans": fallback,
                "zh-hant": others.get("zh-Hant", fallback),
                "en": others.get("en", fallback),
            }
        )

    def resolved(self, node: Any) -> Mapping[str, Any]:
        """Follows one local reference; keywords beside `$ref` win."""
        if not isinstance(node, dict):
            raise MalformedRecordType(f"{self.name}: a property must be described by an object")
        reference = node.get("$ref")
        if reference is None:
            return node
        head, _, key = str(reference).rpartition("/")
        if head != "#/$defs" or key not in self.root.get("$defs", {}):
            raise MalformedRecordType(f"{self.name}: {reference} is not in #/$defs")
        return {**self.resolved(self.root["$defs"][key]), **node}

    def refuse(self, path: str, why: str) -> None:
        raise MalformedRecordType(f"{self.name}{path}: {why}")
