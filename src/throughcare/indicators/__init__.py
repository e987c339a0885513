"""Indicators: one question a file; a catalogue that lists itself.

>>> get("waiting-times").id
'B4'
"""

import importlib
import pkgutil
from functools import cache

from .definition import CONTRIBUTION, GEOGRAPHIES, Change, Indicator, Reference
from .inputs import Inputs
from .measuring import (
    BREAKDOWNS,
    SPLITS,
    BreakdownError,
    breakdowns,
    measure,
    results,
    results_and_totals,
)
from .periods import Period, PeriodError

__all__ = [
    "BREAKDOWNS",
    "CONTRIBUTION",
    "GEOGRAPHIES",
    "SPLITS",
    "BreakdownError",
    "Change",
    "Indicator",
    "Inputs",
    "Period",
    "PeriodError",
    "Reference",
    "UnknownIndicator",
    "breakdowns",
    "catalogue",
    "get",
    "measure",
    "results",
    "results_and_totals",
]


class UnknownIndicator(LookupError):
    """A name that is no indicator."""


@cache
def catalogue() -> dict[str, Indicator]:
    """Every indicator by slug, in the order of their numbers: each file that holds one is found here."""
    names = [module.name for module in pkgutil.iter_modules(__path__)]
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    found = [
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, Indicator)
    ]
    return {i.slug: i for i in sorted(found, key=lambda i: i.id)}


def get(name: str) -> Indicator:
    """The indicator called `name`: a slug (hyphens allowed), a number as C4a; a variant as retained:new_presentations; a part as exits:completed."""
    slug, _, variant = name.strip().lower().replace("-", "_").partition(":")
    by_number = {i.id.lower(): i for i in catalogue().values()}
    found = catalogue().get(slug) or by_number.get(slug)
    if found and variant:
        found = _another(found, variant)
    if not found:
        raise UnknownIndicator(
            f"There is no indicator {name!r}. Known: {', '.join(catalogue())}."
        )
    return found


def _another(indicator: Indicator, name: str) -> Indicator | None:
    """A variant of an indicator, or one part of its split."""
    if name in indicator.parts:
        return indicator.part(name)
    return indicator.variants.get(name)
