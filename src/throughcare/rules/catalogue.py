"""All rules, the level that is in force for each, and the limits they compare with."""

import datetime as dt

from throughcare import parameters

from . import (  # noqa: F401  (each module registers its rules)
    client,
    duplicates,
    episode,
    every_field,
    file,
    modality,
    outcome_profile,
)
from .rule import REGISTRY, Rule

LIMITS = ("adult_age", "earliest_birth_year", "days", "rating", "highest")


def catalogue() -> list[Rule]:
    """Every rule, in the order of numbers."""
    return sorted(REGISTRY, key=lambda r: ("FRXTL".index(r.number[0]), r.number))


def level(rule: Rule, day: dt.date) -> str:
    """The level in force on `day`: what rests on memory or proposal warns until an operator raises it."""
    return parameters.at(rule.parameter, day).value


def limits(day: dt.date) -> dict[str, object]:
    """The limits that rules compare with, as in force on `day`."""
    return {name: parameters.at(f"limits.{name}", day).value for name in LIMITS}
