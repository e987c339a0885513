"""Counts as they are shown, what a shown count says of the true one, and shares that say no more than their counts.

A share of unrounded counts would undo the rounding: with 1 decimal, one pair of counts in a class of 25 fits it, up to
several hundred people (docs/adr/0017-shares-from-shown-counts.md). So shares and limits are those of the rounded counts.
"""

import numpy as np

from throughcare import statistics

from .rules import Protection


def rounded(count: float | None, base: int) -> int | None:
    """A count to the nearest multiple of `base`; halves upwards.

    >>> rounded(7, 5), rounded(8, 5)
    (5, 10)
    """
    return None if count is None else int((count + base / 2) // base) * base


def rounded_all(counts: np.ndarray, base: int) -> np.ndarray:
    """`rounded` for an array; blanks (NaN) stay."""
    return np.floor((np.asarray(counts, float) + base / 2) / base) * base


def ranges(counts: np.ndarray, rules: Protection) -> tuple[np.ndarray, np.ndarray]:
    """Least and most that each count can be for a reader who sees it rounded, and knows that 1 to 4 are never shown.

    Zero is shown for zero alone. Arrays of the shape of `counts`, which are the true ones.

    >>> rules = Protection(base=5, largest_hidden=4, decimals=1)
    >>> [x.tolist() for x in ranges(np.array([0, 6, 11]), rules)]
    [[0.0, 5.0, 8.0], [0.0, 7.0, 12.0]]
    """
    counts = np.asarray(counts, float)
    shown = rounded_all(counts, rules.base)
    least = np.ceil(shown - rules.base / 2)
    most = np.ceil(shown + rules.base / 2) - 1
    least = np.maximum(least, np.where(counts > 0, rules.largest_hidden + 1, 0))
    return least, np.where(counts > 0, most, 0)


def shares(
    numerators: np.ndarray, denominators: np.ndarray, scale: float, rules: Protection
) -> dict[str, np.ndarray]:
    """`value`, `lower` and `upper` (Wilson) of rounded counts, to the decimals in force; NaN where nobody is counted."""
    tops, bases = (rounded_all(c, rules.base) for c in (numerators, denominators))
    found = statistics.proportion(tops, bases, confidence=rules.confidence)
    return {
        name: to_decimals(getattr(found, name) * scale, rules.decimals)
        for name in ("value", "lower", "upper")
    }


def ratios(
    numerators: np.ndarray, denominators: np.ndarray, scale: float, rules: Protection
) -> np.ndarray:
    """One rounded count over another that it is no part of; NaN where that is nothing."""
    tops, bases = (rounded_all(c, rules.base) for c in (numerators, denominators))
    below = np.where(bases > 0, bases, np.nan)
    return to_decimals(tops / below * scale, rules.decimals)


def over_expected(
    events: np.ndarray, expected: np.ndarray, scale: float, rules: Protection
) -> dict[str, np.ndarray]:
    """`value`, `lower` and `upper` of rounded events over expected ones, which are a sum of shares and no count."""
    found = statistics.rate(
        rounded_all(events, rules.base),
        np.asarray(expected, float),
        confidence=rules.confidence,
        multiplier=scale,
    )
    return {
        name: to_decimals(getattr(found, name), rules.decimals)
        for name in ("value", "lower", "upper")
    }


def to_decimals(values: np.ndarray, decimals: int) -> np.ndarray:
    """Rounded for showing; a trace of nothing does not become minus zero."""
    return np.round(values, decimals) + 0.0
