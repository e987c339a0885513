"""What can be asked of a release: its indicators, and the counts of its ViewIt exports."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from throughcare.publish import definitions, figures, viewit
from throughcare.publish.figures import ALL
from throughcare.publish.viewit import cells

GROUP, PART, SEX, AGE = "group", "reason", "sex", "age"
BREAKDOWNS = {
    "": "Nothing",
    GROUP: "Substance group",
    PART: "Reason for leaving",
    SEX: "Sex",
    AGE: "Age group",
}
SEXES = {"F": "Women", "M": "Men"}
AGES = ("18-29", "30-49", "50+")
GROUPS = tuple(name for name in cells.DRUG_GROUPS if name != ALL)
COUNT = "count-"
"""What the name of a count begins with; the name of an indicator is that of its page."""
SHORT = re.compile(
    r",? (?:as stated last|in the first episode|\(indicator|among the ).*"
)


@dataclass(frozen=True)
class Measure:
    """One thing to ask for. `key` is the indicator or the column; `periods` are lists by kind, oldest first."""

    slug: str
    key: str
    title: str
    topic: str
    unit: str
    sentence: str
    evidence: str
    how_sure: str
    by: tuple[str, ...]
    periods: dict[str, list[str]]
    part: str = ALL
    definition: definitions.Definition | None = None

    @property
    def is_count(self) -> bool:
        """A column of the ViewIt exports; else an indicator."""
        return self.slug.startswith(COUNT)

    @property
    def is_share(self) -> bool:
        return self.unit == "%"


def offered(
    release: figures.Release | None,
    known: Iterable[definitions.Definition],
    store: Path,
) -> dict[str, Measure]:
    """What a release can be asked for by name: the indicators of `known`, then the counts of its exports."""
    if release is None:
        return {}
    measures = [_indicator(release, definition) for definition in known]
    years = _years(figures.folder(store, release.cut) / viewit.RELEASED)
    if years:
        told = [c for c in viewit.figures() if c.is_told]
        measures += [_count(column, years) for column in told]
    return {measure.slug: measure for measure in measures if measure.periods}


def _indicator(release: figures.Release, definition: definitions.Definition) -> Measure:
    found = {kind: release.periods(definition.key, kind) for kind in figures.KINDS}
    parts = () if definition.part == ALL else (PART,)
    return Measure(
        slug=definition.slug,
        key=definition.key,
        title=definition.title,
        topic="Indicators",
        unit=definition.unit,
        sentence=definition.sentence,
        evidence=definition.evidence,
        how_sure=definition.how_sure,
        by=("", GROUP, *parts),
        periods={kind: periods for kind, periods in found.items() if periods},
        part=definition.part,
        definition=definition,
    )


def _count(column: viewit.Column, years: list[str]) -> Measure:
    from throughcare.publish import words

    title = SHORT.sub("", column.definition).rstrip(".")
    if column.column.endswith("_newtx") and column.base == "new":
        title += " (new presentations)"
    return Measure(
        slug=COUNT + column.column.replace("_", "-"),
        key=column.column,
        title=title,
        topic=f"Counts: {column.topic}",
        unit="persons",
        sentence=column.definition,
        evidence=column.evidence,
        how_sure=words.how_sure([column.evidence]),
        by=("", GROUP, SEX, AGE),
        periods={"year": years},
    )


def _years(path: Path) -> list[str]:
    """The years of the exports of a release; none where it has no exports."""
    if not path.exists():
        return []
    return sorted(set(pq.read_table(path, columns=["year"])["year"].to_pylist()))
