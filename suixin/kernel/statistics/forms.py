"""A collection's form (报表): who reports which items for which periods, by which rules, and who reviews.

A form is a definition: data in the log, so that whoever checks a figure reads the same form as we do. Each form is a
record type of its own, `report.<id>`; its schema follows from the definition here, and nowhere else.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from suixin.kernel.records.problem import Sentence
from suixin.kernel.records.record_type import SCALE_LIMIT, RecordType
from suixin.kernel.statistics.definitions import MalformedDefinition, Members, digest_of
from suixin.kernel.statistics.expressions import MalformedRule, read_rule
from suixin.kernel.statistics.periods import Frequency

PREFIX = "report."  # of the record types that forms make
ID = re.compile(r"[a-z][a-z0-9-]{1,40}", re.ASCII)
ITEM_ID = re.compile(r"[A-Z][A-Z0-9]{1,11}", re.ASCII)  # usable in edit rules: A01, B12
EDIT_ID = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,39}", re.ASCII)
EVERYWHERE = "*"  # a review level that is one organisation's, whatever the district
MOST_ITEMS = 300


class Grade(StrEnum):
    FATAL = "fatal"  # 强制性: must be corrected
    QUERY = "query"  # 核实性: confirm with an explanation


@dataclass(frozen=True, slots=True)
class Item:
    id: str
    titles: Sentence
    unit: str
    scale: int  # decimal places
    klass: str  # "" where the item has none
    confidential: bool
    required: bool
    negative: bool  # whether it may be below nought
    parent: str  # the item under which it stands on the page; "" at the top
    guidance: Sentence

    @property
    def path(self) -> str:
        return f"/values/{self.id}"


@dataclass(frozen=True, slots=True)
class Key:
    """What else than its district a unit is classified by: industry, size …"""

    id: str
    titles: Sentence
    values: Mapping[str, Sentence]


@dataclass(frozen=True, slots=True)
class EditRule:
    """`rule` is an expression over items, see `edits`; when it is false the report has the finding."""

    id: str
    grade: Grade
    rule: str
    sentence: Sentence  # what to check, for the reporter


@dataclass(frozen=True, slots=True)
class ReviewLevel:
    id: str
    titles: Sentence
    organisations: Mapping[str, str]  # by district code, or EVERYWHERE

    def reviewer(self, district: str) -> str | None:
        return self.organisations.get(district) or self.organisations.get(EVERYWHERE)


@dataclass(frozen=True, slots=True)
class Form:
    id: str
    version: int
    number: str  # 表号
    titles: Sentence
    authority: str  # code of the organisation that makes the form, 制定机关
    approval: str  # 批准文号 or 备案文号
    valid_from: date
    valid_to: date
    frequency: Frequency
    due_days: int  # after the period's last day
    submitters: tuple[str, ...]  # roles
    keys: tuple[Key, ...]
    classes: Mapping[str, Sentence]
    items: tuple[Item, ...]
    edits: tuple[EditRule, ...]
    reviews: tuple[ReviewLevel, ...]
    notes: Sentence  # 填报说明
    synthetic: bool
    definition: Mapping[str, Any]
    digest: str

    def __hash__(self) -> int:
        return hash(self.digest)

    @property
    def record_type_id(self) -> str:
        return PREFIX + self.id

    def item(self, name: str) -> Item:
        return next(item for item in self.items if item.id == name)

    def depth(self, item: Item) -> int:
        """How far an item stands in; a circle of parents counts as the top."""
        parents = {each.id: each.parent for each in self.items}
        found, above = 0, item.parent
        while above and found < len(parents):
            found, above = found + 1, parents[above]
        return found if not above else 0

    @property
    def record_type(self) -> RecordType:
        return RecordType.from_schema(self.record_type_id, record_schema(self))


def read_form(definition: Mapping[str, Any]) -> Form:
    """Raises `MalformedDefinition`."""
    members = Members(definition, "form")
    form_id = members.text("id")
    if not ID.fullmatch(form_id):
        members.refuse("id is of small letters, digits and hyphens, such as company-month")
    members.where = f"form {form_id}"
    classes = {
        name: Members(classes_of(definition), "classes").sentence(name) for name in classes_of(definition)
    }
    members.asked.add("classes")
    form = Form(
        id=form_id,
        version=members.whole("version"),
        number=members.text("number"),
        titles=members.sentence("titles"),
        authority=members.text("authority"),
        approval=members.text("approval", ""),
        valid_from=day(members, "valid_from"),
        valid_to=day(members, "valid_to"),
        frequency=members.choice("frequency", Frequency),
        due_days=members.whole("due_days"),
        submitters=members.texts("submitters"),
        keys=tuple(members.each("keys", read_key, may_lack=True)),
        classes=MappingProxyType(classes),
        items=tuple(members.each("items", read_item)),
        edits=tuple(members.each("edits", read_edit, may_lack=True)),
        reviews=tuple(members.each("reviews", read_level)),
        notes=members.sentence("notes", {}),
        synthetic=members.flag("synthetic", False),
        definition=MappingProxyType(dict(definition)),
        digest=digest_of(definition),
    )
    members.done()
    check(form, members)
    return form


def classes_of(definition: Mapping[str, Any]) -> Mapping[str, Any]:
    found = definition.get("classes", {})
    if not isinstance(found, Mapping):
        raise MalformedDefinition("form: classes must be an object")
    return found


def day(members: Members, name: str) -> date:
    try:
        return date.fromisoformat(members.text(name))
    except ValueError:
        members.refuse(f"{name} is a day such as 2019-01-01")


def read_key(members: Members) -> Key:
    values = Members(members.object("values"), f"{members.where} values")
    key = Key(
        members.text("id"),
        members.sentence("titles"),
        MappingProxyType({value: values.sentence(value) for value in values.given}),
    )
    members.done()
    return key


def read_item(members: Members) -> Item:
    item = Item(
        id=members.text("id"),
        titles=members.sentence("titles"),
        unit=members.text("unit"),
        scale=members.whole("scale", 0),
        klass=members.text("class", ""),
        confidential=members.flag("confidential", False),
        required=members.flag("required", True),
        negative=members.flag("negative", False),
        parent=members.text("parent", ""),
        guidance=members.sentence("guidance", {}),
    )
    members.done()
    if not ITEM_ID.fullmatch(item.id):
        members.refuse("id is a letter and digits, such as A01")
    if not 0 <= item.scale <= SCALE_LIMIT:
        members.refuse(f"scale is from 0 to {SCALE_LIMIT}")
    return item


def read_edit(members: Members) -> EditRule:
    rule = EditRule(
        members.text("id"),
        members.choice("grade", Grade),
        members.text("rule"),
        members.sentence("sentence"),
    )
    members.done()
    if not EDIT_ID.fullmatch(rule.id):
        members.refuse("id is of letters, digits and hyphens, such as E01")
    return rule


def read_level(members: Members) -> ReviewLevel:
    level = ReviewLevel(
        members.text("id"), members.sentence("titles"), MappingProxyType(members.object("organisations"))
    )
    members.done()
    if not level.organisations or not all(type(code) is str for code in level.organisations.values()):
        members.refuse("organisations names who reviews: a code by district, or by * for all")
    return level


def check(form: Form, members: Members) -> None:
    """What concerns more than one member."""
    if form.version < 1:
        members.refuse("version is from 1")
    if form.valid_to < form.valid_from:
        members.refuse("valid_to is before valid_from")
    if not 1 <= len(form.items) <= MOST_ITEMS:
        members.refuse(f"a form has 1 to {MOST_ITEMS} items")
    if not form.reviews:
        members.refuse("a form has at least one level of review")
    for what, ids in (
        ("item", [item.id for item in form.items]),
        ("key", [key.id for key in form.keys]),
        ("edit", [edit.id for edit in form.edits]),
        ("level of review", [level.id for level in form.reviews]),
    ):
        if twice := {each for each in ids if ids.count(each) > 1}:
            members.refuse(f"{what} {', '.join(sorted(twice))} is there twice")
    known = {item.id for item in form.items}
    for item in form.items:
        if item.klass and item.klass not in form.classes:
            members.refuse(f"item {item.id}: class {item.klass} is not among the classes")
        if item.parent and (item.parent not in known or item.parent == item.id):
            members.refuse(f"item {item.id}: parent {item.parent} is no other item")
    if {key.id for key in form.keys} & {"district", "class"}:
        members.refuse("district and class are no keys: every form has them")
    for edit in form.edits:
        try:
            read_rule(edit.rule, [item.id for item in form.items])
        except MalformedRule as error:
            members.refuse(f"edit {edit.id}: {error}")


def record_schema(form: Form) -> dict[str, Any]:
    """The JSON Schema of the form's reports, as `RecordType.from_schema` reads it."""
    unit = {
        "district": {"type": "string", "pattern": "^([0-9]{6})?$"},  # "" for a unit of the whole city
        **{key.id: {"enum": list(key.values)} for key in form.keys},
    }
    return {
        "title": form.titles["zh-hans"],
        "x-titles": other_titles(form.titles),
        "x-version": form.version,
        "type": "object",
        "additionalProperties": False,
        "required": ["period", "unit", "values"],
        "properties": {
            "period": {
                **titled("期别", "期別", "Period"),
                "type": "string",
                "pattern": PATTERNS[form.frequency],
                "x-visibility": "public",
            },
            "unit": {
                **titled("填报单位属性", "填報單位屬性", "Attributes of the unit"),
                "type": "object",
                "additionalProperties": False,
                "required": list(unit),
                "properties": unit,
                "x-visibility": "public",
            },
            "values": {
                **titled("指标值", "指標值", "Values"),
                "type": "object",
                "additionalProperties": False,
                "required": [item.id for item in form.items if item.required],
                "properties": {item.id: item_schema(item) for item in form.items},
            },
            "explanations": {
                **titled("核实说明", "核實說明", "Explanations"),
                "type": "object",
                "additionalProperties": {"type": "string", "minLength": 1, "maxLength": 500},
                "x-visibility": "confidential",
            },
            "filled_by": {
                **titled("填表人", "填表人", "Filled in by"),
                "type": "string",
                "maxLength": 40,
                "x-visibility": "personal",
            },
            "device": {
                **titled("填报设备", "填報設備", "Device"),
                "type": "string",
                "maxLength": 64,
                "x-visibility": "personal",
            },
            "synthetic": {
                **titled("演示数据", "演示數據", "Synthetic"),
                "type": "boolean",
                "x-visibility": "public",
            },
        },
    }


def item_schema(item: Item) -> dict[str, Any]:
    sign = "-?" if item.negative else ""
    places = f"(\\.[0-9]{{1,{item.scale}}})?" if item.scale else ""
    schema: dict[str, Any] = {
        "title": item.titles["zh-hans"],
        "x-titles": other_titles(item.titles),
        "type": "string",
        "pattern": f"^{sign}(0|[1-9][0-9]{{0,17}}){places}$",
        "x-visibility": "confidential" if item.confidential else "public",
    }
    if item.confidential:
        schema["x-measure"] = {"scale": item.scale, "unit": item.unit}
    return schema


PATTERNS = {
    Frequency.MONTH: "^[0-9]{4}-(0[1-9]|1[0-2])$",
    Frequency.QUARTER: "^[0-9]{4}-Q[1-4]$",
    Frequency.YEAR: "^[0-9]{4}$",
}


def titled(simplified: str, traditional: str, english: str) -> dict[str, Any]:
    return {"title": simplified, "x-titles": {"zh-Hant": traditional, "en": english}}


def other_titles(titles: Sentence) -> dict[str, str]:
    names = {"zh-hant": "zh-Hant", "en": "en"}
    return {names[language]: title for language, title in titles.items() if language in names}
