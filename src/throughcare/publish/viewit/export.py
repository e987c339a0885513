"""ViewIt exports of a cut: every column for every place and year, in one pass over each year."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from throughcare.disclosure import Protection
from throughcare.indicators import Inputs, Period
from throughcare.indicators.periods import years as year_list
from throughcare.publish import areas
from throughcare.warehouse.cut import Cut

from . import cells, columns, counting
from .bases import BASES, is_followed

YEARS = 5
"""Financial years of an export unless it is told."""


class ExportError(ValueError):
    """An export that cannot be made. The message is one sentence with a way out."""


@dataclass(frozen=True)
class Place:
    """A place that exports are made for: England, a region or an area."""

    code: str
    name: str
    geography: str

    @property
    def key(self) -> str:
        """What the tables of a cut call it."""
        return {"england": "", "region": self.name}.get(self.geography, self.code)


@dataclass(frozen=True)
class Export:
    """Rounded cells by year: an array of place, row and column, -1 for NULL."""

    places: tuple[Place, ...]
    years: dict[str, np.ndarray]

    def rows(self, place: Place) -> Iterator[tuple[list[str], list[int]]]:
        """What each row is about, and its figures, oldest year first."""
        where = self.places.index(place)
        for year in sorted(self.years):
            values = self.years[year][where].tolist()
            for (group, sex, age), numbers in zip(cells.ROWS, values, strict=True):
                period = year.replace("-", "/")
                yield [period, place.name, sex, age, group], numbers


def places() -> tuple[Place, ...]:
    """England, the regions and the 152 areas."""
    regions = areas.region_names().items()
    return (
        Place(areas.ENGLAND_CODE, areas.ENGLAND_NAME, "england"),
        *(Place(code, name, "region") for code, name in regions),
        *(Place(area.code, area.name, "area") for area in areas.all_areas()),
    )


def place(code: str) -> Place:
    """The place of a code. Raises ExportError."""
    for found in places():
        if found.code == code.strip().upper():
            return found
    raise ExportError(
        f"There is no area {code!r}. Give the code of an area or region, as E09000003, or E92000001 for England."
    )


def check(periods: Iterable[Period], as_of: dt.date) -> None:
    """Raises ExportError for a period that is no financial year, or lies after the day of the cut."""
    for period in periods:
        if not is_year(period):
            raise ExportError(
                f"A ViewIt export has financial years: {period} is none. Write it as 2012-13."
            )
        if period.start > as_of:
            raise ExportError(
                f"{period} lies after {as_of}, the day of the cut. Choose an earlier year."
            )


def latest_years(as_of: dt.date) -> list[Period]:
    """The latest complete financial years on a day, oldest first."""
    running = as_of.year - (as_of.month < 4)
    return year_list(running - YEARS, running - 1)


def is_year(period: Period) -> bool:
    """Whether a period is a financial year by its name."""
    return period == Period.parse(period.name) and len(period.name) == len("2012-13")


def export(
    inputs: Inputs,
    periods: Iterable[Period],
    wanted: Iterable[Place],
    progress: Callable[[int, int], None] | None = None,
) -> Export:
    """Every column for the wanted places and financial years. `progress(done, total)` after each year."""
    periods, wanted = list(periods), tuple(wanted)
    check(periods, inputs.as_of)
    years = {}
    for done, period in enumerate(periods, start=1):
        years[period.name] = year(inputs, period, wanted)
        if progress:
            progress(done, len(periods))
    return Export(wanted, years)


def year(inputs: Inputs, period: Period, wanted: tuple[Place, ...]) -> np.ndarray:
    """The rounded cells of one year: place, row, column."""
    found = cells.empty(len(wanted))
    missing: set[str] = set()
    for base in BASES:
        if base == "completions" and not is_followed(inputs, period):
            continue
        whole = counting.counts(inputs, period, "england", base)
        if base == "people" and not whole.num_rows:
            return found
        missing |= _unstated(whole, base)
        _fill(found, inputs, period, base, wanted, whole)
    for number, column in enumerate(columns.figures()):
        if column.column in missing or not column.exists_in(period.name):
            found[:, :, number] = cells.NULL
    return cells.round_all(found, Protection.at(dt.date.max))


def _fill(found, inputs, period, base, wanted, whole) -> None:
    """The cells of a base, a geography at a time."""
    for geography in dict.fromkeys(place.geography for place in wanted):
        here = [n for n, place in enumerate(wanted) if place.geography == geography]
        place_of = {wanted[n].key: number for number, n in enumerate(here)}
        is_whole = geography == "england"
        counts = whole if is_whole else counting.counts(inputs, period, geography, base)
        part = found[here]
        cells.fill(part, counts, base, place_of)
        found[here] = part


def _unstated(whole, base: str) -> set[str]:
    """The columns of a base that rest on something nobody in England states."""
    fields = counting.unstated(whole, base)
    return {
        column.column
        for column in columns.of_base(base)
        if counting.rests_on(column) in fields
    }


def of_cut(cut: Cut, periods, wanted, progress=None) -> Export:
    """The export of a cut on DuckDB."""
    from throughcare.warehouse import engines

    inputs = cut.inputs(engines.connect("duckdb"))
    return export(inputs, periods, wanted, progress)
