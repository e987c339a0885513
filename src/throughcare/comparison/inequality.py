"""The slope of an indicator from the most to the least deprived areas."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from throughcare import statistics

from .factors import CannotCompare

DRAWS = 20_000


@dataclass(frozen=True)
class Group:
    """One group of areas by deprivation, 1 the most deprived: counts and the share (0 to 1) with its interval."""

    group: int
    areas: int
    events: float
    n: float
    value: float
    lower: float
    upper: float


@dataclass(frozen=True)
class Inequality:
    """`slope` is how much higher the share is at the least deprived end than at the most deprived, with limits."""

    slope: float
    lower: float
    upper: float
    groups: tuple[Group, ...]


def slope(
    deprivation: Sequence[float],
    events: Sequence[float],
    n: Sequence[float],
    k: int = 10,
    confidence: float = 0.95,
) -> Inequality:
    """The slope index over `k` equal groups of areas. A higher `deprivation` is more deprived; a blank leaves an area out.

    Raises CannotCompare with fewer than two areas a group, or with a group in which nobody is counted.
    """
    scores, x, people = (np.asarray(v, float) for v in (deprivation, events, n))
    known = ~(np.isnan(scores) | np.isnan(x) | np.isnan(people)) & (people > 0)
    if known.sum() < 2 * k:
        raise CannotCompare(
            f"An inequality slope over {k} groups needs {2 * k} areas with deprivation and a figure; there are {known.sum()}."
        )
    group = statistics.quantiles(scores[known], k=k).value.astype(int) - 1
    if len(np.unique(group)) < k:
        raise CannotCompare(
            "Too many areas have the same deprivation to be put into equal groups."
        )
    return _fitted(group, x[known], people[known], k, confidence)


def _fitted(group, events, n, k: int, confidence: float) -> Inequality:
    areas = np.bincount(group, minlength=k)
    x, people = np.bincount(group, events, k), np.bincount(group, n, k)
    share = statistics.proportion(x, people, confidence=0.95)
    found = statistics.slope_index_of_inequality(
        share.value,
        people,
        limits=(share.lower, share.upper),
        confidence=confidence,
        draws=DRAWS,
    )
    columns = zip(areas, x, people, share.value, share.lower, share.upper)
    groups = tuple(
        Group(number, int(a), *map(float, rest))
        for number, (a, *rest) in enumerate(columns, start=1)
    )
    return Inequality(
        float(found.value), float(found.lower), float(found.upper), groups
    )
