"""Compliance with the outcome profile at the start.

Of the journeys begun in the period, how many have a start profile in time?
"""

import ibis
import ibis.expr.types as ir

from throughcare.outcomes import timing

from .definition import Indicator, Reference
from .history import PROFILES
from .inputs import Inputs
from .new_presentations import new_journeys
from .people import parameter, with_structured_start
from .periods import Period


def count(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """One row a journey begun in the period with a structured intervention, in the area of its first episode."""
    begun = new_journeys(inputs, period)
    begun = begun.join(
        with_structured_start(inputs, begun, period), ["person", "journey"]
    )
    window = parameter("outcomes.start_window_days", period)
    taken = timing.of_journeys(inputs.profiles, inputs.links, begun)
    in_time = taken.filter(timing.is_start(taken, taken.structured_start, window))
    judged = timing.having(begun, in_time)
    return judged.mutate(numerator=judged.has_profile, denominator=ibis.literal(1))


start_profiles = Indicator(
    id="D1a",
    slug="start_profiles",
    title="New journeys with an outcome profile at the start",
    question="How many of the journeys begun in the period have a start outcome profile in time?",
    unit="%",
    numerator="Journeys with a start profile up to 14 days before or after their first structured intervention.",
    denominator="Journeys begun in the period with a structured intervention.",
    count=count,
    why="Without a profile at the start no later one can show a change.",
    exclusions=(
        "People under 18 at triage.",
        "People without any problem substance recorded.",
        "Journeys without a structured intervention started outside prison.",
    ),
    edges=(
        "Started on 10 June: a profile of 24 June counts, one of 25 June does not.",
        "Started on 10 June: a profile of 27 May counts, one of 26 May does not.",
        "A profile stamped review does not count, whatever its date.",
        "A profile taken by another provider of the same journey counts.",
        "Two journeys begun in the period count twice.",
    ),
    references=(
        Reference("outcomes.md 2", "memory", "the formula and the 14 days"),
        Reference("outcomes.md 2", "proposed", "the worked edges"),
        Reference("indicators.md D1", "verified", "80 per cent as the level to reach"),
    ),
    fields=("TOPDATE", "TRSTAGE", "MODST", "MODAL", "TRIAGED"),
    changes=(PROFILES,),
    parameters=(
        "journeys.gap_days",
        "outcomes.start_window_days",
        "outcomes.compliance_level",
        "indicators.structured_modalities",
        "indicators.prison_settings",
        "indicators.adult_age",
        "indicators.confidence",
    ),
    direction="higher",
    scale=100,
    interval="wilson",
)
