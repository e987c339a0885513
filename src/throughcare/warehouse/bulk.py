"""Large plain files: read by Arrow a part at a time, each column as its distinct values, and written as Parquet.

Arrow is several times as fast as a database here, and more lenient about quotes. So the bytes are looked at first: only
a file in which every quote opens or closes a cell, and no cell holds a comma, is read in this way. The distinct values
also tell which columns hold something, and which need no tidying.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

PART = 1 << 22
"""Bytes read at a time: what a core's caches hold is read fastest."""
GROUP = 61_440
"""Rows of a row group at least: enough for values to repeat, and for each core to have several."""
WINDOW = 1 << 18
"""Bytes looked at at a time for quotes."""
QUOTE, COMMA, LF, CR = b'",\n\r'
SPACE = " \t\n\r\v\f"
NOT_ANSWERED = "NA"


class NotSimple(Exception):
    """The file needs a stricter reader."""


@dataclass
class Known:
    """What reading told of the columns, by header: which hold something, and which have a cell that is not tidy.

    A tidy cell has no space around it and is not the filler NA.
    """

    filled: set[str] = field(default_factory=set)
    untidy: set[str] = field(default_factory=set)


def quotes_only_around_cells(path: Path, header_ends: int, separators: int) -> bool:
    """Whether after the header each quote stands at an edge of a cell, and there are just `separators` commas.

    `header_ends`: where the first row of data begins, in bytes.
    """
    import numpy as np

    data = np.memmap(path, np.uint8, "r")
    commas = 0
    for start in range(header_ends, len(data), WINDOW):
        part = data[start - 1 : start + WINDOW + 1]
        if start + WINDOW >= len(data):
            part = np.append(part, np.uint8(LF))
        comma, quote = part == COMMA, part == QUOTE
        commas += int(np.count_nonzero(comma[1:-1]))
        edge = comma | (part == LF) | (part == CR)
        if (quote[1:-1] & ~(edge[:-2] | edge[2:])).any():
            return False
    return commas == separators


def copy(source: Path, columns: int, chosen: Mapping[int, str], target: Path) -> Known:
    """Write the columns `chosen` (header by place) of a file that has so many columns to Parquet.

    Raises NotSimple where a row has another number of cells, or the text is no UTF-8.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    known = Known()
    schema = pa.schema([(header, _text()) for header in chosen.values()])
    options = {"compression": "zstd", "write_statistics": False}
    try:
        with pq.ParquetWriter(target, schema, **options) as writer:
            for group in _groups(_parts(source, columns, chosen)):
                renamed = group.rename_columns(schema.names).unify_dictionaries()
                _look(renamed, known)
                writer.write_table(renamed)
    except pa.ArrowInvalid as wrong:
        raise NotSimple from wrong
    return known


def _groups(parts: Iterable) -> Iterator:
    """Parts put together to tables of GROUP rows or somewhat more."""
    import pyarrow as pa

    waiting: list = []
    for part in parts:
        waiting.append(part)
        if sum(map(len, waiting)) >= GROUP:
            yield pa.Table.from_batches(waiting)
            waiting = []
    if waiting:
        yield pa.Table.from_batches(waiting)


def _parts(source: Path, columns: int, chosen: Mapping[int, str]):
    """The rows as record batches of dictionary-encoded text; an empty cell is null."""
    from pyarrow import csv

    names = [f"c{place}" for place in range(columns)]
    wanted = [names[place] for place in chosen]
    return csv.open_csv(
        source,
        csv.ReadOptions(block_size=PART, skip_rows=1, column_names=names),
        csv.ParseOptions(newlines_in_values=False),
        csv.ConvertOptions(
            include_columns=wanted,
            column_types=dict.fromkeys(wanted, _text()),
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
        ),
    )


def _text():
    import pyarrow as pa

    return pa.dictionary(pa.int32(), pa.string())


def _look(table, known: Known) -> None:
    """Note what the distinct values of each column tell; all chunks of a column share them."""
    for header, column in zip(table.column_names, table.columns):
        values = column.chunk(0).dictionary
        if not len(values):
            continue
        known.filled.add(header)
        if header not in known.untidy and not _are_tidy(values):
            known.untidy.add(header)


def _are_tidy(values) -> bool:
    import pyarrow.compute as pc

    same = pc.equal(pc.utf8_trim(values, characters=SPACE), values)
    return pc.all(pc.and_(same, pc.not_equal(values, NOT_ANSWERED))).as_py()
