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
    known: Knowledge, asked: np.ndarray, rules: Protection, together: int = TOGETHER
) -> Reach:
    """The range of each cell at a position in `asked`, as far as was needed to see whether it is safe.

    A range is exact for a cell that is not safe, and for others at least as narrow as it truly is.
    """
    asked = np.asarray(asked, int)
    search = _Search(known, asked, rules)
    search.together(together)
    search.singly()
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
        self.given_up = np.zeros(len(asked), bool)
        self.parts = _free_parts(known)
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

    def singly(self) -> None:
        most = self.programmes + SINGLY
        for place in np.flatnonzero(~self.is_safe()):
            if self.programmes >= most:
                return
            for sign in (1.0, -1.0):
                wish = np.zeros(len(self.asked))
                wish[place] = sign
                self._solve(wish)

    def _solve(self, wish: np.ndarray) -> None:
        """One way in which the counts can be, that goes as far as possible towards the wish."""
        from scipy.optimize import linprog

        free, columns, limits = self.parts
        goal = np.zeros(len(self.known.counts))
        np.add.at(goal, self.asked, wish)
        self.programmes += 1
        found = linprog(goal[free], bounds=limits, method="highs", **columns)
        if found.x is None:
            return
        counts = self.known.counts.astype(float).copy()
        counts[free] = found.x
        self.least = np.minimum(self.least, counts[self.asked])
        self.most = np.maximum(self.most, counts[self.asked])


def _free_parts(known: Knowledge):
    """The programme without the counts that are known to the person: free positions, constraints, limits."""
    free = np.flatnonzero(known.most > known.least)
    fixed = np.where(known.most > known.least, 0, known.counts)
    kept = known.matrix[:, free]
    used = np.diff(kept.indptr) > 0
    columns = {}
    if used.any():
        columns["A_eq"] = kept[used]
        columns["b_eq"] = (known.constant - known.matrix @ fixed)[used]
    limits = np.column_stack([known.least[free], known.most[free]])
    return free, columns, limits
