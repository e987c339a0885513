"""From contributions to figures: sums by breakdown, values and intervals."""

from functools import partial

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from throughcare import parameters, statistics

from .definition import Indicator
from .inputs import Inputs
from .periods import Period

SPLITS = ("exit_reason", "answer")
"""What an indicator may always be broken down by: the reason of an exit, or what a person answered."""
BREAKDOWNS = ("area", "region", "substance_group", "sex", "age_band", *SPLITS)
"""What figures can be broken down by. A split is for the indicators that have it, and always there."""


class BreakdownError(ValueError):
    """A breakdown that does not exist, or not for this indicator."""


def breakdowns(indicator: Indicator, by=()) -> list[str]:
    """The breakdowns asked for, checked, each once, with the one that is always present."""
    for name in by:
        known = [b for b in BREAKDOWNS if b not in SPLITS or b == indicator.split]
        if name not in known:
            raise BreakdownError(
                f"{indicator.slug} cannot be broken down by {name!r}. Use any of: {', '.join(known)}."
            )
    always = [indicator.split] if indicator.split else []
    return list(dict.fromkeys([*by, *always]))


def geography(by) -> str:
    """The geography in which a person counts once, from the breakdowns."""
    if "area" in by:
        return "area"
    return "region" if "region" in by else "england"


def measure(indicator: Indicator, inputs: Inputs, period: Period, by=()) -> ir.Table:
    """Numerator and denominator by breakdown; the parts of a split share the denominator of the whole."""
    by = breakdowns(indicator, by)
    rows = indicator.contributions(inputs, period, geography(by))
    whole = rows.group_by(by) if by else rows
    sums = whole.agg(
        numerator=rows.numerator.sum().fill_null(0.0),
        denominator=rows.denominator.sum(),
    )
    if indicator.split:
        shared = ibis.window(group_by=[n for n in by if n != indicator.split])
        sums = sums.mutate(denominator=sums.denominator.sum().over(shared))
    return sums


def sums_of(indicator: Indicator, inputs: Inputs, period: Period, by=()) -> pa.Table:
    """The rows of `measure`, by the way in which the inputs are read."""
    by = breakdowns(indicator, by)
    if not is_listed(indicator):
        return measure(indicator, inputs, period, by).to_pyarrow()
    name = " ".join((indicator.slug, str(period.start), str(period.end), *by))
    make = partial(measure, indicator, inputs, period, by)
    return inputs.reading.rows(inputs, name, make)


def is_listed(indicator: Indicator) -> bool:
    """Whether the indicator is the one that the catalogue has under its slug; else its slug names nothing."""
    from . import UnknownIndicator, get

    try:
        return get(indicator.slug) is indicator
    except UnknownIndicator:
        return False


def results(indicator: Indicator, inputs: Inputs, period: Period, by=()) -> list[dict]:
    """Figures in the order of their breakdowns, as rows: indicator, period, the breakdowns, numerator, denominator,
    value, lower, upper. None where the inputs lack the returns that are asked.

    Percentages run from 0 to 100. A value is None where its denominator is 0; counts have no denominator; only
    proportions and ratios have an interval.
    """
    if not indicator.is_given_by(inputs):
        return []
    sums = sums_of(indicator, inputs, period, by).to_pylist()
    return _told(indicator, sums, period, breakdowns(indicator, by))


def results_and_totals(
    indicator: Indicator, inputs: Inputs, period: Period, by, over: str
) -> tuple[list[dict], list[dict]]:
    """What `results` gives by the breakdowns and `over`, and by the breakdowns alone, from one reading.

    `over` parts people so that each is in one part only, as substance groups do.
    """
    if not indicator.is_given_by(inputs):
        return [], []
    fine = sums_of(indicator, inputs, period, [*by, over]).to_pylist()
    names = breakdowns(indicator, by)
    whole = _told(indicator, _totals(indicator, fine, names, over), period, names)
    return _told(indicator, fine, period, breakdowns(indicator, [*by, over])), whole


def _told(indicator: Indicator, sums: list[dict], period: Period, names) -> list[dict]:
    sums = sorted(sums, key=lambda row: [(row[n] is None, row[n] or "") for n in names])
    named = {"indicator": indicator.slug, "period": str(period)}
    values = _values(indicator, sums, period)
    return [
        named | {n: row[n] for n in names} | value
        for row, value in zip(sums, values, strict=True)
    ]


def _totals(indicator: Indicator, fine: list[dict], names, over: str) -> list[dict]:
    """Sums over one breakdown. Parts of a split share the denominator of the whole, whichever parts a group has."""
    shared = [name for name in names if name != indicator.split]
    tops: dict[tuple, float] = {} if names else {(): 0.0}
    bases: dict[tuple, dict[str, float | None]] = {}
    for row in fine:
        place = tuple(row[name] for name in names)
        tops[place] = tops.get(place, 0.0) + row["numerator"]
        below = bases.setdefault(tuple(row[name] for name in shared), {})
        below[row[over]] = row["denominator"]
    found = []
    for place, top in tops.items():
        told = dict(zip(names, place, strict=True))
        below = bases.get(tuple(told[name] for name in shared), {})
        found.append(told | {"numerator": top, "denominator": _sum(below.values())})
    return found


def _sum(numbers) -> float | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None


def _values(indicator: Indicator, sums: list[dict], period: Period) -> list[dict]:
    if indicator.denominator is None:
        return [_count(row) for row in sums]
    if indicator.interval == "wilson":
        return _proportions(indicator, sums, period)
    if indicator.interval == "poisson":
        return _ratios(indicator, sums, period)
    return [
        _figure(row["numerator"], row["denominator"] or 0, _mean(row, indicator.scale))
        for row in sums
    ]


def _count(row: dict) -> dict:
    figure = _figure(row["numerator"], None, None)
    return figure | {"value": figure["numerator"]}


def _mean(row: dict, scale: float) -> float | None:
    return row["numerator"] * scale / row["denominator"] if row["denominator"] else None


def _proportions(indicator: Indicator, sums: list[dict], period: Period) -> list[dict]:
    confidence = parameters.at("indicators.confidence", period.start).value
    tops = np.array([row["numerator"] for row in sums], dtype=float)
    bases = np.array([row["denominator"] or 0 for row in sums], dtype=float)
    found = statistics.proportion(tops, bases, confidence=confidence)
    columns = zip(
        tops.tolist(),
        bases.tolist(),
        (found.value * indicator.scale).tolist(),
        (found.lower * indicator.scale).tolist(),
        (found.upper * indicator.scale).tolist(),
        strict=True,
    )
    return [_figure(*row) for row in columns]


def _ratios(indicator: Indicator, sums: list[dict], period: Period) -> list[dict]:
    """Observed events over expected ones, with the limits of a count of events."""
    confidence = parameters.at("indicators.confidence", period.start).value
    observed = np.array([row["numerator"] for row in sums], dtype=float)
    expected = np.array([row["denominator"] or 0 for row in sums], dtype=float)
    found = statistics.rate(
        observed, expected, confidence=confidence, multiplier=indicator.scale
    )
    columns = (observed, expected, found.value, found.lower, found.upper)
    return [_figure(*row) for row in zip(*(c.tolist() for c in columns), strict=True)]


def _figure(numerator, denominator, value, lower=None, upper=None) -> dict:
    return {
        "numerator": _whole(numerator),
        "denominator": _whole(denominator),
        "value": _known(value),
        "lower": _known(lower),
        "upper": _known(upper),
    }


def _whole(number: float | None) -> int | float | None:
    return int(number) if number is not None and number == int(number) else number


def _known(number: float | None) -> float | None:
    return None if number is None or np.isnan(number) else float(number)
