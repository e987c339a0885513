"""Successful completion, of exits.

Of the people who left treatment in the period, how many completed it?
"""

import ibis
import ibis.expr.types as ir

from .definition import Indicator, Reference
from .exits import leavers
from .history import EXIT_GROUPS, FOUR_GROUPS
from .inputs import Inputs
from .periods import Period


def count(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """One row a person and unit whose latest journey ended in the period."""
    left = leavers(inputs, period, geography)
    return left.mutate(
        numerator=ibis.ifelse(left.exit == "completed", 1, 0),
        denominator=ibis.literal(1),
    )


completion_of_exits = Indicator(
    id="C4a",
    slug="completion_of_exits",
    title="Successful completions as a share of exits",
    question="How many of those who left treatment had completed it?",
    unit="%",
    numerator="Persons whose latest journey ended in the period with completion.",
    denominator="Persons whose latest journey ended in the period, for any reason.",
    count=count,
    why="Whether people leave because treatment has worked. Never mix with the share of all in treatment.",
    exclusions=(
        "People under 18 on 30 September of the year.",
        "People without any problem substance recorded.",
        "Journeys that ended within the last 21 days of the data: they may be reopened.",
    ),
    edges=(
        "Completed twice in the period is one person.",
        "Died is an exit that is no completion.",
        "Referred on is no completion.",
        "Return within 21 days: the journey goes on, no exit.",
    ),
    references=(
        Reference("indicators.md C4", "verified", "completed of all leaving"),
        Reference("indicators.md A2", "memory", "the 21 days"),
        Reference("indicators.md A4", "memory", "which codes are completions"),
    ),
    fields=("DISD", "DISRSN", "TRIAGED"),
    changes=(
        EXIT_GROUPS,
        FOUR_GROUPS,
    ),
    parameters=(
        "journeys.gap_days",
        "indicators.adult_age",
        "indicators.prison_settings",
        "indicators.confidence",
    ),
    direction="higher",
    scale=100,
    interval="wilson",
)
