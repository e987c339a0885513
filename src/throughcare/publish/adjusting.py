"""Case-mix models of a cut: what the people of each area lead to expect."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from throughcare import comparison, indicators, parameters, statistics
from throughcare.comparison import CannotCompare, Counts
from throughcare.disclosure import HIDDEN, Protection, protect, rounded
from throughcare.indicators import Inputs, Period
from throughcare.publish import areas

FIGURES = ("numerator", "denominator", "value", "lower", "upper")


@dataclass(frozen=True)
class Adjusted:
    """A model of one indicator and period.

    `shares`: the expected share (0 to 1) by area and substance group; `complexity`: protected rows by area and group of
    complexity; `why`: the sentence that says why there is no model.
    """

    indicator: str
    period: str
    shares: dict[tuple[str, str], float]
    complexity: list[dict]
    card: comparison.Card | None
    why: str = ""


def value_of(name: str, period: Period):
    """A parameter of comparison in force at the start of the period."""
    return parameters.at(f"comparison.{name}", period.start).value


def adjust(inputs: Inputs, slug: str, period: Period) -> Adjusted:
    """Fit the model of an indicator on the people counted in areas, and say what it expects of each area."""
    try:
        table, model = fitted(inputs, slug, period)
    except CannotCompare as error:
        return Adjusted(slug, period.name, {}, [], None, str(error))
    expected = comparison.by_area(table, model)
    return Adjusted(
        slug,
        period.name,
        comparison.shares_of(expected),
        _complexity(table, model, slug, period),
        card_of(table, model, period),
    )


def fitted(inputs: Inputs, slug: str, period: Period):
    """The combinations of factors behind an indicator, and the model of them. Raises CannotCompare."""
    indicator = indicators.get(slug)
    found = comparison.patterns(indicator, inputs, period).to_pyarrow()
    table = comparison.in_order(found)
    model = comparison.fit(
        Counts.of(table),
        smallest=value_of("smallest_level", period),
        most_patterns=value_of("most_patterns", period),
    )
    return table, model


def card_of(table: pa.Table, model: comparison.Model, period: Period):
    """The card of a model."""
    return comparison.card(
        model,
        Counts.of(table),
        smallest=value_of("smallest_level", period),
        confidence=parameters.at("indicators.confidence", period.start).value,
    )


def shown(card: comparison.Card) -> dict:
    """The card as it may leave: counts of people rounded, small ones kept back, and no outcomes by level."""
    rules = Protection.at(dt.date.max)
    told = card.as_dict()

    def count(n: float) -> int | None:
        return None if rules.is_small(n) else rounded(n, rules.base)

    terms = [
        {name: value for name, value in term.items() if name != "events"}
        | {"n": count(term["n"])}
        for term in told["terms"]
    ]
    tenths = [
        tenth
        | {name: count(round(tenth[name])) for name in ("n", "observed", "expected")}
        for tenth in told["calibration"]
    ]
    counts = {name: count(told[name]) for name in ("n", "events")}
    split = told["split_sample"] and told["split_sample"] | {
        name: count(told["split_sample"][name]) for name in ("fitted_on", "judged_on")
    }
    parts = {"terms": terms, "calibration": tenths, "split_sample": split}
    return told | counts | parts


def _complexity(table: pa.Table, model, slug: str, period: Period) -> list[dict]:
    """Rows of an area by complexity, protected together; then those of England."""
    names = value_of("complexity_groups", period)
    known = areas.by_code()
    found = comparison.by_complexity(table, model, names)
    found = [r for r in found if r["complexity"] in names and r["area"] in known]
    whole = [_sum([r for r in found if r["complexity"] == name]) for name in names]
    england = [
        row | {"area": areas.ENGLAND_CODE, "complexity": name}
        for name, row in zip(names, whole)
    ]
    rows = [*_shown(found), *_shown(england)]
    order = {name: place for place, name in enumerate(names)}
    rows.sort(key=lambda r: (r["code"], order[r["complexity"]]))
    return [{"indicator": slug, "period": period.name, **row} for row in rows]


def _sum(rows: list[dict]) -> dict:
    return {name: sum(row[name] for row in rows) for name in ("n", "events")}


def _shown(rows: list[dict]) -> list[dict]:
    events, n = (np.array([r[c] for r in rows], float) for c in ("events", "n"))
    found = statistics.proportion(events, n, multiplier=100)
    told = [
        {
            "code": row["area"],
            "complexity": row["complexity"],
            "numerator": row["events"],
            "denominator": row["n"],
            "value": float(value),
            "lower": float(lower),
            "upper": float(upper),
        }
        for row, value, lower, upper in zip(rows, found.value, found.lower, found.upper)
    ]
    return [_plain(row) for row in protect(told)] if told else []


def _plain(row: dict) -> dict:
    """A protected row with blanks for what is kept back."""
    hidden = HIDDEN in (row["numerator"], row["value"])
    kept = {n: None if hidden or row[n] == HIDDEN else row[n] for n in FIGURES}
    return row | kept | {"suppressed": hidden}
