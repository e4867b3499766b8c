"""Elements of WordprocessingML by their local names: the transitional and the strict namespace are read alike."""

from collections.abc import Iterator

from lxml import etree


def name_of(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    if element is not None:
        for found in element:
            if name_of(found) == name:
                yield found


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    return next(children(element, name), None)


def value_of(element: etree._Element | None, attribute: str = "val") -> str:
    """An attribute of the element's own namespace, or without one; empty if it has none."""
    if element is None:
        return ""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == attribute:
            return str(value)
    return ""


def number_of(element: etree._Element | None, attribute: str = "val") -> int | None:
    try:
        return int(value_of(element, attribute))
    except ValueError:
        return None
