"""The case-mix model: how likely each person's outcome is, given who the person is and not where they are treated.

Logistic regression on factors, fitted on counts of people who share all of them (reference/indicators.md G, proposed).
Every level of a factor is compared with the most common one; a level with few people on either side is counted as the
level whose outcome is most like its own.
"""

import warnings
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from throughcare.statistics.asking import normal

from .factors import COUNTS, FACTORS, CannotCompare

Floats = NDArray[np.float64]
RUNAWAY = 10.0
"""A coefficient (log odds) beyond this says that a level tells the outcome by itself: an odds ratio of 22,000."""
SEED = 20040401
"""Of the draws for samples and halves, so that they come out the same again."""


@dataclass(frozen=True)
class Counts:
    """Combinations of factors: `n` people of whom `events` met.

    `places` holds, by factor, the place of each combination's level in `names` of that factor.
    """

    names: dict[str, tuple[str, ...]]
    places: dict[str, NDArray[np.int64]]
    n: Floats
    events: Floats

    @classmethod
    def of(cls, table: pa.Table, factors=FACTORS) -> "Counts":
        """From the rows of `factors.patterns`; rows with the same factors need not be added up."""
        names, places = {}, {}
        for factor in (f for f in factors if f in table.column_names):
            coded = table[factor].combine_chunks().dictionary_encode()
            names[factor] = tuple(coded.dictionary.to_pylist())
            places[factor] = coded.indices.to_numpy().astype(np.int64)
        n, events = (table[name].to_numpy().astype(float) for name in COUNTS)
        return cls(names, places, n, events)

    def take(self, which: NDArray) -> "Counts":
        """Some of the combinations."""
        places = {factor: at[which] for factor, at in self.places.items()}
        return Counts(self.names, places, self.n[which], self.events[which])

    def with_counts(self, n: Floats, events: Floats) -> "Counts":
        return Counts(self.names, self.places, n, events)


@dataclass(frozen=True)
class Term:
    """One level of a factor beside its reference level (whose odds ratio is 1 and has no limits)."""

    factor: str
    level: str
    n: int
    events: int
    odds_ratio: float
    lower: float | None
    upper: float | None


@dataclass(frozen=True)
class Model:
    """A fitted model. `columns` are the (factor, level) pairs with a coefficient, after the intercept."""

    columns: tuple[tuple[str, str], ...]
    coefficients: Floats
    errors: Floats
    merged: dict[tuple[str, str], str]
    """Levels with too few people, and the level of the same factor that each is counted as."""
    fitted_on: int
    """Combinations the model was fitted on."""
    sampled_from: int
    """Combinations there were; more than `fitted_on` where a sample was taken."""

    def predict(self, counts: Counts) -> Floats:
        """The probability of the outcome for each combination."""
        return 1 / (1 + np.exp(-self.log_odds(counts)))

    def log_odds(self, counts: Counts) -> Floats:
        found = np.full(len(counts.n), self.coefficients[0])
        known = dict(zip(self.columns, self.coefficients[1:]))
        for factor, names in counts.names.items():
            parts = [known.get(self.counted_as(factor, name), 0.0) for name in names]
            found += np.array(parts)[counts.places[factor]]
        return found

    def counted_as(self, factor: str, level: str) -> tuple[str, str]:
        return factor, self.merged.get((factor, level), level)


def fit(counts: Counts, *, smallest: int, most_patterns: int) -> Model:
    """Fit the model. Raises CannotCompare, in one sentence, where the counts do not allow it.

    `smallest`: people with and without the outcome a level needs to be told apart; `most_patterns`: beyond so many
    combinations a random sample of them is used.
    """
    _check(counts, smallest)
    used, known = _sampled(counts, most_patterns), len(counts.n)
    columns, merged = _columns(used, smallest)
    design = _design(used, columns, merged)
    fitted = _fitted(used, design, columns)
    return Model(
        columns,
        np.asarray(fitted.params),
        np.asarray(fitted.bse),
        merged,
        len(used.n),
        known,
    )


def _check(counts: Counts, smallest: int) -> None:
    n, events = counts.n.sum(), counts.events.sum()
    if not n:
        raise CannotCompare("There is nobody to compare in this period.")
    if not events:
        raise CannotCompare(
            "Nobody had the outcome in this period, so no model can say who was likely to."
        )
    if events == n:
        raise CannotCompare(
            "Everybody had the outcome in this period, so no model can say who was likely to."
        )
    if min(events, n - events) < smallest:
        raise CannotCompare(
            f"Fewer than {smallest} people had the outcome, or did not have it: too few for a model. Take a longer period."
        )


def _sampled(counts: Counts, most: int) -> Counts:
    if len(counts.n) <= most:
        return counts
    chosen = np.random.default_rng(SEED).choice(len(counts.n), most, replace=False)
    return counts.take(np.sort(chosen))


def tally(counts: Counts, factor: str) -> dict[str, tuple[float, float]]:
    """People and events of each level of a factor, the most common first, equals by name."""
    names, place = counts.names[factor], counts.places[factor]
    n = np.bincount(place, counts.n, len(names))
    events = np.bincount(place, counts.events, len(names))
    order = sorted(range(len(names)), key=lambda i: (-n[i], names[i]))
    return {names[i]: (n[i], events[i]) for i in order if n[i]}


def _columns(counts: Counts, smallest: int):
    """The levels that have a coefficient, and what those too small for one are counted as."""
    columns, merged = [], {}
    for factor in counts.names:
        known = tally(counts, factor)
        first, *others = known
        large = [level for level in others if _least(known[level]) >= smallest]
        columns += [(factor, level) for level in large]
        for level in others:
            if level not in large:
                merged[factor, level] = _likest(level, [first, *large], known)
    return tuple(columns), merged


def _least(tallied: tuple[float, float]) -> float:
    n, events = tallied
    return min(events, n - events)


def _likest(level: str, large: list[str], known: dict) -> str:
    """Of the large levels the one with the nearest share of outcomes, the more common of equals."""

    def share(name: str) -> float:
        n, events = known[name]
        return events / n

    return min(large, key=lambda name: abs(share(name) - share(level)))


def _design(counts: Counts, columns, merged) -> Floats:
    design = np.zeros((len(counts.n), len(columns) + 1), order="F")
    design[:, 0] = 1
    for at, (factor, level) in enumerate(columns, start=1):
        same = [
            merged.get((factor, name), name) == level for name in counts.names[factor]
        ]
        design[:, at] = np.array(same)[counts.places[factor]]
    return design


def _fitted(counts: Counts, design: Floats, columns):
    """The regression of statsmodels, or one sentence why there is none."""
    import statsmodels.api as sm

    outcome = np.column_stack([counts.events, counts.n - counts.events])
    rate = counts.events.sum() / counts.n.sum()
    start = np.r_[np.log(rate / (1 - rate)), np.zeros(len(columns))]
    model = sm.GLM(outcome, design, family=sm.families.Binomial())
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            found = model.fit(
                start_params=start, method="newton", maxiter=50, disp=False
            )
        except np.linalg.LinAlgError:
            raise CannotCompare(
                "Two factors say the same of everybody, so their parts cannot be told apart. Leave one out."
            ) from None
    _check_fit(found, columns)
    return found


def _check_fit(found, columns) -> None:
    away = np.abs(np.asarray(found.params)) > RUNAWAY
    if away.any():
        place = int(np.argmax(np.abs(found.params)))
        name = " ".join(columns[place - 1]) if place else "the reference"
        raise CannotCompare(
            f"The outcome is certain for some people ({name}): they cannot be compared by a model. Leave that factor out."
        )
    errors = np.asarray(found.bse)
    if not (np.isfinite(found.params).all() and np.isfinite(errors).all()):
        raise CannotCompare(
            "Two factors say the same of everybody, so their parts cannot be told apart. Leave one out."
        )


def terms(model: Model, counts: Counts, confidence: float) -> list[Term]:
    """Every level of every factor with its odds ratio beside the factor's most common level."""
    z = normal(confidence)
    return [
        _term(model, factor, level, tallied, z)
        for factor in counts.names
        for level, tallied in tally(counts, factor).items()
    ]


def _term(model: Model, factor: str, level: str, tallied, z: float) -> Term:
    n, events = (int(count) for count in tallied)
    name, used = level, model.counted_as(factor, level)
    if used[1] != level:
        name = f"{level} (counted as {used[1]})"
    if used not in model.columns:
        return Term(factor, name, n, events, 1.0, None, None)
    at = model.columns.index(used) + 1
    value, half = model.coefficients[at], z * model.errors[at]
    ratio, low, high = np.exp([value, value - half, value + half]).tolist()
    return Term(factor, name, n, events, ratio, low, high)
