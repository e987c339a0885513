"""How long people of an age can expect to live, at the death rates of now."""

import numpy as np
from numpy.typing import ArrayLike

from .asking import Floats, normal, numbers, refuse, same_shape
from .intervals import Estimates, named

BANDS = 20
"""0, 1-4, 5-9, ... 85-89, 90 and over."""
LEAST_POPULATION = 5000
WIDEST = 20


def life_expectancy(
    deaths: ArrayLike, population: ArrayLike, confidence: float = 0.95
) -> Estimates:
    """Years left at 0, 1, 5, 10, ... 90, by an abridged life table.

    `deaths` and `population` (..., 20): ages 0, 1-4, 5-9, ... 85-89, 90 and over; the result has the same shape, one
    value for each age at the start of a band. NaN throughout where a band is blank, a population is not above zero,
    deaths exceed it or all together are 5,000 or fewer, or nobody aged 90 and over has died; NaN at an age where the 95 %
    interval is wider than 20 years.
    Chiang CL, The life table and its applications, 1984; limits by Silcocks PBS et al, J Epidemiol Community Health
    2001; 55: 38-43.

    >>> people = [1000] + [4000] + [5000] * 18
    >>> found = life_expectancy([5] + [1] * 10 + [20] * 8 + [900], people)
    >>> float(found.value[0].round(1))
    90.6
    """
    d, p = numbers("deaths", deaths), numbers("population", population)
    same_shape(deaths=d, population=p)
    if d.shape[-1:] != (BANDS,):
        raise ValueError(f"There must be {BANDS} age bands, not {d.shape[-1:]}.")
    refuse(d < 0, d, "deaths", "is negative")
    refuse(p < 0, p, "population", "is negative")
    with np.errstate(invalid="ignore", divide="ignore"):
        value, error = _table(d, np.where(p > 0, p, np.nan))
    usable = ((d <= p) & (p > 0)).all(-1) & (p.sum(-1) > LEAST_POPULATION)
    value = np.where(usable[..., None], value, np.nan)
    is_told = np.isfinite(error) & (2 * normal(0.95) * error <= WIDEST)
    value = np.where(is_told, value, np.nan)
    half = normal(confidence) * np.where(np.isnan(value), np.nan, error)
    return Estimates(
        value, value - half, value + half, named("Chiang, Silcocks", value)
    )


def _table(d: Floats, p: Floats) -> tuple[Floats, Floats]:
    """Years left and their standard error at each age."""
    width = np.array([1, 4] + [5] * 17 + [2], float)
    lived = np.array([0.1] + [0.5] * 19)
    m = d / p
    q = width * m / (1 + width * m * (1 - lived))
    q = np.where(d > p / width / lived, 1, q)
    q[..., -1] = 1
    alive = np.cumprod(
        np.concatenate([np.ones_like(q[..., :1]), 1 - q[..., :-1]], -1), -1
    )
    after = np.concatenate([alive[..., 1:], np.zeros_like(alive[..., :1])], -1)
    years = width * (after + lived * (alive - after))
    years[..., -1] = alive[..., -1] / m[..., -1]
    left = _from_age_up(years) / alive
    variance = np.where(d > 0, q**2 * (1 - q) / np.where(d > 0, d, 1), 0)
    following = np.concatenate([left[..., 1:], np.zeros_like(left[..., :1])], -1)
    parts = variance * alive**2 * ((1 - lived) * width + following) ** 2
    parts[..., -1] = alive[..., -1] ** 2 / (d * m**2)[..., -1]
    return left, np.sqrt(_from_age_up(parts) / alive**2)


def _from_age_up(values: Floats) -> Floats:
    return values[..., ::-1].cumsum(-1)[..., ::-1]
