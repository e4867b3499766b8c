"""The automatic list numbers of a Word document, from its numbering and style parts (ECMA-376 part 1, 17.9)."""

import re
from dataclasses import dataclass, field

from lxml import etree

from suixin.kernel.programme.reading.numerals import numeral
from suixin.kernel.programme.reading.ooxml import child, children, number_of, value_of

PLACEHOLDER = re.compile(r"%([1-9])")
MOST_STYLES_DEEP = 20


@dataclass(frozen=True, slots=True)
class Level:
    start: int
    format: str
    text: str
    legal: bool  # isLgl: numbers of all levels in Arabic figures
    restart: int | None  # restarts after this level (1-based); 0 is never


@dataclass(slots=True)
class List:
    """One numbered list of the document; several may continue one another's count."""

    abstract: str
    levels: dict[int, Level]
    restarts: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    list_id: str
    level: int


class Numbering:
    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._lists: dict[str, List] = {}
        self._of_style: dict[str, Place] = {}
        self._default_style = ""
        self._counts: dict[tuple[str, int], int] = {}
        self._begun: set[tuple[str, int]] = set()
        if numbering is not None:
            self._read_lists(numbering)
        if styles is not None:
            self._read_styles(styles)

    def next(self, paragraph: etree._Element) -> str:
        """The number in front of this paragraph; paragraphs have to come in document order."""
        place = self._place(paragraph)
        found = self._lists.get(place.list_id) if place else None
        if place is None or found is None or place.level not in found.levels:
            return ""
        self._count(found, place)
        return self._label(found, place.level)

    def _count(self, found: List, place: Place) -> None:
        key = (found.abstract, place.level)
        first_use = (place.list_id, place.level) not in self._begun
        self._begun.add((place.list_id, place.level))
        if first_use and place.level in found.restarts:
            self._counts[key] = found.restarts[place.level]
        elif key in self._counts:
            self._counts[key] += 1
        else:
            self._counts[key] = found.levels[place.level].start
        for deeper, level in found.levels.items():
            resets = level.restart is None or 0 < place.level + 1 <= level.restart
            if deeper > place.level and resets:
                self._counts.pop((found.abstract, deeper), None)

    def _label(self, found: List, at: int) -> str:
        shown = found.levels[at]
        if shown.format == "bullet":
            return "• "

        def written(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            level = found.levels.get(index)
            if level is None:
                return ""
            count = self._counts.get((found.abstract, index), level.start)
            return numeral(count, "decimal" if shown.legal else level.format)

        label = PLACEHOLDER.sub(written, shown.text)
        return label + " " if label and (label[-1].isalnum() and label[-1].isascii()) else label

    def _place(self, paragraph: etree._Element) -> Place | None:
        properties = child(paragraph, "pPr")
        style_id = value_of(child(properties, "pStyle")) or self._default_style
        inherited = self._of_style.get(style_id)
        own = child(properties, "numPr")
        if own is None:
            return inherited
        list_id = value_of(child(own, "numId")) or (inherited.list_id if inherited else "")
        level = number_of(child(own, "ilvl"))
        return Place(list_id, (inherited.level if inherited else 0) if level is None else level)

    def _read_lists(self, numbering: etree._Element) -> None:
        abstracts = {
            value_of(found, "abstractNumId"): {
                number: _level(level)
                for level in children(found, "lvl")
                if (number := number_of(level, "ilvl")) is not None
            }
            for found in children(numbering, "abstractNum")
        }
        for found in children(numbering, "num"):
            abstract = value_of(child(found, "abstractNumId"))
            read = List(abstract, dict(abstracts.get(abstract, {})))
            for override in children(found, "lvlOverride"):
                at = number_of(override, "ilvl") or 0
                start = number_of(child(override, "startOverride"))
                if start is not None:
                    read.restarts[at] = start
                if (level := child(override, "lvl")) is not None:
                    read.levels[at] = _level(level)
            self._lists[value_of(found, "numId")] = read

    def _read_styles(self, styles: etree._Element) -> None:
        by_id = {
            value_of(s, "styleId"): s for s in children(styles, "style") if value_of(s, "type") == "paragraph"
        }
        for style_id, style in by_id.items():
            if value_of(style, "default") in ("1", "true", "on"):
                self._default_style = style_id
            if place := self._style_place(style_id, by_id):
                self._of_style[style_id] = place

    def _style_place(self, style_id: str, by_id: dict[str, etree._Element]) -> Place | None:
        """The nearest of a style and those it is based on that names a list."""
        level: int | None = None
        ancestor = style_id
        for _ in range(MOST_STYLES_DEEP):
            style = by_id.get(ancestor)
            if style is None:
                return None
            own = child(child(style, "pPr"), "numPr")
            if level is None:
                level = number_of(child(own, "ilvl"))
            if list_id := value_of(child(own, "numId")):
                return Place(list_id, level or 0)
            ancestor = value_of(child(style, "basedOn"))
        return None


def _level(level: etree._Element) -> Level:
    legal = child(level, "isLgl")
    start = number_of(child(level, "start"))
    return Level(
        start=1 if start is None else start,
        format=value_of(child(level, "numFmt")) or "decimal",
        text=value_of(child(level, "lvlText")),
        legal=legal is not None and value_of(legal) not in ("0", "false", "off"),
        restart=number_of(child(level, "lvlRestart")),
    )
