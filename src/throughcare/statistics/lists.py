"""How many people there are of whom some are on none of several lists: capture-recapture."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from . import poisson
from .asking import Floats, alike, choice, counts, normal, refuse, series
from .intervals import Estimates, named

Terms = tuple[tuple[int, ...], ...]
DROP = normal(0.95) ** 2 / 2
"""Half the chi-squared quantile of one degree of freedom at 95 %."""
FEWEST = 0.5
"""The approximation of factorials in the profile does not hold for fewer unseen people."""


def two_lists(
    first: ArrayLike, second: ArrayLike, both: ArrayLike, confidence: float = 0.95
) -> Estimates:
    """Chapman's estimate of all people from two independent lists, with limits on the log scale of the unseen.

    Sizes of the lists and of their overlap, arrays of one shape; a blank is NaN. Chapman DG, Univ Calif Publ Stat 1951; 1: 131-60;
    variance by Seber GAF, Biometrics 1970; 26: 13-22; limits by Chao A, Biometrics 1987; 43: 783-91.

    >>> found = two_lists(200, 100, 20)
    >>> float(found.value.round(1)), float(found.lower.round(1))
    (965.7, 700.7)
    """
    n1, n2, m = alike(
        first=counts("first", first),
        second=counts("second", second),
        both=counts("both", both),
    )
    refuse(m > np.minimum(n1, n2), m, "both", "is more than one of the lists")
    value = (n1 + 1) * (n2 + 1) / (m + 1) - 1
    variance = (n1 + 1) * (n2 + 1) * (n1 - m) * (n2 - m) / ((m + 1) ** 2 * (m + 2))
    seen = n1 + n2 - m
    unseen = np.where(value > seen, value - seen, np.nan)
    spread = np.sqrt(np.log1p(variance / unseen**2))
    factor = np.where(value > seen, np.exp(normal(confidence) * spread), 1)
    rest = np.maximum(value - seen, 0)
    method = named("Chapman", value)
    return Estimates(value, seen + rest / factor, seen + rest * factor, method)


@dataclass(frozen=True)
class Models:
    """Log-linear models by rising AIC: everyone there is (`value`), standard errors and criteria."""

    model: NDArray[np.str_]
    value: Floats
    error: Floats
    deviance: Floats
    freedom: NDArray[np.int64]
    aic: Floats
    bic: Floats
    is_stable: NDArray[np.bool_]


@dataclass(frozen=True)
class Everyone:
    """All people by the chosen model (`method`): the Poisson estimate `value` with its `error`.

    `likeliest`, `lower` and `upper` come from the profile of the multinomial likelihood; they can differ from `value`
    by some per cent. `observed` were on some list.
    """

    value: float
    error: float
    likeliest: float
    lower: float
    upper: float
    observed: float
    method: str
    models: Models


def capture_recapture(
    listed: ArrayLike,
    people: ArrayLike,
    model: str | None = None,
    criterion: str = "aic",
) -> Everyone:
    """Everyone there is, by log-linear models of how lists overlap.

    `listed` (cells, lists) holds 0 and 1, `people` (cells,) how many had that pattern; patterns that are missing count
    none, and the pattern of no list must not be given. All hierarchical models of up to 4 lists are fitted, with 5 those
    of pairwise interactions; with more, name a `model` such as "[12,3]". The choice is by "aic" or "bic" among fits that
    are stable and leave a degree of freedom. Models that fit alike can differ widely: show `models`.
    International Working Group for Disease Monitoring and Forecasting, Am J Epidemiol 1995; 142: 1047-58, p. 1053.

    >>> cells = [[1, 1, 0], [1, 0, 1], [0, 1, 1], [1, 1, 1], [1, 0, 0], [0, 1, 0], [0, 0, 1]]
    >>> found = capture_recapture(cells, [21, 17, 18, 28, 69, 55, 63])
    >>> found.method, round(found.value, 1)
    ('[12,23]', 526.7)
    """
    choice("criterion", criterion, ("aic", "bic"))
    patterns, y = _table(listed, people)
    k = patterns.shape[1]
    chosen = _all(k) if model is None else [_parsed(model, k)]
    fits = [_fitted(patterns, y, terms) for terms in chosen]
    order = sorted(range(len(fits)), key=lambda i: fits[i]["aic"])
    usable = [i for i in order if fits[i]["is_stable"] and fits[i]["freedom"] > 0]
    if not usable and model is None:
        raise ValueError("No model fits these lists stably: their overlaps are empty.")
    best = min(usable or order, key=lambda i: fits[i][criterion])
    found = fits[best]
    models = Models(**{k: np.array([fits[i][k] for i in order]) for k in found})
    profile = _profile(patterns, y, chosen[best], found["value"] - y.sum())
    return Everyone(
        found["value"], found["error"], *profile, float(y.sum()), found["model"], models
    )


def _table(listed: ArrayLike, people: ArrayLike) -> tuple[NDArray, Floats]:
    """Every pattern but that of no list, and how many people have it."""
    given, y = counts("listed", listed), series("people", people)
    if given.ndim != 2 or len(given) != len(y) or not 2 <= given.shape[1] <= 9:
        raise ValueError(
            f"listed must be (cells, 2 to 9 lists) with one row a count, not {given.shape}."
        )
    refuse(~np.isin(given, (0, 1)), given, "listed", "is neither 0 nor 1")
    k = given.shape[1]
    place = given @ 2 ** np.arange(k)
    if (place == 0).any() or len(np.unique(place)) < len(place):
        raise ValueError("Each pattern may be given once, and that of no list never.")
    if not y.sum() > 0:
        raise ValueError("Nobody is on any list.")
    every = np.zeros(2**k)
    every[place.astype(int)] = y
    return _patterns(k)[1:], every[1:]


def _patterns(k: int) -> NDArray:
    return (np.arange(2**k)[:, None] >> np.arange(k)) & 1


@cache
def _all(k: int) -> list[Terms]:
    """Every hierarchical model without the interaction of all lists."""
    if k > 5:
        raise ValueError(f"Name a model: {k} lists have too many to try them all.")
    largest = 2 if k == 5 else k - 1
    return list(_grown(tuple((i,) for i in range(k)), 2, largest, k))


def _grown(terms: Terms, size: int, largest: int, k: int) -> Iterator[Terms]:
    """Models that hold `terms` and any interactions of `size` and more whose parts are in."""
    if size > largest:
        yield terms
        return
    held = set(terms)
    possible = [
        s
        for s in combinations(range(k), size)
        if all(part in held for part in combinations(s, size - 1))
    ]
    for many in range(len(possible) + 1):
        for added in combinations(possible, many):
            yield from (
                _grown(terms + added, size + 1, largest, k) if added else [terms]
            )


def _parsed(model: str, k: int) -> Terms:
    """ "[12,3]" as the terms it holds."""
    parts = model.strip("[]").split(",") if isinstance(model, str) else [""]
    if not all(p.isdigit() and set(p) <= set("123456789"[:k]) for p in parts):
        raise ValueError(f"{model!r} is no model of {k} lists; write it as [12,3].")
    found = {(i,) for i in range(k)}
    for part in parts:
        lists = sorted({int(c) - 1 for c in part})
        found |= {s for n in range(1, len(lists) + 1) for s in combinations(lists, n)}
    return tuple(sorted(found, key=lambda s: (len(s), s)))


def _name(terms: Terms) -> str:
    """The largest terms, as "[12,3]"."""
    largest = [s for s in terms if not any(set(s) < set(t) for t in terms)]
    largest.sort(key=lambda s: (-len(s), s))
    return "[" + ",".join("".join(str(i + 1) for i in s) for s in largest) + "]"


def _design(patterns: NDArray, terms: Terms) -> Floats:
    columns = [patterns[:, list(s)].all(1) for s in terms]
    return np.column_stack([np.ones(len(patterns)), *columns]).astype(float)


def _fitted(patterns: NDArray, y: Floats, terms: Terms) -> dict:
    x = _design(patterns, terms)
    found = poisson.fit(x, y)
    unseen = float(np.exp(np.clip(found.coefficients[0], -700, 700)))
    error = float(np.sqrt(unseen + unseen**2 * found.inverse[0, 0]))
    mu = found.fitted
    likelihood = float(np.sum(y * np.log(mu) - mu - special.gammaln(y + 1)))
    return {
        "model": _name(terms),
        "value": float(y.sum()) + unseen,
        "error": error,
        "deviance": poisson.deviance(y, mu),
        "freedom": len(y) - x.shape[1],
        "aic": -2 * likelihood + 2 * x.shape[1],
        "bic": -2 * likelihood + np.log(y.sum()) * x.shape[1],
        "is_stable": found.is_settled
        and bool(mu.min() > 1e-5)
        and error < 1e3 * y.sum(),
    }


def _profile(patterns: NDArray, y: Floats, terms: Terms, unseen: float):
    """The likeliest number of people and where the likelihood has dropped by 1.92 on either side.

    With the approximation of the factorials of Cormack RM, Biometrics 1992; 48: 567-76.
    """
    from scipy.optimize import brentq, minimize_scalar

    x = _design(np.vstack([np.zeros(patterns.shape[1], int), patterns]), terms)
    seen = y.sum()

    def likelihood(n0: float) -> float:
        cells = np.r_[n0, y]
        mu = poisson.fit(x, cells).fitted
        everyone = seen + n0
        told = (everyone + 0.5) * np.log(everyone) - (n0 + 0.5) * np.log(n0)
        return float(told + cells @ np.log(mu / mu.sum()))

    far = max(10.0, 20 * unseen)
    top = minimize_scalar(
        lambda n0: -likelihood(n0),
        bounds=(FEWEST, far),
        method="bounded",
        options={"xatol": 1e-7},
    )

    def below(n0: float) -> float:
        return likelihood(n0) + top.fun + DROP

    lower = brentq(below, FEWEST, top.x) if below(FEWEST) < 0 else 0.0
    upper = brentq(below, top.x, far) if below(far) < 0 else np.inf
    return tuple(float(seen + n0) for n0 in (top.x, lower, upper))
