"""Early unplanned exits.

How many of the people who began a journey in the period left it unplanned within twelve weeks?
"""

import datetime as dt

import ibis
import ibis.expr.types as ir

from throughcare.dates import days_between
from throughcare.journeys import is_final
from throughcare.journeys.exits import EXITS, kind_of

from .definition import Indicator, Reference
from .history import EXIT_GROUPS, FOUR_GROUPS
from .inputs import Inputs
from .new_presentations import latest_of, new_journeys, new_presentations
from .people import parameter, unit_of
from .periods import Period

UNPLANNED = [name for name in EXITS if kind_of(name) in ("unplanned", "transferred")]
"""Exits that were not planned. A transfer that ends a journey was not picked up, else the journey would go on."""


def count(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """One row a new presentation that is old enough to judge; the journey is the latest begun in the unit."""
    begun = new_journeys(inputs, period)
    gap_days = parameter("journeys.gap_days", period)
    for_good = is_final(begun.ended, inputs.as_of, gap_days).fill_null(False)
    begun = begun.mutate(
        has_ended=(begun.ended <= period.last).fill_null(False) & for_good
    )
    kept = latest_of(_assessable(begun, period), unit_of(begun, geography))
    return kept.mutate(
        numerator=ibis.ifelse(_is_early(kept, period), 1, 0),
        denominator=ibis.literal(1),
    )


def _assessable(begun: ir.Table, period: Period) -> ir.Table:
    """Begun twelve weeks before the last day of the period, or ended by then."""
    long_ago = period.last - dt.timedelta(days=_before(period))
    return begun.filter((begun.started <= ibis.date(long_ago)) | begun.has_ended)


def _is_early(begun: ir.Table, period: Period) -> ir.BooleanValue:
    short = days_between(begun.started, begun.ended) < _before(period)
    early = begun.has_ended & short & begun.exit.isin(UNPLANNED)
    return early.fill_null(False)


def _before(period: Period) -> int:
    return parameter("early_unplanned_exits.before_days", period)


early_unplanned_exits = Indicator(
    id="C2",
    slug="early_unplanned_exits",
    title="Early unplanned exits",
    question="How many of the people who started a journey in the period left it unplanned before twelve weeks?",
    unit="%",
    numerator="New presentations whose journey ended unplanned less than 84 days after it began; a transfer that nobody picked up is one.",
    denominator="New presentations of the period that began 84 days before its end, or ended in it.",
    count=count,
    why="Who leaves early and unplanned has gained little and is at risk.",
    exclusions=(
        *new_presentations.exclusions,
        "Journeys begun less than twelve weeks before the end of the period and still open.",
    ),
    edges=(
        "Dropped out on day 83 is early; on day 84 it is not.",
        "Transferred on day 10 and not picked up within 21 days is early; picked up it is no exit.",
        "Completed on day 10, or died, is no unplanned exit.",
        "Still open on day 50 at the end of the period is not judged.",
    ),
    references=(
        Reference("indicators.md C2", "memory", "numerator, denominator, transfers"),
        Reference("indicators.md C2", "verified", "the name, in one council's summary"),
        Reference("indicators.md A4", "memory", "which exits are unplanned"),
    ),
    fields=("TRIAGED", "DISD", "DISRSN", "MODAL", "MODST", "MODSET"),
    changes=(
        EXIT_GROUPS,
        FOUR_GROUPS,
    ),
    parameters=(
        *new_presentations.parameters,
        "early_unplanned_exits.before_days",
        "indicators.confidence",
    ),
    direction="lower",
    scale=100,
    interval="wilson",
)
