"""Exits by reason.

Of the people who left treatment in the period, how many left in which way?
"""

import ibis
import ibis.expr.types as ir

from throughcare.journeys.exits import EXITS

from .definition import Indicator, Reference
from .history import EXIT_GROUPS, FOUR_GROUPS
from .inputs import Inputs
from .people import UNITS, latest_exits
from .periods import Period


def count(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """One row a person and unit whose latest journey ended in the period, with one reason."""
    left = leavers(inputs, period, geography)
    return left.mutate(
        exit_reason=left.exit, numerator=ibis.literal(1), denominator=ibis.literal(1)
    )


def leavers(
    inputs: Inputs, period: Period, geography: str, adults: bool = True
) -> ir.Table:
    """People whose latest journey in the unit ended in the period, in the area where it ended."""
    found = latest_exits(inputs, period, geography, adults)
    left = found.filter(found.left_here == 1)
    elsewhere = {n: left[f"last_{n}"] for n in ("area", "region")}
    for name in UNITS[geography]:
        elsewhere.pop(name)
    return left.mutate(**elsewhere)


exits = Indicator(
    id="C3",
    slug="exits",
    title="Exits from treatment by reason",
    question="In which way did the people who left treatment in the period leave?",
    unit="%",
    numerator="Persons whose journey ended for the reason.",
    denominator="Persons whose latest journey ended in the period.",
    count=count,
    why="How people leave says more about a service than how many do.",
    exclusions=(
        "People under 18 on 30 September of the year.",
        "People without any problem substance recorded.",
        "Journeys that ended within the last 21 days of the data: they may be reopened.",
    ),
    edges=(
        "Each person has one reason; the shares sum to 100.",
        "A transfer picked up within 21 days is no exit; one that is not is a transfer.",
        "Completed, then a new journey still open at the end of the period: no exit.",
        "Completion at one agency while another episode is open: no exit.",
        "The exit counts in the area of the episode that ended the journey.",
    ),
    references=(
        Reference(
            "indicators.md C3", "verified", "one reason a person; shares sum to 100"
        ),
        Reference("indicators.md A2", "memory", "the 21 days"),
        Reference("indicators.md A2", "proposed", "which reason stands on one day"),
    ),
    fields=("DISD", "DISRSN", "TRIAGED"),
    parameters=(
        "journeys.gap_days",
        "indicators.adult_age",
        "indicators.prison_settings",
        "indicators.confidence",
    ),
    changes=(
        EXIT_GROUPS,
        FOUR_GROUPS,
    ),
    scale=100,
    interval="wilson",
    split="exit_reason",
    parts=EXITS,
)
