"""Continuity of care from prison.

How many of the people released from prison while in treatment were taken on by a community provider within three weeks?
"""

import datetime as dt

import ibis
import ibis.expr.types as ir

from throughcare.dates import add_days
from throughcare.journeys.chains import at_latest
from throughcare.journeys.exits import exit_named

from .definition import Change, Indicator, Reference
from .inputs import Inputs
from .people import community, parameter, people, within
from .periods import Period

WINDOW = "continuity_of_care.window_days"


def count(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """One row a release, in the area of residence; the journey is that in the secure setting."""
    found = releases(inputs, period)
    engaged = taken_on(inputs, found, period).mutate(is_engaged=ibis.literal(1))
    joined = found.left_join(
        engaged, ["person", "released"], rname="{name}_of_community"
    )
    return joined.mutate(
        numerator=joined.is_engaged.fill_null(0), denominator=ibis.literal(1)
    )


def releases(inputs: Inputs, period: Period) -> ir.Table:
    """One row a person and day of release: adults who left treatment in prison for a community area of England."""
    links = inputs.secure.links
    left = links.filter(
        within(links.discharged, period),
        exit_named(links.discharge_reason) == "transferred_not_in_custody",
        links.region.notnull(),
    )
    events = left.group_by("person", released=left.discharged).agg(
        journey=left.journey.max(),
        area=at_latest(left.area, left.place),
        region=at_latest(left.region, left.place),
    )
    who = people(inputs.secure, period, "england")
    return events.join(
        who.select("person", "sex", "age_band", "substance_group"), "person"
    )


def taken_on(inputs: Inputs, found: ir.Table, period: Period) -> ir.Table:
    """Person and day of the releases with a community episode open on that day, or begun in the window after it."""
    links = community(inputs.links, inputs, period)
    days = parameter(WINDOW, period)
    pairs = links.select("person", "triaged", "discharged").join(
        found.select("person", "released"), "person"
    )
    is_open = pairs.discharged.isnull() | (pairs.discharged >= pairs.released)
    begun = pairs.triaged <= add_days(pairs.released, days)
    return pairs.filter(begun, is_open).select("person", "released").distinct()


continuity_of_care = Indicator(
    id="E",
    slug="continuity_of_care",
    title="Continuity of care from prison",
    question="How many of the releases from prison treatment were followed by treatment in the community within three weeks?",
    unit="%",
    numerator="Of those, releases with a community episode open on that day, or triaged within 21 days of it.",
    denominator="Releases of adults from treatment in prison: left transferred, not in custody, with a community area of England named.",
    count=count,
    why="The weeks after release are the most dangerous; treatment that goes on without a gap protects life.",
    exclusions=(
        "People under 18 on 30 September of the year; people without any problem substance recorded.",
        "Releases without a community area named, or to outside England.",
        "Who leaves prison treatment in another way: completed, retained in custody, transferred in custody.",
    ),
    edges=(
        "Triaged on day 21 after release is engaged; on day 22 it is not.",
        "Already in community treatment at release: engaged.",
        "Back in prison within 21 days: stays in the denominator.",
        "Released twice in the period: two events, one for each release.",
        "Treatment in another prison is no community treatment.",
        "The release counts in the area of residence.",
    ),
    references=(
        Reference(
            "indicators.md E",
            "verified",
            "released, referred, engaged in the community",
        ),
        Reference("indicators.md E", "memory", "three weeks, 21 days inclusive"),
        Reference(
            "indicators.md E",
            "proposed",
            "open at release; re-imprisoned; released twice; the discharge is the day of release",
        ),
    ),
    fields=("DISD", "DISRSN", "TRIAGED", "DAT"),
    parameters=(
        WINDOW,
        "journeys.gap_days",
        "indicators.adult_age",
        "indicators.age_bands",
        "indicators.prison_settings",
        "indicators.confidence",
    ),
    changes=(
        Change(
            dt.date(2016, 4, 1),
            "Until then the measure of this number counted people who enter prison with a dependence that no community treatment knew of (memory; indicators.md E): the two series are not one.",
        ),
    ),
    direction="higher",
    scale=100,
    interval="wilson",
    of_secure=True,
)
