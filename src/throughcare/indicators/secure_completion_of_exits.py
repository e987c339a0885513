"""Successful completions as a share of exits, secure settings.

How many of those who left treatment in a secure setting had completed it?
"""

import ibis.expr.types as ir

from . import completion_of_exits
from .definition import Indicator, Reference
from .inputs import Inputs
from .periods import Period


def count(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """As in the community, of the returns from secure settings alone."""
    return completion_of_exits.count(inputs.secure, period, geography)


_of = completion_of_exits.completion_of_exits
secure_completion_of_exits = Indicator(
    id="J2",
    slug="secure_completion_of_exits",
    title="Successful completions as a share of exits, secure settings",
    question="How many of those who left treatment in a secure setting had completed it?",
    unit=_of.unit,
    numerator="Persons whose latest journey in secure settings ended in the period with completion.",
    denominator="Persons whose latest journey in secure settings ended in the period, for any reason.",
    count=count,
    why="People move and are released before treatment is done; few complete, and fewer in the opiate group.",
    exclusions=(
        "People under 18 on 30 September of the year.",
        "People without any problem substance recorded.",
        "Returns of community providers: the two are never added.",
    ),
    edges=(
        "Released to a community provider is an exit and no completion.",
        "Moved to another prison and taken on there within 21 days: the journey goes on.",
        "Community exits are not among them.",
    ),
    references=(
        Reference("indicators.md J", "verified", "completed, of leavers"),
        Reference("indicators.md A2", "memory", "the 21 days"),
    ),
    fields=_of.fields,
    parameters=_of.parameters,
    direction=_of.direction,
    scale=_of.scale,
    interval=_of.interval,
    of_secure=True,
)
