"""Journeys with two outcome profiles to compare: at the start and at review, or at the start and at exit."""

import ibis
import ibis.expr.types as ir

from throughcare.outcomes import pairing, timing

from .exits import leavers
from .inputs import Inputs
from .people import age_band, is_adult, parameter, people, with_structured_start, within
from .periods import Period

KEYS = ["person", "journey"]


def reviewed(inputs: Inputs, period: Period, items: tuple[str, ...]) -> ir.Table:
    """Adults' journeys reviewed in the period, in the area of their last episode: `<item>_start` and `<item>_later`.

    Both profiles must lie in their windows; the review counts in the period of its own date.
    """
    taken = _profiles(inputs, period)
    first = pairing.start_of(taken, parameter("outcomes.start_window_days", period))
    window = tuple(parameter("outcomes.review_window_days", period))
    review = pairing.review_of(taken, window)
    review = review.filter(within(review.completed_on, period))
    return _described(pairing.pairs(first, review, items), inputs, period)


def left(
    inputs: Inputs, period: Period, geography: str, items: tuple[str, ...]
) -> ir.Table:
    """Planned exits of the period with an exit profile: what `leavers` gives, with `<item>_later`."""
    out = leavers(inputs, period, geography)
    planned = out.filter(out.exit == "completed")
    window = parameter("outcomes.exit_window_days", period)
    ends = planned.select("person", "journey", "ended").distinct()
    taken = timing.of_journeys(inputs.profiles, inputs.links, ends)
    last = pairing.exit_of(taken, window)
    return planned.join(
        last.select(*KEYS, **{f"{i}_later": last[i] for i in items}), KEYS
    )


def with_start(
    journeys: ir.Table, inputs: Inputs, period: Period, items: tuple[str, ...]
) -> ir.Table:
    """`journeys` that also have a start profile, with `<item>_start`."""
    taken = _profiles(inputs, period)
    first = pairing.start_of(taken, parameter("outcomes.start_window_days", period))
    return journeys.join(
        first.select(*KEYS, **{f"{i}_start": first[i] for i in items}), KEYS
    )


def _profiles(inputs: Inputs, period: Period) -> ir.Table:
    """Profiles of journeys with a structured start, with `started` and `structured_start`."""
    journeys = inputs.journeys.select("person", "journey", "started")
    begun = journeys.join(with_structured_start(inputs, journeys, period), KEYS)
    return timing.of_journeys(inputs.profiles, inputs.links, begun)


def _described(pairs: ir.Table, inputs: Inputs, period: Period) -> ir.Table:
    """Pairs with area, region, sex, age band and substance group."""
    journeys = inputs.journeys
    placed = pairs.join(
        journeys.select(
            *KEYS,
            "age_at_triage",
            area=journeys.last_area,
            region=journeys.last_region,
        ),
        KEYS,
    )
    who = people(inputs, period, "england", adults=False)
    told = placed.join(who.select("person", "sex", "substance_group"), "person")
    told = told.filter(is_adult(told.age_at_triage, period))
    return told.mutate(age_band=age_band(told.age_at_triage, period))


def counted(rows: ir.Table, base: ir.BooleanValue, met: ir.BooleanValue) -> ir.Table:
    """Rows in the base, with whether they meet the condition; a condition that is not known is not met."""
    told = rows.mutate(
        numerator=ibis.ifelse(met.fill_null(False), 1, 0), is_in=base.fill_null(False)
    )
    return told.filter(told.is_in).mutate(denominator=ibis.literal(1))
