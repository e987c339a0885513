"""Proportions and rates with confidence intervals, as public-health indicators use them.

Every function takes numbers or arrays of one shape and gives arrays of that shape. Where a value is not defined it is
NaN.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

SMALL = 10
"""Below this many events the limits of a rate are exact; from it on Byar's."""


@dataclass(frozen=True)
class Estimates:
    """Values with limits; `method` names the interval."""

    value: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    method: NDArray[np.str_]


def proportion(
    events: ArrayLike, n: ArrayLike, confidence: float = 0.95, multiplier: float = 1
) -> Estimates:
    """Proportions of `n` with Wilson score intervals, times `multiplier`.

    Wilson EB, J Am Stat Assoc 1927; 22: 209-12.

    >>> found = proportion(65, 100)
    >>> round(float(found.lower), 4), round(float(found.upper), 4)
    (0.5525, 0.7364)
    """
    x, n = np.broadcast_arrays(np.asarray(events, float), np.asarray(n, float))
    n = np.where(n > 0, n, np.nan)
    z = _normal(confidence)
    half = z * np.sqrt(z**2 + 4 * x * (1 - x / n))
    lower = (2 * x + z**2 - half) / (2 * (n + z**2))
    upper = (2 * x + z**2 + half) / (2 * (n + z**2))
    # At no event, and at events only, rounding would leave a trace beside 0 and 1.
    lower, upper = np.where(x == 0, 0 * n, lower), np.where(x == n, 1.0, upper)
    return Estimates(
        x / n * multiplier, lower * multiplier, upper * multiplier, _all("Wilson", x)
    )


def rate(
    events: ArrayLike, n: ArrayLike, confidence: float = 0.95, multiplier: float = 1
) -> Estimates:
    """Rates of events to `n`, times `multiplier`: exact Poisson limits below 10 events, Byar's from 10.

    Byar's approximation: Breslow NE, Day NE. Statistical methods in cancer research, volume II. IARC 1987.

    >>> round(float(rate(5, 100).upper), 4)
    0.1167
    """
    x, n = np.broadcast_arrays(np.asarray(events, float), np.asarray(n, float))
    n = np.where(n > 0, n, np.nan)
    lower, upper = poisson_limits(x, confidence)
    scale = multiplier / n
    method = np.where(x < SMALL, "Exact", "Byars")
    return Estimates(x * scale, lower * scale, upper * scale, method)


def poisson_limits(
    events: NDArray[np.float64], confidence: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Limits of a count: exact below 10, Byar's from 10."""
    exact, byar = exact_limits(events, confidence), byar_limits(events, confidence)
    small = events < SMALL
    return np.where(small, exact[0], byar[0]), np.where(small, exact[1], byar[1])


def exact_limits(events: NDArray[np.float64], confidence: float):
    """Exact Poisson limits of a count, by chi-squared quantiles."""
    tail = (1 - confidence) / 2
    above_zero = np.where(events > 0, events, 1)
    lower = special.gammaincinv(above_zero, tail)
    upper = special.gammaincinv(events + 1, 1 - tail)
    return np.where(events > 0, lower, 0), upper


def byar_limits(events: NDArray[np.float64], confidence: float):
    """Byar's limits of a count; the lower is NaN where there is no event or it would be negative."""
    z = _normal(confidence)
    x = np.where(events > 0, events, np.nan)
    lower = x * (1 - 1 / (9 * x) - z / (3 * np.sqrt(x))) ** 3
    more = events + 1
    upper = more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3
    return np.where(lower < 0, np.nan, lower), upper


def _normal(confidence: float) -> float:
    return float(special.ndtri(1 - (1 - confidence) / 2))


def _all(name: str, like: NDArray) -> NDArray[np.str_]:
    return np.full(like.shape, name)
