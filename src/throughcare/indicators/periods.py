"""Periods that figures are given for: financial years, their quarters, months, and rolling twelve months.

Half-open: `end` is the first day after the period, `last` the last day in it.

>>> Period.parse("2012-13-Q1")
Period('2012-13-Q1', 2012-04-01 to 2012-06-30)
"""

import datetime as dt
import re
from dataclasses import dataclass

from throughcare.dates import plain

YEAR = re.compile(r"(\d{4})-(\d{2})(?:-Q([1-4]))?")
ROLLING = re.compile(r"12m-to-(\d{4})-(\d{2})")
MONTH = re.compile(r"month-(\d{4})-(\d{2})")


class PeriodError(ValueError):
    """A text that names no period."""


@dataclass(frozen=True, order=True)
class Period:
    start: dt.date
    end: dt.date
    name: str

    def __str__(self) -> str:
        return self.name

    def __repr__(self) -> str:
        return f"Period({self.name!r}, {self.start} to {self.last})"

    @property
    def last(self) -> dt.date:
        """The last day of the period."""
        return self.end - dt.timedelta(days=1)

    @property
    def financial_year(self) -> int:
        """The year in which the financial year began that holds the middle of the period."""
        middle = self.start + (self.end - self.start) / 2
        return middle.year - (middle.month < 4)

    @classmethod
    def parse(cls, text: str) -> "Period":
        """The period called 2012-13, 2012-13-Q1, month-2012-10 or 12m-to-2013-06."""
        try:
            return cls._parse(text)
        except (ValueError, OverflowError) as error:
            if isinstance(error, PeriodError):
                raise
            raise PeriodError(
                f"{text!r} lies outside the calendar. Choose a period that the cut holds, as 2012-13."
            ) from None

    @classmethod
    def _parse(cls, text: str) -> "Period":
        if found := YEAR.fullmatch(text):
            year, short, number = found.groups()
            if int(short) == (int(year) + 1) % 100:
                return quarter(int(year), int(number)) if number else year_of(int(year))
        for pattern, make in ((ROLLING, rolling), (MONTH, month)):
            if found := pattern.fullmatch(text):
                year, number = map(int, found.groups())
                if 1 <= number <= 12:
                    return make(year, number)
        raise PeriodError(
            f"{text!r} is not a period. Write a financial year as 2012-13, a quarter as 2012-13-Q1 "
            "(April to June), a month as month-2012-10 or twelve months as 12m-to-2013-06."
        )


def year_of(year: int) -> Period:
    """The financial year that begins on 1 April of `year`."""
    return Period(dt.date(year, 4, 1), dt.date(year + 1, 4, 1), _name(year))


def quarter(year: int, number: int) -> Period:
    """Quarter 1 (April to June) to 4 (January to March) of the financial year that begins in `year`."""
    start = plain.add_months(dt.date(year, 4, 1), 3 * (number - 1))
    return Period(start, plain.add_months(start, 3), f"{_name(year)}-Q{number}")


def month(year: int, month: int) -> Period:
    """A calendar month."""
    start = dt.date(year, month, 1)
    return Period(start, plain.add_months(start, 1), f"month-{year}-{month:02}")


def rolling(year: int, month: int) -> Period:
    """The twelve months that end with the last day of `month`."""
    end = plain.add_months(dt.date(year, month, 1), 1)
    start = plain.add_months(end, -12)
    return Period(start, end, f"12m-to-{year}-{month:02}")


def _name(year: int) -> str:
    return f"{year}-{(year + 1) % 100:02}"


def years(first: int, last: int) -> list[Period]:
    """Financial years from the one beginning in `first` to the one beginning in `last`."""
    return [year_of(year) for year in range(first, last + 1)]


def quarters(first: int, last: int) -> list[Period]:
    """Quarters of the same financial years."""
    return [quarter(p.start.year, n) for p in years(first, last) for n in range(1, 5)]


def rolling_quarterly(first: int, last: int) -> list[Period]:
    """The twelve months to the end of each of those quarters."""
    return [rolling(q.last.year, q.last.month) for q in quarters(first, last)]
