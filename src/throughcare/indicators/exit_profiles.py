"""Compliance with the outcome profile at exit.

Of the planned exits of the period, how many have an exit profile in time?
"""

import ibis
import ibis.expr.types as ir

from throughcare.outcomes import timing

from .definition import Indicator, Reference
from .exits import leavers
from .history import PROFILES
from .inputs import Inputs
from .people import parameter
from .periods import Period


def count(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """One row a person and unit whose latest journey was completed in the period."""
    left = leavers(inputs, period, geography)
    planned = left.filter(left.exit == "completed")
    window = parameter("outcomes.exit_window_days", period)
    ends = planned.select("person", "journey", "ended").distinct()
    taken = timing.of_journeys(inputs.profiles, inputs.links, ends)
    in_time = taken.filter(timing.is_exit(taken, taken.ended, window))
    judged = timing.having(planned, in_time)
    return judged.mutate(numerator=judged.has_profile, denominator=ibis.literal(1))


exit_profiles = Indicator(
    id="D1c",
    slug="exit_profiles",
    title="Planned exits with an outcome profile",
    question="How many of the planned exits of the period have an exit outcome profile in time?",
    unit="%",
    numerator="Planned exits with an exit profile up to 14 days before or after the discharge.",
    denominator="Persons whose latest journey in the period ended with completion.",
    count=count,
    why="The last profile shows what a person leaves treatment with.",
    exclusions=(
        "People under 18 on 30 September of the year.",
        "People without any problem substance recorded.",
        "Unplanned exits, transfers and deaths: no exit profile is asked for.",
    ),
    edges=(
        "Discharged on 15 September: a profile of 29 September counts, one of 30 September does not.",
        "Discharged on 15 September: a profile of 1 September counts, one of 31 August does not.",
        "A profile stamped review does not count, nor one taken after the exit (stage P).",
        "Dropped out: not in the base.",
    ),
    references=(
        Reference("outcomes.md 2", "memory", "the formula and the 14 days"),
        Reference("indicators.md D1", "verified", "80 per cent as the level to reach"),
    ),
    fields=("TOPDATE", "TRSTAGE", "DISD", "DISRSN"),
    changes=(PROFILES,),
    parameters=(
        "journeys.gap_days",
        "outcomes.exit_window_days",
        "outcomes.compliance_level",
        "indicators.prison_settings",
        "indicators.adult_age",
        "indicators.confidence",
    ),
    direction="higher",
    scale=100,
    interval="wilson",
)
