"""Rates made comparable between areas of different age: direct and indirect standardisation.

Counts and populations come with age bands in the last dimension, so (areas, bands) or just (bands,); the result has one
value an area. Missing events of a band count as none; a missing population makes the area NaN.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .asking import Floats, counts, positive, refuse, same_shape
from .intervals import (
    SMALL,
    Estimates,
    byar_limits,
    named,
    poisson_limits,
    poisson_method,
)


@dataclass(frozen=True)
class Standardised(Estimates):
    """Indirectly standardised values with the events `observed` and `expected`."""

    observed: Floats
    expected: Floats


def directly_standardised_rate(
    events: ArrayLike,
    n: ArrayLike,
    standard: ArrayLike,
    confidence: float = 0.95,
    multiplier: float = 100_000,
    persons: ArrayLike | None = None,
) -> Estimates:
    """Rates that areas would have with the ages of a standard population, with Dobson's limits.

    `events` and `n` (..., bands), `standard` (bands,). Where people can have several events these are not independent:
    then `persons` (..., bands, most) holds how many had one event, two, ... and replaces `events`, which may be None.
    Areas with fewer than 10 events are NaN. Dobson AJ et al, Stat Med 1991; 10: 457-62.

    >>> found = directly_standardised_rate([[10, 20]], [[1000, 500]], [60, 40])
    >>> found.value.round(1), found.lower.round(1), found.upper.round(1)
    (array([2200.]), array([1478.1]), array([3148.5]))
    """
    weights, multiplier = _shares(standard), positive("multiplier", multiplier)
    happened, squared = _moments(events, persons)
    people = counts("n", n)
    if people.shape[-1:] != weights.shape or happened.shape != people.shape:
        raise ValueError(
            f"events {happened.shape} and n {people.shape} must have the {weights.size} bands of the standard last."
        )
    each = 1 / np.where(people > 0, people, np.nan)
    value = (happened * each) @ weights
    spread = (squared * each * each) @ weights**2
    total = happened.sum(-1)
    lower, upper = byar_limits(total, confidence)
    total = np.where(total < SMALL, np.nan, total)
    scale = np.sqrt(spread / total)
    limits = [value + scale * (limit - total) for limit in (lower, upper)]
    value = np.where(np.isnan(total), np.nan, value)
    method = named("Dobson", value)
    return Estimates(
        value * multiplier, limits[0] * multiplier, limits[1] * multiplier, method
    )


def _shares(standard: ArrayLike) -> Floats:
    weights = counts("standard", standard)
    if weights.ndim != 1 or not weights.sum() > 0:
        raise ValueError("standard must be one population by age band, none blank.")
    return weights / weights.sum()


def _moments(events: ArrayLike, persons: ArrayLike | None) -> tuple[Floats, Floats]:
    """Events by band and the sum of their squares over persons; without repeats each event is a person of its own."""
    if persons is None:
        happened = _none_for_blank(counts("events", events))
        return happened, happened
    frequent = _none_for_blank(counts("persons", persons))
    if frequent.ndim < 2:
        raise ValueError(
            f"persons must be (..., bands, most), not {frequent.shape}: how many had one event, two, ..."
        )
    times = np.arange(1, frequent.shape[-1] + 1)
    return frequent @ times, frequent @ times**2


def _none_for_blank(x: Floats) -> Floats:
    return np.where(np.isnan(x), 0, x)


def indirectly_standardised_ratio(
    observed: ArrayLike,
    n: ArrayLike,
    reference_events: ArrayLike,
    reference_n: ArrayLike,
    confidence: float = 0.95,
    multiplier: float = 1,
) -> Standardised:
    """Events observed over those expected at the reference's rates by age, times `multiplier` (100 for an SMR).

    `n` (..., bands); `observed` the same, or totals without the last dimension; `reference_events` and `reference_n`
    (bands,). Limits as for `rate`. Ratios of two areas compare with the reference, not with each other.
    Breslow NE, Day NE. Statistical methods in cancer research, volume II. IARC 1987, p. 65.

    >>> found = indirectly_standardised_ratio([12], [[100, 200]], [5, 10], [100, 400])
    >>> found.value, found.expected
    (array([1.2]), array([10.]))
    """
    multiplier = positive("multiplier", multiplier)
    return _ratio(observed, n, reference_events, reference_n, confidence, multiplier)


def _ratio(observed, n, reference_events, reference_n, confidence, multiplier: float):
    people = counts("n", n)
    by_band = _reference_rates(reference_events, reference_n)
    if people.shape[-1:] != by_band.shape:
        raise ValueError(f"n {people.shape} must have {by_band.size} bands last.")
    # A band in which the reference had no event adds nothing, whether or not its population is known.
    expected = np.where(by_band == 0, 0, people * by_band).sum(-1)
    happened = _totals(observed, people)
    lower, upper = poisson_limits(happened, confidence)
    scale = multiplier / np.where(expected > 0, expected, np.nan)
    limits = happened * scale, lower * scale, upper * scale
    return Standardised(*limits, poisson_method(happened), happened, expected)


def indirectly_standardised_rate(
    observed: ArrayLike,
    n: ArrayLike,
    reference_events: ArrayLike,
    reference_n: ArrayLike,
    confidence: float = 0.95,
    multiplier: float = 100_000,
) -> Standardised:
    """The ratio of `indirectly_standardised_ratio` times the reference's crude rate over all ages.

    Arguments, source and what is NaN (a blank, nothing expected) as there.

    >>> indirectly_standardised_rate(
    ...     [12], [[100, 200]], [5, 10], [100, 400], multiplier=100
    ... ).value
    array([3.6])
    """
    _reference_rates(reference_events, reference_n)
    happened = counts("reference_events", reference_events)
    crude = np.nansum(happened) / counts("reference_n", reference_n).sum()
    scale = float(crude) * positive("multiplier", multiplier)
    return _ratio(observed, n, reference_events, reference_n, confidence, scale)


def _reference_rates(events: ArrayLike, n: ArrayLike) -> NDArray:
    x, people = counts("reference_events", events), counts("reference_n", n)
    same_shape(reference_events=x, reference_n=people)
    if people.ndim != 1 or not people.size:
        raise ValueError("reference_n must be one population by age band.")
    refuse(~(people > 0), people, "reference_n", "is not above zero")
    return np.nan_to_num(x) / people


def _totals(observed: ArrayLike, people: Floats) -> Floats:
    happened = counts("observed", observed)
    if happened.shape == people.shape:
        return np.nan_to_num(happened).sum(-1)
    if happened.shape != people.shape[:-1]:
        raise ValueError(
            f"observed {happened.shape} must be like n {people.shape}, or like it without its bands."
        )
    return happened
