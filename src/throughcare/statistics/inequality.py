"""The gap between the most and the least deprived, as a slope over the whole range."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from .asking import (
    Floats,
    choice,
    counts,
    flag,
    normal,
    number,
    numbers,
    refuse,
    same_shape,
    tail,
    whole,
)

KINDS = ("other", "rate", "proportion")


@dataclass(frozen=True)
class Slope:
    """The slope index (`value`) and the relative index, each with limits, and the intercept; one a set."""

    value: Floats
    lower: Floats
    upper: Floats
    relative: Floats
    relative_lower: Floats
    relative_upper: Floats
    intercept: Floats
    method: str


def slope_index_of_inequality(
    values: ArrayLike,
    population: ArrayLike,
    standard_errors: ArrayLike | None = None,
    limits: tuple[ArrayLike, ArrayLike] | None = None,
    kind: str = "other",
    transform: bool = False,
    multiplier: float = 1,
    confidence: float = 0.95,
    draws: int = 100_000,
    seed: int = 0,
) -> Slope:
    """Slope and relative index of inequality over quantiles from most to least deprived.

    `values`, `population` (..., quantiles), 5 to 100 of them. The spread comes from `standard_errors` (for a rate on the
    log scale, for a proportion on the logit scale) or from the 95 % `limits` of the values. `transform` fits the line
    itself on that scale. Confidence limits are percentiles of the slopes of simulated values, so they move a little
    with `seed`; without a spread they are NaN. A set with a blank, or of nobody, is NaN; so is the relative index of a line
    that meets zero. Mackenbach JP, Kunst AE, Soc Sci Med
    1997; 44: 757-71.

    >>> found = slope_index_of_inequality([70, 72, 74, 76, 78], [10] * 5, [1] * 5, draws=1000)
    >>> float(round(found.value, 6)), float(round(found.intercept, 6))
    (10.0, 69.0)
    """
    choice("kind", kind, KINDS)
    transform = flag("transform", transform)
    x, people = numbers("values", values), counts("population", population)
    same_shape(values=x, population=people)
    if not x.ndim or not 5 <= x.shape[-1] <= 100:
        raise ValueError(f"There must be 5 to 100 quantiles, not {x.shape[-1:]}.")
    multiplier, draws = number("multiplier", multiplier), whole("draws", draws, 1)
    if multiplier == 0:
        raise ValueError("multiplier must not be zero.")
    beyond = tail(confidence)
    scaled = _to(x, kind)
    spread = _spread(standard_errors, limits, kind, x.shape)
    slope, intercept = _fit(_shown(scaled, kind, transform), people)
    point = _indices(slope, intercept, kind, transform, multiplier)
    start = _from(intercept, kind) if transform else intercept
    random = np.random.default_rng(whole("seed", seed, 0))
    size = draws if np.isfinite(spread).any() else 1
    drawn = random.normal(size=(size, *x.shape)) * spread + scaled
    fits = _fit(_shown(drawn, kind, transform), people)
    low, high = _percentiles(_indices(*fits, kind, transform, multiplier), beyond)
    return Slope(
        point[0], low[0], high[0], point[1], low[1], high[1], start, "simulation"
    )


def _fit(values: Floats, people: Floats) -> tuple[Floats, Floats]:
    """Slope and intercept of the line through values at the midpoints of cumulative population, weighted by it."""
    everyone = people.sum(-1, keepdims=True)
    share = people / np.where(everyone > 0, everyone, np.nan)
    at = share.cumsum(-1) - share / 2
    centre = (share * at).sum(-1, keepdims=True)
    middle = (share * values).sum(-1)
    slope = (share * (at - centre) * values).sum(-1)
    spread = (share * (at - centre) ** 2).sum(-1)
    slope = slope / np.where(spread > 0, spread, np.nan)
    return slope, middle - slope * centre[..., 0]


def _indices(slope, intercept, kind: str, transform: bool, multiplier: float):
    """Slope and relative index on the scale of the values."""
    top, bottom = intercept + slope, intercept
    if transform:
        top, bottom = _from(top, kind), _from(bottom, kind)
    whole, part = (top, bottom) if multiplier > 0 else (bottom, top)
    relative = whole / np.where(part == 0, np.nan, part)
    return (top - bottom) * multiplier, relative


def _percentiles(drawn, beyond: float):
    ends = [np.quantile(each, [beyond, 1 - beyond], axis=0) for each in drawn]
    return [each[0] for each in ends], [each[1] for each in ends]


def _spread(standard_errors, limits, kind: str, shape) -> Floats:
    if standard_errors is not None and limits is not None:
        raise ValueError("Give standard_errors or limits, not both.")
    if standard_errors is not None:
        found = counts("standard_errors", standard_errors)
    elif limits is not None:
        if len(limits) != 2:
            raise ValueError("limits must be two: the lower ones and the upper ones.")
        low, high = (_to(numbers("limits", each), kind) for each in limits)
        same_shape(lower=low, upper=high)
        refuse(high < low, low, "limits", "is above the upper limit")
        found = (high - low) / (2 * normal(0.95))
    else:
        return np.full(shape, np.nan)
    if found.shape != shape:
        raise ValueError(f"The spread has shape {found.shape}, the values {shape}.")
    return found


def _to(values: Floats, kind: str) -> Floats:
    if kind == "other":
        return values
    most = 1 if kind == "proportion" else np.inf
    refuse(
        (values <= 0) | (values >= most), values, "values", f"is no {kind} with a log"
    )
    return np.log(values) if kind == "rate" else np.log(values / (1 - values))


def _from(values: Floats, kind: str) -> Floats:
    if kind == "other":
        return values
    return np.exp(values) if kind == "rate" else 1 / (1 + np.exp(-values))


def _shown(scaled: Floats, kind: str, transform: bool) -> Floats:
    return scaled if transform else _from(scaled, kind)
