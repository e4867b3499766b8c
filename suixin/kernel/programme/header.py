"""The head and the foot of a notice: number, title, issuer, its three dates, period and bases.

The day of signing stands under the signature, the day of printing in 印发, the day of publication on the page
around the notice. They are never confused, and never made up.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from suixin.kernel.programme import page
from suixin.kernel.programme.model import Period, Reference
from suixin.kernel.programme.page import Facts
from suixin.kernel.programme.text import Paragraph, Text

_KINDS = (
    "通知|意见|方案|计划|规划|纲要|办法|要点|措施|细则|规定|决定|公告|通告|批复|函|清单|若干政策|政策|举措|安排|任务分工|分工表|分解表"
    "|指南|条例|行动|指引|目录|规程|制度|通报|工程|任务|指标|体系|工作部署|部署|一览表|台账|工作方案|分解方案"
)
_SUFFIX = (
    r"(?:\((?:试行|暂行|[^()]{0,24}年[^()]{0,6}|修订[^()]{0,6}|征求意见稿|[^()]{0,6}版|送审稿|代拟稿)\))*"
)
_KIND = re.compile(_KINDS)
_LONGEST_TITLE = 200
_NOTICE_TITLE = re.compile(rf"[^。;!]{{0,60}}关于[^。;!]{{2,140}}?(?:{_KINDS}){_SUFFIX}")
_PLAN_TITLE = re.compile(rf"[^。;!,:]{{4,70}}(?:{_KINDS}){_SUFFIX}")
_NUMBER = re.compile(
    r"(?P<office>[一-鿿]{1,14}?)(?P<open>[〔\[【(])\s?(?P<year>(?:19|20)\d\d)\s?(?P<close>[〕\]】)])\s?(?:第\s?)?(?P<serial>\d{1,5})\s?号"
)
_OWN_NUMBER = re.compile(r"\([^()]{2,14}[〔\[](?:19|20)\d\d[〕\]]\d{1,5}号\)$")
_LABELLED = re.compile(r"(?:文号|字号|编号)\s*:\s*")
_DAY = (
    r"(?P<year>(?:19|20)\d\d|[一二][〇零○Oo0一二三四五六七八九]{3})年"
    r"(?P<month>\d{1,2}|十[一二]?|[一二三四五六七八九])月"
    r"(?P<day>\d{1,2}|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])日"
)
_DATE = re.compile(_DAY)
_ALONE = re.compile(rf"\(?\s*{_DAY}\s*\)?")
_SIGNED = re.compile(rf"(?P<issuer>[一-鿿()、\s]{{2,80}}?)\s*{_DAY}")
_PRINTED = re.compile(rf"{_DAY}\s*印发")
_ISO = re.compile(r"(20\d\d|19\d\d)\s?[-./年]\s?(\d{1,2})\s?[-./月]\s?(\d{1,2})")
_ADDRESS = re.compile(
    r"/(20\d\d)-?(\d{2})[/-](\d{2})/|/(20\d\d)/(\d{1,2})/(\d{1,2})/|/t(20\d\d)(\d\d)(\d\d)_"
)
_PERIOD = re.compile(r"(20\d\d)年?[-—~至到](20\d\d)年?")
_YEAR = re.compile(r"(20\d\d)年")
_PLAN_PERIODS = {
    "十二五": (2011, 2015),
    "十三五": (2016, 2020),
    "十四五": (2021, 2025),
    "十五五": (2026, 2030),
}
_BASE = re.compile(
    r"《(?P<title>(?:[^《》〈〉]|《[^《》]{0,60}》|〈[^〈〉]{0,60}〉){4,120})》(?:\((?P<number>[^()]{3,30}号)(?:[^()]{0,20})?\))?"
)
_BASES_BEFORE = re.compile(r"(?:贯彻|落实|根据|依据|按照|遵照|执行|对接|依照|衔接|围绕)")
_NOT_A_BASE = re.compile(r"现将|印发《|废止|停止执行|制定《|修订|编制《|起草|以下简称")
_ORGANISATION = re.compile(
    r"[一-鿿()（）]{2,30}(?:部|委|委员会|局|厅|署|办|办公室|院|会|政府|中心|小组|指挥部|集团|公司|国务院|银行)"
)
_PARTY_AND_GOVERNMENT = re.compile(
    r"(中共[一-鿿]{1,10}?[省市区县州]委(?:办公[厅室])?)([一-鿿]{2,20}政府(?:办公[厅室])?)"
)
_SHORTENED = re.compile(r"[省市区县州](?:委|人民政府|政府)?[^、]{0,12}$")
ADDRESSEE = re.compile(r"[^。;]{2,120}:$")


@dataclass(frozen=True, slots=True)
class Header:
    number: str | None
    title: str | None
    issuer: str | None
    signed_on: date | None
    issued_on: date | None
    published_on: date | None
    published_conflict: str | None  # a second date the page gives for its publication
    period: Period | None
    titles: tuple[str, ...]  # of the notice, then of what it brings


def read(text: Text, paragraphs: list[Paragraph], facts: Facts) -> Header:
    titles = list(find_titles(text, paragraphs))
    stated = facts.first("title")
    notice = next((title for title in (*titles, stated or "") if "关于" in title), None)
    title = notice or (titles[0] if titles else stated)
    number = _number(paragraphs, facts)
    signed_on, signature = _signature(paragraphs)
    published_on, conflict = _published(facts)
    return Header(
        number=number,
        title=title,
        issuer=_issuer(signature, title, facts),
        signed_on=signed_on or _iso(facts.first("signed")),
        issued_on=_issued(paragraphs),
        published_on=published_on,
        published_conflict=conflict,
        period=_period([title or "", *titles]),
        titles=tuple(titles),
    )


def find_titles(text: Text, paragraphs: list[Paragraph]) -> Iterator[str]:
    """Titles as printed, lines joined: of the notice itself, then of what it brings."""
    index = 0
    while index < len(paragraphs):
        length = title_lines(paragraphs, index)
        if length:
            yield "".join(_printed(text, one) for one in paragraphs[index : index + length])
        index += max(length, 1)


def title_lines(paragraphs: list[Paragraph], index: int) -> int:
    """How many paragraphs from `index` on are one title; 0 if none."""
    may_be = any(_KIND.search(one.text, 0, _LONGEST_TITLE) for one in paragraphs[index : index + 4])
    return _title_lines(paragraphs, index) if may_be else 0


def _title_lines(paragraphs: list[Paragraph], index: int) -> int:
    joined = ""
    for length, paragraph in enumerate(paragraphs[index : index + 4], start=1):
        line = paragraph.text
        if ADDRESSEE.fullmatch(line) or is_number_line(line) or _ALONE.fullmatch(line) or page.is_tail(line):
            return 0
        if length > 1 and _DATE.search(line):
            return 0
        if (
            "\t" in line
            or len(line) > 130
            or re.match(
                r"[(]?[一二三四五六七八九十\d]{1,3}[)、.]|第[一二三四五六七八九十]+[章条]|附件|附表|注:", line
            )
        ):
            return 0
        joined += line
        stripped = _NUMBER.sub("", joined, count=1) if length == 1 and _NUMBER.match(joined) else joined
        stripped = _OWN_NUMBER.sub("", stripped)
        pattern = _NOTICE_TITLE if "关于" in joined else _PLAN_TITLE
        if pattern.fullmatch(stripped.strip("《》 ")) and len(stripped) >= 6:
            return length
        if len(joined) > 130 or line[-1] in "。;:,":
            return 0
    return 0


def _printed(text: Text, paragraph: Paragraph) -> str:
    number = _NUMBER.match(paragraph.text)
    start = paragraph.start + (number.end() if number and number.end() < len(paragraph.text) else 0)
    own = _OWN_NUMBER.search(paragraph.text)
    end = paragraph.start + own.start() if own else paragraph.end
    printed = re.sub(r"\s+", "", text.level[start:end] if text.traditional else text.words(start, end))
    whole = printed.startswith("《") and printed.endswith("》") and printed.count("《") == 1
    return printed[1:-1] if whole else printed


def document_number(printed: str) -> str | None:
    """穗工信[2019]6号 and the like in the form 穗工信〔2019〕6号."""
    match = _NUMBER.search(printed)
    return f"{match['office']}〔{match['year']}〕{int(match['serial'])}号" if match else None


def _number(paragraphs: list[Paragraph], facts: Facts) -> str | None:
    for paragraph in paragraphs:
        match = _NUMBER.match(_LABELLED.sub("", paragraph.text))
        if match and len(paragraph.text) <= match.end() + 8:
            return document_number(match[0])
    stated = facts.first("number")
    if stated and document_number(stated):
        return document_number(stated)
    for paragraph in paragraphs[:12]:
        match = _NUMBER.match(paragraph.text) or _OWN_NUMBER.search(paragraph.text)
        if match:
            return document_number(match[0].strip("()"))
        inner = re.fullmatch(r"\(?([^()]{2,40}号)\)?", paragraph.text)
        if inner and document_number(inner[1]):
            return document_number(inner[1])
    return None


def is_signature_date(text: str) -> bool:
    return len(text) <= 60 and (_ALONE.fullmatch(text) is not None or _signed_line(text) is not None)


def _signed_line(text: str) -> re.Match[str] | None:
    match = _SIGNED.fullmatch(text)
    return (
        match
        if match and _ORGANISATION.fullmatch(match["issuer"].split("、")[0].split()[0].strip())
        else None
    )


def is_number_line(text: str) -> bool:
    match = _NUMBER.match(_LABELLED.sub("", text))
    return match is not None and len(text) <= match.end() + 10


def _signature(paragraphs: list[Paragraph]) -> tuple[date | None, str | None]:
    for index, paragraph in enumerate(paragraphs):
        if len(paragraph.text) > 60:
            continue
        line = _signed_line(paragraph.text)
        if line:
            return _date(line), "、".join(line["issuer"].split())
        alone = _ALONE.fullmatch(paragraph.text)
        if alone:
            return _date(alone), "、".join(_signatories(paragraphs[:index])) or None
    return None, None


def _signatories(before: list[Paragraph]) -> list[str]:
    """The short lines just above the date that name bodies, one or several a line."""
    names: list[str] = []
    for paragraph in reversed(before[-12:]):
        parts = paragraph.text.split()
        if len(paragraph.text) > 60 or not all(_ORGANISATION.fullmatch(part) for part in parts):
            break
        names = parts + names
    return names


def _issuer(signature: str | None, title: str | None, facts: Facts) -> str | None:
    head = re.match(r"([^《》。]{2,60}?)关于", title or "")
    stated = facts.first("issuer")
    party = _PARTY_AND_GOVERNMENT.fullmatch(head[1]) if head and not signature else None
    if party:
        return "、".join(party.groups())
    if signature and head and _SHORTENED.match(signature):  # 省政府办公厅 under a title that says whose
        return head[1].replace(" ", "、")
    return signature or (head[1].replace(" ", "、") if head else None) or stated


def _issued(paragraphs: list[Paragraph]) -> date | None:
    for paragraph in reversed(paragraphs):
        match = _PRINTED.search(paragraph.text) if len(paragraph.text) < 80 else None
        if match:
            return _date(match)
    return None


def _published(facts: Facts) -> tuple[date | None, str | None]:
    """The page's own date; an address that carries a date decides over a field that means two things."""
    stated = _iso(facts.first("published"))
    if stated:
        return stated, None
    address = _ADDRESS.search(facts.first("address") or "")
    both = _iso(facts.first("both"))
    if address:
        year, month, day = (int(part) for part in address.groups() if part)
        from_address = _day(year, month, day)
        if from_address and both and both != from_address:
            return from_address, both.isoformat()
        return from_address or both, None
    return both, None


def _period(titles: list[str]) -> Period | None:
    for title in titles:
        level = title.replace("－", "-").replace("—", "-").replace("–", "-")
        match = _PERIOD.search(level)
        if match and int(match[1]) <= int(match[2]):
            return Period(int(match[1]), int(match[2]))
    for title in titles:
        plan = next(
            (years for name, years in _PLAN_PERIODS.items() if name in title and f"{name}”" in title), None
        )
        if plan:
            return Period(*plan)
        year = _YEAR.search(title)
        if year:
            return Period(int(year[1]), int(year[1]))
    return None


def bases(text: Text, preamble: list[Paragraph], own_titles: tuple[str, ...]) -> tuple[Reference, ...]:
    """《…》(number) that the opening paragraphs say they carry out."""
    found: dict[str, Reference] = {}
    for paragraph in preamble:
        for match in _BASE.finditer(paragraph.text):
            sentence = paragraph.text[paragraph.text.rfind("。", 0, match.start()) + 1 : match.start()]
            if not _BASES_BEFORE.search(sentence) or _NOT_A_BASE.search(sentence[-12:]):
                continue
            start = paragraph.start + match.start("title")
            title = re.sub(r"\s+", "", text.printed(start, paragraph.start + match.end("title")))
            if any(title in own for own in own_titles):
                continue
            number = document_number(match["number"]) if match["number"] else None
            found.setdefault(title, Reference(number, title))
    return tuple(found.values())


def _date(match: re.Match[str]) -> date | None:
    year = "".join(
        str("〇一二三四五六七八九".find(char.translate(_ZERO))) if not char.isdigit() else char
        for char in match["year"]
    )
    return _day(int(year) if year.isdigit() else 0, _small(match["month"]), _small(match["day"]))


_ZERO = str.maketrans("零○Oo", "〇〇〇〇")
_UNITS = "〇一二三四五六七八九"


def _small(numeral: str) -> int:
    if numeral.isdigit():
        return int(numeral)
    tens, ten, units = numeral.rpartition("十")
    return (_UNITS.index(tens) if tens else 1) * 10 * bool(ten) + (_UNITS.index(units) if units else 0)


def _iso(printed: str | None) -> date | None:
    match = _ISO.search(printed or "")
    return _day(*(int(part) for part in match.groups())) if match else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
