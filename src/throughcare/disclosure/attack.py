"""What somebody can work out who knows everything that is published: the least and the most that a hidden count can be.

Three steps, each dearer than the one before. Sums taken one at a time show at once what is told (`narrowing`). A linear
programme is looked at for all cells of an island at once: each of its solutions is a way in which the counts can be, a
witness, so a cell whose counts are far enough apart in two witnesses is safe. What remains is asked about cell by cell,
two programmes a cell, which decides it (statistics.md f).
"""

from dataclasses import dataclass, replace

import numpy as np

from .islands import Island, islands
from .knowledge import Knowledge, is_safe
from .narrowing import narrowed
from .rules import Protection

TOGETHER = 12
"""Pairs of programmes that are asked about all cells of an island at once."""
SINGLY = 400
"""Programmes that are asked about single cells of an island, at most; a cell not asked about is taken for told."""
FRUITLESS = 2
"""Pairs of programmes about all cells after which, if they show no other cell safe, cells are asked about singly."""


@dataclass(frozen=True)
class Reach:
    """What was found of the cells asked about: least and most, whether that keeps each safe, and programmes solved."""

    least: np.ndarray
    most: np.ndarray
    is_safe: np.ndarray
    programmes: int

    def with_(self, other: "Reach", places: np.ndarray) -> "Reach":
        """These, with what was found of some of the cells, by their places among those asked about."""
        arrays = [self.least.copy(), self.most.copy(), self.is_safe.copy()]
        for array, new in zip(arrays, (other.least, other.most, other.is_safe)):
            array[places] = new
        return Reach(*arrays, self.programmes + other.programmes)


def reach(
    known: Knowledge,
    asked: np.ndarray,
    rules: Protection,
    together: int = TOGETHER,
    singly: int = SINGLY,
) -> Reach:
    """The range of each cell at a position in `asked`, as far as was needed to see whether it is safe.

    Of a safe cell the range is at least as narrow as it truly is; of one that sums by themselves tell, at least as wide.
    `together` and `singly` are the programmes to spend on an island; a cell for which they do not suffice is taken for told.
    """
    asked = np.asarray(asked, int)
    least, most = narrowed(known)
    is_open = is_safe(least[asked], most[asked], rules)
    found = _Found(asked, known, least[asked], most[asked], is_open, rules)
    narrow = replace(known, least=least, most=most)
    for island, places in islands(narrow, asked[is_open]):
        search = _Search(island, narrow, found, np.flatnonzero(is_open)[places])
        search.together(together)
        search.singly(singly)
    return Reach(found.least, found.most, found.is_safe(), found.programmes)


class _Found:
    """Ranges of the cells asked about: of those that are open what witnesses have shown, of the others what is told."""

    def __init__(self, asked, known: Knowledge, least, most, is_open, rules):
        self.asked, self.rules = asked, rules
        truth = known.counts[asked].astype(float)
        self.least = np.where(is_open, truth, least)
        self.most = np.where(is_open, truth, most)
        self.programmes = 0

    def is_safe(self, places=slice(None)) -> np.ndarray:
        return is_safe(self.least[places], self.most[places], self.rules)

    def add(self, places, counts: np.ndarray) -> None:
        self.least[places] = np.minimum(self.least[places], counts)
        self.most[places] = np.maximum(self.most[places], counts)


class _Search:
    """Witnesses of one island: `places` are those of its cells among the cells asked about."""

    def __init__(self, island: Island, known: Knowledge, found: _Found, places):
        self.found, self.places = found, places
        self.at = np.searchsorted(island.cells, found.asked[places])
        self.size = len(island.cells)
        self.programme = island.programme(known)
        self.random = np.random.default_rng(0)

    def together(self, pairs: int) -> None:
        fruitless = 0
        for _ in range(pairs):
            is_open = ~self.found.is_safe(self.places)
            if not is_open.any() or fruitless == FRUITLESS:
                return
            way = self.random.choice([-1.0, 1.0], len(self.at)) * is_open
            self._solve(way)
            self._solve(-way)
            is_same = self.found.is_safe(self.places).sum() == (~is_open).sum()
            fruitless = fruitless + 1 if is_same else 0

    def singly(self, times: int) -> None:
        last = self.found.programmes + times
        for place in np.flatnonzero(~self.found.is_safe(self.places)):
            if self.found.programmes >= last:
                return
            if self.found.is_safe(self.places)[place]:
                continue  # found safe on the way to another
            for sign in (1.0, -1.0):
                self._solve(sign * (np.arange(len(self.at)) == place))

    def _solve(self, wish: np.ndarray) -> None:
        """One way in which the counts can be, that goes as far as possible towards the wish."""
        goal = np.zeros(self.size)
        np.add.at(goal, self.at, wish)
        self.found.programmes += 1
        counts = self.programme.towards(goal)
        if counts is not None:
            self.found.add(self.places, counts[self.at])
