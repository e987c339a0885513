"""Large plain files: read by Arrow a part at a time, each column as its distinct values, and written as Parquet.

Arrow is several times as fast as a database here, and more lenient about quotes. So the bytes are looked at first: only
a file in which every quote opens or closes a cell, and no cell holds a comma, is read in this way. The distinct values
also tell which columns hold something, and which need no tidying.
"""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

PART = 1 << 25
"""Bytes read at a time: a row group, in which values repeat and of which each core has several in a large file."""
BLOCK = 1 << 21
"""Bytes of a part that one core parses at a time: what its caches hold is read fastest."""
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

    commas = 0
    for window in _windows(path, header_ends):
        part = np.frombuffer(window, np.uint8)
        comma, quote = part == COMMA, part == QUOTE
        commas += int(np.count_nonzero(comma[1:-1]))
        edge = comma | (part == LF) | (part == CR)
        if (quote[1:-1] & ~(edge[:-2] | edge[2:])).any():
            return False
    return commas == separators


def _windows(path: Path, start: int) -> Iterator[bytes]:
    """The bytes from `start` on, WINDOW at a time, each with the byte before it and the one after it."""
    with open(path, "rb") as file:
        file.seek(start - 1)
        window = file.read(WINDOW + 1)
        while len(window) > 1:
            after = file.read(WINDOW)
            yield window + (after[:1] or bytes([LF]))
            window = window[-1:] + after


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
            for part in _ahead(_parts(source, columns, chosen)):
                renamed = part.rename_columns(schema.names).unify_dictionaries()
                _look(renamed, known)
                writer.write_table(renamed)
    except pa.ArrowInvalid as wrong:
        raise NotSimple from wrong
    return known


def _ahead(parts: Iterator) -> Iterator:
    """The parts, the next of which is read while one is worked on."""
    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(next, parts, None)
        while (part := coming.result()) is not None:
            coming = reader.submit(next, parts, None)
            yield part


def _parts(source: Path, columns: int, chosen: Mapping[int, str]) -> Iterator:
    """The rows as tables of dictionary-encoded text; an empty cell is null."""
    import pyarrow as pa
    from pyarrow import csv

    names = [f"c{place}" for place in range(columns)]
    wanted = [names[place] for place in chosen]
    reading = csv.ReadOptions(block_size=BLOCK, column_names=names)
    parsing = csv.ParseOptions(newlines_in_values=False)
    converting = csv.ConvertOptions(
        include_columns=wanted,
        column_types=dict.fromkeys(wanted, _text()),
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=True,
    )
    for lines in _whole_lines(source):
        yield csv.read_csv(pa.BufferReader(lines), reading, parsing, converting)


def _whole_lines(source: Path) -> Iterator[bytes]:
    """The bytes after the header, about PART at a time, each part ending with a line."""
    with open(source, "rb") as file:
        file.readline()
        begun = b""
        while read := file.read(PART):
            end = read.rfind(b"\n") + 1
            if end:
                yield begun + read[:end]
                begun = read[end:]
            else:
                begun += read
        if begun:
            yield begun


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
