"""Until when: 到2021年, 2021年6月底前, 2020年三季度末, “十四五”末, 5年内, as ISO 8601 with the notice's own precision.

A year that only compares (比2018年, 自2019年起) is no deadline. A day is computed from the notice alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from suixin.kernel.programme.days import is_due
from suixin.kernel.programme.quantity import chinese_integer

DUE_LABEL = re.compile(r"(?:完成|办结|实施)(?:时限|时间|期限)(?:要求)? ?:([^。;()\n]{2,30})")


@dataclass(frozen=True, slots=True)
class Deadline:
    start: int
    end: int
    due: str
    rule: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """What the notice itself says of time: its signing year, and the year a yearly plan is for."""

    signed_year: int | None = None
    plan_year: int | None = None


_BEFORE = r"(?:之?前|以前|为止)?"
_DEADLINE = re.compile(
    rf"(?P<range>20\d\d)年?[-—~至](?P<until>20\d\d)年(?!\d)"
    rf"|(?P<year>20\d\d|今|本|当|明)年(?:(?P<month>\d{{1,2}})月(?:(?P<day>\d{{1,2}})日|(?P<month_end>底|末|份)?){_BEFORE}"
    rf"|第?(?P<quarter>[一二三四1-4])季度(?:末|底)?{_BEFORE}|(?P<half>上半年|下半年)(?:末|底)?{_BEFORE}"
    rf"|(?P<end>年?底|年?末|内|全年){_BEFORE}|(?P<plain>{_BEFORE}))"
    rf"|(?P<bare_end>(?<!\d)年底|(?<!\d)年末|(?<!\d)年内){_BEFORE}|(?P<whole>全年)"
    rf"|“?(?P<plan>十[二三四五六])五”?(?:规划)?(?P<plan_end>期?末|时期末|期间末)"
    rf"|(?P<bare_quarter>[一二三四])季度(?:末|底){_BEFORE}"
    rf"|(?<![\d年])(?P<bare_month>\d{{1,2}})月(?:(?:底|末){_BEFORE}|(?P<bare_day>\d{{1,2}})日之?前|之?前)"
    rf"|(?P<span>\d{{1,2}}|[一二三四五六七八九十]|两)年(?:之内|以内|内|时间内|左右的时间)"
    rf"|(?:(?<=力争|争取|通过|经过)|(?<=用))(?P<effort>\d{{1,2}}|[一二三四五六七八九十]|两)年(?:左右)?(?:的?(?:时间|努力))?(?=[^\d前后来以])"
)
_COMPARES = re.compile(r"(?:较|比|以|与|从|自|在|占|同|和|按|对|于|是|由|用|及|的)$")
_AGAINST = re.compile(r"(?:较|比|以|自|从|每年)(?:截至)?“?$")  # 较“十三五”末降低, 每年6月底前
_STARTS = re.compile(r"(?:起|以来|度|的|来|开始|版|前后|期间|间|增长|基础|出台|印发|全国|底的)")
_REACHES = re.compile(r"(?:到|至|截至|力争|争取|在|于|截止|确保|截止到|截至到|展望)$")
_PLAN_END = {"十二": 2015, "十三": 2020, "十四": 2025, "十五": 2030, "十六": 2035}
_QUARTER = {"一": 3, "二": 6, "三": 9, "四": 12, "1": 3, "2": 6, "3": 9, "4": 12}


def find(text: str, calendar: Calendar) -> Iterator[Deadline]:
    """Every deadline in one sentence, in its order."""
    year: int | None = None  # of the deadline before, for 6月底前完成
    for match in _DEADLINE.finditer(text):
        due = (
            None
            if _AGAINST.search(text[max(0, match.start() - 6) : match.start()])
            else _due(text, match, calendar, year)
        )
        if due is not None and is_due(due[0]):
            start = match.start()
            lead = _REACHES.search(text[max(0, start - 3) : start])
            year = int(due[0][:4])
            yield Deadline(start - (len(lead[0]) if lead else 0), match.end(), *due)


def _due(
    text: str, match: re.Match[str], calendar: Calendar, year_before: int | None
) -> tuple[str, str] | None:
    if match["range"]:
        return match["until"], "year-range"
    if match["plan"]:
        end = _PLAN_END.get(match["plan"])
        return (str(end), "plan-end") if end else None
    if match["span"] or match["effort"]:
        return _after_years(match["span"] or match["effort"], calendar.signed_year)
    if match["bare_month"]:
        return _bare_month(match, calendar.plan_year or year_before)
    if match["bare_end"] or match["whole"] or match["bare_quarter"]:
        return _in_plan_year(match, calendar.plan_year)
    return _dated(text, match, calendar)


def _after_years(printed: str, signed: int | None) -> tuple[str, str] | None:
    years = int(printed) if printed.isdigit() else chinese_integer(printed)
    return (str(signed + years), "years-after-signing") if signed and years else None


def _in_plan_year(match: re.Match[str], year: int | None) -> tuple[str, str] | None:
    if year is None:
        return None
    month = f"-{_QUARTER[match['bare_quarter']]:02d}" if match["bare_quarter"] else ""
    return f"{year}{month}", "plan-year"


def _bare_month(match: re.Match[str], year: int | None) -> tuple[str, str] | None:
    month = int(match["bare_month"])
    if year is None or not 1 <= month <= 12:
        return None
    day = f"-{int(match['bare_day']):02d}" if match["bare_day"] else ""
    return f"{year}-{month:02d}{day}", "month-of-the-year"


def _dated(text: str, match: re.Match[str], calendar: Calendar) -> tuple[str, str] | None:
    year = _year(match["year"], calendar)
    if year is None:
        return None
    if match["month"]:
        return _in_month(text, match, year)
    if match["quarter"]:
        return f"{year}-{_QUARTER[match['quarter']]:02d}", "quarter"
    if match["half"]:
        return f"{year}-{'06' if match['half'] == '上半年' else '12'}", "half-year"
    if match["end"]:
        return str(year), "year-end"
    return (
        (str(year), "year") if _year_alone_binds(text[: match.start()], text[match.end() :], match) else None
    )


def _in_month(text: str, match: re.Match[str], year: int) -> tuple[str, str] | None:
    month = int(match["month"])
    if not 1 <= month <= 12 or text[match.end() : match.end() + 1] in ("起", "至", "-"):
        return None
    if match["day"]:
        return (
            (f"{year}-{month:02d}-{int(match['day']):02d}", "day") if 1 <= int(match["day"]) <= 31 else None
        )
    return f"{year}-{month:02d}", "month"


def _year_alone_binds(before: str, after: str, match: re.Match[str]) -> bool:
    """到2021年 and a year at the head of a clause are deadlines; 比2018年 and 2019年起 are not."""
    if re.search(r"20\d\d年[和、及与]$", before):  # 2020年和2025年
        return True
    reached = _REACHES.search(before)
    if _STARTS.match(after) or (_COMPARES.search(before) and not (reached and before[-1] in "到至")):
        return False
    return bool(match["plain"] or reached or not before or before[-1] in ",;。:、(")


def _year(printed: str, calendar: Calendar) -> int | None:
    if printed.isdigit():
        return int(printed)
    base = calendar.plan_year or calendar.signed_year
    return None if base is None else base + (1 if printed == "明" else 0)
