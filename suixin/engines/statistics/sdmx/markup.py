"""XML, written as text: namespaces of each version of SDMX-ML, and the header that all messages have."""

import re
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from suixin.engines.statistics.sdmx.messages import Header, names
from suixin.engines.statistics.sdmx.vocabulary import AGENCY, AGENCY_NAMES
from suixin.kernel.records.problem import Sentence

SCHEMAS = "http://www.sdmx.org/resources/sdmxml/schemas"
# What XML 1.0 has no way to write.
UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def clean(text: str) -> str:
    return UNWRITABLE.sub("\ufffd", text)


def attribute(name: str, value: str) -> str:
    return f" {name}={quoteattr(clean(value))}"


def attributes(values: Mapping[str, str | None]) -> str:
    """Those that have a value."""
    return "".join(attribute(name, value) for name, value in values.items() if value is not None)


def element(name: str, text: str, **values: str | None) -> str:
    return f"<{name}{attributes(values)}>{escape(clean(text))}</{name}>"


def texts(name: str, sentence: Sentence) -> str:
    """One element for each language."""
    return "".join(
        f"<{name}{attribute('xml:lang', tag)}>{escape(clean(text))}</{name}>"
        for tag, text in names(sentence).items()
    )


def namespaces(version: str, *others: tuple[str, str]) -> str:
    """`version` is 2.1, 3.0 or 3.1; others are prefix and place below the schemas of that version."""
    folder = f"{SCHEMAS}/v{version.replace('.', '_')}"
    found = {"xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance", "xmlns:mes": f"{folder}/message"}
    found |= {"xmlns:com": f"{folder}/common"} | {
        f"xmlns:{prefix}": f"{folder}/{place}" for prefix, place in others
    }
    return attributes(found)


def header(given: Header, more: str = "") -> str:
    sender = f"<mes:Sender{attribute('id', AGENCY)}>{texts('com:Name', AGENCY_NAMES)}</mes:Sender>"
    return (
        f"<mes:Header>{element('mes:ID', given.id)}<mes:Test>false</mes:Test>"
        f"{element('mes:Prepared', given.prepared)}{sender}{more}</mes:Header>"
    )
