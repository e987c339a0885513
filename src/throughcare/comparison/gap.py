"""How many people more an area would need to reach the best quarter of the areas it is compared with."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike


@dataclass(frozen=True)
class Gap:
    """`quartile` is the share (0 to 1) at the top quarter of `areas` comparators, `people` how many more reach it."""

    quartile: float
    people: int
    areas: int


def to_top_quartile(
    events: float, n: float, comparators: ArrayLike, quantile: float = 0.75
) -> Gap | None:
    """max(0, ceil(q * n) - events), q the quantile of the comparators' shares by type 7 (indicators.md F, proposed).

    None where nobody is counted or no comparator has a share.

    >>> to_top_quartile(10, 100, [0.1, 0.2, 0.3])
    Gap(quartile=0.25, people=15, areas=3)
    """
    shares = np.asarray(comparators, float)
    shares = shares[~np.isnan(shares)]
    if not n or not len(shares):
        return None
    quartile = float(np.quantile(shares, quantile))
    # A product as 0.29 * 100 lies a hair above the whole number that is meant.
    needed = math.ceil(round(quartile * n, 9))
    return Gap(quartile, max(0, needed - int(events)), len(shares))
