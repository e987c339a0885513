"""Indicators that need figures from outside, of a cut and what its store has imported: measured, protected, credited.

`indicator(name)` finds one, `measure(...)` tells it: rows, names of columns, and sentences to print beside them (years and
methods of estimates, what is not measured, source and licence of each outside figure).
"""

from functools import partial
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from throughcare import outside
from throughcare.dataset.areas import areas
from throughcare.indicators import Period, from_outside
from throughcare.indicators.from_outside import OutsideIndicator, Told
from throughcare.publish import words
from throughcare.publish.protecting import Audience, leaving
from throughcare.warehouse import engines
from throughcare.warehouse.cut import Cut

FIRST = ("indicator", "period")
LAST = ("numerator", "denominator", "value", "lower", "upper")


def indicator(name: str) -> OutsideIndicator | None:
    """The indicator of this kind called `name`, None where there is none."""
    return from_outside.get(name)


def measure(
    cut: Cut,
    name: str,
    period: str,
    by: list[str],
    *,
    engine: str = "duckdb",
    protected: bool = True,
) -> Told:
    """Figures of a period by the breakdowns asked for; counts of people protected unless told otherwise.

    Raises ValueError for a period or breakdown that is not known, LookupError for what the store does not hold.
    """
    found = from_outside.get(name)
    if found is None:
        known = ", ".join(from_outside.catalogue())
        raise LookupError(
            f"No indicator {name!r} needs figures from outside. Known: {known}."
        )
    audience = Audience.PUBLIC if protected else Audience.ENTITLED
    asked = from_outside.Asked(
        inputs=cut.inputs(engines.connect(engine)),
        outside=figures(cut.store, found.kinds + found.also),
        period=Period.parse(period),
        by=tuple(by),
        keep=partial(leaving, audience=audience),
        protected=protected,
    )
    told = found.measure(asked)
    columns = (*FIRST, *told.columns, *LAST)
    rows = [{c: row.get(c) for c in columns} for row in told.rows]
    sure = words.how_sure([reference.evidence for reference in found.references])
    return Told(rows, columns, (*told.notes, f"{sure}."))


class Table(NamedTuple):
    """Rows under one heading, for people."""

    title: str
    columns: list[str]
    rows: list[dict]


def tables(told: Told, name: str, title: str) -> list[Table]:
    """What was measured, for people: an indicator with parts has a table for each place or group."""
    found = from_outside.get(name)
    columns = [c for c in told.columns if c not in FIRST]
    if found.unit == "persons":
        columns.remove("numerator")
    if not found.split:
        return [Table(title, columns, told.rows)]
    groups = columns[: columns.index(found.split)]
    parts: dict[tuple, list[dict]] = {}
    for row in told.rows:
        shown = row | {found.split: found.parts[row[found.split]]}
        parts.setdefault(tuple(row[n] for n in groups), []).append(shown)
    rest = columns[len(groups) :]
    return [
        Table(", ".join([title, *_named(place)]), rest, rows)
        for place, rows in parts.items()
    ]


def _named(place: tuple) -> list[str]:
    """The names of areas and regions, the words of groups."""
    known = areas()
    return [
        known[one].name if one in known else _words(one) if one else "not known"
        for one in place
    ]


def _words(text: str) -> str:
    return text if text[0].isupper() else words.label(text)


def figures(store: Path, kinds: tuple[str, ...]) -> pa.Table:
    """Outside figures of some kinds for our areas, regions and England."""
    return pa.concat_tables(
        [outside.SCHEMA.empty_table(), *(outside.by_area(store, k) for k in kinds)]
    )


def other_than_all() -> str:
    """A sentence on the indicators that `measure all` leaves out."""
    known = from_outside.catalogue().values()
    names = [n for i in known for n in (i.slug, *(v.slug for v in i.variants.values()))]
    return f"Asked for by name, as they need figures from outside: {', '.join(names)}."
