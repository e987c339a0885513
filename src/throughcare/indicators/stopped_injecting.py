"""Injecting stopped at review.

Of the people who injected at the start, how many had stopped by their review?
"""

import ibis.expr.types as ir

from throughcare.outcomes import change

from .abstinent_at_review import PARAMETERS
from .definition import Indicator, Reference
from .history import EVIDENCE_OF_PROFILES, PROFILES
from .inputs import Inputs
from .paired_profiles import counted, reviewed
from .periods import Period


def count(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """One row a journey reviewed in the period of somebody who injected at the start."""
    pairs = reviewed(inputs, period, ("injecting_days",))
    start, later = pairs.injecting_days_start, pairs.injecting_days_later
    return counted(pairs, change.is_assessable(start, later), later == 0)


stopped_injecting = Indicator(
    id="D3",
    slug="stopped_injecting",
    title="Stopped injecting by review",
    question="How many of those who injected at the start had stopped by their review?",
    unit="%",
    numerator="Journeys with no day of injecting in the 28 days before the review.",
    denominator="Journeys reviewed in the period with a day of injecting or more at the start, answered at both.",
    count=count,
    why="Injecting carries the viruses and the deaths.",
    exclusions=(
        "People who did not inject at the start.",
        "Not answered (NA) at either profile.",
        "People under 18 at triage.",
    ),
    edges=(
        "One day of injecting at the start and none at review has stopped.",
        "No injecting at the start: not in the base.",
        "Not answered at review: not in the base.",
        "One day at review has not stopped.",
    ),
    references=(
        Reference(
            "indicators.md D3", "memory", "injecting at the start, none at review"
        ),
        Reference("outcomes.md 1.4", "memory", "no longer injecting"),
    ),
    fields=("TOPDATE", "TRSTAGE", "IVDRGUSE"),
    changes=(
        PROFILES,
        EVIDENCE_OF_PROFILES,
    ),
    parameters=PARAMETERS,
    direction="higher",
    scale=100,
    interval="wilson",
)
