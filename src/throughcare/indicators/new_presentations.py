"""New presentations.

How many people began a treatment journey in the period, for the first time or after a break?
"""

import ibis
import ibis.expr.types as ir

from .definition import Indicator, Reference
from .history import FOUR_GROUPS
from .inputs import Inputs
from .people import UNITS, age_band, is_adult, persons, with_structured_start, within
from .periods import Period


def count(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """One row a person and unit, for the latest journey begun there with a structured intervention."""
    begun = new_journeys(inputs, period)
    kept = latest_of(begun, ["person", *UNITS[geography]])
    return kept.mutate(numerator=ibis.literal(1))


def new_journeys(inputs: Inputs, period: Period) -> ir.Table:
    """Adults' journeys begun in the period, in the area of their first episode, with a structured start."""
    journeys = inputs.journeys.filter(within(inputs.journeys.started, period))
    journeys = journeys.select(
        "person",
        "journey",
        "started",
        "ended",
        "exit",
        "age_at_triage",
        area=journeys.first_area,
        region=journeys.first_region,
    )
    structured = with_structured_start(inputs, journeys, period)
    who = persons(inputs, period).select("person", "sex", "substance_group")
    begun = journeys.semi_join(structured, ["person", "journey"]).join(who, "person")
    begun = begun.filter(is_adult(begun.age_at_triage, period))
    return begun.mutate(age_band=age_band(begun.age_at_triage, period))


def latest_of(journeys: ir.Table, unit: list[str]) -> ir.Table:
    """The latest journey of each unit."""
    place = ibis.row_number().over(group_by=unit, order_by=ibis.desc(journeys.journey))
    return journeys.mutate(place=place).filter(lambda t: t.place == 0)


new_presentations = Indicator(
    id="B2",
    slug="new_presentations",
    title="New presentations to treatment",
    question="How many people started a new treatment journey in the period?",
    unit="persons",
    numerator="Persons who started a journey in the period, for the first time or after a break, and began a structured intervention in it.",
    denominator=None,
    count=count,
    why="Whether people come forward, and come back, for help.",
    exclusions=(
        "People under 18 at triage.",
        "People without any problem substance recorded.",
        "Journeys without a structured intervention started outside prison.",
    ),
    edges=(
        "Two new journeys in the period are one person.",
        "A new journey after a break within the same year counts.",
        "A person counts in the area of the first episode of the journey.",
        "A triage within 21 days of the last discharge is not a new presentation.",
    ),
    references=(
        Reference(
            "indicators.md B2",
            "verified",
            "started in the year, first or after a break",
        ),
        Reference("indicators.md A1", "memory", "age at triage for presentations"),
        Reference(
            "indicators.md A2", "proposed", "a structured intervention start is needed"
        ),
    ),
    fields=("TRIAGED", "MODAL", "MODST", "MODSET", "DRUG1", "DRUG2", "DRUG3", "DOB"),
    changes=(FOUR_GROUPS,),
    parameters=(
        "journeys.gap_days",
        "indicators.adult_age",
        "indicators.age_bands",
        "indicators.structured_modalities",
        "indicators.prison_settings",
    ),
)
