"""Treatment naive.

How many of the people who began a journey in the period had never been in treatment before, as far as the data goes back?
"""

import datetime as dt

import ibis
import ibis.expr.types as ir

from .definition import Change, Indicator, Reference
from .history import FOUR_GROUPS
from .inputs import Inputs
from .new_presentations import latest_of, new_journeys, new_presentations
from .people import unit_of
from .periods import Period


def count(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """One row a new presentation; 1 where the first journey begun there in the period is the person's first of all."""
    begun = new_journeys(inputs, period)
    unit = unit_of(begun, geography)
    earliest = ibis.window(group_by=unit)
    begun = begun.mutate(first_begun=begun.journey.min().over(earliest))
    kept = latest_of(begun, unit)
    return kept.mutate(
        numerator=ibis.ifelse(kept.first_begun == 1, 1, 0), denominator=ibis.literal(1)
    )


def look_back(inputs: Inputs, period: Period) -> str | None:
    """Since when treatment would be known: a short look-back overstates how many are new to it."""
    first = inputs.episodes.agg(first=inputs.episodes.triaged.min())
    rows = inputs.reading.rows(inputs, "first triage", lambda: first)
    since = rows["first"][0].as_py()
    if since is None:
        return None
    years = (period.start - since).days / 365.25
    return (
        f"Look-back: treatment is known since {since.isoformat()}, {max(years, 0):.1f} years before the period. "
        "Who was treated only before that counts as new: a short look-back overstates the share."
    )


treatment_naive = Indicator(
    id="B3",
    slug="treatment_naive",
    title="New presentations never treated before",
    question="How many of the people who started a journey in the period had no earlier journey in the data?",
    unit="%",
    numerator="New presentations of persons without any earlier journey in the data, however long ago.",
    denominator=new_presentations.numerator,
    count=count,
    why="Whether services reach people whom they have not met before.",
    exclusions=(
        *new_presentations.exclusions,
        "Treatment before the first triage in the data is not known: the look-back stands beside the figure.",
    ),
    edges=(
        "An earlier journey in any area, also one without a structured intervention, is an earlier journey.",
        "Two new journeys in the period, the first of them the first of all: treatment naive, one person.",
        "A triage within 21 days of the last discharge is neither new nor earlier.",
    ),
    references=(
        Reference(
            "indicators.md B3",
            "memory",
            "new presentations with no earlier journey in the database",
        ),
        Reference(
            "indicators.md B3", "verified", "first-ever counts published from 2005-06"
        ),
    ),
    fields=new_presentations.fields,
    changes=(
        Change(
            dt.date(2005, 4, 1),
            "Counts of people treated for the first time are published from 2005-06 on (verified; indicators.md B3).",
        ),
        FOUR_GROUPS,
    ),
    parameters=(*new_presentations.parameters, "indicators.confidence"),
    scale=100,
    interval="wilson",
    note=look_back,
)
