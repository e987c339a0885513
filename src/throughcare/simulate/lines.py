"""Lines of a return from columns, without a loop over rows.

Every cell is made with its quotes. Cells of the client and the episode are joined once an episode and repeated on
its rows; the joined text of all rows is then the file's bytes.
"""

from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .draws import Coded
from .settings import date_of, day_number

EMPTY = '""'
FIRST_DAY, LAST_DAY = day_number("1900-01-01"), day_number("2040-12-31")
EPISODE_RECORDS = ("client", "episode")


@cache
def _day_texts() -> pa.Array:
    days = range(FIRST_DAY, LAST_DAY + 1)
    return pa.array([EMPTY] + [f'"{date_of(day):%Y%m%d}"' for day in days])


@cache
def _number_texts(highest: int) -> pa.Array:
    return pa.array([EMPTY] + [f'"{number}"' for number in range(highest + 1)])


def dates(days: np.ndarray) -> pa.Array:
    """Quoted YYYYMMDD; empty where blank."""
    place = np.where(days < FIRST_DAY, 0, days - FIRST_DAY + 1)
    return _day_texts().take(pa.array(place.astype(np.int32)))


def codes(column: Coded) -> pa.Array:
    """Quoted codes."""
    texts = pa.array([f'"{label}"' for label in column.labels])
    return texts.take(pa.array(column.index))


def numbers(values: np.ndarray, given=None) -> pa.Array:
    """Quoted whole numbers of some hundred at most; empty where not given."""
    place = values.astype(np.int32) + 1
    if given is not None:
        place = np.where(given, place, 0)
    return _number_texts(1000).take(pa.array(place))


def keys(values: np.ndarray, before: str = "", given=None) -> pa.Array:
    """Quoted keys made of a number; empty where not given."""
    text = pc.cast(pa.array(values), pa.string())
    quoted = pc.binary_join_element_wise('"' + before, text, '"', "")
    if given is None:
        return quoted
    return pc.if_else(pa.array(given), quoted, EMPTY)


def scattered(column: pa.Array, rows: np.ndarray, n: int) -> pa.Array:
    """The values at `rows` of `n` rows, the others empty."""
    place = np.zeros(n, dtype=np.int32)
    place[rows] = np.arange(1, len(rows) + 1)
    return pa.concat_arrays([pa.array([EMPTY]), column]).take(pa.array(place))


def joined(layout, by_header, episode_columns, row_columns, row_episode) -> pa.Array:
    """One text a row, line end included. Columns that nobody fills are empty."""
    parts = []
    for is_episode, headers in _runs(layout, by_header):
        if is_episode:
            text = _joined([episode_columns.get(h, EMPTY) for h in headers])
            parts.append(text.take(pa.array(row_episode)))
        else:
            parts.append(_joined([row_columns.get(h, EMPTY) for h in headers]))
    return pc.binary_join_element_wise(_joined(parts), "", "\n")


def _runs(layout, by_header) -> list[tuple[bool, list[str]]]:
    """Neighbouring columns of one level."""
    runs: list[tuple[bool, list[str]]] = []
    for header in layout:
        level = by_header[header].record in EPISODE_RECORDS
        if not runs or runs[-1][0] != level:
            runs.append((level, []))
        runs[-1][1].append(header)
    return runs


def _joined(cells: list) -> pa.Array:
    """Cells joined by commas; neighbouring constants become one."""
    merged: list = []
    for cell in cells:
        if isinstance(cell, str) and merged and isinstance(merged[-1], str):
            merged[-1] += "," + cell
        else:
            merged.append(cell)
    return pc.binary_join_element_wise(*merged, ",")


def header_line(layout) -> bytes:
    return (",".join(f'"{header}"' for header in layout) + "\n").encode()


def bytes_of(lines: pa.Array, first: int, last: int) -> memoryview:
    """The bytes of the lines from `first` up to `last`."""
    offsets = np.frombuffer(lines.buffers()[1], dtype=np.int32)
    place = lines.offset
    data = memoryview(lines.buffers()[2])
    return data[offsets[place + first] : offsets[place + last]]
