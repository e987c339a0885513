"""From a CSV return to a raw table in Parquet: text columns by national header, and the line of each row.

A plain file is read by DuckDB directly, a large one by Arrow where it is simple enough for that. Anything unusual (Windows-1252, mixed line ends, blank lines, a row with
another number of cells, quotes that do not close) goes through a line-by-line reading first, which keeps the line
numbers and sets aside what cannot be read.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from throughcare.dataset.csv_form import LONGEST_LINE
from throughcare.dataset.file import FileForm
from throughcare.dataset.spec import all_fields

from . import bulk
from .sql import literal, name

LINE = "line"
LARGE = 20_000
"""Rows from which on it pays to get Arrow ready."""
ROW_GROUP = 30_720
SHOWN = 80
"""Characters of an unreadable row that a finding shows."""


@dataclass
class Loaded:
    """A raw table on disk. `has_lines` says whether line numbers stand in a column or follow from the order.

    `form` is the form of the file where only reading it whole could tell; `out_of_place` is as rules on the file take it.
    `known` is what reading told of the columns, where it did.
    """

    path: Path
    rows: int
    has_lines: bool = False
    ragged: list[tuple[int, str]] = field(default_factory=list)
    broken: list[tuple[int, str]] = field(default_factory=list)
    out_of_place: list[tuple[int, str]] = field(default_factory=list)
    form: FileForm | None = None
    known: bulk.Known | None = None


def load(con: duckdb.DuckDBPyConnection, form: FileForm, folder: Path) -> Loaded:
    """Write the rows of the file to `folder`/raw.parquet."""
    target = Path(folder) / "raw.parquet"
    if form.is_plain:
        loaded = _load_large(form, target) or _load_plain(con, form, target)
        if loaded:
            return loaded
    return _load_line_by_line(con, form, target)


def _load_large(form: FileForm, target: Path) -> Loaded | None:
    """None where the file is small, or is to be read by a stricter reader."""
    if form.rows < LARGE or not _is_simple(form):
        return None
    places = range(len(form.header))
    chosen = dict(_readable(places, form.header))
    try:
        known = bulk.copy(form.path, len(form.header), chosen, target)
    except bulk.NotSimple:
        return None
    rows = _rows_of(target)
    return Loaded(target, rows, known=known) if rows == form.rows else None


def _is_simple(form: FileForm) -> bool:
    with open(form.path, "rb") as file:
        header_ends = len(file.readline())
        file.seek(max(header_ends, form.size - LONGEST_LINE))
        last = file.read().rstrip(b"\r\n").rpartition(b"\n")[2]
    if _cells(last.decode(errors="replace")) is None:
        return False
    commas = (len(form.header) - 1) * form.rows
    return bulk.quotes_only_around_cells(form.path, header_ends, commas)


def _rows_of(target: Path) -> int:
    import pyarrow.parquet as pq

    return pq.read_metadata(target).num_rows


def _load_plain(con, form: FileForm, target: Path) -> Loaded | None:
    """None where the file is not as plain as it looked."""
    try:
        _copy(con, form.path, form.header, form.newline, target)
    except duckdb.Error:
        return None
    rows = con.execute(
        f"select coalesce(sum(num_rows), 0)::bigint from parquet_file_metadata({literal(target)})"
    ).fetchone()[0]
    if rows != form.rows:
        return None  # a value with a line end in it: lines and rows no longer agree
    return Loaded(target, rows)


def _copy(con, source: Path, header, newline: str, target: Path) -> None:
    names = [f"c{place}" for place in range(len(header))]
    columns = ", ".join(f"'{column}': 'VARCHAR'" for column in names)
    chosen = ", ".join(
        f"{column} as {name(title)}" for column, title in _readable(names, header)
    )
    ending = newline.replace("\r", "\\r").replace("\n", "\\n")
    con.execute(
        f"""copy (select {chosen} from read_csv({literal(source)}, columns = {{{columns}}}, header = true,
            auto_detect = false, delim = ',', quote = '"', escape = '"', strict_mode = true,
            new_line = '{ending}'))
        to {literal(target)} (format parquet, compression zstd, row_group_size {ROW_GROUP})"""
    )


def _readable(names, header) -> list[tuple[str, str]]:
    """The columns that some version of the data set knows; the first of two with one name."""
    known = {LINE, *(field.header for field in all_fields())}
    seen: dict[str, str] = {}
    for column, title in zip(names, header):
        if title in known:
            seen.setdefault(title, column)
    return [(column, title) for title, column in seen.items()]


def _load_line_by_line(con, form: FileForm, target: Path) -> Loaded:
    tidy = target.with_name("tidy.csv")
    loaded = Loaded(target, 0, has_lines=True)
    with open(tidy, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerow([LINE, *form.header])
        for line, cells in _readable_rows(form, loaded):
            writer.writerow([line, *cells])
            loaded.rows += 1
    _copy(con, tidy, (LINE, *form.header), "\n", target)
    tidy.unlink()
    return loaded


def _readable_rows(form: FileForm, loaded: Loaded) -> Iterator[tuple[int, list[str]]]:
    """Each row whose cells match the header, with its line; the others are noted in `loaded`."""
    width = len(form.header)
    for line, text in _filled_lines(form):
        cells = _cells(text)
        if cells is None:
            loaded.broken.append((line, text[:SHOWN]))
        elif len(cells) != width:
            loaded.ragged.append((line, text[:SHOWN]))
        else:
            yield line, cells


def _filled_lines(form: FileForm) -> Iterator[tuple[int, str]]:
    """The lines after the header that hold something, numbered as in the file."""
    with open(form.path, "rb") as binary:
        file = io.TextIOWrapper(
            binary, encoding=form.encoding, errors="replace", newline=None
        )
        header_seen = False
        for line, text in enumerate(file, start=1):
            text = text.rstrip("\n").lstrip("\ufeff")
            if not text.strip():
                continue
            if header_seen:
                yield line, text
            header_seen = True


def _cells(text: str) -> list[str] | None:
    """The cells of one line; None where its quotes do not close."""
    try:
        cells = next(csv.reader([text], strict=True, skipinitialspace=True))
    except csv.Error:
        return None
    return cells
