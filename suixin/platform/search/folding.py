"""Texts levelled for comparison: width, case, script, separators; and how Chinese ones sound.

A form is runs of Chinese characters and runs of letters and digits with a space around each, so that "4K用户",
"４Ｋ 用户" and "4k用戶" are one, and 穗工信〔2019〕6号 is the same in whatever brackets.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import chain

HAN = "〇一-鿿㐀-䶿\U00020000-\U0003134f"
RUN = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")
IS_HAN = re.compile(rf"[{HAN}]")
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


def level(text: str) -> str:
    """Width, case and script, character by character where that can be: offsets mostly stay."""
    even = unicodedata.normalize("NFKC", text).lower().replace("ü", "v")
    return simplifier().convert(even.replace("\0", " ")) if IS_HAN.search(even) else even


def runs(text: str) -> list[str]:
    return RUN.findall(THOUSANDS.sub("", level(text)))


def form(text: str) -> str:
    return f" {' '.join(runs(text))} "


def forms(texts: Iterable[str]) -> str:
    """One a line; a line end before the first and behind the last, so that beginnings and ends can be asked for."""
    return "\n" + "\n".join(dict.fromkeys(form(text) for text in texts)) + "\n"


def syllables(text: str) -> list[str]:
    """One for each Chinese character of a form, one for each other run; toneless, ü as v."""
    return list(chain.from_iterable(read_aloud(run) for run in text.split()))


def units(text: str) -> list[str]:
    """What each of `syllables` is the sound of."""
    return list(chain.from_iterable(run if IS_HAN.match(run) else [run] for run in text.split()))


def read_aloud(run: str) -> list[str]:
    from pypinyin import lazy_pinyin

    if not IS_HAN.match(run):
        return [run]
    found = lazy_pinyin(run, errors=list)
    return found if len(found) == len(run) else [lazy_pinyin(each)[0] for each in run]


def sounds(texts: Iterable[str]) -> str:
    """Like `forms`, of those that have Chinese in them, as they sound."""
    lines = dict.fromkeys(form(text) for text in texts)
    return "\n" + "\n".join(f" {' '.join(syllables(line))} " for line in lines if IS_HAN.search(line)) + "\n"


@cache
def simplifier():  # noqa: ANN201 - the library has no types
    import opencc

    return opencc.OpenCC("t2s")
