"""People who were treated beside people like them who were not."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .asking import Floats, numbers, positive, refuse


@dataclass(frozen=True)
class Matches:
    """`value` is each person's propensity; `pair` the position of the match of each treated person, else -1.

    `coefficients` belong to the constant and the covariates; the differences are those of the covariates' means in
    standard deviations of the treated, before and after matching, NaN for one that does not vary among them. `caliper` is in units of propensity, infinite where there is none.
    """

    value: Floats
    pair: NDArray[np.int64]
    coefficients: Floats
    difference_before: Floats
    difference_after: Floats
    caliper: float
    method: str


def propensity_match(
    treated: ArrayLike, covariates: ArrayLike, caliper: float | None = None
) -> Matches:
    """Each treated person with the nearest untreated one by propensity, each used once.

    `treated` (people,) holds 0 and 1; `covariates` (people, terms), numbers without blanks and without a constant. Pairs
    are made greedily from the highest propensity down; `caliper`, in standard deviations of the propensity over all
    people (0.2 is usual), forbids pairs further apart. Of equally near people the first is taken. Rosenbaum PR, Rubin
    DB, Am Stat 1985; 39: 33-8; Austin PC, Multivariate Behav Res 2011; 46: 399-424, p. 406.

    >>> found = propensity_match([1, 0, 0, 1, 0, 0], [[5], [1], [4], [3], [3.2], [6]])
    >>> found.pair.tolist()
    [2, -1, -1, 4, -1, -1]
    """
    who, x = _people(treated, covariates)
    caliper = None if caliper is None else positive("caliper", caliper)
    score, coefficients = _propensity(who, x)
    furthest = np.inf if caliper is None else caliper * score.std(ddof=1)
    pair = _greedy(score, who, furthest)
    paired = np.flatnonzero(pair >= 0)
    deviation = _deviation(x, who)
    none = np.full(x.shape[1], np.nan)
    after = x[paired].mean(0) - x[pair[paired]].mean(0) if len(paired) else none
    return Matches(
        score,
        pair,
        coefficients,
        (x[who].mean(0) - x[~who].mean(0)) / deviation,
        after / deviation,
        float(furthest),
        "logit, greedy 1:1",
    )


def _people(treated: ArrayLike, covariates: ArrayLike):
    who, x = numbers("treated", treated), numbers("covariates", covariates)
    if who.ndim != 1 or x.ndim != 2 or len(x) != len(who):
        raise ValueError(
            f"treated must be (people,), covariates (people, terms), not {who.shape} and {x.shape}."
        )
    refuse(~np.isin(who, (0, 1)), who, "treated", "is neither 0 nor 1")
    refuse(np.isnan(x), x, "covariates", "is blank; fill it in or leave the person out")
    if not 0 < who.sum() < len(who):
        raise ValueError("There must be treated and untreated people.")
    return who == 1, x


def _deviation(x: Floats, who: NDArray[np.bool_]) -> Floats:
    """Standard deviations among the treated; of a term of 0 and 1 that of its share."""
    square = x[who].var(0) * len(x[who])
    is_share = np.isin(x, (0, 1)).all(0)
    variance = square / np.maximum(np.where(is_share, who.sum(), who.sum() - 1), 1)
    return np.sqrt(np.where(variance > 0, variance, np.nan))


def _propensity(who: NDArray[np.bool_], x: Floats) -> tuple[Floats, Floats]:
    """The probability of treatment by logistic regression."""
    import warnings

    import statsmodels.api as sm
    from statsmodels.tools.sm_exceptions import PerfectSeparationWarning

    design = np.column_stack([np.ones(len(x)), x])
    if np.linalg.matrix_rank(design) < design.shape[1]:
        raise ValueError("A covariate is constant or follows from the others.")
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore", RuntimeWarning)
        warnings.simplefilter("error", PerfectSeparationWarning)
        try:
            found = sm.GLM(who.astype(float), design, sm.families.Binomial()).fit(
                tol=1e-12
            )
        except PerfectSeparationWarning:
            raise ValueError(
                "The covariates tell treated people apart fully."
            ) from None
    return found.fittedvalues, found.params


def _greedy(score: Floats, who: NDArray[np.bool_], furthest: float) -> NDArray:
    pair = np.full(len(score), -1)
    free = np.flatnonzero(~who)
    people = np.flatnonzero(who)
    for person in people[np.argsort(-score[people], kind="stable")]:
        if not len(free):
            break
        distance = np.abs(score[free] - score[person])
        nearest = distance.argmin()
        if distance[nearest] <= furthest:
            pair[person] = free[nearest]
            free = np.delete(free, nearest)
    return pair
