"""Trends that bend: straight lines joined where the slope changes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from .asking import Floats, normal, numbers, refuse, same_shape, whole

TURNS = 60
STARTS = 100


@dataclass(frozen=True)
class BrokenLine:
    """Breakpoints (`value`) with normal limits and errors; `slopes` of the pieces with theirs; residual sum of squares."""

    value: Floats
    lower: Floats
    upper: Floats
    error: Floats
    slopes: Floats
    slope_error: Floats
    residual: float
    method: str


def broken_line(
    x: ArrayLike, y: ArrayLike, breaks: int = 1, confidence: float = 0.95
) -> BrokenLine:
    """The continuous broken line with the least squares, and where it breaks.

    `x` and `y` (points,) without blanks. Each breakpoint is corrected by the jump that its fit still shows, from several
    starts; the best end is kept. Muggeo VMR, Stat Med 2003; 22: 3055-71, p. 3059.

    >>> found = broken_line(range(10), [0, 1, 2, 3, 4, 5, 5, 5, 5, 5])
    >>> found.value.round(6), found.slopes.round(6) + 0
    (array([5.]), array([1., 0.]))
    """
    x, y = numbers("x", x), numbers("y", y)
    same_shape(x=x, y=y)
    refuse(np.isnan(x) | np.isnan(y), x, "x", "or its y is blank")
    breaks = whole("breaks", breaks, 1)
    if x.ndim != 1 or len(np.unique(x)) < 2 * breaks + 3:
        raise ValueError(
            f"{breaks} breaks need at least {2 * breaks + 3} different points."
        )
    starts = _starts(np.unique(x)[1:-1], breaks)
    ends = [end for start in starts if (end := _settled(x, y, start)) is not None]
    if not ends:
        raise ValueError("No broken line fits: the points show no change of slope.")
    best = min(ends, key=lambda end: _fit(x, y, end)[2])
    return _described(x, y, best, normal(confidence))


def _starts(inner: Floats, breaks: int) -> list[Floats]:
    """Breakpoints to begin from, on points: the least squares can lie at one, where the descent is not smooth."""
    if len(inner) > STARTS:
        inner = inner[np.linspace(0, len(inner) - 1, STARTS).astype(int)]
    if breaks == 1:
        return [np.array([each]) for each in inner]
    places = np.random.default_rng(0).random((STARTS, len(inner))).argsort(1)
    return [np.sort(inner[row[:breaks]]) for row in places]


def _fit(x: Floats, y: Floats, at: Floats):
    """Coefficients (constant, slope, changes, jumps), their covariance, and the squares left without the jumps."""
    hinge = np.maximum(x[:, None] - at, 0)
    lines = np.column_stack([np.ones_like(x), x, hinge])
    full = np.column_stack([lines, -(x[:, None] > at).astype(float)])
    found = np.linalg.lstsq(full, y)[0]
    left = y - lines @ np.linalg.lstsq(lines, y)[0]
    rest = max(len(x) - full.shape[1], 1)
    squares = float(left @ left)
    return found, np.linalg.pinv(full.T @ full) * squares / rest, squares


def _settled(x: Floats, y: Floats, at: Floats) -> Floats | None:
    """Where the breakpoints come to rest, None if they leave the data; the best place on the way counts."""
    k, best = len(at), (np.inf, at)
    for _ in range(TURNS):
        found, _spread, left = _fit(x, y, at)
        best = min(best, (left, at), key=lambda each: each[0])
        change = found[2 : 2 + k]
        if (change == 0).any():
            return None
        step = found[2 + k :] / change
        if np.abs(step).max() < 1e-12 * np.ptp(x):
            break
        at = np.sort(at + 0.5 * step)
        if at[0] <= x.min() or at[-1] >= x.max():
            return None if not np.isfinite(best[0]) else best[1]
    return best[1]


def _described(x: Floats, y: Floats, at: Floats, z: float) -> BrokenLine:
    k = len(at)
    _found, covariance, left = _fit(x, y, at)
    to_slopes = np.tril(np.ones((k + 1, k + 1)))
    lines = np.column_stack([np.ones_like(x), x, np.maximum(x[:, None] - at, 0)])
    changes = np.linalg.lstsq(lines, y)[0][1:]
    slopes = to_slopes @ changes
    error = np.sqrt(np.diag(covariance)[2 + k :]) / np.abs(changes[1:])
    of_slopes = to_slopes @ covariance[1 : 2 + k, 1 : 2 + k] @ to_slopes.T
    return BrokenLine(
        at,
        at - z * error,
        at + z * error,
        error,
        slopes,
        np.sqrt(np.diag(of_slopes)),
        left,
        "Muggeo",
    )
