"""Which rows of a table of figures must not be shown, and how the others are.

Rows are those of `indicators.results`: breakdowns, then numerator, denominator, value, lower, upper.
"""

import datetime as dt
from collections import defaultdict

import numpy as np

from .one_table import hidden_in
from .problem import Solve
from .rounding import rounded, shares
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
    hidden = {place for place, row in enumerate(rows) if _is_primary(row, rules)}
    bases: set[int] = set()
    if solve:
        hidden, bases = hidden_in(rows, _names(rows), _people, hidden, solve, rules)
    else:
        hidden |= _secondary(rows, hidden)
    scale = _scale(rows)
    return [
        _hide(row, rules, place in bases)
        if place in hidden
        else _round(row, rules, scale)
        for place, row in enumerate(rows)
    ]


def _names(rows: list[dict]) -> list[str]:
    return [n for n in rows[0] if n not in FIGURES]


def _is_mean(row: dict) -> bool:
    """A mean has a denominator and no interval: its numerator is no count of people."""
    has_people = row["denominator"] is not None
    return has_people and row["lower"] is None and row["value"] is not None


def _people(row: dict) -> float:
    """The count that decides whether a row is small."""
    return row["denominator"] if _is_mean(row) else row["numerator"]


def _is_primary(row: dict, rules: Protection) -> bool:
    if row["denominator"] is None or _is_mean(row):
        return rules.is_small(_people(row))
    counts = np.array([row["numerator"]]), np.array([row["denominator"]])
    return bool(is_primary(*counts, rules)[0])


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
    names = _names(rows)
    found: dict[tuple, set[int]] = defaultdict(set)
    for place, row in enumerate(rows):
        for name in names:
            rest = tuple((n, row[n]) for n in names if n != name)
            found[name, rest].add(place)
    return [line for line in found.values() if len(line) > 1]


def _cost(row: dict, place: int) -> tuple:
    """Hide the smallest that is not zero; zeros only where there is nothing else."""
    return _people(row) == 0, _people(row), place


def _hide(row: dict, rules: Protection, without_base: bool) -> dict:
    denominator = row["denominator"]
    is_hidden = without_base or rules.is_small(denominator)
    shown = HIDDEN if is_hidden else rounded(denominator, rules.base)
    kept = {"numerator": HIDDEN, "denominator": shown, "value": HIDDEN}
    limits = {n: None if row[n] is None else HIDDEN for n in ("lower", "upper")}
    return row | kept | limits


def _round(row: dict, rules: Protection, scale: float) -> dict:
    counts = {n: rounded(row[n], rules.base) for n in ("numerator", "denominator")}
    if row["denominator"] is None:
        return row | counts | {"value": counts["numerator"]}
    if _is_mean(row):
        # The exact sum would give the exact number of people away.
        counts["numerator"] = None
        return row | counts | {"value": round(row["value"], rules.decimals)}
    return row | counts | _shares(row, scale, rules)


def _shares(row: dict, scale: float, rules: Protection) -> dict:
    """Value and limits of the counts as they are shown; None where the row has none."""
    tops, bases = np.array([row["numerator"]]), np.array([row["denominator"]])
    found = shares(tops, bases, scale, rules)
    return {n: None if row[n] is None else float(found[n][0]) for n in SHARES}


def _scale(rows: list[dict]) -> float:
    """What shares are multiplied by, read off the first row that tells."""
    for row in rows:
        if row["numerator"] and row["denominator"] and row["value"] is not None:
            return row["value"] * row["denominator"] / row["numerator"]
    return OF_HUNDRED
