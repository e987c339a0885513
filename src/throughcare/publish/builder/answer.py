"""The rows that answer a question, in the order in which they are shown and saved."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from throughcare.publish import areas, figures, viewit, words
from throughcare.publish.figures import ALL, Row
from throughcare.publish.viewit import cells

from .measures import AGE, AGES, GROUP, GROUPS, PART, SEX, SEXES
from .question import CHOSEN, ENGLAND, EVERY, REGIONS, Question, names


@dataclass(frozen=True)
class Answer:
    """Rows of figures. `england` holds England's rows of the same question by period and part, to set beside."""

    question: Question
    rows: tuple[Row, ...]
    england: dict[tuple[str, str], Row]

    @property
    def has_places(self) -> bool:
        return len({row.code for row in self.rows}) > 1

    @property
    def has_periods(self) -> bool:
        return len({row.period for row in self.rows}) > 1

    def label(self, row: Row) -> str:
        """What of the breakdown a row is about."""
        return label(self.question.by, row)

    def beside(self, row: Row) -> Row | None:
        """England's row for the same period and part."""
        return self.england.get((row.period, self.label(row)))

    def of(self, period: str) -> list[Row]:
        """The rows of one period."""
        return [row for row in self.rows if row.period == period]


def label(by: str, row: Row) -> str:
    """What of the breakdown a row is about, in words."""
    if by == GROUP:
        return words.label(row.substance_group)
    if by == SEX:
        return SEXES.get(row.part, row.part)
    return {PART: words.label(row.part), AGE: row.part}.get(by, "")


def answer(release: figures.Release, store: Path, question: Question) -> Answer:
    """The rows of a release that answer a question."""
    wanted = set(question.places)
    everything = list(_all_rows(release, store, question))
    whole = [row for row in everything if row.code == areas.ENGLAND_CODE]
    found = [
        row
        for row in everything
        if (
            row.code in wanted if wanted else row.geography == GEOGRAPHY[question.where]
        )
    ]
    england = {(row.period, label(question.by, row)): row for row in whole}
    return Answer(question, tuple(_ordered(question, found)), england)


GEOGRAPHY = {ENGLAND: "england", REGIONS: "region", EVERY: "area", CHOSEN: ""}
"""The geography of each choice of places; chosen ones are found by their codes."""


def _all_rows(release, store: Path, question: Question) -> Iterator[Row]:
    if question.measure.is_count:
        path = figures.folder(store, release.cut) / viewit.RELEASED
        yield from _counts(path, question)
    else:
        yield from _figures(release, question)


def _figures(release: figures.Release, question: Question) -> Iterator[Row]:
    """Rows of an indicator, of every place; those of the breakdown and the filters."""
    measure, only = question.measure, question.filters
    groups = _wanted(question.by == GROUP, only.get(GROUP), GROUPS, ALL)
    whole = only.get(PART, measure.part)
    for period in question.periods:
        for row in release.rows(measure.key, period=period):
            parts = row.part == whole or (question.by == PART and PART not in only)
            if row.substance_group in groups and parts:
                yield row


def _wanted(is_by: bool, only: str | None, values, whole: str) -> set[str]:
    """The values of a column that are wanted: the one filtered by, all of a breakdown, or the whole."""
    if only:
        return {only}
    return set(values) if is_by else {whole}


def _counts(path: Path, question: Question) -> Iterator[Row]:
    """Rows of a count of the exports: sex or age group stand as `part`."""
    only, by = question.filters, question.by
    groups = _wanted(by == GROUP, only.get(GROUP), GROUPS, ALL)
    sexes = _wanted(by == SEX, only.get(SEX), SEXES, cells.TOTAL)
    ages = _wanted(by == AGE, only.get(AGE), AGES, cells.TOTAL)
    named, geographies = names(), _geographies()
    numbers = _rows_of(groups, sexes, ages)
    for code, year, row, value in _column(
        path, question.measure.key, question.periods, tuple(numbers)
    ):
        group, sex, age = numbers[row]
        yield Row(
            indicator=question.measure.key,
            period=year,
            period_kind="year",
            geography=geographies[code],
            code=code,
            name=named[code],
            substance_group=group,
            part={SEX: sex, AGE: age}.get(by, ALL),
            numerator=value,
            denominator=None,
            value=value,
            lower=None,
            upper=None,
            suppressed=False,
        )


def _rows_of(groups, sexes, ages) -> dict[int, tuple[str, str, str]]:
    """The rows of an export that are about these, by their numbers."""
    ours = {told: name for name, told in cells.DRUG_GROUPS.items()}
    return {
        number: (ours[group], sex, age)
        for number, (group, sex, age) in enumerate(cells.ROWS)
        if ours[group] in groups and sex in sexes and age in ages
    }


def _geographies() -> dict[str, str]:
    return {place.code: place.geography for place in viewit.places()}


def _column(path: Path, name: str, years: list[str], rows: tuple[int, ...]):
    table = _read(path, path.stat().st_mtime_ns, name)
    wanted = pc.and_(
        pc.is_in(table["row"], pa.array(rows, pa.int64())),
        pc.is_in(table["year"], pa.array(years, pa.string())),
    )
    found = table.filter(wanted).to_pydict()
    return zip(*[found[n] for n in ("code", "year", "row", name)], strict=True)


@lru_cache(maxsize=32)
def _read(path: Path, changed: int, name: str) -> pa.Table:
    return pq.read_table(path, columns=["code", "year", "row", name])


PARTS = {GROUP: GROUPS, SEX: tuple(SEXES), AGE: AGES}


def _ordered(question: Question, rows: list[Row]) -> list[Row]:
    """By name, with England first and each place's periods together; or by value within each period."""
    if question.order == "name":
        return sorted(
            rows, key=lambda row: (_place(row), row.period, _part(question, row))
        )
    sign = -1 if question.order == "high" else 1
    return sorted(
        rows,
        key=lambda row: (
            row.period,
            row.value is None,
            sign * (row.value or 0),
            _place(row),
            _part(question, row),
        ),
    )


def _place(row: Row) -> tuple:
    return ("england", "region", "area").index(row.geography), row.name


def _part(question: Question, row: Row) -> tuple:
    value = row.substance_group if question.by == GROUP else row.part
    known = PARTS.get(question.by, ())
    return known.index(value) if value in known else len(known), value
