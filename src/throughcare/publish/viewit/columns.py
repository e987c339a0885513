"""The 244 columns of a ViewIt export: what each counts, of whom, and whether the data can tell it.

columns.csv has a row a column. `base` says which people are counted and `field` what is known of them; `codes` are the
values of the field that the column counts: `-` is no value, `~` any value that no other column of the field names, `+`
the sum of the field, nothing everybody. For interventions a code is a type, or a type at a setting (95@6). A column
without `base` is always NULL, and `reason` says why.
"""

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DIMENSIONS = ("ReportingPeriod", "Area", "sex", "age_group", "drug_group")


@dataclass(frozen=True)
class Column:
    """One column of the export. `since` is the version of the data set that brought its fields."""

    position: int
    column: str
    topic: str
    population: str
    definition: str
    base: str
    field: str
    codes: tuple[str, ...]
    headers: tuple[str, ...]
    since: str
    first_year: str
    evidence: str
    source: str
    reason: str

    @property
    def is_told(self) -> bool:
        """Whether the data can tell it."""
        return bool(self.base)

    def exists_in(self, year: str) -> bool:
        """Whether the export had the column in a financial year, as 2012-13."""
        return year >= self.first_year


@cache
def table() -> tuple[Column, ...]:
    """Every column in the order of the export, the five that say what a row is about first."""
    path = Path(__file__).with_name("columns.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(_column(row) for row in csv.DictReader(file))


def _column(row: dict[str, str]) -> Column:
    lists = {name: tuple(row[name].split()) for name in ("codes", "headers")}
    return Column(**row | lists | {"position": int(row["position"])})


def header() -> tuple[str, ...]:
    """The names of the columns."""
    return tuple(column.column for column in table())


@cache
def figures() -> tuple[Column, ...]:
    """The columns that hold a figure."""
    return table()[len(DIMENSIONS) :]


@cache
def of_base(base: str) -> tuple[Column, ...]:
    """The columns that are counted over one base."""
    return tuple(column for column in figures() if column.base == base)


@cache
def edges(field: str) -> tuple[int, ...]:
    """The lower edges of the bands of a field, highest first."""
    found = {
        int(code) for c in figures() if c.field == field for code in c.codes if code
    }
    return tuple(sorted(found, reverse=True))


@cache
def named_codes() -> dict[tuple[str, str], tuple[str, ...]]:
    """The codes that the columns of a base and field name."""
    found = defaultdict(set)
    for column in figures():
        found[column.base, column.field] |= set(column.codes) - {"-", "~", "+"}
    return {key: tuple(sorted(codes)) for key, codes in found.items()}
