"""Proportions, rates and means with confidence intervals, as public-health indicators use them.

A blank (NaN) or a denominator of zero gives NaN; a negative or infinite count, or more events than people, raises
ValueError.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from .asking import (
    Floats,
    alike,
    counts,
    labels,
    normal,
    numbers,
    refuse,
    scales,
    tail,
)

SMALL = 10
"""Below this many events the limits of a rate are exact; from it on Byar's."""


@dataclass(frozen=True)
class Estimates:
    """Values with limits, arrays of one shape; `method` names the interval."""

    value: Floats
    lower: Floats
    upper: Floats
    method: NDArray[np.str_]


@dataclass(frozen=True)
class Means(Estimates):
    """Means of groups with limits; `n` values went into each, `deviation` is their sample standard deviation."""

    group: NDArray
    n: NDArray[np.int64]
    deviation: Floats


def proportion(
    events: ArrayLike,
    n: ArrayLike,
    confidence: float = 0.95,
    multiplier: ArrayLike = 1,
) -> Estimates:
    """Proportions of `n` with Wilson score intervals, times `multiplier`.

    Arrays of one shape; the result has that shape. A blank, or nobody (`n` of zero), is NaN. Wilson EB, J Am Stat Assoc 1927; 22: 209-12.

    >>> found = proportion(65, 100)
    >>> round(float(found.lower), 4), round(float(found.upper), 4)
    (0.5525, 0.7364)
    """
    x, n = alike(events=counts("events", events), n=counts("n", n))
    refuse(x > n, x, "events", "is more than n; a proportion has at most n events")
    n = np.where(n > 0, n, np.nan)
    z = normal(confidence)
    half = z * np.sqrt(z**2 + 4 * x * (1 - x / n))
    lower = (2 * x + z**2 - half) / (2 * (n + z**2))
    upper = (2 * x + z**2 + half) / (2 * (n + z**2))
    # At no event, and at events only, rounding would leave a trace beside 0 and 1.
    lower, upper = np.where(x == 0, 0 * n, lower), np.where(x == n, 1.0, upper)
    multiplier = scales(multiplier, x.shape)
    return Estimates(
        x / n * multiplier, lower * multiplier, upper * multiplier, named("Wilson", x)
    )


def rate(
    events: ArrayLike,
    n: ArrayLike,
    confidence: float = 0.95,
    multiplier: ArrayLike = 1,
) -> Estimates:
    """Rates of events to `n`, times `multiplier`: exact Poisson limits below 10 events, Byar's from 10.

    Arrays of one shape; `n` in people or person-years; a blank, or nobody (`n` of zero), is NaN. Byar's lower limit is NaN
    where it would be negative. Breslow NE, Day NE. Statistical methods in cancer research,
    volume II. IARC 1987, p. 69.

    >>> round(float(rate(5, 100).upper), 4)
    0.1167
    """
    x, n = alike(events=counts("events", events), n=counts("n", n))
    n = np.where(n > 0, n, np.nan)
    lower, upper = poisson_limits(x, confidence)
    scale = scales(multiplier, x.shape) / n
    return Estimates(x * scale, lower * scale, upper * scale, poisson_method(x))


def mean(
    values: ArrayLike, groups: ArrayLike | None = None, confidence: float = 0.95
) -> Means:
    """Means with Student's t intervals, one for each of the sorted `groups`, or one for all.

    `values` and `groups` have one dimension. Blank values are left out, and `n` says how many counted. A group of one
    has no limits, an empty one no value. Altman DG et al, Statistics with confidence, 2nd ed, BMJ Books 2000, p. 28.

    >>> found = mean([1, 2, 3, 4, float("nan")])
    >>> found.value, found.n, found.upper.round(3)
    (array([2.5]), array([4]), array([4.554]))
    """
    x = np.atleast_1d(numbers("values", values))
    group, place = labels(np.zeros(x.shape, int) if groups is None else groups, x.shape)
    known = ~np.isnan(x)
    n = np.bincount(place[known], minlength=len(group))
    value = _sums(x, place, known, len(group)) / np.where(n > 0, n, np.nan)
    squares = _sums((x - value[place]) ** 2, place, known, len(group))
    deviation = np.sqrt(squares / np.where(n > 1, n - 1, np.nan))
    t = special.stdtrit(np.where(n > 1, n - 1.0, np.nan), 1 - tail(confidence))
    half = t * deviation / np.sqrt(np.where(n > 1, n, np.nan))
    method = named("Student's t-distribution", value)
    return Means(value, value - half, value + half, method, group, n, deviation)


def _sums(x: Floats, place: NDArray, known: NDArray, size: int) -> Floats:
    return np.bincount(place[known], weights=x[known], minlength=size)


def poisson_limits(events: Floats, confidence: float) -> tuple[Floats, Floats]:
    """Limits of a count: exact below 10, Byar's from 10."""
    lower, upper = (np.array(each) for each in byar_limits(events, confidence))
    small = events < SMALL
    lower[small], upper[small] = exact_limits(events[small], confidence)
    return lower, upper


def poisson_method(events: Floats) -> NDArray[np.str_]:
    """Which limits a count has."""
    return np.where(events < SMALL, "Exact", "Byars")


def exact_limits(events: Floats, confidence: float) -> tuple[Floats, Floats]:
    """Exact Poisson limits of a count, by chi-squared quantiles."""
    beyond = tail(confidence)
    above_zero = np.where(events > 0, events, 1)
    lower = special.gammaincinv(above_zero, beyond)
    upper = special.gammaincinv(events + 1, 1 - beyond)
    return np.where(events > 0, lower, 0 * events), upper


def byar_limits(events: Floats, confidence: float) -> tuple[Floats, Floats]:
    """Byar's limits of a count; the lower is NaN where there is no event or it would be negative."""
    z = normal(confidence)
    x = np.where(events > 0, events, np.nan)
    with np.errstate(over="ignore"):  # a count next to nothing: far below zero
        lower = x * (1 - 1 / (9 * x) - z / (3 * np.sqrt(x))) ** 3
    more = events + 1
    upper = more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3
    return np.where(lower < 0, np.nan, lower), upper


def named(name: str, like: NDArray) -> NDArray[np.str_]:
    """One name in every place."""
    return np.full(like.shape, name)
