"""Compliance with the outcome profile at review.

Of the journeys that reached 26 weeks in the period, how many were reviewed with a profile by then?
"""

import datetime as dt

import ibis
import ibis.expr.types as ir

from throughcare.dates import days_between
from throughcare.outcomes import timing

from .definition import Change, Indicator, Reference
from .history import PROFILES
from .inputs import Inputs
from .people import age_band, is_adult, parameter, persons, with_structured_start
from .periods import Period


def count(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """One row a journey that reached the day by which a review is due, in the area of its last episode."""
    due = due_journeys(inputs, period)
    window = tuple(parameter("outcomes.review_window_days", period))
    taken = timing.of_journeys(inputs.profiles, inputs.links, due)
    in_time = taken.filter(timing.is_review(taken, taken.started, window))
    judged = timing.having(due, in_time)
    return judged.mutate(numerator=judged.has_profile, denominator=ibis.literal(1))


def due_journeys(inputs: Inputs, period: Period) -> ir.Table:
    """Adults' journeys with structured treatment whose review fell due in the period, still open on that day."""
    journeys = inputs.journeys
    due_days = parameter("outcomes.review_due_days", period)
    to_start = days_between(journeys.started, ibis.date(period.start))
    to_end = days_between(journeys.started, ibis.date(period.end))
    reached = journeys.ended.isnull() | (
        days_between(journeys.started, journeys.ended) > due_days
    )
    due = journeys.filter(to_start <= due_days, to_end > due_days, reached)
    due = due.select(
        "person",
        "journey",
        "started",
        "age_at_triage",
        area=due.last_area,
        region=due.last_region,
    ).semi_join(with_structured_start(inputs, due, period), ["person", "journey"])
    who = persons(inputs, period)
    due = due.join(who.select("person", "sex", "substance_group"), "person")
    due = due.filter(is_adult(due.age_at_triage, period))
    return due.mutate(age_band=age_band(due.age_at_triage, period))


review_profiles = Indicator(
    id="D1b",
    slug="review_profiles",
    title="Journeys of 26 weeks with an outcome profile at review",
    question="How many of the journeys that reached 26 weeks in the period had a review outcome profile by then?",
    unit="%",
    numerator="Journeys with a review profile on day 29 to 182 of the journey.",
    denominator="Journeys that reached day 182 in the period, open or closed after that day.",
    count=count,
    why="The review shows whether treatment helps while it can still be changed.",
    exclusions=(
        "People under 18 at triage.",
        "People without any problem substance recorded.",
        "Journeys without a structured intervention started outside prison.",
    ),
    edges=(
        "Begun on 1 January: a review on 30 January (day 29) counts, one on 29 January (day 28) does not.",
        "A review on day 182 counts, one on day 183 does not.",
        "A journey that ended on day 182 is not in the base; one that ended on day 183 is.",
        "An exit profile on day 60 is no review.",
        "A journey counts in the area of its last episode.",
    ),
    references=(
        Reference("outcomes.md 2", "memory", "the formula and the window"),
        Reference("outcomes.md 2", "proposed", "the worked edges; the area"),
        Reference("indicators.md D1", "verified", "80 per cent as the level to reach"),
    ),
    fields=("TOPDATE", "TRSTAGE", "TRIAGED", "DISD"),
    parameters=(
        "journeys.gap_days",
        "outcomes.review_due_days",
        "outcomes.review_window_days",
        "outcomes.compliance_level",
        "indicators.structured_modalities",
        "indicators.prison_settings",
        "indicators.adult_age",
        "indicators.confidence",
    ),
    changes=(
        PROFILES,
        Change(
            dt.date(2009, 7, 1),
            "A bulletin changed how often reviews are reported, from every three months to one in 26 weeks (that there was one is verified, its content memory; outcomes.md 2).",
        ),
    ),
    direction="higher",
    scale=100,
    interval="wilson",
)
