"""Retained in, or effective, treatment.

How many people stayed at least twelve weeks, or completed before that?
"""

import datetime as dt

import ibis
import ibis.expr.types as ir

from throughcare.dates import days_between

from .definition import Change, Indicator, Reference
from .history import FOUR_GROUPS
from .inputs import Inputs
from .new_presentations import latest_of, new_journeys
from .people import (
    UNITS,
    in_contact,
    parameter,
    people,
    unit_of,
    with_structured_start,
)
from .periods import Period


def count(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """One row a person and unit with structured treatment; the journey is the latest there that is effective, else the latest."""
    unit = unit_of(inputs.links, geography)
    contact = in_contact(inputs, period).select(*unit, "journey").distinct()
    starts = with_structured_start(inputs, contact, period)
    starts = starts.filter(starts.structured_start < ibis.date(period.end))
    journeys = inputs.journeys.select("person", "journey", "started", "ended", "exit")
    judged = journeys.join(starts, ["person", "journey"])
    judged = judged.mutate(met=ibis.ifelse(is_effective(judged, period), 1, 0))
    there = contact.join(
        judged.select("person", "journey", "met"), ["person", "journey"]
    )
    best = there.group_by(unit).agg(
        met=there.met.max(),
        met_in=there.journey.max(where=there.met == 1),
        latest=there.journey.max(),
    )
    who = people(inputs, period, geography).drop("journey")
    return _joined(who, best, unit)


def _joined(who: ir.Table, best: ir.Table, unit: list[str]) -> ir.Table:
    """People with what is best of their journeys, also where the area is unknown."""
    same = [who[name].identical_to(best[name]) for name in unit[1:]]
    joined = who.join(
        best, [who.person == best.person, *same], rname="{name}_of_journeys"
    )
    return joined.mutate(
        journey=ibis.coalesce(joined.met_in, joined.latest),
        numerator=joined.met,
        denominator=ibis.literal(1),
    )


def is_effective(journeys: ir.Table, period: Period) -> ir.BooleanValue:
    """At least 84 days by the last day of the period, or completed by then."""
    last = ibis.date(period.last)
    ended = (journeys.ended <= last).fill_null(False)
    until = ibis.ifelse(ended, journeys.ended, last)
    long_enough = days_between(journeys.started, until) >= _minimum(period)
    return long_enough | (ended & (journeys.exit == "completed")).fill_null(False)


def _minimum(period: Period) -> int:
    return parameter("retained.minimum_days", period)


def count_new(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """The same of new presentations that are old enough to judge at the end of the period."""
    begun = new_journeys(inputs, period)
    begun = begun.filter(is_assessable(begun, period))
    kept = latest_of(begun, ["person", *UNITS[geography]])
    met = ibis.ifelse(is_effective(kept, period), 1, 0)
    return kept.mutate(numerator=met, denominator=ibis.literal(1))


def is_assessable(journeys: ir.Table, period: Period) -> ir.BooleanValue:
    """Begun at least 84 days before the last day of the period, or ended by then."""
    long_ago = period.last - dt.timedelta(days=_minimum(period))
    ended = (journeys.ended <= ibis.date(period.last)).fill_null(False)
    return (journeys.started <= ibis.date(long_ago)) | ended


retained = Indicator(
    id="C1",
    slug="retained",
    title="Retained in treatment for twelve weeks or completed",
    question="How many people in treatment stayed at least twelve weeks, or completed before that?",
    unit="%",
    numerator="Persons with a journey that had lasted 84 days or more by the end of the period, or was completed by then.",
    denominator="Persons in treatment in the period whose journey holds a structured intervention started by its end.",
    count=count,
    why="Twelve weeks is when treatment begins to last in its effect.",
    exclusions=(
        "People under 18 on 30 September of the year.",
        "People without any problem substance recorded.",
        "Journeys without a structured intervention started outside prison.",
    ),
    edges=(
        "Discharged unplanned on day 84 is retained; on day 83 it is not.",
        "Completed on day 10 is effective.",
        "Still open on day 50 at the end of the period is not retained yet; the variant new_presentations leaves it out.",
        "Two journeys in the period: one that meets it is enough.",
    ),
    references=(
        Reference(
            "indicators.md C1",
            "verified",
            "twelve weeks or completed; of all in treatment",
        ),
        Reference(
            "indicators.md A2", "proposed", "a structured intervention start is needed"
        ),
    ),
    fields=("TRIAGED", "DISD", "DISRSN", "MODAL", "MODST", "MODSET"),
    changes=(
        Change(
            dt.date(2004, 4, 1),
            "The 57 % published for 2004-05 are of episodes that had ended, another base (verified; indicators.md C1): do not compare.",
        ),
        Change(
            dt.date(2007, 4, 1),
            "National indicator 40 counted problem drug users in effective treatment, as the change on 2007-08 (memory; indicators.md C1).",
        ),
        FOUR_GROUPS,
    ),
    parameters=(
        "retained.minimum_days",
        "journeys.gap_days",
        "indicators.structured_modalities",
        "indicators.prison_settings",
        "indicators.adult_age",
        "indicators.confidence",
    ),
    direction="higher",
    scale=100,
    interval="wilson",
)
retained.variants["new_presentations"] = retained.variant(
    "new_presentations",
    count_new,
    title="New presentations retained for twelve weeks or completed",
    question="How many people who started a journey in the period stayed at least twelve weeks, or completed before that?",
    denominator="New presentations of the period that began 84 days before its end or ended in it.",
)
