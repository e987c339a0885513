"""Areas sorted into groups of equal size by rank."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from .asking import Floats, flag, labels, numbers, whole


@dataclass(frozen=True)
class Quantiles:
    """`value` is the quantile from 1 to k, `rank` the place (ties share the best), `n` how many were ranked with it."""

    value: Floats
    rank: Floats
    n: Floats


def quantiles(
    values: ArrayLike,
    k: int = 10,
    groups: ArrayLike | None = None,
    highest_first: bool = True,
) -> Quantiles:
    """The quantile of each value among k, within its group; quantile 1 holds the highest, or else the lowest.

    `values` and `groups` of one dimension and length. A blank stays NaN, and so does a group with fewer than k values.
    The rule is that of the indicator reports of Public Health England (PHEindicatormethods, `phe_quantile`).

    >>> quantiles([5, 3, 9, 7], k=2).value
    array([2., 2., 1., 1.])
    """
    x = np.atleast_1d(numbers("values", values))
    place = labels(np.zeros(x.shape, int) if groups is None else groups, x.shape)[1]
    k = whole("k", k, 2)
    rank, n = _ranks(-x if flag("highest_first", highest_first) else x, place)
    value = np.floor((k + 1) - np.ceil((n + 1 - rank) / (n / k)))
    value = np.where(value == 0, 1, value)
    return Quantiles(np.where(n < k, np.nan, value), rank, n)


def _ranks(x: Floats, place) -> tuple[Floats, Floats]:
    """Least rank within the group for each, NaN for a blank, and the size of the group without blanks."""
    known = ~np.isnan(x)
    size = np.bincount(place[known], minlength=place.max(initial=-1) + 1)
    order = np.lexsort((x, place))
    first = np.searchsorted(place[order], place, side="left")
    starts = np.ones(len(x), bool)
    starts[1:] = (np.diff(place[order]) != 0) | (x[order][1:] != x[order][:-1])
    least = np.maximum.accumulate(np.where(starts, np.arange(len(x)), 0))
    rank = np.empty(len(x))
    rank[order] = least + 1
    rank = np.where(known, rank - first, np.nan)
    return rank, np.where(known, size[place], np.nan).astype(float)
