"""All rules, the level that is in force for each, and the limits they compare with."""

import datetime as dt

from throughcare import parameters

from . import (  # noqa: F401  (each module registers its rules)
    across_agencies,
    client,
    duplicates,
    episode,
    every_field,
    family,
    file,
    health,
    history,
    modality,
    outcome_profile,
    review,
    substances,
    timing,
    xml,
    young_people,
)
from .rule import REGISTRY, Rule

LIMITS = {
    "adult_age": "limits.adult_age",
    "earliest_birth_year": "limits.earliest_birth_year",
    "days": "limits.days",
    "rating": "limits.rating",
    "highest": "limits.highest",
    "earliest_use_age": "limits.earliest_use_age",
    "profile_window_days": "limits.profile_window_days",
    "profile_exceptions_since": "limits.profile_exceptions_since",
    "review_due_months": "limits.review_due_months",
    "days_without_modality": "limits.days_without_modality",
    "reasons": "limits.discharge_reasons",
    "clearly_fewer_percent": "limits.clearly_fewer_percent",
    "wait_days": "waiting_times.limit_days",
    "gap_days": "journeys.gap_days",
    "structured_modalities": "indicators.structured_modalities",
}
"""What rules compare with, and the parameter that holds it."""


def catalogue() -> list[Rule]:
    """Every rule, in the order of numbers."""
    return sorted(REGISTRY, key=lambda r: ("FRXTL".index(r.number[0]), r.number))


def level(rule: Rule, day: dt.date) -> str:
    """The level in force on `day`: what rests on memory or proposal warns until an operator raises it."""
    return parameters.at(rule.parameter, day).value


def limits(day: dt.date) -> dict[str, object]:
    """The limits that rules compare with, as in force on `day`."""
    return {name: parameters.at(held, day).value for name, held in LIMITS.items()}
