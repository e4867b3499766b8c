"""Which format an answer has: by `format` in the address, or else by Accept."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from suixin.engines.statistics.sdmx.refusals import Refused


@dataclass(frozen=True, slots=True)
class Format:
    media_type: str
    version: str
    family: str  # json, csv or xml: also how errors are told
    general: tuple[str, ...]  # media types that may mean it
    short: str  # as it is named in the address

    @property
    def named(self) -> str:
        return f"{self.media_type};version={self.version}"


@dataclass(frozen=True, slots=True)
class Chosen:
    format: Format
    parameters: Mapping[str, str] = field(default_factory=dict)


JSON, CSV, XML = ("application/json",), ("text/csv", "application/csv"), ("application/xml", "text/xml")
DATA, STRUCTURE = "application/vnd.sdmx.data", "application/vnd.sdmx.structure"

DATA_FORMATS = (
    Format(f"{DATA}+json", "2.1.0", "json", JSON, "json"),
    Format(f"{DATA}+csv", "2.1.0", "csv", CSV, "csv"),
    Format(f"{DATA}+xml", "3.1.0", "xml", XML, "xml"),
    Format(f"{DATA}+csv", "2.0.0", "csv", (), "csv-2.0"),
    Format(f"{DATA}+csv", "1.0.0", "csv", (), "csv-1.0"),
    Format(f"{DATA}+xml", "3.0.0", "xml", (), "xml-3.0"),
)
STRUCTURE_FORMATS = (
    Format(f"{STRUCTURE}+json", "2.1.0", "json", JSON, "json"),
    Format(f"{STRUCTURE}+xml", "3.1.0", "xml", XML, "xml"),
    Format(f"{STRUCTURE}+json", "2.0.0", "json", (), "json-2.0"),
    Format(f"{STRUCTURE}+xml", "3.0.0", "xml", (), "xml-3.0"),
    Format(f"{STRUCTURE}+xml", "2.1", "xml", (), "xml-2.1"),
)
AVAILABILITY_FORMATS = STRUCTURE_FORMATS[:3]
OLD_DATA_FORMATS = (
    Format("application/vnd.sdmx.genericdata+xml", "2.1", "xml", XML, "generic"),
    Format("application/vnd.sdmx.structurespecificdata+xml", "2.1", "xml", (), "specific"),
    Format(f"{DATA}+csv", "1.0.0", "csv", CSV, "csv"),
)
OLD_STRUCTURE_FORMATS = (Format(f"{STRUCTURE}+xml", "2.1", "xml", XML, "xml"),)

MOST = 50  # ranges of one header
PARTS = re.compile(r"(\d+)(\+?)", re.ASCII)


def choose(accept: str, name: str, offers: Sequence[Format]) -> Chosen:
    """Raises `Refused` where nothing that is offered will do."""
    if name:
        for offer in offers:
            if name in (offer.short, offer.named):
                return Chosen(offer)
        return chosen_from(name.replace(" ", ""), offers)  # a media type with its version
    return chosen_from(accept or "*/*", offers)


def chosen_from(accept: str, offers: Sequence[Format]) -> Chosen:
    best: tuple[float, int, Chosen] | None = None
    for media_type, parameters in ranges(accept):
        quality = quality_of(parameters.pop("q", "1"))
        for place, offer in enumerate(offers):
            if quality > 0 and fits(media_type, parameters.get("version"), offer):
                rank = (quality, -place, Chosen(offer, parameters))
                if best is None or rank[:2] > best[:2]:
                    best = rank
                break
    if best is None:
        raise Refused("not-acceptable", offers=", ".join(offer.named for offer in offers))
    return best[2]


def ranges(accept: str) -> list[tuple[str, dict[str, str]]]:
    found = []
    for each in accept.split(",")[:MOST]:
        first, *rest = each.split(";")
        parameters = {}
        for one in rest:
            name, _, value = one.partition("=")
            parameters[name.strip().lower()] = value.strip().strip('"')
        found.append((first.strip().lower(), parameters))
    return found


def quality_of(text: str) -> float:
    """Of a range in Accept: no official number, so it may be a float."""
    try:
        return min(max(float(text), 0.0), 1.0)
    except ValueError:
        return 0.0


def fits(media_type: str, version: str | None, offer: Format) -> bool:
    if media_type == offer.media_type:
        return version is None or version_fits(version, offer.version)
    if offer.media_type == f"{DATA}+xml" and media_type == "application/vnd.sdmx.structurespecificdata+xml":
        return version is not None and version_fits(version, offer.version)
    return media_type in offer.general or media_type in ("*/*", "application/*")


def version_fits(asked: str, offered: str) -> bool:
    """2.1.0; 2.1 for short; 2.0+.0 for that or any later with the same beginning."""
    wanted, given = asked.split("."), [int(part) for part in offered.split(".")]
    if len(wanted) > 3 or not all(PARTS.fullmatch(part) for part in wanted):
        return False
    numbers = [int(part.rstrip("+")) for part in wanted] + [0] * (3 - len(wanted))
    given += [0] * (3 - len(given))
    for place, part in enumerate(wanted):
        if part.endswith("+"):
            return given[:place] == numbers[:place] and given[place:] >= numbers[place:]
    return numbers == given
