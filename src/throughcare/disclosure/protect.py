"""Which rows of a table of figures must not be shown, and how the others are.

Rows are those of `indicators.results`: breakdowns, then numerator, denominator, value, lower, upper.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from throughcare import parameters

HIDDEN = "[c]"
"""Stands in a cell whose figure is kept back: confidential."""
FIGURES = ("numerator", "denominator", "value", "lower", "upper")
SHARES = ("value", "lower", "upper")


@dataclass(frozen=True)
class Protection:
    """Rounding base, largest hidden count and decimals in force."""

    base: int
    largest_hidden: int
    decimals: int

    @classmethod
    def at(cls, day: dt.date) -> "Protection":
        """The values in force on the day of publication."""
        return cls(
            parameters.at("disclosure.rounding_base", day).value,
            parameters.at("disclosure.largest_hidden", day).value,
            parameters.at("disclosure.decimals", day).value,
        )

    def is_small(self, count: float | None) -> bool:
        return count is not None and 0 < count <= self.largest_hidden


def protect(rows: list[dict], rules: Protection | None = None) -> list[dict]:
    """The same rows as they may leave: small figures as "[c]", other counts rounded. Zero stays zero.

    Give the rows of one table together: where just one row of a breakdown is hidden, the smallest of the others is
    hidden with it, so that it does not follow from their total.
    """
    rules = rules or Protection.at(dt.date.max)
    hidden = {place for place, row in enumerate(rows) if _is_primary(row, rules)}
    hidden |= _secondary(rows, hidden)
    return [
        _hide(row, rules) if place in hidden else _round(row, rules)
        for place, row in enumerate(rows)
    ]


def rounded(count: float | None, base: int) -> int | None:
    """A count to the nearest multiple of `base`; halves upwards.

    >>> rounded(7, 5), rounded(8, 5)
    (5, 10)
    """
    return None if count is None else int((count + base / 2) // base) * base


def _is_mean(row: dict) -> bool:
    """A mean has a denominator and no interval: its numerator is no count of people."""
    has_people = row["denominator"] is not None
    return has_people and row["lower"] is None and row["value"] is not None


def _people(row: dict) -> float:
    """The count that decides whether a row is small."""
    return row["denominator"] if _is_mean(row) else row["numerator"]


def _is_primary(row: dict, rules: Protection) -> bool:
    return rules.is_small(_people(row)) or rules.is_small(row["denominator"])


def _secondary(rows: list[dict], primary: set[int]) -> set[int]:
    """Rows hidden besides: after this no line of a breakdown has exactly one row hidden, if it has two."""
    hidden = set(primary)
    lines = _lines(rows)
    while alone := [line for line in lines if len(hidden & line) == 1 < len(line)]:
        others = alone[0] - hidden
        hidden.add(min(others, key=lambda place: _cost(rows[place], place)))
    return hidden - primary


def _lines(rows: list[dict]) -> list[set[int]]:
    """Sets of rows that differ in one breakdown alone."""
    names = [n for n in (rows[0] if rows else {}) if n not in FIGURES]
    found: dict[tuple, set[int]] = defaultdict(set)
    for place, row in enumerate(rows):
        for name in names:
            rest = tuple((n, row[n]) for n in names if n != name)
            found[name, rest].add(place)
    return [line for line in found.values() if len(line) > 1]


def _cost(row: dict, place: int) -> tuple:
    """Hide the smallest that is not zero; zeros only where there is nothing else."""
    return _people(row) == 0, _people(row), place


def _hide(row: dict, rules: Protection) -> dict:
    denominator = row["denominator"]
    shown = HIDDEN if rules.is_small(denominator) else rounded(denominator, rules.base)
    kept = {"numerator": HIDDEN, "denominator": shown, "value": HIDDEN}
    limits = {n: None if row[n] is None else HIDDEN for n in ("lower", "upper")}
    return row | kept | limits


def _round(row: dict, rules: Protection) -> dict:
    counts = {n: rounded(row[n], rules.base) for n in ("numerator", "denominator")}
    if row["denominator"] is None:
        return row | counts | {"value": counts["numerator"]}
    if _is_mean(row):
        # The exact sum would give the exact number of people away.
        counts["numerator"] = None
    shares = {n: _to_decimals(row[n], rules.decimals) for n in SHARES}
    return row | counts | shares


def _to_decimals(share: float | None, decimals: int) -> float | None:
    return None if share is None else round(share, decimals)
