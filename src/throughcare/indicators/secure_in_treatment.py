"""People in treatment in secure settings.

How many people were in treatment in a secure setting at some time in the period?
"""

import ibis.expr.types as ir

from . import in_treatment
from .definition import Indicator, Reference
from .inputs import Inputs
from .periods import Period


def count(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """As in the community, of the returns from secure settings alone."""
    return in_treatment.count(inputs.secure, period, geography)


_of = in_treatment.in_treatment
secure_in_treatment = Indicator(
    id="J1",
    slug="secure_in_treatment",
    title="People in treatment in secure settings",
    question="How many people were in treatment in a secure setting at some time in the period?",
    unit=_of.unit,
    numerator="Persons with a journey in secure settings open on some day of the period.",
    denominator=None,
    count=count,
    why="Prisons treat many people; their figures stand apart, for a person may be in both.",
    exclusions=(
        "People under 18 on 30 September of the year.",
        "People without any problem substance recorded.",
        "Returns of community providers: the two are never added.",
    ),
    edges=(
        "In prison and in the community in one year: one person in each, never added.",
        "A prison episode between two community episodes joins no community journey.",
        "The area is that of residence, not that of the prison.",
    ),
    references=(
        Reference("indicators.md J", "verified", "reported apart"),
        Reference(
            "indicators.md J", "proposed", "journeys chained within secure settings"
        ),
    ),
    fields=_of.fields,
    parameters=_of.parameters,
    of_secure=True,
)
