"""Waiting times.

How long does a person wait between being referred to an intervention and the first appointment offered for it?
"""

from functools import partial

import ibis
import ibis.expr.types as ir

from throughcare.dates import days_between

from .definition import Indicator, Reference
from .history import FOUR_GROUPS
from .inputs import Inputs
from .people import (
    age_band,
    is_adult,
    overlaps,
    parameter,
    persons,
    structured,
    within,
)
from .periods import Period


def count(
    inputs: Inputs, period: Period, geography: str, first: bool = True
) -> ir.Table:
    """One row an intervention started in the period with a valid wait, in the area of its episode."""
    counted = waits(inputs, period, first)
    limit = parameter("waiting_times.limit_days", period)
    return counted.mutate(numerator=ibis.ifelse(counted.wait_days <= limit, 1, 0))


def count_long(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """The same of first interventions, with the waits that were longer than six weeks."""
    counted = waits(inputs, period)
    limit = parameter("waiting_times.long_wait_days", period)
    return counted.mutate(numerator=ibis.ifelse(counted.wait_days > limit, 1, 0))


def waits(
    inputs: Inputs, period: Period, first: bool = True, adults: bool = True
) -> ir.Table:
    """First or later interventions of adults, or of people under 18, with a valid wait, with `wait_days` and what
    figures are broken down by."""
    counted = interventions(inputs, period)
    counted = counted.filter(
        (counted.place == 0) if first else (counted.place > 0),
        within(counted.started, period),
        is_countable(counted, period),
        is_adult(counted.age_at_triage, period) == adults,
    )
    who = persons(inputs, period)
    counted = counted.join(who.select("person", "sex", "substance_group"), "person")
    return counted.mutate(
        age_band=age_band(counted.age_at_triage, period),
        denominator=ibis.literal(1),
    )


def interventions(inputs: Inputs, period: Period) -> ir.Table:
    """Structured interventions of the journeys open in the period, with `place` in the journey from 0 and `wait_days`."""
    journeys = inputs.journeys
    journeys = journeys.filter(overlaps(journeys.started, journeys.ended, period))
    episodes = inputs.links.select(
        "episode",
        "person",
        "journey",
        "area",
        "region",
        "age_at_triage",
        "referral_source",
    )
    episodes = episodes.semi_join(journeys, ["person", "journey"])
    began = structured(inputs.modalities, period, inputs.is_secure).select(
        "episode", "modality", "referred", "first_offered", "started"
    )
    began = began.filter(began.started < ibis.date(period.end)).join(
        episodes, "episode"
    )
    place = ibis.row_number().over(
        group_by=[began.person, began.journey],
        order_by=[began.started, began.modality],
    )
    return began.mutate(
        place=place, wait_days=days_between(began.referred, began.first_offered)
    )


def is_countable(interventions: ir.Table, period: Period) -> ir.BooleanValue:
    """A valid wait of somebody who did not come from custody."""
    custody = parameter("waiting_times.custody_referral_sources", period)
    from_custody = interventions.referral_source.isin(custody).fill_null(False)
    is_valid = (interventions.wait_days >= 0).fill_null(False)
    return is_valid & ~from_custody


waiting_times = Indicator(
    id="B4",
    slug="waiting_times",
    title="First interventions offered within three weeks",
    question="How many of the first interventions of a journey were offered within three weeks of referral?",
    unit="%",
    numerator="Interventions whose first appointment was offered 21 days or less after the referral to them.",
    denominator="First structured interventions of a journey, started in the period, with a valid wait.",
    count=count,
    why="Long waits lose people before treatment begins.",
    exclusions=(
        "A referral or first offer that is missing, or an offer before the referral.",
        "Transfers from custody, and interventions in prison.",
        "People under 18 at triage; people without any problem substance recorded.",
    ),
    edges=(
        "Offered on day 21 is within; on day 22 it is not.",
        "The wait ends at the first offer, whether taken up or not.",
        "Offered on the day of referral is a wait of 0 days.",
        "The second intervention of a journey does not count among the first ones.",
        "A first intervention with an invalid wait is left out; the second does not take its place.",
    ),
    references=(
        Reference(
            "indicators.md B4",
            "verified",
            "published for first interventions at three weeks or less",
        ),
        Reference(
            "indicators.md B4", "memory", "referral to first offer; the exclusions"
        ),
    ),
    fields=("REFMODDT", "FAOMODDT", "MODST", "MODAL", "MODSET", "RFLS"),
    changes=(FOUR_GROUPS,),
    parameters=(
        "waiting_times.limit_days",
        "waiting_times.custody_referral_sources",
        "indicators.structured_modalities",
        "indicators.prison_settings",
        "indicators.adult_age",
        "indicators.confidence",
    ),
    direction="higher",
    scale=100,
    interval="wilson",
)
waiting_times.variants["subsequent"] = waiting_times.variant(
    "subsequent",
    partial(count, first=False),
    title="Subsequent interventions offered within three weeks",
    question="How many of the later interventions of a journey were offered within three weeks of referral?",
    denominator="Structured interventions of a journey after its first, started in the period, with a valid wait.",
)
waiting_times.variants["over_six_weeks"] = waiting_times.variant(
    "over_six_weeks",
    count_long,
    title="First interventions offered after more than six weeks",
    question="How many of the first interventions of a journey were offered more than six weeks after referral?",
    numerator="Interventions whose first appointment was offered more than 42 days after the referral to them.",
    why="The longest waits are hidden where only those within three weeks are counted.",
    edges=(
        "Offered on day 43 is longer than six weeks; on day 42 it is not.",
        *waiting_times.edges[1:],
    ),
    references=(
        Reference("indicators.md B4", "memory", "the second band; the exclusions"),
    ),
    parameters=(
        "waiting_times.long_wait_days",
        *waiting_times.parameters[1:],
    ),
    direction="lower",
)
