"""Who presents with which substance, week by week: what alarms are raised on.

A presentation is the start of a journey of an adult in the community; a substance counts where the first episode cites
it. No structured start is asked for, unlike in new presentations (B2): it may come weeks after the triage, and the latest
weeks would always look empty.
"""

import datetime as dt

import ibis
import ibis.expr.types as ir

from throughcare.dates import days_between
from throughcare.indicators import Inputs, Period
from throughcare.indicators.people import community, is_adult, within
from throughcare.journeys import substances

WEEK = 7


def contributions(inputs: Inputs, period: Period, watched: list[dict]) -> ir.Table:
    """One row a presentation and watched substance: person, area, region, started, substance.

    `watched` are name and codes. A person presents once a week at most: a new journey needs a gap of three weeks.
    """
    first = community(inputs.links, inputs, period)
    first = first.filter(
        first.opens_journey == 1,
        within(first.triaged, period),
        is_adult(first.age_at_triage, period),
    )
    parts = [
        first.filter(_cites(first, one["codes"])).select(
            "person",
            "area",
            "region",
            started=first.triaged,
            substance=ibis.literal(one["name"]),
        )
        for one in watched
    ]
    return parts[0].union(*parts[1:]) if len(parts) > 1 else parts[0]


def _cites(episodes: ir.Table, codes: list[str]) -> ir.BooleanValue:
    found = ibis.or_(*[episodes[drug].isin(codes) for drug in substances.DRUGS])
    return found.fill_null(False)


def dated(counted: ir.Table, period: Period) -> ir.Table:
    """Presentations with their `week`: 0 begins on the first day of the period."""
    days = days_between(ibis.date(period.start), counted.started)
    return counted.mutate(week=(days // WEEK).cast("int32"))


def weekly(counted: ir.Table, period: Period) -> ir.Table:
    """How many presented (`n`) by substance, area, region and week."""
    found = dated(counted, period)
    return found.group_by("substance", "area", "region", "week").agg(n=found.count())


def span(as_of: dt.date, weeks: int) -> Period:
    """So many complete weeks from Monday to Sunday, the last of them ended by the day before `as_of`."""
    end = as_of - dt.timedelta(days=as_of.weekday())
    start = end - dt.timedelta(weeks=weeks)
    return Period(start, end, f"{weeks} weeks to {end - dt.timedelta(days=1)}")
