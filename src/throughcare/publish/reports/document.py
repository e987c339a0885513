"""What a routine report is: data first, rendered afterwards.

A report is a document of sentences and tables with where it comes from. It is stored as JSON, which is all that its
hash covers; HTML, PDF, CSV and workbooks are functions of that JSON and give the same bytes each time.
"""

import hashlib
import json
from dataclasses import asdict, dataclass

VALUE, COUNT, PERCENT, TEXT = "value", "count", "percent", "text"
RATED = "rated"
"""Kinds of column. The cells of a `value` column have the unit of their row; those of a `rated` one are words with a colour."""
WORDS = (TEXT, RATED)


@dataclass(frozen=True)
class Unit:
    """Whom a report is about: a provider or an area, with its code and name."""

    kind: str
    code: str
    name: str


@dataclass(frozen=True)
class Column:
    """A column of a table: `name` for programs, `title` for readers, `kind` one of the kinds above."""

    name: str
    title: str
    kind: str = TEXT


@dataclass(frozen=True)
class Row:
    """A line of a table: one cell a column, the unit of its values, and what it can be walked back by.

    A cell is a text, a number, or None where there is none. `indicator`, `period` and `group` (of substances, blank for
    all people) say which figure the row tells.
    """

    cells: tuple
    unit: str = ""
    indicator: str = ""
    period: str = ""
    group: str = ""


@dataclass(frozen=True)
class Section:
    """A heading, sentences that say what the table shows, the table, what it cannot say, and drawings of it.

    A drawing is data, as `publish.drawings` has it.
    """

    name: str
    heading: str
    sentences: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()
    drawings: tuple[dict, ...] = ()


@dataclass(frozen=True)
class Report:
    """One routine report. `cut` holds name, day and hash; `evidence` the marks of the definitions in it."""

    kind: str
    title: str
    unit: Unit
    period: str
    cut: dict[str, str]
    code_version: str
    summary: tuple[str, ...]
    sections: tuple[Section, ...]
    notes: tuple[str, ...] = ()

    def to_json(self) -> str:
        """The report as it is stored: keys in order, one form only. Drawings and groups that are not there are not named."""
        told = asdict(self)
        for section in told["sections"]:
            for part, name in (
                (section, "drawings"),
                *((r, "group") for r in section["rows"]),
            ):
                if not part[name]:
                    del part[name]
        return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True)

    @property
    def hash(self) -> str:
        """SHA-256 of the stored form."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    @classmethod
    def from_json(cls, text: str) -> "Report":
        told = json.loads(text)
        sections = tuple(_section(one) for one in told["sections"])
        return cls(
            **{
                **told,
                "unit": Unit(**told["unit"]),
                "summary": tuple(told["summary"]),
                "notes": tuple(told["notes"]),
                "sections": sections,
            }
        )


def _section(told: dict) -> Section:
    return Section(
        name=told["name"],
        heading=told["heading"],
        sentences=tuple(told["sentences"]),
        columns=tuple(Column(**c) for c in told["columns"]),
        rows=tuple(Row(**{**r, "cells": tuple(r["cells"])}) for r in told["rows"]),
        notes=tuple(told["notes"]),
        drawings=tuple(told.get("drawings", ())),
    )
