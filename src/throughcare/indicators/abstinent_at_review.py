"""Abstinence at review.

Of the people who used a substance at the start, how many did not use it in the 28 days before their review?
"""

from functools import partial

import ibis.expr.types as ir

from throughcare.outcomes import change

from .definition import Indicator, Reference
from .history import EVIDENCE_OF_PROFILES, PROFILES
from .inputs import Inputs
from .paired_profiles import counted, reviewed
from .periods import Period

SUBSTANCES = {
    "opiate": ("opiate_days", "illicit opiates"),
    "crack": ("crack_days", "crack"),
    "cocaine": ("cocaine_days", "powder cocaine"),
    "alcohol": ("alcohol_days", "alcohol"),
    "cannabis": ("cannabis_days", "cannabis"),
    "amphetamine": ("amphetamine_days", "amphetamines"),
}
"""Variants: item of the profile, and the substance in words."""


def count(
    inputs: Inputs, period: Period, geography: str, item: str = "opiate_days"
) -> ir.Table:
    """One row a journey reviewed in the period of somebody who used the substance at the start."""
    pairs = reviewed(inputs, period, (item,))
    start, later = pairs[f"{item}_start"], pairs[f"{item}_later"]
    return counted(pairs, change.is_assessable(start, later), later == 0)


REFERENCES = (
    Reference("indicators.md D2", "verified", "users at the start with both profiles"),
    Reference("outcomes.md 3.1", "memory", "who used nothing at the start is left out"),
    Reference("outcomes.md 2", "memory", "the windows"),
    Reference("outcomes.md 2", "proposed", "the latest of several reviews; the area"),
)
EXCLUSIONS = (
    "People who did not use the substance at the start.",
    "Not answered (NA) at either profile: that is never abstinence.",
    "Journeys without a start profile in time, or a review in its window.",
    "People under 18 at triage.",
)
PARAMETERS = (
    "journeys.gap_days",
    "outcomes.start_window_days",
    "outcomes.review_window_days",
    "indicators.structured_modalities",
    "indicators.prison_settings",
    "indicators.adult_age",
    "indicators.confidence",
)

abstinent_at_review = Indicator(
    id="D2a",
    slug="abstinent_at_review",
    title="Abstinent from illicit opiates at review",
    question="How many of those who used illicit opiates at the start did not use them before their review?",
    unit="%",
    numerator="Journeys with no day of use in the 28 days before the review.",
    denominator="Journeys reviewed in the period with a day of use or more at the start, answered at both.",
    count=count,
    why="Whether treatment changes what people came for.",
    exclusions=EXCLUSIONS,
    edges=(
        "No use at the start: not in the base.",
        "28 days at the start and none at review is abstinent.",
        "Not answered at review: not in the base.",
        "Of two reviews in the window the later one counts.",
        "The review counts in the period of its own date.",
    ),
    references=REFERENCES,
    fields=("TOPDATE", "TRSTAGE", "OPIUSE"),
    changes=(
        PROFILES,
        EVIDENCE_OF_PROFILES,
    ),
    parameters=PARAMETERS,
    direction="higher",
    scale=100,
    interval="wilson",
)
for _name, (_item, _words) in SUBSTANCES.items():
    abstinent_at_review.variants[_name] = abstinent_at_review.variant(
        _name,
        partial(count, item=_item),
        title=f"Abstinent from {_words} at review",
        question=f"How many of those who used {_words} at the start did not use at review?",
    )
