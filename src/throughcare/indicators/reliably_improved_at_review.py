"""Reliable improvement at review.

Of the people who used a substance at the start, how many used it on reliably fewer days before their review, without being abstinent?
"""

from functools import partial

import ibis.expr.types as ir

from throughcare.outcomes import change

from .abstinent_at_review import EXCLUSIONS, PARAMETERS
from .definition import Indicator, Reference
from .history import EVIDENCE_OF_PROFILES, PROFILES
from .inputs import Inputs
from .paired_profiles import counted, reviewed
from .people import parameter
from .periods import Period

ITEMS = {"opiate": ("opiate_days", "illicit opiates"), "crack": ("crack_days", "crack")}
"""Variants: items for which a threshold is known, however uncertain."""


def count(
    inputs: Inputs,
    period: Period,
    geography: str,
    item: str = "opiate_days",
    category: str = change.IMPROVED,
) -> ir.Table:
    """One row a journey reviewed in the period of somebody who used the substance at the start."""
    pairs = reviewed(inputs, period, (item,))
    start, later = pairs[f"{item}_start"], pairs[f"{item}_later"]
    threshold = parameter("outcomes.reliable_change_days", period)[item]
    met = change.category(start, later, threshold) == category
    return counted(pairs, change.is_assessable(start, later), met)


reliably_improved_at_review = Indicator(
    id="D2b",
    slug="reliably_improved_at_review",
    title="Reliably fewer days of illicit opiates at review (threshold provisional)",
    question="How many of those who used illicit opiates at the start used them on reliably fewer days at review?",
    unit="%",
    numerator="Journeys not abstinent, with at least the threshold of days fewer than at the start.",
    denominator="Journeys reviewed in the period with a day of use or more at the start, answered at both.",
    count=count,
    why="A change may be large without being complete; the threshold keeps chance out.",
    exclusions=EXCLUSIONS,
    edges=(
        "Abstinent takes precedence: 28 days to none is not counted here.",
        "A fall by exactly the threshold counts, by one day less it does not.",
        "Who used on fewer days than the threshold at the start can become abstinent, not improved.",
        "A rise by the threshold or more is deterioration (variant deteriorated).",
    ),
    references=(
        Reference("outcomes.md 3.1", "memory", "the formula and the classes"),
        Reference(
            "outcomes.md 3.2",
            "memory",
            "the thresholds, recalled with low confidence: provisional",
        ),
    ),
    fields=("TOPDATE", "TRSTAGE", "OPIUSE"),
    changes=(
        PROFILES,
        EVIDENCE_OF_PROFILES,
    ),
    parameters=(*PARAMETERS, "outcomes.reliable_change_days"),
    direction="higher",
    scale=100,
    interval="wilson",
)
for _name, (_item, _words) in ITEMS.items():
    reliably_improved_at_review.variants[_name] = reliably_improved_at_review.variant(
        _name,
        partial(count, item=_item),
        title=f"Reliably fewer days of {_words} at review (threshold provisional)",
    )
    reliably_improved_at_review.variants[f"{_name}_deteriorated"] = (
        reliably_improved_at_review.variant(
            f"{_name}_deteriorated",
            partial(count, item=_item, category=change.DETERIORATED),
            title=f"Reliably more days of {_words} at review (threshold provisional)",
            numerator="Journeys with at least the threshold of days more than at the start.",
            direction="lower",
        )
    )
