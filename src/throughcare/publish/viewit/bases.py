"""Who is counted: the bases of the columns, each a table of people, or interventions, of the units of a geography.

They are those of the indicators: nobody is counted twice, and a column agrees with the figure of its name.
"""

from math import ceil

import ibis
import ibis.expr.types as ir

from throughcare.dates import days_between
from throughcare.indicators import Inputs, Period
from throughcare.indicators.completion_of_all_in_treatment import has_completed
from throughcare.indicators.completion_without_representation import (
    completion_without_representation,
    returns,
)
from throughcare.indicators.new_presentations import latest_of, new_journeys
from throughcare.indicators.people import UNITS, latest_exits, parameter
from throughcare.indicators.time_in_treatment import DAYS_A_YEAR
from throughcare.indicators.waiting_times import waits

from . import columns, known

AT_START = (
    "referral_source",
    "accommodation_need",
    "employment",
    "parental_status",
    "injecting_status",
)
PARENT = {
    "all_with": ("11", "12"),
    "none_with": ("13",),
    "not_a_parent": ("14",),
}
"""Codes of PRNTSTAT (dataset/codes.csv)."""
OF_PERSONS = ("ethnicity", "opiates_crack", "non_opiate")


def people(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """In treatment (B1): one row a person and unit, with what is known of the person and of the latest journey."""
    found = latest_exits(inputs, period, geography)
    found = found.drop("started", "ended")
    journeys = inputs.journeys.select("person", "journey", "started", "ended")
    found = found.join(journeys, ["person", "journey"])
    stated = found.join(known.attributes(inputs, period), "person")
    return stated.mutate(parent=parent(stated), **bands(stated, period))


def leavers(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """Exits (C3): one row a person and unit whose latest journey ended there, with the code of the reason."""
    found = latest_exits(inputs, period, geography)
    left = found.filter(found.left_here == 1)
    ends = inputs.journeys.select("person", "journey", episode="exit_episode")
    reasons = inputs.links.select("episode", reason="discharge_reason")
    told = left.join(ends.join(reasons, "episode"), ["person", "journey"])
    return told.mutate(years=_years(days_between(told.started, told.ended)))


def new(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """New presentations (B2): one row a person and unit, with what the first episode of the journey says."""
    begun = latest_of(new_journeys(inputs, period), ["person", *UNITS[geography]])
    first = inputs.journeys.select("person", "journey", episode="first_episode")
    says = inputs.links.select("episode", *AT_START, children="children_living_with")
    told = begun.join(first.join(says, "episode"), ["person", "journey"])
    flags = [known.flag(c.field, c.codes) for c in columns.of_base("new")]
    persons = known.attributes(inputs, period)
    kept = [name for name in persons.columns if name in (*OF_PERSONS, *flags)]
    told = told.join(persons.select("person", *kept), "person")
    return told.mutate(parent=parent(told))


def waits_first(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """First interventions with a valid wait (B4): one row an intervention."""
    return _waits(inputs, period, first=True)


def waits_later(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """Later interventions with a valid wait (B4)."""
    return _waits(inputs, period, first=False)


def _waits(inputs: Inputs, period: Period, first: bool) -> ir.Table:
    found = waits(inputs, period, first)
    limit = parameter("waiting_times.limit_days", period)
    long = parameter("waiting_times.long_wait_days", period)
    band = ibis.cases(
        (found.wait_days <= limit, "within_limit"),
        (found.wait_days <= long, "between"),
        else_="over",
    )
    return found.mutate(wait_band=band)


def completions(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """In treatment, with completion and return (C5): one row a person and unit; 0 and 1 as text."""
    found = latest_exits(inputs, period, geography)
    back = returns(inputs, period)
    joined = found.left_join(back, ["person", "journey"], rname="{name}_of_return")
    completed = has_completed(joined)
    returned = joined.person_of_return.notnull()
    told = {
        "completed": completed,
        "came_back": completed & returned,
        "stayed_away": completed & ~returned,
    }
    flags = {name: ibis.ifelse(value, "1", "0") for name, value in told.items()}
    return joined.mutate(in_treatment=ibis.literal("1"), **flags)


def is_followed(inputs: Inputs, period: Period) -> bool:
    """Whether the cut knows who came back within six months of the year."""
    return completion_without_representation.settled_on(period) <= inputs.as_of


BASES = {
    "people": people,
    "leavers": leavers,
    "new": new,
    "waits_first": waits_first,
    "waits_later": waits_later,
    "completions": completions,
}


def parent(people: ir.Table) -> ir.StringValue:
    """Parental and child contact status, from the status and the number of children living with the person."""
    status, with_children = people.parental_status, people.children > 0
    return ibis.cases(
        (status.isin(PARENT["all_with"]), "parent_with"),
        (status.isin(PARENT["none_with"]), "parent_without"),
        (status.isin(PARENT["not_a_parent"]) & with_children, "other_with"),
        (status.isin(PARENT["not_a_parent"]), "neither"),
        else_="incomplete",
    )


def bands(people: ir.Table, period: Period) -> dict[str, ir.StringValue]:
    """The band of the time in treatment to the end of the journey or the year, and of the units of alcohol."""
    last = ibis.date(period.last)
    still_there = people.ended.isnull() | (people.ended > last)
    until = ibis.ifelse(still_there, last, people.ended)
    years = _years(days_between(people.started, until))
    return {"years": years, "units": _band(people.units, columns.edges("units"))}


def _years(days: ir.IntegerValue) -> ir.StringValue:
    """The lower edge of the band of a time in years, as text."""
    edges = columns.edges("years")
    pairs = [(days >= ceil(edge * DAYS_A_YEAR), str(edge)) for edge in edges]
    return ibis.cases(*pairs, else_=ibis.null("string"))


def _band(number: ir.IntegerValue, edges: tuple[int, ...]) -> ir.StringValue:
    pairs = [(number >= edge, str(edge)) for edge in edges]
    return ibis.cases(*pairs, else_=ibis.null("string"))
