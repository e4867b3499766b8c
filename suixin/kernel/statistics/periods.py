"""Periods of time that reports are for: 2019-06, 2019-Q2, 2019. As text they sort within their kind."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

PERIOD = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])|-Q([1-4]))?", re.ASCII)


class MalformedPeriod(ValueError):
    """Not 2019-06, 2019-Q2 or 2019."""


class Frequency(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def a_year(self) -> int:
        return {"month": 12, "quarter": 4, "year": 1}[self.value]


@dataclass(frozen=True, slots=True, order=True)
class Period:
    frequency: Frequency
    ordinal: int  # of all periods of this frequency since the year 0

    @classmethod
    def read(cls, text: str) -> "Period":
        """Raises `MalformedPeriod`."""
        match = PERIOD.fullmatch(text)
        if match is None:
            raise MalformedPeriod(text[:20])
        year, month, quarter = match.groups()
        if month:
            return cls(Frequency.MONTH, int(year) * 12 + int(month) - 1)
        if quarter:
            return cls(Frequency.QUARTER, int(year) * 4 + int(quarter) - 1)
        return cls(Frequency.YEAR, int(year))

    @classmethod
    def of(cls, day: date, frequency: Frequency) -> "Period":
        """The one that a day lies in."""
        return cls(frequency, day.year * frequency.a_year + (day.month - 1) * frequency.a_year // 12)

    def __str__(self) -> str:
        year, place = divmod(self.ordinal, self.frequency.a_year)
        if self.frequency is Frequency.MONTH:
            return f"{year:04}-{place + 1:02}"
        return f"{year:04}-Q{place + 1}" if self.frequency is Frequency.QUARTER else f"{year:04}"

    @property
    def year(self) -> int:
        return self.ordinal // self.frequency.a_year

    @property
    def place(self) -> int:
        """Which of its year, from 1."""
        return self.ordinal % self.frequency.a_year + 1

    @property
    def first_day(self) -> date:
        return date(self.year, (self.place - 1) * 12 // self.frequency.a_year + 1, 1)

    @property
    def last_day(self) -> date:
        return self.later(1).first_day - timedelta(days=1)

    def later(self, count: int) -> "Period":
        return Period(self.frequency, self.ordinal + count)

    def earlier(self, count: int) -> "Period":
        return self.later(-count)

    @property
    def year_before(self) -> "Period":
        return self.earlier(self.frequency.a_year)

    @property
    def of_year_so_far(self) -> "list[Period]":
        """From the first of its year up to itself: what a cumulative figure adds up."""
        return [self.earlier(back) for back in range(self.place - 1, -1, -1)]


def periods_between(first: Period, last: Period) -> list[Period]:
    """Both inclusive; of the same frequency."""
    return [Period(first.frequency, ordinal) for ordinal in range(first.ordinal, last.ordinal + 1)]
