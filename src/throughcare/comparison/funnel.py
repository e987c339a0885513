"""Whether an area lies where chance alone would put it, by a funnel at 95 and 99.8 per cent.

Areas differ by more than chance even where all do equally well; so besides the plain limits there are limits widened by
the variance between areas. Which of them the verdict follows is a stated choice (comparison.overdispersion).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from throughcare import statistics
from throughcare.statistics.funnels import BETWEEN, HIGH, LEVELS, LOW, TOO_FEW

Floats = NDArray[np.float64]
CHOICES = ("shmi", "none")
"""Variance between areas on the log scale as the NHS mortality indicator has it, or none."""
FEWEST = 10
"""Areas below which the variance between them is not estimated: trimming tenths off them does nothing sensible."""
VERDICTS = {
    HIGH[1]: "above, beyond the 99.8% limit",
    HIGH[0]: "above, beyond the 95% limit",
    BETWEEN: "within the limits",
    LOW[0]: "below, beyond the 95% limit",
    LOW[1]: "below, beyond the 99.8% limit",
    TOO_FEW: "not applicable",
}
"""Labels in words."""


@dataclass(frozen=True)
class Compared:
    """One entry an area. `plain` and `label` are keys of VERDICTS, without and with the variance between areas.

    `tau2` is that variance, on the scale of `method`; 0 where it was not asked for or cannot be estimated.
    """

    value: Floats
    lower: Floats
    upper: Floats
    plain: NDArray[np.str_]
    label: NDArray[np.str_]
    baseline: float
    tau2: float
    method: str
    spread: statistics.funnels.Overdispersion | None = None


def against_expected(
    observed: ArrayLike, expected: ArrayLike, method: str, confidence: float = 0.95
) -> Compared:
    """Observed over expected with Poisson limits; 1 is what the people of the area lead to expect.

    `method` as CHOICES. An area that expects nobody is not applicable. Where the outcome is common, Poisson limits are
    too wide, so that fewer areas stand out than should.
    """
    o, e = np.asarray(observed, float), np.asarray(expected, float)
    found = statistics.rate(o, e, confidence=confidence)
    plain = statistics.funnel_significance(o, e, kind="ratio").value
    spread = _spread(o, e, method)
    label = _labels(found.value, e, plain, spread)
    tau2 = 0.0 if spread is None else spread.tau2
    return Compared(
        found.value, found.lower, found.upper, plain, label, 1.0, tau2, method, spread
    )


def of_shares(
    events: ArrayLike, n: ArrayLike, method: str, confidence: float = 0.95
) -> Compared:
    """Shares beside the share of all areas together, with Wilson intervals. Nobody is adjusted for."""
    x, people = np.asarray(events, float), np.asarray(n, float)
    found = statistics.proportion(x, people, confidence=confidence)
    judged = statistics.funnel_significance(x, people)
    used = "none" if method == "none" else "proportion"
    spread = _spread(x, people, used)
    label = _labels(found.value, people, judged.value, spread)
    tau2 = 0.0 if spread is None else spread.tau2
    return Compared(
        found.value,
        found.lower,
        found.upper,
        judged.value,
        label,
        judged.baseline,
        tau2,
        used,
        spread,
    )


def _spread(o: Floats, e: Floats, method: str):
    """The variance between areas; None where it is not asked for or there are too few areas."""
    usable = (e > 0) & (o > 0)
    if method == "none" or usable.sum() < FEWEST:
        return None
    return statistics.overdispersion(o[usable], e[usable], method=method)


def _labels(value: Floats, size: Floats, plain, spread) -> NDArray[np.str_]:
    """Labels by the widened limits, for the areas that lie beyond the plain ones; where nothing is widened, the plain."""
    if spread is None or not spread.tau2:
        return plain
    label = np.full(value.shape, BETWEEN, dtype="<U16")
    for level, high, low in zip(LEVELS, HIGH, LOW):
        below, above = spread.limits(size, level)
        with np.errstate(invalid="ignore"):
            label = np.where(value > above, high, np.where(value < below, low, label))
    return np.where(np.isin(plain, (BETWEEN, TOO_FEW)), plain, label)


def limits_at(
    sizes: ArrayLike, baseline: float, tau2: float, method: str, level: float
) -> tuple[Floats, Floats]:
    """Lower and upper limit at people (method "proportion", baseline 0 to 1) or at people expected (about 1).

    Widened by `tau2` where it is above zero; else those of chance alone.
    """
    at = np.asarray(sizes, float)
    if tau2:
        spread = statistics.funnels.Overdispersion(
            at, 1.0, tau2, len(at), baseline, method
        )
        return spread.limits(at, level)
    if method == "proportion":
        found = statistics.funnel_limits(at, baseline, levels=(level,))
        return found.lower[0], found.upper[0]
    return _of_expected(at, level)


def _of_expected(expected: Floats, level: float) -> tuple[Floats, Floats]:
    """Limits of observed over expected at so many expected, between the points that whole events give."""
    events = np.arange(1, np.ceil(expected.max() * 2) + 20)
    found = statistics.funnel_limits(events, 1, kind="ratio", levels=(level,))
    # An event count lies on the upper limit at its least expectation, on the lower at its largest.
    upper = np.interp(expected, found.upper_population[0], found.upper[0])
    lower = np.interp(expected, found.lower_population[0], found.lower[0], left=0)
    return lower, upper
