"""Re-presentations.

How many of the people who completed treatment came back within six months?
"""

import ibis
import ibis.expr.types as ir

from throughcare import parameters
from throughcare.dates import plain

from .completion_without_representation import (
    completion_without_representation,
    returns,
)
from .definition import Indicator, Reference
from .history import EXIT_GROUPS
from .inputs import Inputs
from .new_presentations import latest_of
from .people import ended_journeys, in_contact, parameter, people, unit_of
from .periods import Period

MONTHS = "representations.completers_months"


def count(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """One row a person and unit with a completion in the first months of the period; the journey is the last completed."""
    early = followed(period)
    done = completions(inputs, early)
    kept = latest_of(done, unit_of(done, geography))
    who = people(inputs, period, "england")
    kept = kept.join(
        who.select("person", "sex", "age_band", "substance_group"), "person"
    )
    return with_returns(kept, inputs, early)


def with_returns(completed: ir.Table, inputs: Inputs, period: Period) -> ir.Table:
    """Completions of the period, with 1 where the person came back too soon."""
    again = returns(inputs, period).mutate(is_back=ibis.literal(1))
    joined = completed.left_join(again, ["person", "journey"], rname="{name}_of_return")
    return joined.mutate(
        numerator=joined.is_back.fill_null(0), denominator=ibis.literal(1)
    )


def followed(period: Period) -> Period:
    """The part of the period whose completions are counted: at its end all of them have been watched long enough."""
    end = plain.add_months(period.start, parameter(MONTHS, period))
    return Period(period.start, min(end, period.end), f"{period.name} completers")


def completions(inputs: Inputs, period: Period) -> ir.Table:
    """Person, journey, area and region of the journeys that ended in the period, for good and with completion."""
    ends = ended_journeys(inputs, period)
    done = ends.filter(ends.exit == "completed")
    done = done.semi_join(in_contact(inputs, period), ["person", "journey"])
    return done.select("person", "journey", area="last_area", region="last_region")


representations = Indicator(
    id="C6",
    slug="representations",
    title="Re-presentations within six months of completion",
    question="How many of the people who completed treatment started a new journey within six months?",
    unit="%",
    numerator="Of those, persons who started a new journey, anywhere, in the six calendar months from that day.",
    denominator="Persons who completed treatment in the first six months of the period: at its end all have been followed for six months.",
    count=count,
    why="A completion after which people soon return has not lasted.",
    exclusions=completion_without_representation.exclusions,
    edges=(
        "Completed in the seventh month of the period: not followed, not counted.",
        "Completed on 31 August: a triage on 27 February is a return, one on 28 February is not.",
        "Completed twice in the six months is one person, the later completion.",
        "A new journey in another area or for another substance is a return, in the area of the completion.",
        "A return within 21 days reopens the journey: no completion at all.",
    ),
    references=(
        Reference("indicators.md C6", "verified", "segments, as in DOMES"),
        Reference("indicators.md C6", "memory", "completers of the first six months"),
        *completion_without_representation.references[1:],
    ),
    fields=completion_without_representation.fields,
    changes=(EXIT_GROUPS,),
    parameters=(MONTHS, *completion_without_representation.parameters),
    direction="lower",
    scale=100,
    interval="wilson",
    follow_up_months=6,
    counted_months=parameters.get(MONTHS).values[0].value,
)
