"""Instruments as data: what each form asks, in which range, and how it is scored, by form version.

One YAML file an instrument. The wording is this project's own: an official form may be bought or obtained by who has a right
to it; `licence` says what may be built on. Instruments marked `score` take a total only; those whose licence forbids
software stand in the list so that nobody adds them unawares.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FOLDER = Path(__file__).parent
KINDS = ("days", "rating", "yes_no", "choice", "amount")
"""Days of a period, a rating, yes or no, a scored choice, an amount on a using day."""
ENTRY = ("items", "score", "none")
"""Whether the items may be asked here, only a total may be entered, or nothing."""


class InstrumentError(LookupError):
    """An instrument, or a version of it, that is not known."""


@dataclass(frozen=True)
class Item:
    """One question. `low` and `high` bound the answer, both included; `scores` are the answers allowed where not all are.

    `amount` is the unit of the average amount on a using day, asked beside the days of some substances.
    """

    name: str
    asks: str
    kind: str
    low: float
    high: float | None
    unit: str
    evidence: str
    scores: tuple[int, ...] = ()
    amount: str = ""


@dataclass(frozen=True)
class Band:
    """Totals from `low` up to the next band, and what they are called."""

    low: int
    name: str
    evidence: str


@dataclass(frozen=True)
class Part:
    """A shorter form: some items of the instrument, positive from a score on (None: the cut-off is not known)."""

    name: str
    items: tuple[str, ...]
    evidence: str
    positive: int | None = None


@dataclass(frozen=True)
class CutOff:
    """What a total from `low` on says; `women` is where it begins for women, if elsewhere."""

    low: int
    says: str
    evidence: str
    women: int | None = None


@dataclass(frozen=True)
class Scoring:
    """Another way of scoring the instrument, by name, with the range of its total."""

    name: str
    low: int
    high: int
    evidence: str


@dataclass(frozen=True)
class Version:
    """A version of a form, in force from `since` until the next one."""

    since: dt.date
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Instrument:
    """An instrument. `total` is the range of its total, None where it has none (each item is its own outcome)."""

    slug: str
    title: str
    about: str
    licence: str
    entry: str
    reference: str
    versions: tuple[Version, ...]
    total: tuple[int, int] | None
    bands: tuple[Band, ...]
    parts: tuple[Part, ...] = ()
    cut_offs: tuple[CutOff, ...] = ()
    scorings: tuple[Scoring, ...] = ()

    def range_of(self, scoring: str | None = None) -> tuple[int, int]:
        """The lowest and highest total, by the scoring named. Raises InstrumentError for one that is not known."""
        if scoring is None:
            return self.total or (0, -1)
        ranges = {s.name: (s.low, s.high) for s in self.scorings}
        if scoring not in ranges:
            raise InstrumentError(
                f"{self.title} has no scoring {scoring!r}. Known: {', '.join(ranges) or 'none'}."
            )
        return ranges[scoring]

    def at(self, day: dt.date) -> Version:
        """The version in force on `day`. Raises InstrumentError before the first."""
        known = [v for v in self.versions if v.since <= day]
        if not known:
            raise InstrumentError(
                f"{self.title} has no version on {day}: the first began on {self.versions[0].since}."
            )
        return known[-1]


@cache
def catalogue() -> dict[str, Instrument]:
    """Every instrument by slug."""
    found = map(_read, sorted(FOLDER.glob("*.yaml")))
    return {instrument.slug: instrument for instrument in found}


def get(slug: str) -> Instrument:
    """An instrument by its slug. Raises InstrumentError with the known ones."""
    if slug not in catalogue():
        raise InstrumentError(
            f"There is no instrument {slug!r}. Known: {', '.join(catalogue())}."
        )
    return catalogue()[slug]


def _read(path: Path) -> Instrument:
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    versions: list[Version] = []
    items: tuple[Item, ...] = ()
    for since, change in (told.get("versions") or {}).items():
        without = [item for item in items if item.name not in change.get("drops", ())]
        items = (*without, *(Item(**_item(i)) for i in change.get("items", ())))
        versions.append(Version(since, items))
    return Instrument(
        slug=path.stem,
        title=told["title"],
        about=told["about"],
        licence=told["licence"],
        entry=told["entry"],
        reference=told["reference"],
        versions=tuple(versions),
        total=tuple(told["total"]) if told.get("total") else None,
        bands=tuple(Band(**band) for band in told.get("bands", ())),
        parts=tuple(
            Part(**part | {"items": tuple(part["items"])})
            for part in told.get("parts", ())
        ),
        cut_offs=tuple(CutOff(**each) for each in told.get("cut_offs", ())),
        scorings=tuple(Scoring(**each) for each in told.get("scorings", ())),
    )


def _item(told: dict) -> dict:
    return (
        {"low": 0, "high": None, "unit": ""}
        | told
        | {"scores": tuple(told.get("scores", ()))}
    )
