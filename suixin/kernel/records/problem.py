"""A problem: what is wrong with a report, where, and what to do, in the three languages of the site.

A sentence never repeats the value that was given: problems travel through logs and screens, reports may not. The
one exception is a form's edit rule, which tells whoever sent the numbers what both sides came to.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from suixin.kernel.records.sentences import SENTENCES

LANGUAGES = ("zh-hans", "zh-hant", "en")
Sentence = Mapping[str, str]  # language -> text, with {placeholders}
Parameter = str | int | Sentence  # a Sentence is itself chosen by language: a field's title


@dataclass(frozen=True, slots=True)
class Problem:
    path: str  # JSON pointer into the data; "" is the whole report
    code: str
    sentence: Sentence
    parameters: Mapping[str, Parameter] = field(default_factory=lambda: MappingProxyType({}))
    position: int | None = None  # which report of a batch, from 0

    def message(self, language: str = "zh-hans") -> str:
        """The sentence in the language asked for, or in simplified Chinese."""
        spoken = language.lower()
        values = {
            name: in_language(value, spoken) if isinstance(value, Mapping) else value
            for name, value in self.parameters.items()
        }
        return in_language(self.sentence, spoken).format_map(values)

    def at(self, position: int) -> "Problem":
        return replace(self, position=position)


def problem(code: str, path: str = "", **parameters: Parameter) -> Problem:
    """One of the kernel's own problems, its sentence looked up by code."""
    return Problem(path, code, SENTENCES[code], MappingProxyType(parameters))


def in_language(sentence: Sentence, language: str) -> str:
    return sentence.get(language) or sentence["zh-hans"]
