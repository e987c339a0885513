"""Employment at the start of treatment.

How many of the people who began a journey in the period worked, looked for work, were ill, or did something else?
"""

import ibis.expr.types as ir

from . import answers
from .definition import Indicator, Reference
from .inputs import Inputs
from .new_presentations import new_presentations
from .periods import Period

ASKED = "employment", "employment_at_start.groups"
"""What the first episode of a journey says, and the parameter that groups its codes."""


def count(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """One row a new presentation whose employment status is stated."""
    return answers.stated(answers.of_new(inputs, period, geography, *ASKED))


def count_not_stated(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """One row a new presentation."""
    return answers.not_stated(answers.of_new(inputs, period, geography, *ASKED))


employment_at_start = Indicator(
    id="D5b",
    slug="employment_at_start",
    title="Employment at the start of treatment",
    question="How many of the people who began a journey in the period worked, looked for work, were ill, or did something else?",
    unit="%",
    numerator="New presentations whose first episode says so.",
    denominator="New presentations of the period whose first episode states their employment status.",
    count=count,
    why="Work holds people in recovery; who has none at the start may need help to find it.",
    exclusions=(
        *new_presentations.exclusions,
        "People whose employment status is not stated: their share is shown apart.",
    ),
    edges=(
        "The classes share one base and sum to 100.",
        "Not known, not stated and a blank are not in the base, and shown as a share of their own.",
        "A code of no class is not stated.",
    ),
    references=(
        Reference("indicators.md D5", "proposed", "not stated is out of the base"),
        Reference("dataset_codes.csv EMPSTAT", "verified", "the classes"),
    ),
    fields=("EMPSTAT", *new_presentations.fields),
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
employment_at_start.variants["not_stated"] = employment_at_start.variant(
    "not_stated",
    count_not_stated,
    title="Employment at the start not stated",
    question="Of how many people who began a journey is the employment status not stated?",
    numerator="New presentations whose first episode does not state their employment status.",
    denominator=new_presentations.numerator,
    split=None,
    parts=(),
)
