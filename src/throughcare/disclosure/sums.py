"""How the counts of a table add up: which are totals of which, along each of its breakdowns.

`matrix @ counts` is nothing where totals are sums. Where people count in several parts of a total, as somebody who
lived in two areas of a region, the surplus is taken for known to whoever attacks the table.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

Line = tuple[int, tuple[int, ...]]
"""A total and its parts, as positions along an axis."""


@dataclass(frozen=True)
class Axis:
    """A breakdown: how many values it has, and which are totals of which."""

    size: int
    lines: tuple[Line, ...] = ()

    @classmethod
    def of_parts(cls, parts: int) -> "Axis":
        """A total at position 0 and its parts after it."""
        return cls(parts + 1, ((0, tuple(range(1, parts + 1))),) if parts else ())


@dataclass(frozen=True)
class Sums:
    """Sums among the cells of a table, one a row: -1 at the total, 1 at each part. Cells are in C order of the shape."""

    shape: tuple[int, ...]
    matrix: sparse.csr_matrix

    @classmethod
    def crossed(cls, *axes: Axis) -> "Sums":
        """Every sum of a table that crosses these breakdowns."""
        shape = tuple(axis.size for axis in axes)
        places = np.arange(int(np.prod(shape))).reshape(shape)
        found = [
            (np.take(places, total, at).ravel(), _parts(places, parts, at))
            for at, axis in enumerate(axes)
            for total, parts in axis.lines
        ]
        return cls(shape, _matrix(found, places.size))

    @cached_property
    def lines(self) -> list[np.ndarray]:
        """Positions of the cells of each sum, the total among them."""
        return np.split(self.matrix.indices, self.matrix.indptr[1:-1])

    def surplus(self, counts: np.ndarray) -> np.ndarray:
        """By how much the parts of each sum are more than its total."""
        return self.matrix @ np.asarray(counts).ravel()


def _parts(places: np.ndarray, parts: tuple[int, ...], at: int) -> np.ndarray:
    """One row a line, one column a part."""
    moved = np.moveaxis(np.take(places, parts, at), at, -1)
    return moved.reshape(-1, len(parts))


def _matrix(
    found: Iterable[tuple[np.ndarray, np.ndarray]], size: int
) -> sparse.csr_matrix:
    rows, columns, values, first = [], [], [], 0
    for totals, parts in found:
        line = np.arange(first, first + len(totals))
        rows += [line, np.repeat(line, parts.shape[1])]
        columns += [totals, parts.ravel()]
        values += [np.full(len(totals), -1.0), np.ones(parts.size)]
        first += len(totals)
    if not first:
        return sparse.csr_matrix((0, size))
    where = (np.concatenate(rows), np.concatenate(columns))
    return sparse.csr_matrix((np.concatenate(values), where), shape=(first, size))
