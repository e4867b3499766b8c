"""Small trees of XML, written with as little ceremony as they are read."""

from lxml import etree
from lxml.builder import ElementMaker

from suixin.kernel.programme.exports.wording import clean

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
Content = str | etree._Element


class Maker:
    """Elements of one namespace: `maker("p", "text", child, eId="x")`. Characters XML cannot hold are left out."""

    def __init__(self, namespace: str | None = None) -> None:
        self._make = ElementMaker(namespace=namespace, nsmap={None: namespace} if namespace else None)

    def __call__(self, tag: str, *content: Content, **attributes: str) -> etree._Element:
        cleaned = (clean(part) if isinstance(part, str) else part for part in content)
        named = {name.rstrip("_").replace("_", "-"): clean(value) for name, value in attributes.items()}
        element: etree._Element = self._make(tag, *cleaned, **named)
        return element


def document(root: etree._Element) -> bytes:
    _indent(root, 1)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def _indent(element: etree._Element, level: int) -> None:
    """A line for each element, except inside running text, where white space is text."""
    if len(element) == 0 or element.text or str(element.tag).endswith("}p"):
        return
    for child in element:
        _indent(child, level + 1)
        child.tail = "\n" + "  " * level
    element.text = "\n" + "  " * level
    element[-1].tail = "\n" + "  " * (level - 1)
