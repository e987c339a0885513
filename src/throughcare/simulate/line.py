"""One published figure beside the simulated one."""

import datetime as dt
from dataclasses import dataclass

from throughcare import parameters

from .settings import day_number


@dataclass(frozen=True)
class Line:
    """One published figure beside the simulated one.

    Counts are given for England: the simulated count divided by the simulation's scale. Shares are percentages.
    """

    measure: str
    breakdown: str
    period: str
    published: float
    simulated: float
    evidence: str

    @property
    def ratio(self) -> float:
        return self.simulated / self.published


def known_in(name: str, year: int):
    """The value published for exactly this financial year, or None."""
    values = parameters.get(f"simulate.{name}").values
    return next((v for v in values if v.since == dt.date(year, 4, 1)), None)


def name_of(year: int) -> str:
    """The financial year that begins in `year`."""
    return f"{year}-{(year + 1) % 100:02d}"


def year_days(year: int) -> tuple[int, int, str]:
    """First and last day of a financial year as day numbers, and its name."""
    first, last = dt.date(year, 4, 1), dt.date(year + 1, 3, 31)
    return day_number(first), day_number(last), name_of(year)
