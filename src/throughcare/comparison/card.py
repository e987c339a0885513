"""The card of a case-mix model: what went in, how well it tells people apart, and what it cannot say."""

from dataclasses import asdict, dataclass

import numpy as np

from .case_mix import SEED, Counts, Floats, Model, Term, fit, terms
from .factors import CannotCompare

DECILES = 10
CANNOT_SAY = (
    "The model knows only what is recorded at the start: need that is not recorded, or recorded otherwise by some "
    "providers, looks like better or worse treatment.",
    "It says what people like these came to elsewhere in England, not what they could come to.",
    "It has been checked on a half of the same people that it was not fitted on, and not on other years or places.",
    "Ratios of two areas are to be compared with England, not with each other.",
)


@dataclass(frozen=True)
class Decile:
    """A tenth of the people by what the model expects: how many had the outcome, and how many were expected to."""

    decile: int
    n: int
    observed: int
    expected: float


@dataclass(frozen=True)
class SplitSample:
    """Fitted on one half, judged on the other. A slope below 1 says that the model promises too much."""

    fitted_on: int
    judged_on: int
    c_index: float
    slope: float
    intercept: float


@dataclass(frozen=True)
class Card:
    """`c_index` from 0.5 (chance) to 1; `calibration` are tenths of the people, the least likely first."""

    terms: tuple[Term, ...]
    n: int
    events: int
    patterns: int
    sampled_from: int
    events_per_term: float
    c_index: float
    calibration: tuple[Decile, ...]
    split_sample: SplitSample | None
    notes: tuple[str, ...]
    cannot_say: tuple[str, ...] = CANNOT_SAY

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


def card(model: Model, counts: Counts, *, smallest: int, confidence: float) -> Card:
    """The card of a model and the counts it stands for."""
    expected = model.predict(counts)
    events = counts.events.sum()
    split = _split_sample(counts, smallest, model.sampled_from)
    return Card(
        tuple(terms(model, counts, confidence)),
        int(counts.n.sum()),
        int(events),
        model.fitted_on,
        model.sampled_from,
        float(min(events, counts.n.sum() - events) / max(1, len(model.columns))),
        c_index(expected, counts.n, counts.events),
        tuple(calibration(expected, counts)),
        split,
        tuple(_notes(model, split)),
    )


def c_index(expected: Floats, n: Floats, events: Floats) -> float:
    """The chance that somebody with the outcome was given a higher probability than somebody without; ties are half.

    >>> c_index(np.array([0.2, 0.8]), np.array([2.0, 2.0]), np.array([0.0, 2.0]))
    1.0
    """
    values, place = np.unique(expected, return_inverse=True)
    with_it = np.bincount(place, events, len(values))
    without = np.bincount(place, n - events, len(values))
    below = np.cumsum(without) - without
    pairs = with_it.sum() * without.sum()
    return float((with_it * (below + without / 2)).sum() / pairs)


def calibration(expected: Floats, counts: Counts) -> list[Decile]:
    """Tenths of the people by what is expected; people of one combination stay together."""
    decile = groups_of(expected, counts.n, DECILES)
    found = []
    for number in range(1, DECILES + 1):
        here = decile == number
        n = int(counts.n[here].sum())
        if n:
            hoped = float((expected * counts.n)[here].sum())
            found.append(Decile(number, n, int(counts.events[here].sum()), hoped))
    return found


def groups_of(expected: Floats, n: Floats, k: int) -> np.ndarray:
    """The group from 1 (lowest) to k of each combination, by the middle of its place among all people; equals together."""
    values, place = np.unique(expected, return_inverse=True)
    people = np.bincount(place, n, len(values))
    middle = (np.cumsum(people) - people / 2) / max(people.sum(), 1)
    return np.minimum(np.floor(middle * k).astype(int) + 1, k)[place]


def _split_sample(counts: Counts, smallest: int, most: int) -> SplitSample | None:
    """None where a half is too small for a model of its own."""
    first, second = halves(counts)
    try:
        model = fit(first, smallest=smallest, most_patterns=most)
        slope, intercept = recalibrate(model.log_odds(second), second)
    except CannotCompare:
        return None
    return SplitSample(
        int(first.n.sum()),
        int(second.n.sum()),
        c_index(model.predict(second), second.n, second.events),
        slope,
        intercept,
    )


def halves(counts: Counts) -> tuple[Counts, Counts]:
    """The people in two halves by lot, always the same lots."""
    draw = np.random.default_rng(SEED)
    n = counts.n.astype(np.int64)
    events = counts.events.astype(np.int64)
    first_events = draw.binomial(events, 0.5)
    first = first_events + draw.binomial(n - events, 0.5)
    return (
        _without_empty(counts.with_counts(first * 1.0, first_events * 1.0)),
        _without_empty(
            counts.with_counts(n - first * 1.0, events - first_events * 1.0)
        ),
    )


def _without_empty(counts: Counts) -> Counts:
    return counts.take(np.flatnonzero(counts.n > 0))


def recalibrate(log_odds: Floats, counts: Counts) -> tuple[float, float]:
    """Slope and intercept of the outcome on what was predicted; 1 and 0 where the prediction is right."""
    import statsmodels.api as sm

    if np.ptp(log_odds) == 0:
        raise CannotCompare("The model gives everybody the same chance.")
    outcome = np.column_stack([counts.events, counts.n - counts.events])
    design = np.column_stack([np.ones(len(log_odds)), log_odds])
    found = sm.GLM(outcome, design, family=sm.families.Binomial()).fit()
    return float(found.params[1]), float(found.params[0])


def _notes(model: Model, split: SplitSample | None):
    if model.sampled_from > model.fitted_on:
        yield f"Fitted on a random sample of {model.fitted_on:,} of {model.sampled_from:,} combinations of factors."
    if model.merged:
        told = "; ".join(
            f"{factor} {level} as {used}"
            for (factor, level), used in model.merged.items()
        )
        yield f"Levels with too few people are counted as the level of most similar outcome: {told}."
    if split is None:
        yield "There are too few people for a check on a half of them."
