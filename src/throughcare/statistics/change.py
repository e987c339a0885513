"""Change: between two groups, and in one person beyond what measurement error explains."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .asking import (
    Floats,
    alike,
    choice,
    counts,
    flag,
    normal,
    number,
    numbers,
    positive,
    probabilities,
    refuse,
    tail,
)
from .intervals import Estimates, named


@dataclass(frozen=True)
class Differences(Estimates):
    """Differences of proportions with limits and the p value of no difference."""

    p_value: Floats


def difference_of_proportions(
    events: ArrayLike,
    n: ArrayLike,
    other_events: ArrayLike,
    other_n: ArrayLike,
    confidence: float = 0.95,
    exact: bool = False,
) -> Differences:
    """The first proportion minus the other, with the limits of Newcombe's method 10.

    Arrays of one shape. `p_value` is that of the chi-squared test without correction (NaN where nobody or everybody has
    the event), or with `exact` of Fisher's test. Newcombe RG, Stat Med 1998; 17: 873-90, p. 876.

    >>> found = difference_of_proportions(56, 70, 48, 80)
    >>> round(float(found.lower), 4), round(float(found.upper), 4)
    (0.0524, 0.3339)
    """
    from statsmodels.stats.proportion import confint_proportions_2indep

    a, n1, b, n2 = _table(events, n, other_events, other_n)
    with np.errstate(all="ignore"):
        lower, upper = confint_proportions_2indep(
            a, n1, b, n2, method="newcomb", compare="diff", alpha=2 * tail(confidence)
        )
    p_value = (
        _fisher(a, n1, b, n2) if flag("exact", exact) else _chi_squared(a, n1, b, n2)
    )
    method = named("Newcombe 10", a)
    return Differences(a / n1 - b / n2, lower, upper, method, p_value)


def _table(events, n, other_events, other_n) -> list[Floats]:
    found = alike(
        events=counts("events", events),
        n=counts("n", n),
        other_events=counts("other_events", other_events),
        other_n=counts("other_n", other_n),
    )
    a, n1, b, n2 = found
    refuse(a > n1, a, "events", "is more than n")
    refuse(b > n2, b, "other_events", "is more than other_n")
    return [
        a.copy(),
        np.where(n1 > 0, n1, np.nan),
        b.copy(),
        np.where(n2 > 0, n2, np.nan),
    ]


def _chi_squared(a: Floats, n1: Floats, b: Floats, n2: Floats) -> Floats:
    from scipy import special

    pooled = (a + b) / (n1 + n2)
    spread = pooled * (1 - pooled) * (1 / n1 + 1 / n2)
    spread = np.where(spread > 0, spread, np.nan)
    return special.chdtrc(1, (a / n1 - b / n2) ** 2 / spread)


def _fisher(a: Floats, n1: Floats, b: Floats, n2: Floats) -> Floats:
    from scipy.stats import fisher_exact

    def p_value(a, n1, b, n2) -> float:
        if np.isnan(a + n1 + b + n2):
            return np.nan
        return fisher_exact(np.round([[a, n1 - a], [b, n2 - b]]).astype(int)).pvalue

    return np.vectorize(p_value, otypes=[float])(a, n1, b, n2)


FORMULAE = ("jacobson_truax", "gulliksen_lord_novick", "edwards_nunnally")


@dataclass(frozen=True)
class Change:
    """`value` is the index of change, `category` improved, unchanged or deteriorated (blank where unknown).

    `lower` and `upper` hold the scores after treatment between which nobody has reliably changed.
    """

    value: Floats
    lower: Floats
    upper: Floats
    category: NDArray[np.str_]
    method: str


def reliable_change(
    before: ArrayLike,
    after: ArrayLike,
    reliability: float,
    deviation: float | None = None,
    average: float | None = None,
    lower_is_better: bool = True,
    formula: str = "jacobson_truax",
    confidence: float = 0.95,
) -> Change:
    """Whether each person changed by more than the error of the instrument.

    `before` and `after` of one shape; `reliability` (0 to 1) of the instrument; `deviation` and `average` of scores
    before treatment, taken from `before` where not given. A blank score gives NaN and no category.
    Jacobson NS, Truax P, J Consult Clin Psychol 1991; 59: 12-9, p. 14; the others as compared by Bauer S et al,
    J Pers Assess 2004; 82: 60-70.

    >>> found = reliable_change([28, 28, 10], [0, 20, 20], reliability=0.8, deviation=10)
    >>> found.category.tolist()
    ['improved', 'unchanged', 'unchanged']
    """
    choice("formula", formula, FORMULAE)
    pre, post = alike(before=numbers("before", before), after=numbers("after", after))
    r = float(probabilities("reliability", number("reliability", reliability)))
    known = pre[~np.isnan(pre)]
    if len(known) < 2 and (deviation is None or average is None and not len(known)):
        raise ValueError("Without a deviation, two known scores before are needed.")
    sd = (
        float(known.std(ddof=1))
        if deviation is None
        else positive("deviation", deviation)
    )
    if not (sd > 0 and r < 1):
        raise ValueError(
            f"Reliable change needs scores that differ and a reliability below 1, not a deviation of {sd} and {r}."
        )
    centre = float(known.mean()) if average is None else number("average", average)
    start, error = _error(pre, centre, sd, r, formula)
    z = 2.0 if formula == "edwards_nunnally" else normal(confidence)
    value = (post - start) / error
    better = -value if flag("lower_is_better", lower_is_better) else value
    category = np.where(
        better > z, "improved", np.where(better < -z, "deteriorated", "unchanged")
    )
    category = np.where(np.isnan(value), "", category)
    return Change(value, start - z * error, start + z * error, category, formula)


def _error(pre: Floats, centre: float, sd: float, r: float, formula: str):
    """What a score is expected to be on measuring again, and by how much that may err."""
    if formula == "jacobson_truax":
        return pre, np.sqrt(2) * sd * np.sqrt(1 - r)
    start = centre + r * (pre - centre)
    if formula == "gulliksen_lord_novick":
        return start, sd * np.sqrt(1 - r**2)
    return start, sd * np.sqrt(1 - r)
