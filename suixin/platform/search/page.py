"""What a room says of a page that is to be found."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Page:
    """Texts are by language, simplified Chinese at least; traditional characters are derived where not given."""

    key: str  # among the pages of its owner
    kind: str
    route: str  # name of the address, for `reverse`
    arguments: tuple[str, ...]
    title: Mapping[str, str]
    text: Mapping[str, str] = field(default_factory=dict)
    within: Mapping[str, str] = field(default_factory=dict)  # title of what it is a part of
    names: tuple[str, ...] = ()  # what else it goes by: a full name, an abbreviation, a document number
    fragment: str = ""
