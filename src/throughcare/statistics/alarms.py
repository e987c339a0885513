"""Alarms: counts of a week or day that are higher than those before make likely.

`counts` is one series in order of time without blanks, one entry a week (or day). `weeks` are the positions asked about
(from 0), by default all that have enough before them; the result has one entry for each of them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from . import poisson
from .asking import (
    Floats,
    choice,
    number,
    numbers,
    positive,
    refuse,
    series,
    whole,
)

YEAR = 52
CASES, LATELY = 5, 4
"""No alarm of the Farrington methods unless there were 5 cases in the last 4 weeks."""


MOST = 1e9
"""Counts beyond it are refused: the quantile of the library ends the process for them."""


@dataclass(frozen=True)
class Alarms:
    """`value` is the count at each of `week`, `upper` the bound above which it is an alarm."""

    week: NDArray[np.int64]
    value: Floats
    upper: Floats
    is_alarm: NDArray[np.bool_]
    method: str


def farrington(
    counts: ArrayLike,
    weeks: ArrayLike | None = None,
    years: int = 4,
    half_window: int = 2,
    alpha: float = 0.01,
) -> Alarms:
    """The improved bound on weekly counts from the same weeks of earlier years.

    Quasi-Poisson regression on time through the weeks within `half_window` of this week in each of `years`; past
    outbreaks are weighted down; a trend only where significant. The upper bound is 0 where fewer than 5 cases came in
    the last 4 weeks. Farrington CP et al, J R Stat Soc A 1996; 159: 547-63, p. 551-6.

    >>> year = [3, 4, 5, 4] * 13
    >>> farrington(year * 4 + [4, 5, 4, 19], weeks=[211]).is_alarm.tolist()
    [True]
    """
    years, half_window = _reach(years, half_window)
    y, asked = _asked(counts, weeks, YEAR * years + half_window, alpha)
    around = np.arange(-half_window, half_window + 1)
    back = YEAR * np.arange(years, 0, -1)
    upper = []
    for week in asked:
        at = (week - back[:, None] + around).ravel()
        fitted = _reweighted(_design(at), y[at], 1.0)
        trend = years >= 3 and _is_significant(fitted)
        mu, error = _predicted(fitted, np.array([1.0, week]))
        if not trend or mu > y[at].max():
            fitted = _reweighted(np.ones((len(at), 1)), y[at], 1.0)
            mu, error = _predicted(fitted, np.ones(1))
        spread = 4 / 9 * mu ** (1 / 3) * (fitted.phi + error**2 / mu)
        z = special.ndtri(1 - alpha / 2)
        upper.append(max(mu ** (2 / 3) + z * np.sqrt(spread), 0) ** 1.5)
    return _alarms(y, asked, upper, "Farrington")


def farrington_flexible(
    counts: ArrayLike,
    weeks: ArrayLike | None = None,
    years: int = 4,
    half_window: int = 2,
    alpha: float = 0.01,
    periods: int = 10,
    left_out: int = 26,
) -> Alarms:
    """The bound from all weeks of the earlier years but the last 26, with 10 seasonal periods and a trend.

    The bound is a quantile of the negative binomial (of the Poisson where counts vary no more than by chance); 0 where
    fewer than 5 cases came in the last 4 weeks. Noufaily A et al, Stat Med 2013; 32: 1206-22, p. 1208-13.

    >>> year = [3, 4, 5, 4] * 13
    >>> farrington_flexible(year * 4 + [4, 5, 4, 19], weeks=[211]).upper
    array([9.])
    """
    years, half_window = _reach(years, half_window)
    y, asked = _asked(counts, weeks, YEAR * years + half_window, alpha)
    periods = whole("periods", periods, 2, YEAR - 2 * half_window)
    # Of the first year at least a whole one must be left, so that each period has its weeks.
    left_out = whole("left_out", left_out, 0, YEAR * (years - 1) or YEAR // 2)
    upper = []
    for week in asked:
        at = np.arange(week - YEAR * years - half_window, week - left_out)
        season = _season(at, week, half_window, periods)
        dummies = (season[:, None] == np.arange(1, periods)).astype(float)
        now = np.r_[1.0, week, np.zeros(periods - 1)]
        x = np.c_[_design(at), dummies]
        fitted = _reweighted(x, y[at], 2.58)
        mu = _predicted(fitted, now)[0]
        if mu > y[at].max():
            fitted = _reweighted(np.delete(x, 1, 1), y[at], 2.58)
            mu = _predicted(fitted, np.delete(now, 1))[0]
        upper.append(_quantile(1 - alpha, mu, fitted.phi))
    return _alarms(y, asked, upper, "Farrington flexible")


def _season(at, week: int, half_window: int, periods: int) -> NDArray[np.int64]:
    """0 for the weeks around this week of the year; the others in blocks 1, 2, ... as even as they come."""
    rest = YEAR - 2 * half_window - 1
    size, more = divmod(rest, periods - 1)
    sizes = [size + (i < more) for i in range(periods - 1)]
    year = np.r_[np.zeros(2 * half_window + 1), np.repeat(np.arange(1, periods), sizes)]
    return year[(at - week + half_window) % YEAR].astype(int)


def _quantile(p: float, mu: float, phi: float) -> float:
    from scipy import stats

    if phi <= 1:
        return float(stats.poisson.ppf(p, mu))
    return float(stats.nbinom.ppf(p, mu / (phi - 1), 1 / phi))


def ears(
    counts: ArrayLike,
    weeks: ArrayLike | None = None,
    method: str = "C1",
    baseline: int = 7,
    alpha: float = 0.001,
) -> Alarms:
    """Early aberration reporting: this count against the mean and deviation of the 7 before.

    "C1" takes those just before, "C2" leaves out two between. "C3" adds up by how much C2 was beyond one deviation on
    the two days before, whatever this count is; its bound is written around this count, as the R package surveillance
    does. A baseline that never varies bounds C1 and C2 at its mean. Hutwagner L et al, J Urban Health 2003; 80 (suppl
    1): i89-96, p. i92.

    >>> ears([2, 3, 2, 3, 2, 3, 2, 9]).is_alarm.tolist()
    [True]
    """
    choice("method", method, ("C1", "C2", "C3"))
    baseline = whole("baseline", baseline, 2)
    lag = 0 if method == "C1" else 2
    y, asked = _asked(counts, weeks, baseline + lag + 2 * (method == "C3"), alpha)
    z = special.ndtri(1 - alpha)
    windows = np.lib.stride_tricks.sliding_window_view(y, baseline)
    mean, deviation = windows.mean(1), windows.std(1, ddof=1)

    def above(week: NDArray) -> Floats:
        first = week - lag - baseline
        scaled = (y[week] - mean[first]) / np.where(
            deviation[first] > 0, deviation[first], np.nan
        )
        return np.nan_to_num(np.maximum(scaled - 1, 0))

    first = asked - lag - baseline
    upper = mean[first] + z * deviation[first]
    if method == "C3":
        carried = above(asked - 1) + above(asked - 2)
        upper = np.maximum(y[asked] + deviation[first] * (z - carried), 0)
    return Alarms(asked, y[asked], upper, y[asked] > upper, method)


def cusum(
    counts: ArrayLike,
    weeks: ArrayLike,
    reference: float = 1.04,
    decision: float = 2.26,
    expected: float | None = None,
) -> Alarms:
    """A running sum of what counts exceed the `expected` by, which alarms at `decision` and above.

    `weeks` follow each other; `expected` is the mean of the weeks before the first of them where not given. `upper` is
    the running sum here. Rossi G et al, Stat Med 1999; 18: 2111-22, p. 2114.

    >>> cusum([1, 2, 1, 2, 9, 9], weeks=[4, 5]).is_alarm.tolist()
    [True, True]
    """
    y, asked = _asked(counts, weeks, 1, 0.5)
    reference, decision = number("reference", reference), positive("decision", decision)
    if not len(asked):
        raise ValueError("weeks must name at least one week.")
    m = float(y[: asked.min()].mean()) if expected is None else expected
    m = positive("expected", m)
    z = (y[asked] - 3 * m + 2 * np.sqrt(y[asked] * m)) / (2 * np.sqrt(m))
    total, sums = 0.0, []
    for step in z - reference:
        total = max(0.0, total + step)
        sums.append(total)
    return Alarms(asked, y[asked], np.array(sums), np.array(sums) >= decision, "CUSUM")


def _asked(counts: ArrayLike, weeks: ArrayLike | None, before: int, alpha: float):
    """The series and the positions asked about, each with enough before it."""
    alpha = number("alpha", alpha)
    if not 0 < alpha < 1:
        raise ValueError(f"alpha must lie between 0 and 1, not {alpha}.")
    y = series("counts", counts, before + 1)
    refuse(y > MOST, y, "counts", "is more than any week can have; check the unit")
    asked = np.arange(before, len(y)) if weeks is None else _positions(weeks)
    if len(asked) and not (before <= asked.min() and asked.max() < len(y)):
        raise ValueError(
            f"weeks must lie from {before} (so many are needed before) to {len(y) - 1}."
        )
    return y, asked


def _reach(years: int, half_window: int) -> tuple[int, int]:
    """How many years back, and how far to each side; the sides of two years must not meet, nor the weeks be too few."""
    years = whole("years", years, 1)
    half_window = whole("half_window", half_window, 0, YEAR // 2 - 2)
    if years * (2 * half_window + 1) < 3:
        raise ValueError("years and half_window give fewer than 3 weeks to learn from.")
    return years, half_window


def _positions(weeks: ArrayLike) -> NDArray[np.int64]:
    found = np.atleast_1d(numbers("weeks", weeks))
    if found.ndim != 1:
        raise ValueError(f"weeks must have one dimension, not {found.ndim}.")
    refuse(~(found % 1 == 0), found, "weeks", "is no position: give whole numbers")
    return found.astype(int)


def _alarms(y: Floats, asked, upper, method: str) -> Alarms:
    lately = np.array([y[week - LATELY + 1 : week + 1].sum() for week in asked])
    enough = lately >= CASES
    bound = np.where(enough, np.array(upper, float), 0.0)
    return Alarms(asked, y[asked], bound, enough & (y[asked] > bound), method)


@dataclass(frozen=True)
class _Fitted:
    fit: poisson.Fit
    dispersion: float
    rows: int

    @property
    def phi(self) -> float:
        return max(self.dispersion, 1.0)


def _design(at: NDArray) -> Floats:
    return np.c_[np.ones(len(at)), at.astype(float)]


def _reweighted(x: Floats, y: Floats, threshold: float) -> _Fitted:
    """A fit in which past outbreaks count less: weights from Anscombe residuals above a threshold."""
    first = _quasi(x, y, np.ones(len(y)))
    mu = first.fit.fitted
    residual = 1.5 * (y ** (2 / 3) - mu ** (2 / 3)) / mu ** (1 / 6)
    spread = first.phi * np.maximum(1 - first.fit.leverage, 1e-12)
    s = residual / np.sqrt(spread)
    weights = np.where(s > threshold, np.maximum(s, threshold) ** -2.0, 1.0)
    return _quasi(x, y, weights * len(y) / weights.sum())


def _quasi(x: Floats, y: Floats, weights: Floats) -> _Fitted:
    found = poisson.fit(x, y, weights)
    freedom = len(y) - x.shape[1]
    pearson = np.sum(weights * (y - found.fitted) ** 2 / found.fitted)
    return _Fitted(found, float(pearson / freedom), len(y))


def _is_significant(fitted: _Fitted) -> bool:
    """Whether the trend differs from zero at 5 %, by a t test."""
    error = np.sqrt(fitted.dispersion * fitted.fit.inverse[1, 1])
    if not error > 0:
        return False
    t = abs(fitted.fit.coefficients[1]) / error
    return bool(2 * (1 - special.stdtr(fitted.rows - 2, t)) < 0.05)


def _predicted(fitted: _Fitted, row: Floats) -> tuple[float, float]:
    """The expected count and its standard error."""
    mu = float(np.exp(min(row @ fitted.fit.coefficients, 700)))
    return mu, mu * float(np.sqrt(fitted.phi * row @ fitted.fit.inverse @ row))
