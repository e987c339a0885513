"""In treatment.

How many people had a treatment journey on some day of the period?
"""

import ibis
import ibis.expr.types as ir

from .definition import Indicator, Reference
from .history import FOUR_GROUPS
from .inputs import Inputs
from .people import people
from .periods import Period


def count(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """One row a person and unit in contact; the journey is the latest there."""
    found = people(inputs, period, geography)
    return found.mutate(numerator=ibis.literal(1))


in_treatment = Indicator(
    id="B1",
    slug="in_treatment",
    title="People in treatment",
    question="How many people were in treatment at some time in the period?",
    unit="persons",
    numerator="Persons with a journey that started by the end of the period and was open, or ended on or after its first day.",
    denominator=None,
    count=count,
    why="The size of the treatment population: the base of most other figures.",
    exclusions=(
        "People under 18 on 30 September of the year.",
        "People without any problem substance recorded.",
        "Episodes delivered in prison alone.",
    ),
    edges=(
        "Discharged on the first day of the period counts.",
        "Triaged on the last day of the period counts.",
        "An episode without a modality start counts: contact begins with triage.",
        "A person counts once in each area, once in each region and once in England.",
        "An opiate cited in any episode of the period puts the person in the opiate group everywhere.",
    ),
    references=(
        Reference(
            "indicators.md B1", "verified", "reported everywhere; counted once a person"
        ),
        Reference(
            "indicators.md A2", "memory", "counted in contact from triage; the 21 days"
        ),
    ),
    fields=("TRIAGED", "DISD", "DRUG1", "DRUG2", "DRUG3", "MODSET"),
    changes=(FOUR_GROUPS,),
    parameters=(
        "journeys.gap_days",
        "indicators.adult_age",
        "indicators.age_bands",
        "indicators.mid_year",
        "indicators.prison_settings",
    ),
)
