"""Numbers of the genre, exactly: 1,000万户, 三成, 1.8万亿元, 百分之五, 10-15家. Decimal throughout, never float.

Finds each number that has a unit, with the comparing words on either side of it; whether it is a target is
judged in `targets`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from suixin.kernel.programme.model import Operator

_DIGITS = {char: index for index, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}
_FACTOR = {
    "": 1, "十": 10, "百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7,
    "亿": 10**8, "十亿": 10**9, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12,
}  # fmt: skip

UNITS = (
    "个百分点|百分点|个基点|微克/立方米|毫克/升|张/千人|件/万人|人/万人|平方公里|平方千米|平方米|立方米|亿立方米|万千瓦时|千瓦时|吨标准煤|吨标煤|标准箱|标箱"
    "|标准机架|个标准机架|机架|兆瓦时|兆瓦|千瓦|公里|千米|海里|公顷|公斤|千克|人次|家次|人天|车次|架次|班次|件次|户次|场次|批次|课时|学时|学位|美元|港元"
    "|人民币|元|户|家|个|项|人|件|座|台|套|辆|条|所|处|名|位|种|次|场|米|亩|吨|支|只|片|届|期|张|间|门|部|篇|本|股|颗|枚|艘|架|列|对|组|类|款|册|宗|起|笔|单"
    "|栋|幢|盏|根|床|分|倍|成|%|‰|TEU|GWh|MWh|kWh|KWh|GW|MW|kW|Tbps|Gbps|Mbps|EFLOPS|PFLOPS|EFlops|PFlops|ZB|EB|PB|TB|GB|MB"
    "|兆|T|G|M|P"
)
DURATIONS = "个工作日|工作日|个小时|小时|分钟|秒|个月|个季度|季度|周|天|日|年"
PER = "/(?:万|千|百|亿)?(?:人|户|家|年|月|日|天|万元|元|平方米|平方公里|立方米|公里|亩|吨|件|辆|车|秒|小时|床|台|套|次)"
_SYMBOLS = frozenset("TGMP")

_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_CHINESE = (
    r"(?<![统第唯同专之其每某另逐这那哪数几廿])"
    r"[零〇一二两三四五六七八九十百千]*[一二两三四五六七八九十][零〇一二两三四五六七八九十百千万亿]*(?:点[零一二三四五六七八九]+)?"
)
_NUMERAL = r"[一二两三四五六七八九十百千][零一二三四五六七八九十百千]*(?:点[零一二三四五六七八九]+)?"
_SCALE = r"万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千|百"
_ONE = rf"(?:{_ARABIC}|{_CHINESE})"
_RANGE = r"[-—~至到]"
_QUANTITY = re.compile(
    rf"(?<![\dA-Za-z.〔第])(?:(?P<share>百分之|千分之)(?P<part>{_NUMERAL}|{_ARABIC})"
    rf"|(?P<low>{_ONE})(?P<low_scale>{_SCALE})?(?P<low_unit>{UNITS})?{_RANGE}(?P<high>{_ONE})(?P<high_scale>{_SCALE})?(?P<range_unit>{DURATIONS}|{UNITS})"
    rf"|(?P<denominator>{_NUMERAL})分之(?P<numerator>{_NUMERAL})"
    rf"|(?P<number>{_ONE})(?P<scale>{_SCALE})?(?P<more>余|多)?(?P<late_scale>万亿|亿|万)?(?P<unit>(?:{DURATIONS}|{UNITS})(?:{PER})?))"
)
_BARE = re.compile(  # PUE值不高于1.3: a ratio or an index has no unit
    r"(?:值|指数|系数|倍数|得分|PUE)(?:控制|下降|降低|降|提高|提升|稳定|保持)?(?:在|到|至)?"
    r"(?:(?P<op>不低于|不少于|达到|达|高于|超过|突破|不高于|不超过|低于|小于)(?:到|至)?)?"
    r"(?P<number>\d+(?:\.\d+)?)(?=以上|以下|以内|左右|[,;。、)□]|$)"
)
_DOUBLING = re.compile(r"翻(?P<times>[一两二三四])番")
BEFORE = re.compile(
    r"(?P<at_least>不低于|不少于|不小于|不短于|不得低于|不得少于|至少|最少|达到|达|至少达到|增至|提升至|提高至|提高到|提升到|增加到|扩大到|增长到|发展到|上升到|上升至|增加至)"
    r"|(?P<more_than>超过|突破|超|大于|高于|多于|超出)"
    r"|(?P<at_most>不超过|不高于|不大于|不多于|不得超过|控制在|降至|降到|降低到|降低至|下降到|下降至|压缩至|压缩到|压减至|缩短至|缩短到|缩减至|减少到|减少至|减至|限制在)"
    r"|(?P<less_than>低于|小于|少于|不足|不满)"
    r"|(?P<about>大约|约为|约|近|接近)"
)
_BEFORE_HERE = re.compile(rf"(?:{BEFORE.pattern})(?:到|为|了|全国|全省|全市)?\s*$")
_AFTER = re.compile(
    r"(?P<at_least>及?以上|及其以上)|(?P<at_most>及?以下|以内|之内)|(?P<about>左右|上下|前后)"
)
_MEANING = {
    "at_least": Operator.AT_LEAST, "more_than": Operator.MORE_THAN, "at_most": Operator.AT_MOST,
    "less_than": Operator.LESS_THAN, "about": Operator.ABOUT,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit at `start`..`end` of the searched text, comparing words outside that range.

    `value` is None where the number has no finite decimal form (三分之二).
    """

    start: int
    end: int
    value: Decimal | None
    high: Decimal | None
    unit: str
    op: Operator | None
    op_start: int
    op_end: int
    rule: str
    chinese: bool

    @property
    def is_duration(self) -> bool:
        return re.fullmatch(DURATIONS, self.unit) is not None


def chinese_integer(numeral: str) -> int | None:
    """一百二十三万 -> 1230000; None for what is no numeral."""
    total = section = digit = 0
    seen = False
    for char in numeral:
        if char in _DIGITS:
            digit, seen = _DIGITS[char], True
        elif char in _SMALL:
            section += (digit or (0 if seen and digit == 0 and section else 1)) * _SMALL[char]
            digit, seen = 0, True
        elif char in _LARGE:
            total = (
                (total + section + digit) * _LARGE[char]
                if char == "亿"
                else total + (section + digit) * _LARGE[char]
            )
            section = digit = 0
        else:
            return None
    if len(numeral) > 1 and all(char in _DIGITS for char in numeral):
        return int("".join(str(_DIGITS[char]) for char in numeral))
    return total + section + digit if seen else None


def find(text: str) -> Iterator[Quantity]:
    """Every number with a unit in one clause, in its order."""
    yield from sorted(_found(text), key=lambda one: one.start)


def stands_in(text: str) -> bool:
    """Whether there is any; found without looking further than the first."""
    return next(_found(text), None) is not None


def _found(text: str) -> Iterator[Quantity]:
    for match in _QUANTITY.finditer(text):
        quantity = _quantity(text, match)
        if quantity is not None:
            yield quantity
    for match in _DOUBLING.finditer(text):
        times = Decimal(2) ** _DIGITS[match["times"]]
        op, _, op_end = _comparison(text, *match.span())
        span = match.span()
        yield Quantity(
            *span, times, None, "倍", op or Operator.EQUAL, span[0], op_end, "doubling", chinese=True
        )
    for match in _BARE.finditer(text):
        yield _without_unit(text, match)


def _without_unit(text: str, match: re.Match[str]) -> Quantity:
    start, end = match.span("number")
    op, op_start, op_end = _comparison(text, start, end)
    value = _plain(Decimal(match["number"]))
    return Quantity(start, end, value, None, "", op, op_start, op_end, "no-unit", chinese=False)


def _quantity(text: str, match: re.Match[str]) -> Quantity | None:
    high: Decimal | None = None
    value: Decimal | None
    start, end = match.span()
    if match["share"]:
        value, unit, rule = (
            _exact(match["part"]),
            "%" if match["share"] == "百分之" else "‰",
            "share-in-words",
        )
    elif match["denominator"]:
        value, unit, rule = _fraction(match["numerator"], match["denominator"]), "%", "fraction"
    elif match["low"]:
        unit, rule = match["range_unit"], "range"
        scale = match["high_scale"] or ""
        low_scale = (
            match["low_scale"] if match["low_scale"] is not None else ("" if match["low_unit"] else scale)
        )
        value = _scaled(match["low"], low_scale)
        high = _scaled(match["high"], scale)
        if match["low_unit"] not in (None, unit) or value is None or high is None or value >= high:
            return None
    else:
        unit, rule = match["unit"], "number"
        value = _scaled(match["number"], match["scale"] or "")
        if value is not None and match["late_scale"]:
            value = _plain(value * _FACTOR[match["late_scale"]])
    if unit == "成" and value is not None:
        value, unit = value * 10, "%"
        if value > 100 or text[end : end + 1] in (
            "果",
            "立",
            "长",
            "本",
            "员",
            "功",
            "效",
            "交",
            "为",
            "熟",
            "品",
            "型",
            "都",
        ):
            return None
    op, op_start, op_end = _comparison(text, start, end)
    if match["more"] and op is None:
        op = Operator.MORE_THAN
    if unit in _SYMBOLS and (op is None or (text[end : end + 1].isalnum() and text[end : end + 1].isascii())):
        return None
    if unit == "M" or (text[end : end + 1].isascii() and text[end : end + 1].isalpha()):
        return None if not op else Quantity(start, end, value, high, unit, op, op_start, op_end, rule, False)
    printed = match["number"] or match["low"] or match["part"] or match["numerator"]
    return Quantity(start, end, value, high, unit, op, op_start, op_end, rule, not printed[0].isdigit())


def _comparison(text: str, start: int, end: int) -> tuple[Operator | None, int, int]:
    before = _BEFORE_HERE.search(text[max(0, start - 10) : start])
    after = _AFTER.match(text, end)
    op_start = max(0, start - 10) + before.start() if before else start
    op_end = after.end() if after else end
    first = _MEANING[str(_named(before))] if before else None
    last = _MEANING[str(_named(after))] if after else None
    if first in (Operator.MORE_THAN, Operator.AT_MOST, Operator.LESS_THAN):
        return first, op_start, op_end
    return last or first, op_start, op_end


def _named(match: re.Match[str]) -> str:
    return next(name for name, value in match.groupdict().items() if value)


def _scaled(number: str, scale: str) -> Decimal | None:
    value = _exact(number)
    return None if value is None else _plain(value * _FACTOR[scale])


def _plain(value: Decimal) -> Decimal:
    """18000.0 as 18000."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() and value < 10**24 else value


def _exact(number: str) -> Decimal | None:
    if number[0].isdigit():
        return Decimal(number.replace(",", ""))
    whole, _, part = number.partition("点")
    integer = chinese_integer(whole)
    if integer is None:
        return None
    return Decimal(f"{integer}." + "".join(str(_DIGITS[char]) for char in part)) if part else Decimal(integer)


def _fraction(numerator: str, denominator: str) -> Decimal | None:
    top, bottom = chinese_integer(numerator), chinese_integer(denominator)
    if not top or not bottom:
        return None
    return _plain(Decimal(top * 100) / bottom) if (top * 100 * 10**6) % bottom == 0 else None
