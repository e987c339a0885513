"""Alarms: weeks in which more people presented with a substance than the weeks before make likely.

Two methods, because they ask two things. Farrington (flexible) knows seasons and trends and needs four years of weeks; the
early aberration method (C2) knows only the nine weeks before, and sees what has begun at once.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from throughcare import statistics
from throughcare.statistics.alarms import CASES, LATELY, YEAR

YEARS, HALF_WINDOW = 4, 2
WEEKS_BEFORE = YEAR * YEARS + HALF_WINDOW
"""Weeks that the Farrington method needs before the first one it judges."""
BASELINE, LAG = 7, 2
FARRINGTON, EARS = "Farrington flexible", "EARS C2"


@dataclass(frozen=True)
class Alarm:
    """A week beyond a bound: `count` presentations where the method expects at most `bound`."""

    substance: str
    place: str
    week: int
    count: int
    lately: int
    """Presentations of the four weeks up to this one."""
    bound: float
    method: str


@dataclass(frozen=True)
class Watch:
    """The alarms, how many weeks of how many series were judged by each method, and what chance alone would raise."""

    alarms: tuple[Alarm, ...]
    judged: dict[str, int]
    by_chance: dict[str, float]


def watch(
    series: dict[tuple[str, str], NDArray],
    weeks: int,
    farrington_alpha: float,
    ears_alpha: float,
) -> Watch:
    """Judge the last `weeks` of every series, by substance and place, in each method that has weeks enough before."""
    alphas = {FARRINGTON: farrington_alpha, EARS: ears_alpha}
    judged, found = dict.fromkeys(alphas, 0), []
    for (substance, place), counts in sorted(series.items()):
        for method, alpha in alphas.items():
            asked = _asked(counts, weeks, method)
            judged[method] += len(asked)
            found += _alarms(substance, place, counts, asked, method, alpha)
    chance = {method: judged[method] * alpha for method, alpha in alphas.items()}
    order = sorted(found, key=lambda a: (-a.week, a.substance, a.place, a.method))
    return Watch(tuple(order), judged, chance)


def _asked(counts: NDArray, weeks: int, method: str) -> NDArray:
    """The latest weeks with enough before them and enough cases lately: others raise no alarm in either method."""
    before = WEEKS_BEFORE if method == FARRINGTON else BASELINE + LAG
    asked = np.arange(max(before, len(counts) - weeks), len(counts))
    return asked[(_lately(counts)[asked] >= CASES) & (counts[asked] > 0)]


def _lately(counts: NDArray) -> NDArray:
    """Cases of the four weeks up to each."""
    return np.convolve(counts, np.ones(LATELY))[: len(counts)]


def _alarms(substance, place, counts, asked, method: str, alpha: float):
    """The weeks that lie beyond the bound."""
    if not len(asked):
        return []
    lately = _lately(counts)
    if method == FARRINGTON:
        judged = statistics.farrington_flexible(
            counts, asked, YEARS, HALF_WINDOW, alpha
        )
    else:
        judged = statistics.ears(counts, asked, "C2", BASELINE, alpha)
    return [
        Alarm(
            substance, place, int(w), int(counts[w]), int(lately[w]), float(b), method
        )
        for w, b, beyond in zip(judged.week, judged.upper, judged.is_alarm)
        if beyond
    ]
