"""Housing at the start of treatment.

How many of the people who began a journey in the period had no fixed abode, another housing problem, or none?
"""

import ibis.expr.types as ir

from . import answers
from .definition import Indicator, Reference
from .inputs import Inputs
from .new_presentations import new_presentations
from .periods import Period

ASKED = "accommodation_need", "housing_at_start.groups"
"""What the first episode of a journey says, and the parameter that groups its codes."""


def count(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """One row a new presentation whose housing need is stated."""
    return answers.stated(answers.of_new(inputs, period, geography, *ASKED))


def count_not_stated(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """One row a new presentation."""
    return answers.not_stated(answers.of_new(inputs, period, geography, *ASKED))


housing_at_start = Indicator(
    id="D5a",
    slug="housing_at_start",
    title="Housing at the start of treatment",
    question="How many of the people who began a journey in the period had no fixed abode, another housing problem, or none?",
    unit="%",
    numerator="New presentations whose first episode says so.",
    denominator="New presentations of the period whose first episode states their housing need.",
    count=count,
    why="Somewhere to live is what recovery is built on; need at the start says how much help is asked.",
    exclusions=(
        *new_presentations.exclusions,
        "People whose housing need is not stated: their share is shown apart.",
    ),
    edges=(
        "No fixed abode, a housing problem and no housing problem share one base and sum to 100.",
        "A blank is not stated: not in the base, and shown as a share of its own.",
        "A person with two new journeys counts once, with what the later one says at its start.",
    ),
    references=(
        Reference(
            "indicators.md D5",
            "verified",
            "share with no fixed abode and other problem",
        ),
        Reference("indicators.md D5", "proposed", "not stated is out of the base"),
    ),
    fields=("ACCMNEED", *new_presentations.fields),
    parameters=(
        *new_presentations.parameters,
        ASKED[1],
        "indicators.confidence",
    ),
    scale=100,
    interval="wilson",
    split="answer",
    parts=answers.parts(ASKED[1]),
)
housing_at_start.variants["not_stated"] = housing_at_start.variant(
    "not_stated",
    count_not_stated,
    title="Housing at the start not stated",
    question="Of how many people who began a journey is the housing need not stated?",
    numerator="New presentations whose first episode does not state their housing need.",
    denominator=new_presentations.numerator,
    split=None,
    parts=(),
)
