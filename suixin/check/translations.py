"""The catalogue of each language: every sentence translated, none doubtful, placeholders kept."""

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from suixin.check.house import Finding, House

if TYPE_CHECKING:
    from polib import POEntry

SHOWN = 5
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


def check(house: House) -> Iterator[Finding]:
    import polib

    for path in sorted(house.package.glob("platform/ui/locale/*/LC_MESSAGES/*.po")):
        if path.parents[1].name == "zh_Hans":  # the source
            continue
        entries = [entry for entry in polib.pofile(str(path)) if not entry.obsolete]
        for fault, faulty in FAULTS.items():
            found = [entry.msgid for entry in entries if faulty(entry)]
            if found:
                more = "…" if len(found) > SHOWN else ""
                yield house.finding(path, f"{len(found)} {fault}: {'、'.join(found[:SHOWN])}{more}")
        if not path.with_suffix(".mo").is_file():
            yield house.finding(path, "its .mo is missing; run suixin messages")


def _untranslated(entry: "POEntry") -> bool:
    return not (entry.msgstr or any(entry.msgstr_plural.values()))


def _placeholders_differ(entry: "POEntry") -> bool:
    wanted = set(PLACEHOLDER.findall(entry.msgid))
    given = [text for text in (entry.msgstr, *entry.msgstr_plural.values()) if text]
    return any(set(PLACEHOLDER.findall(text)) != wanted for text in given)


FAULTS: dict[str, Callable[["POEntry"], bool]] = {
    "not translated": _untranslated,
    "marked as doubtful": lambda entry: entry.fuzzy,
    "with other placeholders": _placeholders_differ,
}
