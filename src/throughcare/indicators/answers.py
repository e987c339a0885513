"""What people answered when asked at the start or during treatment, in groups that figures name.

An answer that no group has, and a blank, is not stated: it is left out of the base, and shown as a share of its own.
"""

import ibis
import ibis.expr.types as ir

from throughcare import parameters
from throughcare.journeys.chains import at_latest

from .inputs import Inputs
from .new_presentations import latest_of, new_journeys
from .people import community, overlaps, parameter, people, unit_of
from .periods import Period

KEYS = ["person", "journey"]


def grouped(code: ir.StringValue, name: str, period: Period) -> ir.StringValue:
    """The group that a parameter gives each code; null where it is not stated."""
    groups = parameter(name, period)
    return code.cases(*groups.items(), else_=ibis.null("string"))


def parts(name: str) -> tuple[str, ...]:
    """Every group that the parameter ever named."""
    dated = parameters.get(name).values
    return tuple(dict.fromkeys(g for v in dated for g in v.value.values()))


def at_start(inputs: Inputs, journeys: ir.Table, column: str) -> ir.Table:
    """`journeys` with `code`: what the first episode of each says."""
    links = inputs.links
    first = links.filter(links.opens_journey == 1)
    return journeys.join(first.select(*KEYS, code=first[column]), KEYS)


def of_new(
    inputs: Inputs, period: Period, geography: str, column: str, groups: str
) -> ir.Table:
    """One row a new presentation with `answer`: the group of what the first episode of the latest journey says."""
    begun = new_journeys(inputs, period)
    kept = latest_of(begun, unit_of(begun, geography))
    found = at_start(inputs, kept, column)
    return found.mutate(answer=grouped(found.code, groups, period))


def latest(inputs: Inputs, period: Period, geography: str, column: str) -> ir.Table:
    """People in treatment with `code`: what the unit's episode triaged last says."""
    links = inputs.links
    touching = links.filter(overlaps(links.triaged, links.discharged, period))
    there = community(touching, inputs, period)
    unit = unit_of(there, geography)
    said = there.group_by(unit).agg(code=at_latest(there[column], there.place))
    who = people(inputs, period, geography)
    same = [who[name].identical_to(said[name]) for name in unit[1:]]
    return who.join(said, [who.person == said.person, *same], rname="{name}_said")


def stated(rows: ir.Table) -> ir.Table:
    """One row a person who has answered: the parts share one base."""
    known = rows.filter(rows.answer.notnull())
    return known.mutate(numerator=ibis.literal(1), denominator=ibis.literal(1))


def not_stated(rows: ir.Table) -> ir.Table:
    """One row a person, with 1 where the answer is not stated; not split any further."""
    missing = ibis.ifelse(rows.answer.isnull(), 1, 0)
    told = rows.mutate(numerator=missing, denominator=ibis.literal(1))
    return told.drop("answer")
