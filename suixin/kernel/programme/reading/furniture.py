"""What belongs to a web page and not to the notice in it. Removed in place; a doubtful block stays."""

import re
from dataclasses import dataclass

from lxml import etree

NO_TEXT = frozenset((
    "audio", "button", "canvas", "embed", "head", "iframe", "input", "map", "math", "noscript", "object",
    "option", "rp", "rt", "script", "select", "style", "svg", "template", "textarea", "video",
))  # fmt: skip
LANDMARKS = frozenset(("nav", "footer", "aside"))
LANDMARK_ROLES = frozenset(("navigation", "contentinfo", "complementary", "search", "menu", "menubar"))
NAMES = frozenset((
    "nav", "navbar", "navigation", "menu", "submenu", "topmenu", "breadcrumb", "breadcrumbs", "crumb",
    "crumbs", "footer", "foot", "sidebar", "share", "bshare", "bdsharebuttonbox", "toolbar", "qrcode",
    "copyright", "pagination", "pager", "recommend", "search", "login", "friendlink", "friendlinks",
))  # fmt: skip
WORD = re.compile(r"[a-z]+")
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
BLOCKS = frozenset((
    "article", "aside", "div", "dl", "footer", "form", "header", "li", "main", "nav", "ol", "p", "section",
    "table", "tbody", "td", "tr", "ul",
))  # fmt: skip

SENTENCES = 3  # a block with so many sentences is text, whatever it is called
LINKS = 3
LINK_SHARE = 0.6
ATTACHMENTS = ("附件", "附表", "附：", "附:")


@dataclass(slots=True)
class Weight:
    characters: int = 0
    linked: int = 0
    links: int = 0
    sentences: int = 0

    def add(self, text: str | None, linked: bool) -> None:
        for_count = (text or "").strip()
        self.characters += len(for_count)
        self.linked += len(for_count) if linked else 0
        self.sentences += for_count.count("。")

    def take(self, other: "Weight") -> None:
        self.characters += other.characters
        self.linked += other.linked
        self.links += other.links
        self.sentences += other.sentences


def remove_furniture(root: etree._Element) -> None:
    for element in [e for e in root.iter() if e.tag in NO_TEXT or _hidden(e)]:
        _drop(element)
    doomed = [element for element, weight in _weigh(root) if _is_furniture(element, weight)]
    for element in doomed:
        _drop(element)


def _weigh(root: etree._Element) -> list[tuple[etree._Element, Weight]]:
    """Every block with what it holds, in one pass from the leaves up."""
    open_weights: list[Weight] = []
    weighed: list[tuple[etree._Element, Weight]] = []
    inside_link = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        is_link = element.tag == "a" and bool(element.get("href"))
        if event == "start":
            inside_link += is_link
            open_weights.append(Weight())
            open_weights[-1].add(element.text, inside_link > 0)
            continue
        inside_link -= is_link
        weight = open_weights.pop()
        weight.links += is_link
        if element.tag in BLOCKS:
            weighed.append((element, weight))
        if open_weights:
            open_weights[-1].take(weight)
            open_weights[-1].add(element.tail, inside_link > 0)
    return weighed


def _is_furniture(element: etree._Element, weight: Weight) -> bool:
    if weight.sentences >= SENTENCES or next(element.iter("h1"), None) is not None:
        return False
    named = set(WORD.findall(f"{element.get('class', '')} {element.get('id', '')}".lower()))
    if element.tag in LANDMARKS or element.get("role") in LANDMARK_ROLES or named & NAMES:
        return True
    mostly_links = weight.links >= LINKS and weight.linked > LINK_SHARE * weight.characters
    return (
        mostly_links
        and not weight.sentences
        and not "".join(map(str, element.itertext())).strip().startswith(ATTACHMENTS)
    )


def _hidden(element: etree._Element) -> bool:
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or HIDDEN_STYLE.search(element.get("style", "")) is not None
    )


def _drop(element: etree._Element) -> None:
    """Remove an element and keep the text behind it."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)
