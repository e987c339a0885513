"""What a page says of an indicator: its definition in the words of the catalogue, and the unit of its values."""

from dataclasses import dataclass
from functools import cache

from throughcare.publish import words
from throughcare.publish.figures import ALL

MAIN_PARTS = {
    "exits": "completed",
    "parents": "living_with_children",
    "housing_at_start": "no_fixed_abode",
    "employment_at_start": "regular_employment",
    "young_people_referral_source": "education",
}
"""The part of an indicator's split that headline, trend and map show."""


@dataclass(frozen=True)
class Reference:
    """A source of a definition, what it says, and how sure that is (verified, memory or proposed)."""

    source: str
    says: str
    evidence: str


@dataclass(frozen=True)
class Definition:
    """An indicator as readers meet it. `slug` is that of addresses, `key` that of the catalogue and the figures.

    `unit` is % (0 to 100), per 1,000, persons, years or days; `part` is the part of a split that stands for the whole.
    """

    slug: str
    title: str
    sentence: str
    numerator: str
    denominator: str
    exclusions: tuple[str, ...]
    unit: str
    evidence: str
    references: tuple[Reference, ...]
    why: str = ""
    number: str = ""
    part: str = ALL
    has_interval: bool = True

    @property
    def key(self) -> str:
        return self.slug.replace("-", "_")

    @property
    def is_share(self) -> bool:
        """True where the value is a share, with counts above and below it and an interval."""
        return self.unit in words.SHARES and self.has_interval

    @property
    def is_compared(self) -> bool:
        """True where areas are compared on it: shares of a hundred. Rarer things are withheld in most areas."""
        return self.is_share and self.unit == "%"

    @property
    def how_sure(self) -> str:
        """How sure the definition as a whole is, in a sentence."""
        return words.how_sure([reference.evidence for reference in self.references])

    @property
    def told(self) -> str:
        """The title, with the part that stands for a split."""
        if self.part == ALL:
            return self.title
        return f"{self.title} ({words.label(self.part).lower()})"


@cache
def catalogue() -> dict[str, Definition]:
    """Every indicator by the slug of its address, in the order of the catalogue."""
    from throughcare import indicators

    found = map(_definition, indicators.catalogue().values())
    return {definition.slug: definition for definition in found}


def _definition(entry) -> Definition:
    return Definition(
        slug=entry.slug.replace("_", "-"),
        title=entry.title,
        sentence=entry.question,
        numerator=entry.numerator,
        denominator=entry.denominator or "",
        exclusions=tuple(entry.exclusions),
        unit=entry.unit,
        evidence=entry.evidence,
        references=tuple(
            Reference(r.source, r.says, r.evidence) for r in entry.references
        ),
        why=entry.why,
        number=entry.id,
        part=MAIN_PARTS[entry.slug] if entry.split else ALL,
        has_interval=entry.interval is not None,
    )
