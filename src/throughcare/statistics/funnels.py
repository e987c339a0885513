"""Funnels: how far chance alone moves an area from a baseline, and whether an area lies beyond."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

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
    refuse,
    tail,
)
from .intervals import SMALL, poisson_limits

KINDS = ("proportion", "ratio", "rate")
LEVELS = (0.95, 0.998)
HIGH, LOW = ("High (0.025)", "High (0.001)"), ("Low (0.025)", "Low (0.001)")
BETWEEN = "Not significant"
TOO_FEW = "Not applicable"


@dataclass(frozen=True)
class Funnel:
    """Limits (levels, points) about `baseline`, at each of `at`: people for a proportion, else events.

    `lower_population` and `upper_population` are the people (or expected events) at which so many events reach the
    limit; NaN for a proportion.
    """

    at: Floats
    baseline: float
    levels: tuple[float, ...]
    lower: Floats
    upper: Floats
    lower_population: Floats
    upper_population: Floats
    method: str


def funnel_limits(
    at: ArrayLike,
    baseline: float,
    kind: str = "proportion",
    multiplier: float = 1,
    levels: tuple[float, ...] = LEVELS,
) -> Funnel:
    """Control limits at points along the axis of a funnel, as the Fingertips site draws them.

    `kind` "proportion": `at` are denominators, `baseline` the pooled proportion (0 to 1), limits by the normal
    approximation and cut at 0 and 1, then times `multiplier`. "ratio": `at` are observed events, `baseline` the
    reference ratio (1), limits exact Poisson. "rate": the same about a rate per `multiplier` people. Points of zero give
    NaN. Spiegelhalter DJ, Stat Med 2005; 24: 1185-202, p. 1188.

    >>> found = funnel_limits([100], 0.5)
    >>> found.lower.round(3).tolist(), found.upper.round(3).tolist()
    ([[0.402], [0.345]], [[0.598], [0.655]])
    """
    choice("kind", kind, KINDS)
    x = np.atleast_1d(counts("at", at))
    if x.ndim != 1:
        raise ValueError(f"at must have one dimension, not {x.ndim}.")
    x = np.where(x > 0, x, np.nan)
    levels, multiplier = _levels(levels), positive("multiplier", multiplier)
    if kind == "proportion":
        return _of_proportion(x, _share(baseline), multiplier, levels)
    baseline = positive("baseline", baseline)
    expected = [
        [special.gammaincinv(x + 1, 1 - tail(level)) for level in levels],
        [special.gammaincinv(x, tail(level)) for level in levels],
    ]
    most, least = np.array(expected)
    base = baseline * multiplier if kind == "ratio" else baseline
    scale = multiplier / base if kind == "rate" else 1 / baseline
    return Funnel(
        x,
        base,
        levels,
        base * x / most,
        base * x / least,
        most * scale,
        least * scale,
        "Poisson",
    )


def _levels(levels: ArrayLike) -> tuple[float, ...]:
    """One confidence or several."""
    found = np.atleast_1d(numbers("levels", levels))
    if found.ndim != 1 or not len(found):
        raise ValueError(f"levels must hold one confidence or more, not {levels}.")
    for level in found:
        tail(level)
    return tuple(found.tolist())


def _share(baseline: float) -> float:
    found = number("baseline", baseline)
    if not 0 <= found <= 1:
        raise ValueError(f"baseline must be a proportion from 0 to 1, not {baseline}.")
    return found


def _of_proportion(x: Floats, baseline: float, multiplier: float, levels) -> Funnel:
    z = np.array([normal(level) for level in levels])[:, None]
    half = z * np.sqrt(baseline * (1 - baseline) / x)
    lower = np.maximum(baseline - half, 0) * multiplier
    upper = np.minimum(baseline + half, 1) * multiplier
    none = np.full_like(lower, np.nan)
    return Funnel(x, baseline * multiplier, levels, lower, upper, none, none, "Wilson")


@dataclass(frozen=True)
class Significance:
    """`value` is a label an area: High (0.001), High (0.025), Not significant, Low (0.025), Low (0.001), Not applicable."""

    value: NDArray[np.str_]
    baseline: float
    method: str


def funnel_significance(
    events: ArrayLike,
    n: ArrayLike,
    kind: str = "proportion",
    baseline: float | None = None,
    needs_ten: bool = False,
) -> Significance:
    """Where areas lie against a baseline: within the funnel, beyond its 95 % limits, or beyond its 99.8 % limits.

    `n` holds people, or for "ratio" the expected events; one dimension. `baseline` is the pooled value where none is
    given, and 1 for a ratio. A proportion is compared with the limits at its size; for a ratio or rate the baseline is
    compared with the area's own interval. `needs_ten`: areas with fewer than 10 events are "Not applicable", as a
    directly standardised rate demands (give n = events / rate). A blank, or nobody, is "Not applicable" too.
    Spiegelhalter DJ, Stat Med 2005; 24: 1185-202.

    >>> funnel_significance([50, 70, 95], [100, 100, 100]).value.tolist()
    ['Low (0.001)', 'Not significant', 'High (0.001)']
    """
    choice("kind", kind, KINDS)
    x, people = alike(
        events=np.atleast_1d(counts("events", events)),
        n=np.atleast_1d(counts("n", n)),
    )
    if kind == "proportion":
        refuse((x > people) & (people > 0), x, "events", "is more than n")
    people = np.where(people > 0, people, np.nan)
    if baseline is None:
        base = _pooled(x, people, kind)
    elif kind == "proportion":
        base = _share(baseline)
    else:
        base = positive("baseline", baseline)
    value, compared = x / people, [_compared(x, people, kind, base, c) for c in LEVELS]
    label = np.full(x.shape, BETWEEN, dtype="<U16")
    for (below, above), high, low in zip(compared, HIGH, LOW):
        label = np.where(above, high, np.where(below, low, label))
    absent = np.isnan(value) | (flag("needs_ten", needs_ten) & (x < SMALL))
    return Significance(np.where(absent, TOO_FEW, label), base, kind)


def _pooled(x: Floats, people: Floats, kind: str) -> float:
    if kind == "ratio":
        return 1.0
    known = ~np.isnan(x / people)
    if not known.any():
        return float("nan")
    return float(x[known].sum() / people[known].sum())


def _compared(x, people, kind: str, base: float, level: float):
    """Whether each lies below and whether it lies above."""
    if kind == "proportion":
        half = normal(level) * np.sqrt(base * (1 - base) / people)
        return x / people < base - half, x / people > base + half
    lower, upper = poisson_limits(x, level)
    return upper / people < base, lower / people > base


@dataclass(frozen=True)
class Overdispersion:
    """`phi` is the mean squared z after trimming, `tau2` the variance between areas, `value` the z of each area.

    `n` areas were used; `target` is the centre on the plain scale. `limits` draws the funnel.
    """

    value: Floats
    phi: float
    tau2: float
    n: int
    target: float
    method: str

    def limits(self, n: ArrayLike, confidence: float = 0.95) -> tuple[Floats, Floats]:
        """Lower and upper limit, widened by tau2, at expected events or at denominators `n`."""
        size = counts("n", n)
        size = np.where(size > 0, size, np.nan)
        z = normal(confidence)
        if self.method == "proportion":
            centre = np.arcsin(np.sqrt(self.target))
            half = z * np.sqrt(1 / (4 * size) + self.tau2)
            ends = np.clip([centre - half, centre + half], 0, np.pi / 2)
            return np.sin(ends[0]) ** 2, np.sin(ends[1]) ** 2
        if self.method == "cqc":
            half = z * np.sqrt(1 / (4 * size) + self.tau2)
            return 1 - half, 1 + half
        spread = 1 / size if self.method == "shmi" else size / (size + 0.5) ** 2 * 2
        half = z * np.sqrt(spread + self.tau2)
        return np.exp(-half), np.exp(half)


METHODS = ("shmi", "cqc", "proportion", "counts")


def overdispersion(
    observed: ArrayLike, expected: ArrayLike, method: str = "shmi", trim: float = 0.1
) -> Overdispersion:
    """How much more areas differ than chance explains, by the additive random-effects model.

    `observed` events and `expected` ones (for "proportion": denominators, for "counts": the other count), one dimension.
    "shmi" takes logs of the ratios and leaves out the share `trim` at each end; the others winsorise there; "cqc" takes
    square roots, "proportion" arcsines. A blank, an expectation of zero and, for "shmi", no event (it has no log) leave
    an area out: its value is NaN. Spiegelhalter DJ, Qual Saf Health Care 2005; 14: 347-51.

    >>> found = overdispersion([100, 150, 180, 80, 120, 225], [108, 112, 165, 95, 100, 220])
    >>> round(found.phi, 4), round(found.tau2, 4)
    (2.948, 0.0195)
    """
    choice("method", method, METHODS)
    trim = number("trim", trim)
    if not 0 <= trim < 0.5:
        raise ValueError(f"trim must be from 0 to below 0.5, not {trim}.")
    o, e = alike(
        observed=np.atleast_1d(counts("observed", observed)),
        expected=np.atleast_1d(counts("expected", expected)),
    )
    usable = ~np.isnan(o) & (e > 0) & ((o > 0) | (method != "shmi"))
    if usable.sum() < 2:
        raise ValueError("Overdispersion needs at least two areas with events.")
    y, s, target = _scores(o[usable], e[usable], method)
    z = (y - _centre(target, method)) / s
    kept, weights = _trimmed(z, 1 / s**2, method, trim)
    n = len(kept)
    phi = float((kept**2).mean())
    spread = weights.sum() - (weights**2).sum() / weights.sum()
    tau2 = 0.0 if n * phi < n - 1 else max(0.0, float((n * phi - (n - 1)) / spread))
    value = np.full(o.shape, np.nan)
    value[usable] = z
    return Overdispersion(value, phi, tau2, n, target, method)


def _scores(o: Floats, e: Floats, method: str) -> tuple[Floats, Floats, float]:
    """Each area on the scale of the method, its standard error, and the target on the plain scale."""
    if method == "shmi":
        return np.log(o / e), 1 / np.sqrt(e), 1.0
    if method == "cqc":
        return np.sqrt(o / e), 1 / (2 * np.sqrt(e)), 1.0
    if method == "proportion":
        if (o > e).any():
            raise ValueError("observed is more than the denominator somewhere.")
        return np.arcsin(np.sqrt(o / e)), 1 / (2 * np.sqrt(e)), o.sum() / e.sum()
    spread = o / (o + 0.5) ** 2 + e / (e + 0.5) ** 2
    return np.log((o + 0.5) / (e + 0.5)), np.sqrt(spread), float(o.sum() / e.sum())


def _centre(target: float, method: str) -> float:
    if method == "proportion":
        return float(np.arcsin(np.sqrt(target)))
    return float(np.log(target)) if method == "counts" else target - (method == "shmi")


def _trimmed(z: Floats, weights: Floats, method: str, trim: float):
    """The z scores and weights that count: winsorised, or for "shmi" without the share at each end."""
    if trim == 0:
        return z, weights
    if method != "shmi":
        return np.clip(z, *np.quantile(z, [trim, 1 - trim])), weights
    rank = np.argsort(np.argsort(z, kind="stable"), kind="stable") + 1
    groups = 1 / trim
    group = np.floor(rank * groups / (len(z) + 1))
    kept = (group > 0) & (group < groups - 1)
    return z[kept], weights[kept]
