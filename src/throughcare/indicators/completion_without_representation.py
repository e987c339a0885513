"""Successful completion without re-presentation.

Of the people in treatment in the period, how many completed it and did not come back within six months?
"""

import datetime as dt

import ibis
import ibis.expr.types as ir

from throughcare.dates import add_months

from .completion_of_all_in_treatment import has_completed
from .definition import Change, Indicator, Reference
from .history import EXIT_GROUPS
from .inputs import Inputs
from .people import community, ended_journeys, latest_exits, parameter
from .periods import Period


def count(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """One row a person and unit in contact."""
    found = latest_exits(inputs, period, geography)
    found = found.mutate(completed=ibis.ifelse(has_completed(found), 1, 0))
    came_back = returns(inputs, period)
    joined = found.left_join(came_back, ["person", "journey"], rname="{name}_of_return")
    stayed_away = joined.person_of_return.isnull() & (joined.completed == 1)
    return joined.mutate(
        numerator=ibis.ifelse(stayed_away, 1, 0), denominator=ibis.literal(1)
    )


def returns(inputs: Inputs, period: Period) -> ir.Table:
    """Person and journey of the completions after which a new journey began too soon, in any area and group."""
    links = inputs.links
    if not parameter("completion_without_representation.prison_counts", period):
        links = community(links, inputs, period)
    ends = ended_journeys(inputs, period)
    ended = ends.filter(ends.exit == "completed").select(
        "person", "ended", completed_journey=ends.journey
    )
    months = parameter("completion_without_representation.window_months", period)
    ended = ended.mutate(watched_until=add_months(ended.ended, months))
    later = links.select("person", "journey", "triaged").join(ended, "person")
    later = later.filter(
        later.journey != later.completed_journey,
        later.triaged >= later.ended,
        later.triaged < later.watched_until,
    )
    return later.select("person", journey=later.completed_journey).distinct()


completion_without_representation = Indicator(
    id="C5",
    slug="completion_without_representation",
    title="Successful completion without return within six months",
    question="How many of those in treatment completed it and did not return within six months?",
    unit="%",
    numerator="Persons whose latest journey in the period ended with completion, and who started no new journey in the six calendar months from that day.",
    denominator="Persons in treatment at some time in the period.",
    count=count,
    why="Completion that does not last is not recovery.",
    exclusions=(
        "People under 18 on 30 September of the year.",
        "People without any problem substance recorded.",
        "A return to treatment in prison alone is not a re-presentation.",
    ),
    edges=(
        "Completed on 31 March: a triage on 29 September is a return, one on 30 September is not.",
        "A return counts in any area and for any substance group.",
        "Completed twice in the period: one person, the latest journey.",
        "Completed, then a new journey after 23 days in the same period: once in the denominator, not in the numerator.",
        "A return within 21 days reopens the journey: no completion at all.",
        "Died after completion stays in the numerator.",
    ),
    references=(
        Reference(
            "indicators.md C5",
            "verified",
            "left successfully, no return in six months, of all in treatment",
        ),
        Reference(
            "indicators.md C5", "memory", "any area, any substance group; prison"
        ),
        Reference(
            "indicators.md C5",
            "proposed",
            "end-of-month clamping; died after completion stays",
        ),
    ),
    fields=("DISD", "DISRSN", "TRIAGED"),
    parameters=(
        "completion_without_representation.window_months",
        "completion_without_representation.prison_counts",
        "journeys.gap_days",
        "indicators.adult_age",
        "indicators.prison_settings",
        "indicators.confidence",
    ),
    changes=(
        EXIT_GROUPS,
        Change(
            dt.date(2019, 4, 1),
            "Numbered C19a, b and c in the framework of 2019 instead of 2.15i, ii and iii; counted as before (memory; indicators.md C5).",
        ),
    ),
    direction="higher",
    scale=100,
    interval="wilson",
    follow_up_months=6,
)
