"""Planned exits of young people.

How many of the young people who left treatment left it as planned?
"""

import ibis
import ibis.expr.types as ir

from .definition import Indicator, Reference
from .exits import leavers
from .inputs import Inputs
from .periods import Period
from .young_people import of_young, young_people


def count(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """One row a young person and unit whose latest journey ended in the period."""
    left = leavers(inputs, period, geography, adults=False)
    young = of_young(left, inputs, period)
    return young.mutate(
        numerator=ibis.ifelse(young.exit == "completed", 1, 0),
        denominator=ibis.literal(1),
    )


young_people_planned_exits = Indicator(
    id="I2",
    slug="young_people_planned_exits",
    title="Planned exits of young people",
    question="How many of the young people who left treatment in the period had completed it?",
    unit="%",
    numerator="Of those, young people whose journey ended with completion.",
    denominator="Young people whose latest journey ended in the period, for any reason.",
    count=count,
    why="Most young people who begin complete; where they do not, something keeps them away.",
    exclusions=(
        *young_people.exclusions,
        "Journeys that ended within the last 21 days of the data: they may be reopened.",
    ),
    edges=(
        "Transferred to a service for adults and not taken on there: no planned exit.",
        "Taken on by a service for adults within 21 days: no exit at all.",
        "Began at 17 and completed at 18 counts here.",
    ),
    references=(
        Reference("indicators.md I", "verified", "planned exits, 79% in 2013-14"),
        Reference("indicators.md I", "proposed", "under 18 by age at the start"),
    ),
    fields=("DISD", "DISRSN", "TRIAGED", "DOB"),
    parameters=(*young_people.parameters, "indicators.confidence"),
    direction="higher",
    scale=100,
    interval="wilson",
)
