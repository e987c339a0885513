"""Young people in treatment.

How many people who were under 18 when they began were in treatment in the period?
"""

import ibis
import ibis.expr.types as ir

from .definition import Indicator, Reference
from .inputs import Inputs
from .people import is_adult, people
from .periods import Period

KEYS = ["person", "journey"]


def count(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """One row a person and unit in contact whose latest journey there began before 18."""
    found = people(inputs, period, geography, adults=False)
    return of_young(found, inputs, period).mutate(numerator=ibis.literal(1))


def of_young(journeys: ir.Table, inputs: Inputs, period: Period) -> ir.Table:
    """Those of `journeys` that began before the age of adults; they are in no age band of adults."""
    every = inputs.journeys
    young = every.filter(~is_adult(every.age_at_triage, period))
    return journeys.semi_join(young, KEYS).mutate(age_band=ibis.null("string"))


young_people = Indicator(
    id="I1",
    slug="young_people",
    title="Young people in treatment",
    question="How many people who began treatment before they were 18 were in treatment at some time in the period?",
    unit="persons",
    numerator="Persons with a journey open on some day of the period that began before their eighteenth birthday.",
    denominator=None,
    count=count,
    why="Young people need other help than adults; how many find it.",
    exclusions=(
        "People who were 18 or over at the first triage of the journey.",
        "People without any problem substance recorded.",
        "Episodes delivered in prison alone.",
    ),
    edges=(
        "Began on the day before the eighteenth birthday counts; on the birthday it does not.",
        "Turned 18 during the journey still counts here; adult figures count by age on 30 September.",
        "A later journey begun at 18: not counted here.",
    ),
    references=(
        Reference("indicators.md I", "verified", "in services, overlap as B1"),
        Reference("indicators.md I", "proposed", "under 18 by age at the start"),
    ),
    fields=("TRIAGED", "DISD", "DOB", "DRUG1", "DRUG2", "DRUG3", "MODSET"),
    parameters=(
        "journeys.gap_days",
        "indicators.adult_age",
        "indicators.age_bands",
        "indicators.mid_year",
        "indicators.prison_settings",
    ),
)
