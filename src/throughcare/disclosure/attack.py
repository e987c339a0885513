"""What somebody can work out who knows everything that is published: the least and the most that a hidden count can be.

Linear programmes over the sums of the tables (statistics.md f: two a cell). One programme is looked at for all cells at
once: each of its solutions is a way in which the counts can be, so a cell whose counts are far enough apart in two
solutions is safe. Only what remains after some of these is asked about cell by cell.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from .rules import Protection

TOGETHER = 24
"""Programmes that are asked about all cells at once."""
SINGLY = 400
"""Programmes that are asked about single cells, at most; a cell not asked about is taken for told."""
TRACE = 1e-6


@dataclass(frozen=True)
class Knowledge:
    """What an attacker knows of some counts: sums (`matrix @ counts == constant`) and the range of each.

    `counts` are the true ones. Where least and most are the same, the count is known.
    """

    counts: np.ndarray
    matrix: sparse.csr_matrix
    constant: np.ndarray
    least: np.ndarray
    most: np.ndarray


@dataclass(frozen=True)
class Reach:
    """What was found of the cells asked about: least and most, whether that keeps each safe, and programmes solved."""

    least: np.ndarray
    most: np.ndarray
    is_safe: np.ndarray
    programmes: int


def reach(
    known: Knowledge,
    asked: np.ndarray,
    rules: Protection,
    together: int = TOGETHER,
    singly: int = SINGLY,
) -> Reach:
    """The range of each cell at a position in `asked`, as far as was needed to see whether it is safe.

    A range is exact for a cell that is not safe, and for others at least as narrow as it truly is. `together` and `singly`
    are the programmes to spend; a cell for which they do not suffice is taken for told.
    """
    asked = np.asarray(asked, int)
    search = _Search(known, asked, rules)
    search.together(together)
    search.singly(singly)
    return Reach(search.least, search.most, search.is_safe(), search.programmes)


def is_safe(least, most, rules: Protection) -> np.ndarray:
    """Whether ranges hold enough whole counts, and one at least that is not 1 to 4 (nothing, or more)."""
    low, high = np.ceil(least - TRACE), np.floor(most + TRACE)
    is_wide = high - low + 1 >= rules.width
    return is_wide & ((low < 1) | (high > rules.largest_hidden))


class _Search:
    """The counts that were found possible so far: each programme adds one way in which they can be."""

    def __init__(self, known: Knowledge, asked: np.ndarray, rules: Protection):
        self.known, self.asked, self.rules = known, asked, rules
        self.least = known.counts[asked].astype(float)
        self.most = self.least.copy()
        self.programmes = 0
        self.islands = _Islands(known)
        self.random = np.random.default_rng(0)

    def is_safe(self) -> np.ndarray:
        return is_safe(self.least, self.most, self.rules)

    def together(self, times: int) -> None:
        for _ in range(times):
            if (safe := self.is_safe()).all():
                return
            way = self.random.choice([-1.0, 1.0], len(self.asked))
            for sign in (1, -1):
                self._solve(np.where(safe, 0, way * sign))

    def singly(self, times: int) -> None:
        most = self.programmes + times
        for place in np.flatnonzero(~self.is_safe()):
            if self.programmes >= most:
                return
            if self.is_safe()[place]:
                continue  # found safe on the way to another
            for sign in (1.0, -1.0):
                wish = np.zeros(len(self.asked))
                wish[place] = sign
                self._solve(wish)

    def _solve(self, wish: np.ndarray) -> None:
        """One way in which the counts can be, that goes as far as possible towards the wish."""
        goal = np.zeros(len(self.known.counts))
        np.add.at(goal, self.asked, wish)
        self.programmes += 1
        counts = self.islands.towards(goal)
        if counts is not None:
            self.least = np.minimum(self.least, counts[self.asked])
            self.most = np.maximum(self.most, counts[self.asked])


class _Islands:
    """The programme without the counts that are known to the person, in the parts that no sum joins.

    A wish about one cell asks about its own island alone.
    """

    def __init__(self, known: Knowledge):
        self.known = known
        self.free = np.flatnonzero(known.most > known.least)
        fixed = np.where(known.most > known.least, 0, known.counts)
        kept = known.matrix[:, self.free]
        used = np.diff(kept.indptr) > 0
        self.sums = kept[used].tocsr()
        self.constant = (known.constant - known.matrix @ fixed)[used]
        self.island, self.island_of_sum = _joined(self.sums)

    def towards(self, goal: np.ndarray) -> np.ndarray | None:
        """Counts as far as possible towards the goal (to be made small); None where the solver finds none."""
        from scipy.optimize import linprog

        asked = np.unique(self.island[goal[self.free] != 0])
        cells = np.flatnonzero(np.isin(self.island, asked))
        sums = np.flatnonzero(np.isin(self.island_of_sum, asked))
        at = self.free[cells]
        given = {}
        if len(sums):
            given["A_eq"] = self.sums[sums][:, cells]
            given["b_eq"] = self.constant[sums]
        limits = np.column_stack([self.known.least[at], self.known.most[at]])
        found = linprog(goal[at], bounds=limits, method="highs", **given)
        if found.x is None:
            return None
        counts = self.known.counts.astype(float).copy()
        counts[at] = found.x
        return counts


def _joined(sums: sparse.csr_matrix) -> tuple[np.ndarray, np.ndarray]:
    """The number of the island of each cell, and of each sum."""
    from scipy.sparse.csgraph import connected_components

    rows, cells = sums.shape
    both = sparse.block_array([[None, sums], [sums.T, None]], format="csr")
    _, island = connected_components(abs(both), directed=False)
    return island[rows:], island[:rows]
