"""Time in treatment.

How long have the people who are in treatment at the end of the period been there?
"""

import ibis
import ibis.expr.types as ir

from throughcare.dates import days_between

from .definition import Indicator, Reference
from .inputs import Inputs
from .people import people
from .periods import Period

DAYS_A_YEAR = 365.25


def count(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """One row a person in treatment on the last day; on that one day a person is in one area, whatever the geography."""
    last = ibis.date(period.last)
    journeys = inputs.journeys
    open_then = journeys.filter(
        journeys.started <= last, journeys.ended.isnull() | (journeys.ended >= last)
    )
    found = people(inputs, period, "england")
    joined = found.join(
        open_then.select("person", "journey", "started"), ["person", "journey"]
    )
    return joined.mutate(
        numerator=days_between(joined.started, last), denominator=ibis.literal(1)
    )


time_in_treatment = Indicator(
    id="B5",
    slug="time_in_treatment",
    title="Mean years in treatment",
    question="How long have people in treatment at the end of the period been in their journey?",
    unit="years",
    numerator="Days from the start of the journey to the last day of the period, summed; shown in years of 365.25 days.",
    denominator="Persons in treatment on the last day of the period.",
    count=count,
    why="People who stay very long may be parked rather than recovering; people who stay very short gain little.",
    exclusions=(
        "People under 18 on 30 September of the year.",
        "People without any problem substance recorded.",
    ),
    edges=(
        "Discharged on the last day of the period is still in treatment on it.",
        "Discharged the day before is not.",
        "A person in two areas on the last day counts in that of the later triage.",
        "Earlier journeys are not added.",
    ),
    references=(
        Reference(
            "indicators.md B5", "verified", "mean years for each group, as in DOMES"
        ),
        Reference(
            "indicators.md B5",
            "proposed",
            "365.25 days; people in treatment on the last day",
        ),
    ),
    fields=("TRIAGED", "DISD"),
    parameters=(
        "journeys.gap_days",
        "indicators.adult_age",
        "indicators.prison_settings",
    ),
    scale=1 / DAYS_A_YEAR,
)
