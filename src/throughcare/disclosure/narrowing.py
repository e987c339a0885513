"""The first thing that an attacker does: each count is its total less the others, so their ranges narrow its own.

Repeated until nothing narrows. A range found so is never too narrow: what it tells of a count is told. It may be too wide,
for it looks at one sum at a time; so it never shows that a count is safe.
"""

import numpy as np

from .knowledge import TRACE, Knowledge

SWEEPS = 30


def narrowed(known: Knowledge) -> tuple[np.ndarray, np.ndarray]:
    """Least and most of each count, by one sum at a time."""
    least, most = known.least.astype(float), known.most.astype(float)
    terms = _Terms(known)
    for _ in range(SWEEPS if terms.cell.size else 0):
        low, high = terms.implied(least, most)
        low, high = np.maximum(low, least), np.minimum(high, most)
        is_same = (low <= least + TRACE).all() and (high >= most - TRACE).all()
        least, most = low, high
        if is_same:
            break
    return least, most


class _Terms:
    """Every count in every sum that holds a count which is not known: arrays with one entry for each."""

    def __init__(self, known: Knowledge):
        matrix = known.matrix.tocsr()
        free = known.most > known.least
        is_open = (abs(matrix) @ free.astype(float)) > 0
        kept = matrix[np.flatnonzero(is_open)]
        self.row = np.repeat(np.arange(kept.shape[0]), np.diff(kept.indptr))
        self.cell, self.sign = kept.indices, kept.data
        self.constant = known.constant[is_open]
        self.size = len(known.counts)

    def implied(self, least, most) -> tuple[np.ndarray, np.ndarray]:
        """What the sums leave of each count when all others lie in their ranges."""
        low = np.where(self.sign > 0, least[self.cell], -most[self.cell])
        high = np.where(self.sign > 0, most[self.cell], -least[self.cell])
        room_low = self.constant[self.row] - (self._sum(high)[self.row] - high)
        room_high = self.constant[self.row] - (self._sum(low)[self.row] - low)
        one, other = self.sign * room_low, self.sign * room_high
        found_low = np.full(self.size, -np.inf)
        found_high = np.full(self.size, np.inf)
        np.maximum.at(found_low, self.cell, np.minimum(one, other))
        np.minimum.at(found_high, self.cell, np.maximum(one, other))
        return found_low, found_high

    def _sum(self, values: np.ndarray) -> np.ndarray:
        return np.bincount(self.row, values, len(self.constant))
