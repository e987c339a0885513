"""Which rows of a table of figures must not be shown, and how the others are.

Rows are those of `indicators.results`: breakdowns, then numerator, denominator, value, lower, upper.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from .one_table import hidden_in
from .problem import Solve
from .rounding import over_expected, ratios, rounded, shares
from .rules import HIDDEN, Protection
from .small import is_primary

FIGURES = ("numerator", "denominator", "value", "lower", "upper")
SHARES = ("value", "lower", "upper")
OF_HUNDRED = 100


def protect(
    rows: list[dict], rules: Protection | None = None, solve: Solve | None = None
) -> list[dict]:
    """The same rows as they may leave: small figures as "[c]", other counts rounded, shares of the rounded counts.

    Give the rows of one table together, broken down by all that its readers know totals of. `solve` finds the fewest
    further cells to hide, so that no small one follows from totals; without it a rule of thumb does: where just one row
    of a breakdown is hidden, the smallest of the others is hidden with it.
    """
    rules = rules or Protection.at(dt.date.max)
    if not rows:
        return []
    table = _Kind.of(rows)
    hidden = {at for at, row in enumerate(rows) if table.is_primary(row, rules)}
    bases: set[int] = set()
    if solve and table.is_of_people:
        hidden, bases = hidden_in(
            rows, _names(rows), table.people, hidden, solve, rules
        )
    elif solve:
        hidden = _hidden_of_each(rows, table, hidden, solve, rules)
    else:
        hidden |= _secondary(rows, hidden, table)
    return [
        _hide(row, rules, place in bases, table)
        if place in hidden
        else _round(row, rules, table)
        for place, row in enumerate(rows)
    ]


def _hidden_of_each(rows, table: "_Kind", hidden, solve, rules) -> set[int]:
    """Numerators and denominators that are no parts of each other, each as a table of counts."""
    counted = [[row | {"denominator": None} for row in rows]]
    if table.name == RATIO:
        below = [r | {"denominator": None, "numerator": r["denominator"]} for r in rows]
        counted.append(below)
    found = set(hidden)
    for some in counted:
        small = {at for at, row in enumerate(some) if rules.is_small(row["numerator"])}
        cells, _ = hidden_in(
            some, _names(rows), lambda r: r["numerator"], small, solve, rules
        )
        found |= cells
    return found


def _names(rows: list[dict]) -> list[str]:
    return [n for n in rows[0] if n not in FIGURES]


COUNT, SHARE, RATIO, EXPECTED, MEAN = "count", "share", "ratio", "expected", "mean"


@dataclass(frozen=True)
class _Kind:
    """What the rows of a table are, and what their values are multiplied by.

    Shares have an interval. A ratio of two counts is in per cent and has none; a mean has none either, and its numerator
    is no count of people. Events over expected ones have an interval and a denominator that is no count of people.
    """

    name: str
    scale: float

    @classmethod
    def of(cls, rows: list[dict]) -> "_Kind":
        scale = _scale(rows)
        if rows[0]["denominator"] is None:
            return cls(COUNT, scale)
        if any(row["lower"] is not None for row in rows):
            is_part = all(_is_part(row) for row in rows)
            return cls(SHARE if is_part else EXPECTED, scale)
        if any(row["value"] is not None for row in rows):
            return cls(RATIO if abs(scale - OF_HUNDRED) < 1e-6 else MEAN, scale)
        return cls(SHARE, scale)

    @property
    def is_of_people(self) -> bool:
        """Whether the numerator, if it is a count, is part of the denominator."""
        return self.name in (COUNT, SHARE, MEAN)

    def people(self, row: dict) -> float:
        """The count that decides whether a row is small."""
        return row["denominator"] if self.name == MEAN else row["numerator"]

    def is_primary(self, row: dict, rules: Protection) -> bool:
        if self.name == RATIO:
            counts = (row["numerator"], row["denominator"])
            return any(rules.is_small(count) for count in counts)
        if self.name != SHARE:
            return rules.is_small(self.people(row))
        counts = np.array([row["numerator"]]), np.array([row["denominator"]])
        return bool(is_primary(*counts, rules)[0])


def _is_part(row: dict) -> bool:
    """Whether a row can be a share: whole people, of whom no more are counted above than below."""
    base = row["denominator"] or 0
    return base == int(base) and (row["numerator"] or 0) <= base


def _secondary(rows: list[dict], primary: set[int], table: _Kind) -> set[int]:
    """Rows hidden besides: after this no line of a breakdown has exactly one row hidden, if it has two."""
    hidden = set(primary)
    lines = _lines(rows)
    while alone := [line for line in lines if len(hidden & line) == 1 < len(line)]:
        others = alone[0] - hidden
        hidden.add(min(others, key=lambda at: _cost(table.people(rows[at]), at)))
    return hidden - primary


def _lines(rows: list[dict]) -> list[set[int]]:
    """Sets of rows that differ in one breakdown alone."""
    names = _names(rows)
    found: dict[tuple, set[int]] = defaultdict(set)
    for place, row in enumerate(rows):
        for name in names:
            rest = tuple((n, row[n]) for n in names if n != name)
            found[name, rest].add(place)
    return [line for line in found.values() if len(line) > 1]


def _cost(people: float, place: int) -> tuple:
    """Hide the smallest that is not zero; zeros only where there is nothing else."""
    return people == 0, people, place


def _hide(row: dict, rules: Protection, without_base: bool, table: _Kind) -> dict:
    denominator = row["denominator"]
    is_hidden = without_base or rules.is_small(denominator) or not table.is_of_people
    shown = HIDDEN if is_hidden else rounded(denominator, rules.base)
    kept = {"numerator": HIDDEN, "denominator": shown, "value": HIDDEN}
    limits = {n: None if row[n] is None else HIDDEN for n in ("lower", "upper")}
    return row | kept | limits


def _round(row: dict, rules: Protection, table: _Kind) -> dict:
    counts = {n: rounded(row[n], rules.base) for n in ("numerator", "denominator")}
    if table.name == COUNT:
        return row | counts | {"value": counts["numerator"]}
    if table.name == MEAN:
        # The exact sum would give the exact number of people away.
        known = row["value"] is not None
        value = round(row["value"], rules.decimals) if known else None
        return row | counts | {"numerator": None, "value": value}
    if table.name == EXPECTED:
        counts["denominator"] = round(row["denominator"], rules.decimals)
    return row | counts | _values(row, table, rules)


def _values(row: dict, table: _Kind, rules: Protection) -> dict:
    """Value and limits of the counts as they are shown; None where the row has none."""
    counts = np.array([row["numerator"]]), np.array([row["denominator"]])
    if table.name == RATIO:
        found = {"value": ratios(*counts, table.scale, rules)}
    else:
        made = shares if table.name == SHARE else over_expected
        found = made(*counts, table.scale, rules)
    return {n: None if row[n] is None else float(found[n][0]) for n in SHARES}


def _scale(rows: list[dict]) -> float:
    """What shares are multiplied by, read off the first row that tells."""
    for row in rows:
        if row["numerator"] and row["denominator"] and row["value"] is not None:
            return row["value"] * row["denominator"] / row["numerator"]
    return OF_HUNDRED
