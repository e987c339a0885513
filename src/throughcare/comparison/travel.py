"""Direction of travel: whether the latest points of a series are more than its ordinary movement."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from throughcare import statistics
from throughcare.statistics.control import COMMON, Chart

BETTER, WORSE, CHANGED = "improvement", "concern", "change"
STEADY, TOO_FEW = "ordinary movement", "too few points"
DIRECTIONS = {"higher": "improvement", "lower": "concern", None: "neutral"}


@dataclass(frozen=True)
class Travel:
    """`direction` is that of the latest point; `chart` has mean, limits and cause of the points known.

    `places` are their positions in the series: points without a figure are left out.
    """

    direction: str
    cause: str
    places: tuple[int, ...]
    chart: Chart | None


def direction(values: ArrayLike, better: str | None, least: int) -> Travel:
    """The direction of a series in order of time, by an XmR chart; NaN is a point without a figure.

    Mean and limits come from the points before the latest, so that a jump does not widen what it is held against.

    `better` is "higher", "lower" or None; fewer than `least` points say nothing.
    """
    y = np.asarray(values, float)
    places = tuple(np.flatnonzero(~np.isnan(y)).tolist())
    if len(places) < max(least, 2):
        return Travel(TOO_FEW, "", places, None)
    known = y[list(places)]
    chart = statistics.xmr(
        known, increase_is=DIRECTIONS[better], fix_after=len(known) - 1
    )
    cause, meaning = str(chart.cause[-1]), str(chart.meaning[-1])
    said = {"improvement": BETTER, "concern": WORSE, "neutral": CHANGED}
    return Travel(STEADY if cause == COMMON else said[meaning], cause, places, chart)
