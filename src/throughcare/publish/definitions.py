"""What a page says of an indicator: its definition in the words of the catalogue, and the unit of its values."""

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Definition:
    """An indicator as readers meet it. `unit` is percent (of 1), people, years or days."""

    slug: str
    title: str
    sentence: str
    numerator: str
    denominator: str
    exclusions: str
    unit: str
    evidence: str
    reference: str


@cache
def catalogue() -> dict[str, Definition]:
    """Every indicator by slug, in the order of the catalogue."""
    from throughcare import indicators

    return {entry.slug: _definition(entry) for entry in indicators.catalogue()}


def _definition(entry) -> Definition:
    return Definition(
        slug=entry.slug,
        title=entry.title,
        sentence=entry.sentence,
        numerator=entry.numerator,
        denominator=entry.denominator,
        exclusions=entry.exclusions,
        unit=entry.unit,
        evidence=entry.evidence,
        reference=entry.reference,
    )
