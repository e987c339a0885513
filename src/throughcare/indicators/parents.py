"""Parents in treatment.

How many of the people in treatment live with children, have children who live elsewhere, or are not parents?
"""

import ibis.expr.types as ir

from . import answers
from .definition import Indicator, Reference
from .in_treatment import in_treatment
from .inputs import Inputs
from .periods import Period


def count(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """One row a person and unit in treatment whose parental status is stated."""
    return answers.stated(_people(inputs, period, geography))


def count_not_stated(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """One row a person and unit in treatment."""
    return answers.not_stated(_people(inputs, period, geography))


def _people(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    found = answers.latest(inputs, period, geography, "parental_status")
    return found.mutate(answer=answers.grouped(found.code, "parents.groups", period))


parents = Indicator(
    id="B8",
    slug="parents",
    title="Parents in treatment",
    question="How many of the people in treatment live with children under 18, or have children who live elsewhere?",
    unit="%",
    numerator="Persons whose latest episode says so.",
    denominator="Persons in treatment at some time in the period whose latest episode states their parental status.",
    count=count,
    why="Children of people in treatment may need help of their own; parents stay and complete more often.",
    exclusions=(
        *in_treatment.exclusions,
        "People whose parental status is not stated: their share is shown apart.",
    ),
    edges=(
        "All or some of the children live with the person: living with children.",
        "Declined to answer, blank, or a code of the older list: not stated.",
        "The episode triaged last says it, in each area that of the area.",
    ),
    references=(
        Reference(
            "indicators.md B8", "verified", "share living with under-18s, as in DOMES"
        ),
        Reference("indicators.md B8", "proposed", "not stated is out of the base"),
    ),
    fields=("PRNTSTAT", "TRIAGED", "DISD"),
    parameters=(*in_treatment.parameters, "parents.groups", "indicators.confidence"),
    scale=100,
    interval="wilson",
    split="answer",
    parts=answers.parts("parents.groups"),
)
parents.variants["not_stated"] = parents.variant(
    "not_stated",
    count_not_stated,
    title="Parental status not stated",
    question="Of how many people in treatment is it not stated whether they are parents?",
    numerator="Persons whose latest episode does not state their parental status.",
    denominator="Persons in treatment at some time in the period.",
    split=None,
    parts=(),
)
