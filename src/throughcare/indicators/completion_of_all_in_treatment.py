"""Successful completion, of all in treatment.

Of the people in treatment in the period, how many left it having completed?
"""

import ibis
import ibis.expr.types as ir

from .definition import Indicator, Reference
from .history import EXIT_GROUPS, FOUR_GROUPS
from .inputs import Inputs
from .people import latest_exits
from .periods import Period


def count(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """One row a person and unit in contact."""
    found = latest_exits(inputs, period, geography)
    return found.mutate(
        numerator=ibis.ifelse(has_completed(found), 1, 0), denominator=ibis.literal(1)
    )


def has_completed(found: ir.Table) -> ir.BooleanValue:
    """Whether the latest journey in the unit ended there with completion."""
    return ((found.left_here == 1) & (found.exit == "completed")).fill_null(False)


completion_of_all_in_treatment = Indicator(
    id="C4b",
    slug="completion_of_all_in_treatment",
    title="Successful completions as a share of all in treatment",
    question="How many of those in treatment in the period left it having completed?",
    unit="%",
    numerator="Persons whose latest journey in the period ended with completion.",
    denominator="Persons in treatment at some time in the period.",
    count=count,
    why="Shows throughput: a service that keeps everybody has no failures among exits. Never mix with the share of exits.",
    exclusions=(
        "People under 18 on 30 September of the year.",
        "People without any problem substance recorded.",
        "A journey that ended within the last 21 days of the data is not completed yet.",
    ),
    edges=(
        "Completed twice in the period is one person.",
        "Completed, then a new journey open at the end of the period: in the denominator only.",
        "Completion counts in the area of the episode that ended the journey.",
    ),
    references=(
        Reference("indicators.md C4", "verified", "completed of all in treatment"),
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
