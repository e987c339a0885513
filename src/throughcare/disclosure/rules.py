"""The values that decide what is small, how it is rounded, and how much uncertainty a hidden count must keep."""

import datetime as dt
from dataclasses import dataclass

from throughcare import parameters

HIDDEN = "[c]"
"""Stands in a cell whose figure is kept back: confidential."""


@dataclass(frozen=True)
class Protection:
    """The values in force: see `parameters/disclosure`.

    `few` 0 hides no share of all or of none; `possible` 0 asks for one count more than are hidden.
    """

    base: int
    largest_hidden: int
    decimals: int
    few: int = 0
    possible: int = 0
    confidence: float = 0.95

    @classmethod
    def at(cls, day: dt.date) -> "Protection":
        """The values in force on the day of publication."""
        named = ("base", "largest_hidden", "decimals", "few", "possible")
        return cls(
            *(_value(f"disclosure.{PARAMETERS.get(n, n)}", day) for n in named),
            _value("indicators.confidence", day),
        )

    @property
    def width(self) -> int:
        """Whole counts that must stay possible for a hidden cell."""
        return self.possible or self.largest_hidden + 1

    def is_small(self, count: float | None) -> bool:
        return count is not None and 0 < count <= self.largest_hidden


PARAMETERS = {"base": "rounding_base"}


def _value(name: str, day: dt.date):
    return parameters.at(name, day).value
