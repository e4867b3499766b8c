"""A count written as a list number. Word processors and browsers store the format, not the number itself."""

from collections.abc import Callable

DIGITS = "〇一二三四五六七八九"
LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
UNITS = ("", "十", "百", "千")
LEGAL_UNITS = ("", "拾", "佰", "仟")
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def chinese(count: int, digits: str = "零一二三四五六七八九", units: tuple[str, ...] = UNITS) -> str:
    """一百零一; 十二, not 一十二."""
    if not 0 < count < 10_000:
        return str(count)
    written = ""
    figures = str(count)
    for place, figure in zip(range(len(figures) - 1, -1, -1), figures, strict=True):
        if figure != "0":
            written += digits[int(figure)] + units[place]
        elif written and not written.endswith(digits[0]):
            written += digits[0]
    written = written.rstrip(digits[0])
    return written[1:] if 10 <= count < 20 and units is UNITS else written


def digit_by_digit(count: int) -> str:
    """一〇一"""
    return "".join(DIGITS[int(figure)] for figure in str(count))


def counting(count: int) -> str:
    """In words up to ninety-nine, then digit by digit, as Word's chineseCounting has it."""
    return chinese(count) if count < 100 else digit_by_digit(count)


def legal(count: int) -> str:
    return chinese(count, LEGAL_DIGITS, LEGAL_UNITS)


def letters(count: int) -> str:
    """a … z, then aa, bb, as Word counts."""
    if not 0 < count <= 780:
        return str(count)
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)


def roman(count: int) -> str:
    if not 0 < count < 4000:
        return str(count)
    written = ""
    for value, numeral in ROMAN:
        written += numeral * (count // value)
        count %= value
    return written


def full_width(count: int) -> str:
    return "".join(chr(ord("０") + int(figure)) for figure in str(count))


def _run_of(first: str, length: int) -> Callable[[int], str]:
    """Characters that follow one another in Unicode: ① to ⑳."""
    return lambda count: chr(ord(first) + count - 1) if 0 < count <= length else str(count)


def _cycle(names: str) -> Callable[[int], str]:
    return lambda count: names[(count - 1) % len(names)]


def circled(count: int) -> str:
    if count <= 20:
        return _run_of("①", 20)(count)
    return _run_of("㉑", 15)(count - 20) if count <= 35 else str(count)


def pair(count: int) -> str:
    """甲子, 乙丑 …"""
    return _cycle(STEMS)(count) + _cycle(BRANCHES)(count)


# The names of ECMA-376 part 1, 17.18.59 (ST_NumberFormat). One not listed is written in Arabic figures.
FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": "{:02d}".format,
    "decimalFullWidth": full_width,
    "decimalFullWidth2": full_width,
    "decimalEnclosedCircle": circled,
    "decimalEnclosedCircleChinese": circled,
    "decimalEnclosedFullstop": _run_of("⒈", 20),
    "decimalEnclosedParen": _run_of("⑴", 20),
    "chineseCounting": counting,
    "taiwaneseCounting": counting,
    "japaneseCounting": chinese,
    "chineseCountingThousand": chinese,
    "taiwaneseCountingThousand": chinese,
    "ideographDigital": digit_by_digit,
    "japaneseDigitalTenThousand": digit_by_digit,
    "taiwaneseDigital": digit_by_digit,
    "koreanDigital2": digit_by_digit,
    "chineseLegalSimplified": legal,
    "ideographLegalTraditional": legal,
    "ideographEnclosedCircle": _run_of("㊀", 10),
    "ideographTraditional": _cycle(STEMS),
    "ideographZodiac": _cycle(BRANCHES),
    "ideographZodiacTraditional": pair,
    "lowerLetter": letters,
    "upperLetter": lambda count: letters(count).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda count: roman(count).upper(),
    "none": lambda count: "",
}


def numeral(count: int, format_name: str) -> str:
    return FORMATS.get(format_name, str)(count)
