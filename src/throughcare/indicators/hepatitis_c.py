"""Hepatitis C tests.

How many of the people who began a journey in the period and inject, or have injected, were tested?
"""

import ibis
import ibis.expr.types as ir

from . import answers
from .definition import Indicator, Reference
from .inputs import Inputs
from .new_presentations import latest_of, new_journeys, new_presentations
from .people import parameter, unit_of
from .periods import Period


def count(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """One row a new presentation who injects or has injected."""
    begun = new_journeys(inputs, period)
    kept = latest_of(begun, unit_of(begun, geography))
    asked = answers.at_start(inputs, kept, "injecting_status")
    eligible = parameter("hepatitis.c_eligible", period)
    base = asked.filter(asked.code.isin(eligible).fill_null(False)).drop("code")
    tested = answers.at_start(inputs, base, "hep_c_tested")
    return tested.mutate(
        numerator=ibis.ifelse(tested.code.notnull(), 1, 0), denominator=ibis.literal(1)
    )


hepatitis_c = Indicator(
    id="D6b",
    slug="hepatitis_c",
    title="Hepatitis C tests of people who inject",
    question="How many of the new presentations who inject, or have injected, were tested for hepatitis C?",
    unit="%",
    numerator="Of those, persons with the date of a test.",
    denominator="New presentations who inject or have injected.",
    count=count,
    why="Hepatitis C can be cured once it is known.",
    exclusions=(
        *new_presentations.exclusions,
        "People who never injected, declined to say, or were not asked.",
    ),
    edges=(
        "Previously injected counts as well as currently.",
        "Never injected and tested: not in the base.",
        "The date of the test says that there was one, whenever it was.",
    ),
    references=(
        Reference("indicators.md D6", "memory", "current or past injectors, tested"),
        Reference(
            "dataset_codes.csv HEPCTD",
            "memory",
            "no code for yes was found: the date of the test stands for it",
        ),
    ),
    fields=("INJSTAT", "HEPCTSTD", *new_presentations.fields),
    parameters=(
        *new_presentations.parameters,
        "hepatitis.c_eligible",
        "indicators.confidence",
    ),
    direction="higher",
    scale=100,
    interval="wilson",
)
