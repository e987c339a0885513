"""Waits of young people.

How many days do young people wait for their first intervention?
"""

import ibis.expr.types as ir

from .definition import Indicator, Reference
from .inputs import Inputs
from .periods import Period
from .waiting_times import waiting_times, waits


def count(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """One row a first intervention of a young person with a valid wait; the numerator is in days."""
    counted = waits(inputs, period, adults=False)
    return counted.mutate(numerator=counted.wait_days)


young_people_waits = Indicator(
    id="I4",
    slug="young_people_waits",
    title="Mean wait of young people",
    question="How many days did young people wait for their first intervention on average?",
    unit="days",
    numerator="Days from the referral to the first appointment offered, summed.",
    denominator="First structured interventions of people under 18 at triage, started in the period, with a valid wait.",
    count=count,
    why="Young people who wait do not come back.",
    exclusions=(
        *waiting_times.exclusions[:2],
        "People of 18 or over at triage; people without any problem substance recorded.",
    ),
    edges=(
        "Offered on the day of referral is a wait of 0 days.",
        "An offer before the referral is left out.",
        "Waits of adults are not among them.",
    ),
    references=(
        Reference("indicators.md I", "verified", "mean wait, 2 days in 2011-12"),
        Reference("indicators.md B4", "memory", "referral to first offer"),
        Reference("indicators.md I", "proposed", "under 18 by age at triage"),
    ),
    fields=waiting_times.fields,
    parameters=tuple(
        name
        for name in waiting_times.parameters
        if name not in ("waiting_times.limit_days", "indicators.confidence")
    ),
    direction="lower",
)
