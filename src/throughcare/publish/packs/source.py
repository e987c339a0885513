"""What packs and bulletins are made of, read once for all areas: figures of the release, comparisons, flows, outside."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from throughcare import __version__
from throughcare.indicators import Period, from_outside
from throughcare.publish import (
    areas,
    characteristics,
    compared,
    figures,
    release,
    viewit,
    with_outside,
)
from throughcare.publish.characteristics import Characteristic
from throughcare.publish.compared import Comparison
from throughcare.publish.figures import ALL, Release, Row
from throughcare.publish.packs.flow import Flow, flows
from throughcare.publish.viewit import Export, cells
from throughcare.warehouse import engines
from throughcare.warehouse.cut import Cut

NEED = ("penetration", "unmet_need", "bullseye", "drug_related_deaths")
"""Indicators that set figures of a cut beside those of others, told in the section on need."""
STEPS = 4
Progress = Callable[[str], None]


class NoPack(LookupError):
    """A pack that cannot be made. The message is one sentence with a way out."""


@dataclass(frozen=True)
class Outside:
    """An indicator with outside figures, by area: rows and notes, or the sentence why there are none."""

    title: str
    rows: dict[str, list[dict]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True)
class Source:
    """Everything that documents about the areas of a cut may say. Every figure in it may leave.

    `state`: built, approved or published; blank where no release was built, and figures were protected for this alone.
    """

    cut: dict[str, str]
    period: str
    release: Release
    state: str
    comparison: Comparison | None
    export: Export
    flows: dict[str, Flow | None]
    outside: dict[str, Outside]
    characters: dict[str, Characteristic]
    version: str = __version__

    def latest(self, key: str) -> str | None:
        """The latest year of an indicator up to the year of the document."""
        known = [p for p in self.release.periods(key) if p <= self.period]
        return known[-1] if known else None

    def row(self, key: str, code: str, period: str | None, **more) -> Row | None:
        return self.release.find(key, code, period, **more) if period else None

    def similar(self, key: str, code: str, part: str = ALL) -> tuple[float | None, int]:
        """The median of the similar areas whose figure is shown, and how many they are."""
        if not self.comparison or code not in areas.by_code():
            return None, 0
        near = {row["neighbour"] for row in self.comparison.similar(code)}
        rows = self.release.rows(
            key, period=self.latest(key) or "", substance_group=ALL, part=part
        )
        known = [r.value for r in rows if r.code in near and r.value is not None]
        return (float(np.median(known)) if known else None), len(known)

    def cell(self, code: str, column: str, sex="Total", age="Total", group="Total"):
        """A rounded count of the ViewIt export of the year; None where it has none, or the place is not in it."""
        place = next((n for n, p in enumerate(self.export.places) if p.code == code), 0)
        names = [c.column for c in viewit.figures()]
        row = cells.ROWS.index((group, sex, age))
        found = int(self.export.years[self.period][place, row, names.index(column)])
        return None if found == cells.NULL else found


def of(
    cut: Cut, period: str | None = None, progress: Progress = lambda step: None
) -> Source:
    """Read everything once. Raises NoPack for a year that the cut cannot tell."""
    progress("figures")
    shown, state = _release(cut)
    year = _year(shown, cut, period)
    inputs = cut.inputs(engines.connect("duckdb"))
    when = Period.parse(year)
    progress("flows")
    found = flows(inputs, when)
    progress("characteristics")
    export = viewit.export(inputs, [when], viewit.places())
    progress("figures from outside")
    return Source(
        cut={n: str(cut.manifest[n]) for n in ("name", "as_of", "hash")},
        period=year,
        release=shown,
        state=state,
        comparison=compared.read(cut.store, cut.name),
        export=export,
        flows=found,
        outside={slug: _outside(cut, slug, year) for slug in NEED},
        characters=characteristics.known(cut.store, when.last),
    )


def _release(cut: Cut) -> tuple[Release, str]:
    """The figures of the cut's release; where none was built, those of the latest years, protected for this alone."""
    if (figures.folder(cut.store, cut.name) / "figures.parquet").exists():
        found = figures.read(cut.store, cut.name)
        return found, "published" if found.published else "built"
    rows, _ = release.measured_rows(
        cut, release.latest_years(cut)[-3:], None, attacked=False
    )
    told = {"as_of": cut.as_of.isoformat(), "hash": cut.manifest["hash"]}
    return Release.of(rows, cut=cut.name, version=__version__, **told), ""


def _year(shown: Release, cut: Cut, asked: str | None) -> str:
    known = shown.periods("in_treatment") if shown.has("in_treatment") else []
    if not known:
        raise NoPack(
            f"Cut {cut.name} holds no complete financial year. Freeze a cut of a later day."
        )
    if asked and asked not in known:
        raise NoPack(
            f"The figures of cut {cut.name} have no financial year {asked!r}. Use one of: {', '.join(known)}."
        )
    return asked or known[-1]


def _outside(cut: Cut, slug: str, year: str) -> Outside:
    """An indicator by area, or why it is not there."""
    indicator = from_outside.get(slug)
    if indicator is None:
        return Outside(slug, why=f"{slug} is not measured by this version.")
    try:
        told = with_outside.measure(cut, slug, year, ["area"])
    except LookupError as error:
        return Outside(indicator.title, why=_public(str(error), slug, indicator.title))
    rows: dict[str, list[dict]] = {}
    for row in told.rows:
        rows.setdefault(row["area"], []).append(row)
    return Outside(indicator.title, rows, tuple(told.notes))


def _public(why: str, slug: str, title: str) -> str:
    """Why an indicator is not there, for readers who cannot import anything.

    >>> why = "unmet_need is not measured: no estimate in this store. Import a published table of it: x."
    >>> _public(why, "unmet_need", "Unmet need")
    'Not told here: Unmet need (the imported figures hold no estimate).'
    """
    found = re.match(rf"{slug} is not measured: no (.+?) in this store", why)
    if found:
        return f"{NOT_TOLD}: {title} (the imported figures hold no {found[1]})."
    return why.partition(" Import a published")[0].replace(slug, title)


NOT_TOLD = "Not told here"
