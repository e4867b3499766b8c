"""What a blank form looks like: its labels, its columns, and the marks by which a wrong file is noticed."""

from collections.abc import Mapping
from dataclasses import dataclass

from suixin.kernel.records.problem import Sentence
from suixin.kernel.statistics.forms import Form
from suixin.kernel.statistics.periods import Frequency, Period

HIDDEN = "suixin"  # the sheet of marks
MARK = "suixin:"  # before the name of each
MARKS = ("form", "version", "unit", "period")
COLUMNS = ("name", "unit", "code", "now", "previous", "year-before")
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")

LABELS: Mapping[str, Sentence] = {
    "name": {"zh-hans": "指标名称", "zh-hant": "指標名稱", "en": "Item"},
    "unit": {"zh-hans": "计量单位", "zh-hant": "計量單位", "en": "Unit"},
    "code": {"zh-hans": "代码", "zh-hant": "代碼", "en": "Code"},
    "now": {"zh-hans": "本期", "zh-hant": "本期", "en": "This period"},
    "previous": {"zh-hans": "上期", "zh-hant": "上期", "en": "Period before"},
    "year-before": {"zh-hans": "上年同期", "zh-hant": "上年同期", "en": "A year before"},
    "number": {"zh-hans": "表　　号：", "zh-hant": "表　　號：", "en": "Form no.: "},
    "authority": {"zh-hans": "制定机关：", "zh-hant": "制定機關：", "en": "Authority: "},
    "approval": {"zh-hans": "批准文号：", "zh-hant": "批准文號：", "en": "Approval: "},
    "valid-to": {"zh-hans": "有效期至：", "zh-hant": "有效期至：", "en": "Valid to: "},
    "reporter": {"zh-hans": "填报单位：", "zh-hant": "填報單位：", "en": "Reporting unit: "},
    "period": {"zh-hans": "期　　别：", "zh-hant": "期　　別：", "en": "Period: "},
    "edits": {"zh-hans": "审核关系", "zh-hant": "審核關係", "en": "Edit rules"},
    "notes": {"zh-hans": "填报说明", "zh-hant": "填報說明", "en": "Notes"},
    "guidance": {"zh-hans": "指标解释", "zh-hant": "指標解釋", "en": "What the items mean"},
    "fatal": {"zh-hans": "强制性", "zh-hant": "強制性", "en": "must hold"},
    "query": {"zh-hans": "核实性", "zh-hant": "核實性", "en": "explain if not"},
    "synthetic": {
        "zh-hans": "演示报表，数据为虚构",
        "zh-hant": "演示報表，數據為虛構",
        "en": "Demo, invented data",
    },
}
WRITTEN_PERIODS: Mapping[Frequency, Sentence] = {
    Frequency.MONTH: {"zh-hans": "{}年{}月", "zh-hant": "{}年{}月", "en": "{}-{:02}"},
    Frequency.QUARTER: {"zh-hans": "{}年{}季度", "zh-hant": "{}年{}季度", "en": "{} Q{}"},
    Frequency.YEAR: {"zh-hans": "{}年", "zh-hant": "{}年", "en": "{}"},
}


@dataclass(frozen=True, slots=True)
class Heading:
    """For whom a blank form is, and for when."""

    unit: str  # the organisation's code
    unit_name: str
    authority_name: str
    period: Period


@dataclass(frozen=True, slots=True)
class Numbers:
    """What stands in the columns, by item: what has been typed so far, and what was reported before."""

    now: Mapping[str, str]
    previous: Mapping[str, str]
    year_before: Mapping[str, str]


NONE = Numbers({}, {}, {})


def marks(form: Form, heading: Heading) -> dict[str, str]:
    said = (form.id, str(form.version), heading.unit, str(heading.period))
    return {f"{MARK}{name}": each for name, each in zip(MARKS, said, strict=True)}


def written_period(period: Period, language: str) -> str:
    return WRITTEN_PERIODS[period.frequency][language].format(period.year, period.place)


def as_text(text: str) -> str:
    """A text that no spreadsheet takes for a formula when it opens a CSV file."""
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text
