"""By what an indicator's figures are broken down, and what each dimension and value is called.

Names come from where they were given: districts from the house, classes and keys from the form that the indicator
counts. Engines do not import one another, so the form is read as the record that it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from django.utils import translation

from suixin.engines.statistics.models import Figure, IndicatorVersion
from suixin.kernel.records.problem import Sentence
from suixin.kernel.statistics.definitions import MalformedDefinition
from suixin.kernel.statistics.forms import Form, read_form
from suixin.kernel.statistics.indicators import Indicator, read_indicator
from suixin.platform.ledger.entries import public_data
from suixin.platform.ledger.models import Entry
from suixin.platform.ui.districts import DISTRICTS
from suixin.platform.ui.han import traditional

FORM = "collection.form"
DISTRICT, CLASS = "district", "class"
LANGUAGES = ("zh-hans", "zh-hant", "en")
MOST_STEPS = 10  # from a derived indicator to what it is derived from, and so on
TITLES: dict[str, Sentence] = {
    DISTRICT: {"zh-hans": "地区", "zh-hant": "地區", "en": "Area"},
    CLASS: {"zh-hans": "类别", "zh-hant": "類別", "en": "Class"},
}
NO_DISTRICT: Sentence = {"zh-hans": "不分区", "zh-hant": "不分區", "en": "Of no district"}
NOT_STATED: Sentence = {"zh-hans": "未注明", "zh-hant": "未註明", "en": "Not stated"}


@dataclass(frozen=True, slots=True)
class Dimension:
    name: str  # as in the cells: district, class, or a key of the form
    titles: Sentence
    values: Mapping[str, Sentence]  # all that are known or occur


def definitions(name: str) -> list[Indicator]:
    """Every version of an indicator that was published, the newest last."""
    rows = IndicatorVersion.objects.filter(indicator=name).order_by("index")
    return [read_indicator(row.definition) for row in rows]


def dimensions(name: str) -> list[Dimension]:
    """Of all figures of an indicator, whatever version of it they were computed by. The district is always the first,
    the rest in the order of the definitions."""
    versions = definitions(name)
    names = dict.fromkeys([DISTRICT])
    for version in reversed(versions):
        names |= dict.fromkeys(each for breakdown in version.breakdowns for each in breakdown)
    occurring: dict[str, set[str]] = {}
    for at in Figure.objects.filter(indicator=name).order_by().values_list("at", flat=True).distinct():
        for each, value in at.items():
            occurring.setdefault(each, set()).add(value)
    names |= dict.fromkeys(sorted(occurring))
    form = form_of(versions[-1]) if versions else None
    return [dimension(each, form, occurring.get(each, set())) for each in names]


def dimension(name: str, form: Form | None, occurring: set[str]) -> Dimension:
    titles, known = TITLES.get(name), dict[str, Sentence]()
    if name == DISTRICT:
        known = districts()
        if "" in occurring:
            known |= {"": NO_DISTRICT}
    elif name == CLASS and form is not None:
        known = dict(form.classes)
    elif form is not None:
        for key in form.keys:
            if key.id == name:
                titles, known = key.titles, dict(key.values)
    for value in sorted(occurring - set(known)):
        known[value] = {"zh-hans": value} if value else NOT_STATED
    return Dimension(name, titles or {"zh-hans": name}, MappingProxyType(known))


def districts() -> dict[str, Sentence]:
    found: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        with translation.override(language):
            for each in sorted(DISTRICTS, key=lambda each: each.code):
                found.setdefault(each.code, {})[language] = str(each.name)
    return dict(found)


def form_of(indicator: Indicator) -> Form | None:
    """The form that an indicator counts; of a derived one, that of the first it is derived from."""
    for _ in range(MOST_STEPS):
        if indicator.source is not None:
            return newest_form(indicator.source.form) if indicator.source.form else None
        if indicator.derivation is None:
            return None
        row = IndicatorVersion.objects.filter(indicator=indicator.derivation.of, to_index=None).first()
        if row is None:
            return None
        indicator = read_indicator(row.definition)
    return None


def newest_form(name: str) -> Form | None:
    newest = Entry.objects.filter(type=FORM).order_by("-index").values_list("record_id", flat=True).first()
    return None if newest is None else read_newest(name, newest)


@lru_cache(maxsize=200)
def read_newest(name: str, newest: str) -> Form | None:
    """`newest` is the record after which this has to be looked up again."""
    for entry in Entry.objects.filter(type=FORM).order_by("-index"):
        data: dict[str, Any] = public_data(entry)
        if data.get("id") == name:
            try:
                return read_form(data["definition"])
            except MalformedDefinition:
                return None
    return None


def in_all(sentence: Sentence) -> dict[str, str]:
    """By language, as far as it is known; traditional Chinese follows from simplified."""
    found = {language: sentence[language] for language in LANGUAGES if sentence.get(language)}
    simplified = sentence.get("zh-hans", "")
    return {"zh-hans": simplified, "zh-hant": traditional(simplified)} | found
