"""The counts that are not known fall into islands that no sum joins: what is asked about one says nothing of the others."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from .knowledge import Knowledge
from .programme import Programme


@dataclass(frozen=True)
class Island:
    """Positions of its counts among all, and the sums that hold them, less what is known."""

    cells: np.ndarray
    sums: tuple[np.ndarray, np.ndarray, np.ndarray]
    constant: np.ndarray

    def programme(self, known: Knowledge) -> Programme:
        limits = known.least[self.cells], known.most[self.cells]
        return Programme(self.sums, self.constant, *limits)


def islands(known: Knowledge, asked: np.ndarray) -> Iterator[tuple[Island, np.ndarray]]:
    """The islands that hold some of the counts asked about, each with the positions of these in `asked`."""
    if not len(asked):
        return
    free = np.flatnonzero(known.most > known.least)
    sums, constant = _open_sums(known, free)
    of_sum, of_cell = _joined(sums)
    by_sum, by_cell = np.argsort(of_sum, kind="stable"), np.argsort(of_cell, kind="stable")  # fmt: skip
    sums = sums[by_sum][:, by_cell].tocsr()
    where = np.full(len(known.counts), -1)
    where[free] = of_cell
    for number, places in _grouped(where[asked]):
        own = slice(*np.searchsorted(of_sum[by_sum], (number, number + 1)))
        cells = slice(*np.searchsorted(of_cell[by_cell], (number, number + 1)))
        part = _cut(sums, own, cells)
        yield Island(free[by_cell[cells]], part, constant[by_sum[own]]), places


def _open_sums(known: Knowledge, free) -> tuple[sparse.csr_matrix, np.ndarray]:
    """The sums that hold a count which is not known, over these, and what these must come to."""
    kept = known.matrix[:, free].tocsr()
    used = np.flatnonzero(np.diff(kept.indptr))
    fixed = known.least.astype(float)
    fixed[free] = 0
    return kept[used], (known.constant - known.matrix @ fixed)[used]


def _joined(sums: sparse.csr_matrix) -> tuple[np.ndarray, np.ndarray]:
    """The number of the island of each sum, and of each count."""
    rows, cells = sums.shape
    both = sparse.csr_matrix(
        (np.ones(sums.nnz), sums.indices + rows, np.append(sums.indptr, np.full(cells, sums.nnz))),
        shape=(rows + cells, rows + cells),
    )  # fmt: skip
    _, island = connected_components(both, directed=False)
    return island[:rows], island[rows:]


def _grouped(numbers: np.ndarray) -> Iterator[tuple[int, np.ndarray]]:
    """Positions by number, the smallest number first; those of -1, which are known counts, left out."""
    order = np.argsort(numbers, kind="stable")
    found, starts = np.unique(numbers[order], return_index=True)
    for number, places in zip(found, np.split(order, starts[1:]), strict=True):
        if number >= 0:
            yield int(number), places


def _cut(sums: sparse.csr_matrix, rows: slice, cells: slice):
    """The arrays of a block of the matrix: its rows hold nothing outside its columns."""
    first, last = sums.indptr[rows.start], sums.indptr[rows.stop]
    starts = sums.indptr[rows.start : rows.stop + 1] - first
    return starts, sums.indices[first:last] - cells.start, sums.data[first:last]
