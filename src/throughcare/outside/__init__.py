"""Figures that somebody else published: population, prevalence, deaths, deprivation, treatment, unit costs.

For readers of figures:

>>> from throughcare import outside
>>> table = outside.by_area(store)                    # all kinds, figures in use # doctest: +SKIP
>>> table = outside.by_area(store, "opiate_crack_use")                            # doctest: +SKIP

`by_area(store, kind=None)` gives an arrow table, a row a figure, of our 152 areas (2018), regions and England; `figures`
gives everything as published, other geographies and states included (a figure that stands for two areas on two rows). Columns (`SCHEMA`):

- `kind` (one of KINDS), `measure` (estimate, persons, deaths, rate, average_score ...), `unit`;
- `area`: code of ours, and `fit`, how well the published area is ours: `exact`; `sum` or `mean` of published parts; `wider`
  (more land than the area: never use a count of it); in `figures` also `part` and `none`;
- `code` and `name` as published; `period` as text (2010-11, 2010, 2008 to 2010) with its `first` and `last` day;
- `sex` (persons, male, female), `age` (all ages, 15-64, 18+ ...), `group` (all, or a substance group, substance);
- `value`, `lower`, `upper` (null where not published), `confidence` (0.95);
- `status`: `published`; `suppressed`; `not collected`; `published twice` (a second figure for a cell: never add it);
- `rounded_to` (5, or null), `method`, `note`, `source`, `licence`, `vintage` (day), `import_id`, `line`, `series`.

A figure is shown with its source and licence: `credit_lines(table)` gives the sentences. Nothing here is invented: without an
import there are no figures, and the tables are empty.
"""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from .areas import by_area
from .figure import KINDS, PUBLISHED, SCHEMA, OutsideError
from .store import Import, add, imports, table

__all__ = [
    "KINDS",
    "PUBLISHED",
    "SCHEMA",
    "Import",
    "OutsideError",
    "add",
    "by_area",
    "credit_lines",
    "figures",
    "imports",
]


def figures(
    store: Path, kind: str | None = None, *, all_vintages: bool = False
) -> pa.Table:
    """Figures as published, of one kind or all: columns of SCHEMA. Those in use, or those of every vintage."""
    kinds = None if kind is None else {kind}
    found = table(store, kinds, all_vintages=all_vintages)
    return found if kind is None else found.filter(pc.equal(found["kind"], kind))


def credit_lines(found: pa.Table) -> list[str]:
    """A sentence a source: what to print beside figures of this table."""
    told = found.group_by(["source", "licence", "vintage"]).aggregate([]).to_pylist()
    return sorted(
        f"Source: {t['source']} ({t['vintage']}). {_licence(t)}" for t in told
    )


def _licence(told: dict) -> str:
    if "Open Government Licence" in told["licence"]:
        return (
            f"Contains public sector information licensed under the {told['licence']}."
        )
    return f"Licence: {told['licence']}."
