"""Working at exit.

Of the planned exits with an exit profile, how many people worked on ten days or more in the last 28?
"""

import ibis.expr.types as ir

from .definition import Indicator, Reference
from .history import PROFILES
from .inputs import Inputs
from .paired_profiles import counted, left
from .people import parameter
from .periods import Period


def count(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """One row a person and unit with a planned exit and an exit profile that answers on paid work."""
    out = left(inputs, period, geography, ("paid_work_days",))
    days = out.paid_work_days_later
    enough = parameter("outcomes.working_days", period)
    return counted(out, days.notnull(), days >= enough)


working_at_exit = Indicator(
    id="D4a",
    slug="working_at_exit",
    title="Working at the planned end of treatment",
    question="How many of those who completed treatment worked on ten days or more in the last 28?",
    unit="%",
    numerator="Planned exits with ten days or more of paid work in the exit profile.",
    denominator="Planned exits of the period with an exit profile that answers on paid work.",
    count=count,
    why="Work goes with staying well.",
    exclusions=(
        "Unplanned exits, transfers and deaths.",
        "Planned exits without an exit profile in time, or not answered.",
        "People under 18 on 30 September of the year.",
    ),
    edges=(
        "Ten days of paid work count, nine do not.",
        "Not answered: not in the base.",
        "An exit profile on day 15 after discharge is none.",
        "Dropped out while working: not in the base.",
    ),
    references=(
        Reference("indicators.md D4", "memory", "ten of 28 days, planned exits"),
        Reference("outcomes.md 1.4", "memory", "10 or more days"),
    ),
    fields=("TOPDATE", "TRSTAGE", "PWORK", "DISD", "DISRSN"),
    changes=(PROFILES,),
    parameters=(
        "journeys.gap_days",
        "outcomes.exit_window_days",
        "outcomes.working_days",
        "indicators.prison_settings",
        "indicators.adult_age",
        "indicators.confidence",
    ),
    direction="higher",
    scale=100,
    interval="wilson",
)
