"""Hepatitis B vaccination.

How many of the people who began a journey in the period, and could be vaccinated, were offered it and accepted?
"""

from functools import partial

import ibis
import ibis.expr.types as ir

from . import answers
from .definition import Indicator, Reference
from .inputs import Inputs
from .new_presentations import latest_of, new_journeys, new_presentations
from .people import parameter, unit_of
from .periods import Period


def count(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """One row a new presentation to whom a vaccination could be offered."""
    base = _with_status(inputs, period, geography, "hepatitis.b_eligible")
    return _counted(base, base.code.isin(parameter("hepatitis.b_accepted", period)))


def count_vaccinated(
    inputs: Inputs, period: Period, geography: str, far: str
) -> ir.Table:
    """One row a new presentation who accepted, with 1 where vaccination has come as far as the parameter says."""
    base = _with_status(inputs, period, geography, "hepatitis.b_accepted")
    base = answers.at_start(inputs, base.drop("code"), "hep_b_vaccinations")
    return _counted(base, base.code.isin(parameter(far, period)))


def _with_status(inputs, period: Period, geography: str, wanted: str) -> ir.Table:
    begun = new_journeys(inputs, period)
    kept = latest_of(begun, unit_of(begun, geography))
    asked = answers.at_start(inputs, kept, "hep_b_intervention")
    return asked.filter(asked.code.isin(parameter(wanted, period)).fill_null(False))


def _counted(base: ir.Table, met: ir.BooleanValue) -> ir.Table:
    return base.mutate(
        numerator=ibis.ifelse(met.fill_null(False), 1, 0), denominator=ibis.literal(1)
    )


hepatitis_b = Indicator(
    id="D6a",
    slug="hepatitis_b",
    title="Hepatitis B vaccination accepted",
    question="How many of the new presentations who could be vaccinated were offered it and accepted?",
    unit="%",
    numerator="New presentations offered a vaccination who accepted it.",
    denominator="New presentations who accepted, refused, or were not offered a vaccination.",
    count=count,
    why="A vaccination protects people who inject, and those around them.",
    exclusions=(
        *new_presentations.exclusions,
        "Immunised already, immune after an infection, and not assessed.",
    ),
    edges=(
        "Immunised already, or immune: not in the base.",
        "Not offered is in the base.",
        "A blank is not assessed: not in the base.",
        "One of three vaccinations has started the course and not completed it.",
    ),
    references=(
        Reference("indicators.md D6", "memory", "numerators, base and exclusions"),
    ),
    fields=("HEPBSTAT", "HEPBVAC", *new_presentations.fields),
    parameters=(
        *new_presentations.parameters,
        "hepatitis.b_eligible",
        "hepatitis.b_accepted",
        "indicators.confidence",
    ),
    direction="higher",
    scale=100,
    interval="wilson",
)
for _name, _done in (("started", "have begun"), ("completed", "have completed")):
    hepatitis_b.variants[_name] = hepatitis_b.variant(
        _name,
        partial(count_vaccinated, far=f"hepatitis.b_{_name}"),
        title=f"Hepatitis B vaccination {_name}",
        question=f"How many of the new presentations who accepted a vaccination {_done} the course?",
        numerator=f"Of those, persons who {_done} the course.",
        denominator="New presentations who were offered a vaccination and accepted.",
        parameters=(*hepatitis_b.parameters, f"hepatitis.b_{_name}"),
    )
