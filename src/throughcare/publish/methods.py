"""How figures come about, told by the code itself: definitions, parameters with all their dates, statistics."""

import inspect
from collections import Counter
from dataclasses import dataclass

from throughcare import indicators, parameters, statistics
from throughcare.publish import words
from throughcare.publish.definitions import MAIN_PARTS


@dataclass(frozen=True)
class Statistic:
    """A statistic as its docstring tells it: what it says, paragraph by paragraph, with the paper last."""

    name: str
    says: str
    more: tuple[str, ...]


def by_slug() -> dict[str, indicators.Indicator]:
    """Every indicator of the catalogue by the slug of its address."""
    return {slug.replace("_", "-"): i for slug, i in indicators.catalogue().items()}


def alternatives(slug: str) -> list[str]:
    """Titles of the variants of an indicator, by the slug of its address; they have figures of their own where measured.

    >>> alternatives("retained")
    ['New presentations retained for twelve weeks or completed']
    """
    found = by_slug().get(slug)
    return [variant.title for variant in found.variants.values()] if found else []


def formula(indicator: indicators.Indicator) -> str:
    """How a value comes from its parts.

    >>> formula(indicators.get("C4a"))
    'Value = counted / out of x 100, with a Wilson score interval of 95%.'
    >>> formula(indicators.get("B1"))
    'Value = counted.'
    """
    if indicator.denominator is None:
        return "Value = counted."
    scaled = f" x {indicator.scale:g}" if indicator.scale != 1 else ""
    told = f"Value = counted / out of{scaled}"
    return (
        f"{told}, with a Wilson score interval of 95%."
        if indicator.interval
        else f"{told}."
    )


def shown_part(indicator: indicators.Indicator) -> str:
    """The part of a split that headline, trend and map show; empty for the others."""
    part = MAIN_PARTS.get(indicator.split)
    return words.label(part) if part else ""


def values(indicator: indicators.Indicator) -> list[parameters.Value]:
    """Every value that the parameters of a definition ever had, with its date, source and evidence mark."""
    known = parameters.catalogue()
    return [value for name in indicator.parameters for value in known[name].values]


def described(name: str) -> str:
    """What a parameter is for."""
    return parameters.catalogue()[name].description


def counts_by_evidence() -> dict[str, int]:
    """How many definitions rest at their weakest on each mark."""
    found = Counter(i.evidence for i in indicators.catalogue().values())
    return {mark: found[mark] for mark in words.MARKS}


def protection() -> list[parameters.Value]:
    """The newest value of every parameter of the protection of people."""
    known = parameters.catalogue()
    return [p.values[-1] for name, p in known.items() if name.startswith("disclosure.")]


def all_statistics() -> list[Statistic]:
    """Every public statistic, in the order of its package."""
    functions = [getattr(statistics, name) for name in statistics.__all__]
    return [_statistic(f) for f in functions if inspect.isfunction(f)]


def _statistic(function) -> Statistic:
    text = (inspect.getdoc(function) or "").partition(">>> ")[0]
    parts = [" ".join(part.split()) for part in text.strip().split("\n\n")]
    return Statistic(function.__name__, parts[0], tuple(p for p in parts[1:] if p))
