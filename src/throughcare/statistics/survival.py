"""Time to an event: how many have not had it yet, and which of several comes first.

Times and events are arrays of one dimension and length, one entry a person: `times` zero or more, `events` 0 for
censored (last seen without it). Blanks are refused: leave the person out and say so.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .asking import Floats, choice, normal, refuse, series
from .intervals import Estimates, named

MOST_CAUSES = 100
"""Each cause has a column of its own in the answer."""


@dataclass(frozen=True)
class Survival(Estimates):
    """The share without the event after each of `time`; `error` is the standard error of its logarithm."""

    time: Floats
    n_risk: NDArray[np.int64]
    n_event: NDArray[np.int64]
    n_censored: NDArray[np.int64]
    error: Floats


def kaplan_meier(
    times: ArrayLike, events: ArrayLike, confidence: float = 0.95, scale: str = "log"
) -> Survival:
    """The share who have not had the event, after each distinct time.

    `events` 0 or 1. Limits by Greenwood's variance on the `scale` "log" (cut at 1) or "log-log"; NaN once nobody is
    left. Kaplan EL, Meier P, J Am Stat Assoc 1958; 53: 457-81, p. 463.

    >>> kaplan_meier([1, 2, 2, 3], [1, 1, 0, 1]).value
    array([0.75, 0.5 , 0.  ])
    """
    choice("scale", scale, ("log", "log-log"))
    t, happened = _people(times, events)
    refuse(happened > 1, happened, "events", "is neither 0 nor 1")
    time, risk, (died,), lost = _counted(t, happened, 1)
    value = np.cumprod(1 - died / risk)
    left = np.where(risk > died, risk - died, np.nan)
    error = np.sqrt(np.cumsum(died / (risk * left)))
    with np.errstate(divide="ignore", invalid="ignore"):
        lower, upper = _limits(value, error, normal(confidence), scale)
    method = named(f"Greenwood, {scale}", value)
    return Survival(value, lower, upper, method, time, risk, died, lost, error)


def _limits(value: Floats, error: Floats, z: float, scale: str):
    if scale == "log":
        half = np.exp(z * error)
        return value / half, np.minimum(value * half, 1)
    power = np.exp(z * error / np.abs(np.log(value)))
    return value**power, value ** (1 / power)


@dataclass(frozen=True)
class Incidence(Estimates):
    """Shares (times, causes) who have had each cause by each of `time`; `without` had none; `error` standard errors."""

    time: Floats
    n_risk: NDArray[np.int64]
    without: Floats
    error: Floats


def competing_risks(
    times: ArrayLike, events: ArrayLike, confidence: float = 0.95
) -> Incidence:
    """The share who have had each of several events that exclude each other, after each distinct time.

    `events` 0 for censored, then 1, 2, ... for the causes. Events at one time all happen to those at risk before it.
    Limits on the log scale, NaN while the share is zero. Aalen OO, Johansen S, Scand J Stat 1978; 5: 141-50.

    >>> competing_risks([1, 2, 2, 3], [1, 2, 1, 0]).value[-1]
    array([0.5 , 0.25])
    """
    t, cause = _people(times, events)
    refuse(cause > MOST_CAUSES, cause, "events", "is no cause: number them 1, 2, ...")
    causes = max(int(cause.max()), 1)
    time, risk, happened, _ = _counted(t, cause, causes)
    total = happened.sum(0)
    without = np.cumprod(1 - total / risk)
    before = np.r_[1, without[:-1]]
    value = np.cumsum(before * happened / risk, axis=1)
    variance = [
        _variance(value[k], happened[k], total, risk, before) for k in range(causes)
    ]
    value, error = value.T, np.sqrt(np.maximum(variance, 0)).T
    half = np.exp(normal(confidence) * error / np.where(value > 0, value, np.nan))
    upper = np.minimum(value * half, 1)
    method = named("Aalen-Johansen, log", value)
    return Incidence(value, value / half, upper, method, time, risk, without, error)


def _variance(share, happened, total, risk, before) -> Floats:
    """Greenwood's variance of a cumulative incidence at each time: the sum over earlier times, multiplied out."""
    left = np.where(risk > total, risk - total, 1)
    a = np.where(risk > total, total / (risk * left), 0)
    b = before * happened / risk**2
    c = before**2 * happened * (risk - happened) / risk.astype(float) ** 3
    squared = share**2 * a.cumsum() - 2 * share * (a * share).cumsum()
    squared = squared + (a * share**2).cumsum()
    return squared + c.cumsum() - 2 * (share * b.cumsum() - (share * b).cumsum())


@dataclass(frozen=True)
class Comparison:
    """The chi-squared statistic, its degrees of freedom and p value."""

    value: float
    freedom: int
    p_value: float
    method: str


def log_rank(times: ArrayLike, events: ArrayLike, groups: ArrayLike) -> Comparison:
    """Whether groups differ in the time to an event. Peto R, Peto J, J R Stat Soc A 1972; 135: 185-207.

    >>> round(log_rank([1, 2, 3, 4], [1, 1, 1, 1], ["a", "a", "b", "b"]).p_value, 3)
    0.09
    """
    from statsmodels.duration.survfunc import survdiff

    t, happened = _people(times, events)
    labels = np.asarray(groups)
    if labels.shape != t.shape or len(np.unique(labels)) < 2:
        raise ValueError("groups must name one of two or more groups for each person.")
    refuse(happened > 1, happened, "events", "is neither 0 nor 1")
    try:
        value, p_value = survdiff(t, happened, labels)
    except np.linalg.LinAlgError:
        raise ValueError(
            "No event tells the groups apart: people of two groups must be at risk when one happens."
        ) from None
    freedom = len(np.unique(labels)) - 1
    return Comparison(float(value), freedom, float(p_value), "log-rank")


def _people(times: ArrayLike, events: ArrayLike) -> tuple[Floats, NDArray[np.int64]]:
    t, happened = series("times", times), series("events", events)
    if len(t) != len(happened):
        raise ValueError(f"times has {len(t)} people, events {len(happened)}.")
    refuse(happened % 1 != 0, happened, "events", "is not a whole number")
    return t, happened.astype(int)


def _counted(t: Floats, event: NDArray, causes: int):
    """Distinct times; those at risk before; events (causes, times); those censored."""
    time, place = np.unique(t, return_inverse=True)
    leaving = np.bincount(place, minlength=len(time))
    risk = leaving[::-1].cumsum()[::-1]
    happened = [
        np.bincount(place[event == k], minlength=len(time))
        for k in range(1, causes + 1)
    ]
    return time, risk, np.array(happened), leaving - np.sum(happened, axis=0)
