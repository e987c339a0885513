"""Exports as files: CSV as the published one is written, a file a place in one pass, and the part of a release."""

import os
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from . import cells, columns
from .export import Export, Place

RELEASED = "viewit.parquet"
"""The exports of a release, beside its figures."""
BY = ("code", "year", "row")


def csv_text(export: Export, place: Place) -> str:
    """The export of a place as CSV: no quotes but where a name has a comma, NULL for what is not there, LF."""
    told = _texts(export)
    lines = [",".join(columns.header())]
    for about, numbers in export.rows(place):
        lines.append(",".join([*map(_quoted, about), *map(told.__getitem__, numbers)]))
    return "\n".join(lines) + "\n"


def _texts(export: Export) -> list[str]:
    """The text of each number; -1, the last of the list, is NULL."""
    largest = max(
        (int(year.max(initial=0)) for year in export.years.values()), default=0
    )
    return [*map(str, range(largest + 1)), "NULL"]


def _quoted(text: str) -> str:
    return f'"{text}"' if "," in text else text


def name_of(place: Place) -> str:
    """The name of the file of a place, as the public site calls it too."""
    return f"viewit-{place.code.lower()}.csv"


def write_all(export: Export, folder: Path) -> int:
    """A CSV file for every place of the export; how many. A file is there whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    for place in export.places:
        write(csv_text(export, place), folder / name_of(place))
    return len(export.places)


def write(text: str, path: Path) -> None:
    """The text as a file, whole or not at all."""
    half = path.with_name(path.name + ".part")
    half.write_text(text, encoding="utf-8", newline="")
    os.replace(half, path)


def write_parquet(export: Export, path: Path) -> None:
    """The exports of a release: place, year and number of the row, then a column for each figure; the same give the same bytes."""
    numbers = np.concatenate(
        [
            export.years[year][n]
            for n in range(len(export.places))
            for year in sorted(export.years)
        ]
    )
    lines = [
        (place.code, year, row)
        for place in export.places
        for year in sorted(export.years)
        for row in range(len(cells.ROWS))
    ]
    about = dict(zip(BY, map(pa.array, zip(*lines, strict=True)), strict=True))
    figures = {
        column.column: pa.array(
            numbers[:, n].astype(np.int32), mask=numbers[:, n] == cells.NULL
        )
        for n, column in enumerate(columns.figures())
    }
    pq.write_table(pa.table(about | figures), path, compression="zstd")


def read_parquet(path: Path, place: Place) -> Export:
    """The export of one place from a release."""
    table = pq.read_table(path, filters=[("code", "==", place.code)])
    years = {}
    for year in pc.unique(table["year"]).to_pylist():
        part = table.filter(pc.equal(table["year"], year)).sort_by("row")
        found = [
            part[c.column].fill_null(cells.NULL).to_numpy() for c in columns.figures()
        ]
        years[year] = np.stack(found, axis=1)[np.newaxis]
    return Export((place,), years)
