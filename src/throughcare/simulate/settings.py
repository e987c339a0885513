"""What a simulation reads before it starts: dated parameters, as arrays by year and substance group."""

import datetime as dt
from functools import cache

import numpy as np

from throughcare import parameters

from .draws import GROUPS

EPOCH = dt.date(1970, 1, 1)
FIRST_YEAR, LAST_YEAR = 1980, 2030


def day_number(day: dt.date | str) -> int:
    """Days since 1970-01-01."""
    if isinstance(day, str):
        day = dt.date.fromisoformat(day)
    return (day - EPOCH).days


def date_of(day: int) -> dt.date:
    return EPOCH + dt.timedelta(days=int(day))


def setting(name: str):
    """The first known value of a parameter of this topic: those that do not change by year."""
    return parameters.get(f"simulate.{name}").values[0].value


def three_weeks() -> int:
    """Days of the longest wait that counts as within three weeks: the limit of the indicator itself."""
    return parameters.get("waiting_times.limit_days").values[0].value


def in_year(name: str, year: int):
    """The value in force on 1 April of `year`; before the first known year, the first one."""
    found = parameters.get(f"simulate.{name}")
    day = max(dt.date(year, 4, 1), found.values[0].since)
    return found.at(day).value


@cache
def by_year(name: str) -> np.ndarray:
    """Values by financial year (from FIRST_YEAR) and substance group."""
    return np.array(
        [
            [in_year(name, year)[group] for group in GROUPS]
            for year in range(FIRST_YEAR, LAST_YEAR)
        ],
        dtype=float,
    )


@cache
def _year_starts() -> np.ndarray:
    return np.array(
        [day_number(dt.date(y, 4, 1)) for y in range(FIRST_YEAR + 1, LAST_YEAR)]
    )


def year_index(days: np.ndarray) -> np.ndarray:
    """The row of `by_year` for each day."""
    return np.searchsorted(_year_starts(), days, side="right")


def financial_year(day: dt.date) -> int:
    """The calendar year in which the financial year of `day` began."""
    return day.year if (day.month, day.day) >= (4, 1) else day.year - 1
