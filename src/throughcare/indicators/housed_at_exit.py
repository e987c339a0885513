"""Housing problem solved at exit.

Of the people who had a housing problem at the start and completed treatment, how many left without one?
"""

import ibis.expr.types as ir

from .definition import Indicator, Reference
from .history import PROFILES
from .inputs import Inputs
from .paired_profiles import counted, left, with_start
from .periods import Period

ITEMS = ("acute_housing_problem", "eviction_risk")


def count(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """One row a person and unit with a planned exit and a housing problem at the start."""
    out = with_start(left(inputs, period, geography, ITEMS), inputs, period, ITEMS)
    had = _has_problem(out, "start")
    is_answered = out.acute_housing_problem_later.notnull()
    return counted(out, had & is_answered, ~_has_problem(out, "later"))


def _has_problem(rows: ir.Table, when: str) -> ir.BooleanValue:
    """Homeless or at risk of eviction; not answered is no."""
    acute = (rows[f"acute_housing_problem_{when}"] == "Y").fill_null(False)
    return acute | (rows[f"eviction_risk_{when}"] == "Y").fill_null(False)


housed_at_exit = Indicator(
    id="D4b",
    slug="housed_at_exit",
    title="Housing problem solved at the planned end of treatment",
    question="How many of those with a housing problem at the start completed treatment without one?",
    unit="%",
    numerator="Planned exits neither homeless nor at risk of eviction in the exit profile.",
    denominator="Planned exits of the period with a housing problem in the start profile and an answer at exit.",
    count=count,
    why="A home goes with staying well.",
    exclusions=(
        "People without a housing problem at the start.",
        "Unplanned exits, transfers and deaths; exits without both profiles.",
        "People under 18 on 30 September of the year.",
    ),
    edges=(
        "Homeless at the start, neither at exit: solved.",
        "Homeless at the start, at risk of eviction at exit: not solved.",
        "At risk of eviction alone is a housing problem.",
        "No problem at the start: not in the base.",
    ),
    references=(
        Reference("indicators.md D4", "memory", "problem at start, none at exit"),
        Reference("outcomes.md 1.4", "memory", "acute or eviction risk"),
    ),
    fields=("TOPDATE", "TRSTAGE", "ACUTHPBM", "HRISK", "DISD", "DISRSN"),
    changes=(PROFILES,),
    parameters=(
        "journeys.gap_days",
        "outcomes.start_window_days",
        "outcomes.exit_window_days",
        "indicators.structured_modalities",
        "indicators.prison_settings",
        "indicators.adult_age",
        "indicators.confidence",
    ),
    direction="higher",
    scale=100,
    interval="wilson",
)
