"""Statistical process control: what in a series is more than its ordinary movement."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .asking import Floats, choice, flag, number, numbers, refuse, whole

TO_LIMITS = 2.66
LARGEST_RANGE = 3.267
RUN = 7
COMMON = "Common cause"


@dataclass(frozen=True)
class Chart:
    """Points with their centre line (`mean`) and process limits; `cause` names the rule that fired.

    `meaning` is improvement, concern, neutral or common; `assurance` says whether a target will be met.
    """

    value: Floats
    mean: Floats
    lower: Floats
    upper: Floats
    is_outside: NDArray[np.bool_]
    is_near_limit: NDArray[np.bool_]
    cause: NDArray[np.str_]
    meaning: NDArray[np.str_]
    assurance: str | None
    method: str


def xmr(
    values: ArrayLike,
    increase_is: str = "neutral",
    rebase_at: int | tuple[int, ...] = (),
    fix_after: int | None = None,
    screen: bool = True,
    target: float | None = None,
) -> Chart:
    """An XmR chart of one series in order of time, at least two points and none blank.

    Limits are the mean -/+ 2.66 mean moving ranges; ranges of 3.267 times their mean or more are left out once, unless
    `screen` is False. `rebase_at` starts new limits at those positions (from 0), NaN for a part of one point; `fix_after`
    takes the limits from so many first points, two or more. Rules, strongest first: beyond a limit; 7 points rising or falling; 2 of 3 in the outer third on
    one side; 7 on one side of the mean. `increase_is` improvement, concern or neutral. NHS England, Making Data Count.
    Wheeler DJ, Understanding variation, 2nd ed, 2000, p. 60.

    >>> found = xmr([10, 12, 11, 13, 12, 30], increase_is="concern")
    >>> found.cause[-1], found.meaning[-1]
    (np.str_('Above upper limit'), np.str_('concern'))
    """
    choice("increase_is", increase_is, ("improvement", "concern", "neutral"))
    y = numbers("values", values).copy()
    if y.ndim != 1 or len(y) < 2:
        raise ValueError(f"An XmR chart needs two points or more, not {y.shape}.")
    refuse(np.isnan(y), y, "values", "is blank; leave the point out")
    new = np.atleast_1d(numbers("rebase_at", rebase_at)).tolist()
    starts = sorted({0, *(whole("rebase_at", at, 0, len(y) - 1) for at in new)})
    fix_after = None if fix_after is None else whole("fix_after", fix_after, 2)
    screen = flag("screen", screen)
    target = None if target is None else number("target", target)
    parts = [_part(p, fix_after, screen) for p in np.split(y, starts[1:])]
    mean, lower, upper, cause, outside, near = map(np.concatenate, zip(*parts))
    return Chart(
        y,
        mean,
        lower,
        upper,
        outside,
        near,
        cause,
        _meaning(cause, increase_is),
        _assurance(target, lower[-1], upper[-1], increase_is),
        "XmR",
    )


def _part(y: Floats, fix_after: int | None, screen: bool):
    """Centre, limits and causes of the points between two rebasings."""
    basis = y[:fix_after]
    centre, half = basis.mean(), TO_LIMITS * _mean_range(basis, screen)
    outside = np.abs(y - centre) > half
    near = ~outside & (np.abs(y - centre) > half * 2 / 3)
    line = np.ones(len(y))
    cause = _causes(y, centre, outside, near)
    return (
        centre * line,
        (centre - half) * line,
        (centre + half) * line,
        cause,
        outside,
        near,
    )


def _mean_range(y: Floats, screen: bool) -> float:
    moves = np.abs(np.diff(y))
    if not len(moves):
        return np.nan
    kept = moves[moves < LARGEST_RANGE * moves.mean()] if screen else moves
    return float(kept.mean()) if len(kept) else float(moves.mean())


def _causes(y: Floats, centre: float, outside, near) -> NDArray[np.str_]:
    above, below = y > centre, y < centre
    rise = np.sign(np.diff(y))
    rules = {
        "Above upper limit": outside & above,
        "Below lower limit": outside & below,
        "7 points rising": _trend(rise > 0),
        "7 points falling": _trend(rise < 0),
        "2 of 3 near upper limit": _two_in_three(near & above),
        "2 of 3 near lower limit": _two_in_three(near & below),
        "7 points above the mean": _runs(above, RUN),
        "7 points below the mean": _runs(below, RUN),
    }
    return np.select(list(rules.values()), list(rules), COMMON)


def _runs(which: NDArray[np.bool_], least: int) -> NDArray[np.bool_]:
    """The places that lie in a run of at least so many."""
    ends = np.flatnonzero(np.diff(np.r_[False, which, False].astype(int)))
    found = np.zeros(len(which), bool)
    for start, end in ends.reshape(-1, 2):
        found[start:end] = end - start >= least
    return found


def _trend(moves: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Seven points make six moves; the point before the first move belongs to them."""
    runs = _runs(moves, RUN - 1)
    return np.r_[runs, False] | np.r_[False, runs]


def _two_in_three(near: NDArray[np.bool_]) -> NDArray[np.bool_]:
    padded = np.r_[0, 0, near.astype(int), 0, 0]
    threes = padded[:-2] + padded[1:-1] + padded[2:]
    any_of = (threes[:-2] >= 2) | (threes[1:-1] >= 2) | (threes[2:] >= 2)
    return near & any_of


def _meaning(cause: NDArray[np.str_], increase_is: str) -> NDArray[np.str_]:
    falls = {"improvement": "concern", "concern": "improvement", "neutral": "neutral"}
    up = np.isin(
        cause,
        [
            "Above upper limit",
            "7 points rising",
            "2 of 3 near upper limit",
            "7 points above the mean",
        ],
    )
    return np.where(
        cause == COMMON, "common", np.where(up, increase_is, falls[increase_is])
    )


def _assurance(target, lower: float, upper: float, increase_is: str) -> str | None:
    """Whether the process will meet its target with nothing but ordinary movement."""
    if target is None or increase_is == "neutral":
        return None
    if lower <= target <= upper:
        return "inconsistent"
    passes = (target < lower) == (increase_is == "improvement")
    return "consistently pass" if passes else "consistently fail"
