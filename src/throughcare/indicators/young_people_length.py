"""How long interventions for young people last.

How many days did the interventions that ended in the period take?
"""

import ibis
import ibis.expr.types as ir

from throughcare.dates import days_between

from .definition import Indicator, Reference
from .inputs import Inputs
from .people import is_adult, persons, structured, within
from .periods import Period
from .young_people import young_people


def count(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """One row an intervention that ended in the period, in the area of its episode; the numerator is in days."""
    ended = structured(inputs.modalities, period, inputs.is_secure)
    ended = ended.filter(within(ended.ended, period), ended.ended >= ended.started)
    links = inputs.links
    young = links.filter(~is_adult(links.age_at_triage, period)).select(
        "episode", "person", "journey", "area", "region"
    )
    counted = ended.select("episode", "modality", "started", "ended").join(
        young, "episode"
    )
    who = persons(inputs, period).select("person", "sex", "substance_group")
    counted = counted.join(who, "person")
    return counted.mutate(
        numerator=days_between(counted.started, counted.ended),
        denominator=ibis.literal(1),
    )


young_people_length = Indicator(
    id="I6",
    slug="young_people_length",
    title="Mean length of interventions for young people",
    question="How many days did interventions for young people that ended in the period last on average?",
    unit="days",
    numerator="Days from the start to the end of the intervention, summed.",
    denominator="Structured interventions that ended in the period, in episodes of people who were under 18 at triage.",
    count=count,
    why="Short interventions may be all that is needed, or all that was offered.",
    exclusions=(
        "People of 18 or over at triage; people without any problem substance recorded.",
        "Interventions without a start, still open, or ended before they started; interventions in prison.",
    ),
    edges=(
        "Started and ended on one day is a length of 0 days.",
        "Ended on the last day of the period counts, on the day after it does not.",
        "An intervention begun at 17 and ended at 18 counts: the age is that at triage.",
    ),
    references=(
        Reference("indicators.md I", "memory", "length of intervention, as a name"),
        Reference(
            "indicators.md I", "proposed", "from start to end, of those that ended"
        ),
    ),
    fields=("MODST", "MODEND", "MODAL", "MODSET", "TRIAGED", "DOB"),
    parameters=(*young_people.parameters, "indicators.structured_modalities"),
)
