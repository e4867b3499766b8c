"""What a record says, for people: the fields of its type by their titles, in the reader's language.

Generic: it knows schemas, not what a record means. Data comes as `reading.opened` gives it, where something else
stands in place of what is withheld; the paths and reasons come beside it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from suixin.kernel.records.canonical import pointer_token
from suixin.kernel.records.problem import LANGUAGES, in_language
from suixin.kernel.records.record_type import RecordType
from suixin.platform.ledger.declarations import house
from suixin.platform.ledger.reading import Erased
from suixin.platform.ui.han import traditional
from suixin.platform.ui.numbers import language, unit_words, written_date
from suixin.platform.ui.parts import Change

MOST_ITEMS = 200  # of one list; the leaf and the receipt have all
LINE_FIELDS = 4
LINE_LENGTH = 90
VALUE_LENGTH = 36
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class Item:
    """One place of a record: a value, or something withheld, or what is inside an object or a list of objects."""

    path: str
    title: str
    text: str = ""
    withheld: str = ""  # confidential | personal | erased
    items: tuple["Item", ...] = ()
    left_out: int = 0  # of a long list
    erasure: Erased | None = None  # of what is withheld because it is gone


def type_title(name: str) -> str:
    """Of a type that is no longer declared, its name."""
    declared = house().records.get(name)
    return in_language(declared.record_type.titles, language()) if declared else name


def field_title(kind: RecordType | None, path: str) -> str:
    """A field's own title, or the last step of its path."""
    if kind is not None and path in kind.labels:
        return in_language(kind.labels[path], language())
    return path.rpartition("/")[2]


def described(
    type_name: str,
    data: Mapping[str, Any],
    withheld: Mapping[str, str] | None = None,
    erasures: Iterable[Erased] = (),
) -> Iterator[Item]:
    """In the order of the schema; what the schema does not know (any more) comes last, under its own name."""
    declared = house().records.get(type_name)
    kind = declared.record_type if declared else None
    return Description(kind, withheld or {}, {each.path: each for each in erasures}).inside(data, "", "")


class Description:
    def __init__(
        self, kind: RecordType | None, withheld: Mapping[str, str], erasures: Mapping[str, Erased]
    ) -> None:
        self.kind = kind
        self.withheld = withheld
        self.erasures = erasures
        self.value_titles = kind.value_labels if kind else {}
        self.order = {path: place for place, path in enumerate(kind.labels)} if kind else {}

    def inside(self, data: Mapping[str, Any], path: str, label: str) -> Iterator[Item]:
        """`label` is the path with `*` for each place in a list: how the schema names it."""
        steps = {pointer_token(key): value for key, value in data.items()}
        for step in sorted(steps, key=lambda step: self.order.get(f"{label}/{step}", len(self.order))):
            yield self.item(steps[step], f"{path}/{step}", f"{label}/{step}")

    def item(self, value: Any, path: str, label: str) -> Item:
        title = field_title(self.kind, label)
        if path in self.withheld:
            return Item(path, title, withheld=self.withheld[path], erasure=self.erasures.get(path))
        if type(value) is dict and value and not in_languages(value):
            return Item(path, title, items=tuple(self.inside(value, path, label)))
        if type(value) is list and any(type(each) in (dict, list) for each in value):
            return self.list_item(value, path, label, title)
        measure = self.kind.measures.get(path) if self.kind else None
        if measure is not None and type(value) is str:  # as it was reported, zeros included
            return Item(
                path, title, text=_("%(value)s %(unit)s") % {"value": value, "unit": unit_words(measure.unit)}
            )
        return Item(path, title, text=self.told(value, label))

    def told(self, value: Any, label: str) -> str:
        """A value of an enum by its title, where the schema gives one; a list of values one by one."""
        if type(value) is list and f"{label}/*" in self.value_titles:
            return plain([self.told(each, f"{label}/*") for each in value])
        titles = self.value_titles.get(label, {})
        return (
            in_language(titles[value], language()) if type(value) is str and value in titles else plain(value)
        )

    def list_item(self, values: list[Any], path: str, label: str, title: str) -> Item:
        items = []
        for place, value in enumerate(values[:MOST_ITEMS]):
            item = self.item(value, f"{path}/{place}", f"{label}/*")
            items.append(Item(item.path, str(place + 1), item.text, item.withheld, item.items, item.left_out))
        return Item(path, title, items=tuple(items), left_out=max(0, len(values) - MOST_ITEMS))


def in_languages(value: Mapping[str, Any]) -> bool:
    return "zh-hans" in value and set(value) <= set(LANGUAGES) and all(type(v) is str for v in value.values())


def plain(value: Any) -> str:
    """A value as people write it; a text in several languages in the reader's."""
    if value is True or value is False:
        return _("是") if value else _("否")
    if value in (None, "", [], {}):
        return _("（空）")
    if type(value) is dict:
        return value.get(language()) or local(value["zh-hans"])
    if type(value) is list:
        words = _("、").join(plain(each) for each in value[:MOST_ITEMS])
        more = len(value) > MOST_ITEMS
        return _("%(words)s 等 %(n)d 项") % {"words": words, "n": len(value)} if more else words
    if type(value) is str and DAY.fullmatch(value):
        return written_date(value)
    return local(str(value))


def local(text: str) -> str:
    """Text from data, in traditional characters for who reads those."""
    return traditional(text) if language() == "zh-hant" and not text.isascii() else text


def flat(items: Iterable[Item], above: str = "") -> Iterator[tuple[str, Item]]:
    """Each value with the titles on the way to it."""
    for item in items:
        title = f"{above} › {item.title}" if above else item.title
        if item.items:
            yield from flat(item.items, title)
        else:
            yield title, item


def one_line(type_name: str, public: Mapping[str, Any]) -> str:
    """The first public fields, short."""
    told: list[str] = []
    for title, item in islice(flat(described(type_name, public)), LINE_FIELDS):
        told.append(f"{title} {shortened(item.text)}")
        if sum(map(len, told)) > LINE_LENGTH:
            break
    return " · ".join(told)


def shortened(text: str) -> str:
    return text if len(text) <= VALUE_LENGTH else text[: VALUE_LENGTH - 1] + "…"


def differences(before: Iterable[Item], after: Iterable[Item]) -> list[Change]:
    """Field by field. What is withheld on both sides may or may not have changed, and is left out."""
    words = {"confidential": _("保密"), "personal": _("个人信息"), "erased": _("已删除")}
    old, new = ({item.path: (title, item) for title, item in flat(items)} for items in (before, after))
    changes = []
    for path in [*old, *(path for path in new if path not in old)]:
        title = (old.get(path) or new[path])[0]
        texts = [
            words.get(found[path][1].withheld, found[path][1].text) if path in found else ""
            for found in (old, new)
        ]
        if texts[0] != texts[1]:
            changes.append(Change(title, *texts))
    return changes
