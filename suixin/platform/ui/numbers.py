"""Numbers and dates as each language writes them. Exact: a value is scaled only by moving its point, never
rounded, and a float is refused."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Context, Decimal

from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from suixin.platform.ui.han import traditional

# What a Chinese unit multiplies by, longest first.
PREFIXES = {"万亿": 12, "亿": 8, "千万": 7, "百万": 6, "万": 4}
CHINESE_SCALES = ((12, "万亿"), (8, "亿"), (4, "万"))
ENGLISH_SCALES = ((12, "trillion"), (9, "billion"), (6, "million"))
EXACT = Context(prec=200)
DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$")


@dataclass(frozen=True, slots=True)
class Written:
    """A number in words of the reader's language: `1,234.5` and `亿元`."""

    digits: str
    unit: str

    def __str__(self) -> str:
        joiner = "" if self.unit.startswith("%") or not self.unit else " "
        return f"{self.digits}{joiner}{self.unit}"


def written(value: Decimal | int | str, unit: str = "") -> Written:
    number = exact(value)
    power, noun = split_unit(unit)
    base = number.scaleb(power)
    english = language() == "en"
    for exponent, word in ENGLISH_SCALES if english else CHINESE_SCALES:
        scaled = base.scaleb(-exponent)
        if abs(scaled) >= 1 and places(scaled) <= 2:
            name = unit_name(noun)
            return Written(
                grouped(scaled), f"{word} {name}".strip() if english else f"{in_script(word)}{name}"
            )
    return Written(grouped(base), unit_name(noun))


def as_published(figure: str, unit: str = "") -> Written:
    """A figure with every place that was published, noughts at the end too, and no other: 30.0 亿元, or
    "3.00 billion yuan" in English, where the point has moved and nothing else."""
    number = Decimal(figure)
    power, noun = split_unit(unit)
    if language() != "en" or power == 0:
        return Written(f"{number:,f}", unit_words(unit))
    base = number.scaleb(power, EXACT)
    for exponent, word in ENGLISH_SCALES:
        if abs(base) >= 10**exponent:
            return Written(f"{base.scaleb(-exponent, EXACT):,f}", f"{word} {unit_name(noun)}".strip())
    return Written(f"{base:,f}", unit_name(noun))


def in_script(word: str) -> str:
    """万 and 亿 as the page writes Chinese."""
    return traditional(word) if language() == "zh-hant" else word


def exact(value: Decimal | int | str) -> Decimal:
    if isinstance(value, float):
        raise TypeError("a float cannot be an official number; give a Decimal, an int or a decimal string")
    return Decimal(value)


def split_unit(unit: str) -> tuple[int, str]:
    """万户 -> (4, 户). A unit that is only a multiplier leaves no noun."""
    for prefix, power in PREFIXES.items():
        if unit.startswith(prefix):
            return power, unit.removeprefix(prefix)
    return 0, unit


def unit_name(noun: str) -> str:
    names = {
        "元": pgettext("unit", "元"),
        "户": pgettext("unit", "户"),
        "家": pgettext("unit", "家"),
        "人": pgettext("unit", "人"),
        "人次": pgettext("unit", "人次"),
        "个": pgettext("unit", "个"),
        "项": pgettext("unit", "项"),
        "件": pgettext("unit", "件"),
        "台": pgettext("unit", "台"),
        "条": pgettext("unit", "条"),
        "公里": pgettext("unit", "公里"),
        "百分点": pgettext("unit", "百分点"),
        "倍": pgettext("unit", "倍"),
        "名": pgettext("unit", "名"),
        "位": pgettext("unit", "位"),
        "所": pgettext("unit", "所"),
        "座": pgettext("unit", "座"),
        "吨": pgettext("unit", "吨"),
        "平方米": pgettext("unit", "平方米"),
        "年": pgettext("unit", "年"),
        "天": pgettext("unit", "天"),
        "小时": pgettext("unit", "小时"),
        "批": pgettext("unit", "批"),
        "次": pgettext("unit", "次"),
        "种": pgettext("unit", "种"),
        "辆": pgettext("unit", "辆"),
    }
    return names.get(noun, noun)


def unit_words(unit: str) -> str:
    """A unit by itself, for a heading: 亿元, or "100 million yuan" in English."""
    power, noun = split_unit(unit)
    if language() != "en" or power == 0:
        return unit_name(noun) if power == 0 else in_script(unit)
    size = f"{10**power:,}" if power < 6 else f"{10 ** (power - 6):,} million"
    return f"{size} {unit_name(noun)}".strip()


def places(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def grouped(number: Decimal) -> str:
    plain = format(number.normalize(), "f")
    whole, point, rest = plain.partition(".")
    return f"{int(whole):,}{point}{rest}" if whole not in {"-0", "0"} else plain


def written_date(value: date | datetime | str | int | None) -> str:
    """A day, a month (`2021-06`) or a year (`2021`)."""
    if value is None or value == "":
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    found = DATE.match(str(value))
    if not found:
        return str(value)
    year, month, day = (int(part) if part else None for part in found.groups())
    if month is not None and not 1 <= month <= 12:  # an old record may hold what no calendar has
        return str(value)
    if language() != "en":
        return f"{year}年" + (f"{month}月" if month else "") + (f"{day}日" if day else "")
    if month is None:
        return str(year)
    return f"{day} {english_month(month)} {year}" if day else f"{english_month(month)} {year}"


def english_month(month: int) -> str:
    return date(2000, month, 1).strftime("%B")


def written_change(percent: Decimal | int | str) -> str:
    number = exact(percent)
    size = f"{grouped(abs(number))}%"
    if number == 0:
        return _("与上年持平")
    return _("比上年增长 %s") % size if number > 0 else _("比上年下降 %s") % size


def language() -> str:
    return (get_language() or "zh-hans").lower()
