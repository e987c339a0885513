"""Sheets that are attacked together: denominators and what adds up to them, as somebody knows them who sees all.

Hiding more only takes knowledge away, so a cell that has been shown safe stays safe and is not asked about again.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
from scipy import sparse

from .attack import Reach, reach
from .knowledge import Knowledge
from .rounding import ranges
from .rules import Protection
from .sheets import Sheet, Sheets
from .small import levels
from .sums import Axis, Sums

Each = Callable[[Callable, list], Iterable]
"""`map`, or that of several processes."""
Weak = list[tuple[Sheet, np.ndarray]]
"""Sheets with the cells of which too much is told."""
OTHERS = "others"
ROUNDED_TOGETHER = 6
"""Pairs of programmes about all weak cells at once where counts are seen rounded: these programmes are large."""
ROUNDED_SINGLY = 24
"""Programmes that are asked about single cells of such a table; more is hidden around those that remain."""


@dataclass(frozen=True)
class Asked:
    """What a process is sent: counts (sheet, place, group) as whole numbers, which are hidden, the cells asked about.

    `unseen` are sheets that no table shows. `is_sum`: the first sheet is the sum of the others, cell by cell.
    """

    counts: np.ndarray
    hidden: np.ndarray
    unseen: tuple[bool, ...]
    is_sum: bool
    places: Axis
    sums: Sums
    cells: np.ndarray

    def knowledge(self, rules: Protection, is_rounded: bool) -> Knowledge:
        """Of somebody who knows every shown count exactly, or sees them rounded as all do."""
        counts, hidden = self.counts.ravel(), self.hidden.ravel()
        least, most = counts, counts
        if is_rounded:
            least, most = ranges(counts, rules)
            hidden = hidden | np.repeat(self.unseen, self.counts[0].size)
        matrix = self._matrix()
        bound = 2 * int(counts.max(initial=0)) + 100
        return Knowledge(
            counts,
            matrix,
            matrix @ counts,
            np.where(hidden, 0, least),
            np.where(hidden, bound, most),
        )

    def _matrix(self) -> sparse.csr_matrix:
        number = len(self.counts)
        matrix = sparse.block_diag([self.sums.matrix] * number, format="csr")
        if not self.is_sum:
            return matrix
        one = sparse.identity(self.counts[0].size, format="csr")
        adding_up = sparse.hstack([-one, *[one] * (number - 1)])
        return sparse.vstack([matrix, adding_up], format="csr")

    def near(self, known: Knowledge) -> Iterator[tuple[Knowledge, np.ndarray]]:
        """For each line of places the cells asked about in it, by their place in `cells`, and the same knowledge of somebody
        who knows besides how many there are anywhere else. What he does not find out, nobody does."""
        place = self.cells % self.counts[0].size // self.counts.shape[2]
        left = np.ones(len(place), bool)
        for total, parts in reversed(self.places.lines):
            here = np.flatnonzero(left & np.isin(place, (total, *parts)))
            left[here] = False
            if len(here):
                inner = np.zeros(self.counts.shape, bool)
                inner[:, _above((total, *parts), self.places)] = True
                inner = inner.ravel()
                least = np.where(inner, known.least, known.counts)
                most = np.where(inner, known.most, known.counts)
                yield replace(known, least=least, most=most), here


def _above(around: tuple[int, ...], places: Axis) -> list[int]:
    """Places, and the totals that they are part of."""
    found = list(around)
    for total, parts in reversed(places.lines):
        if total not in found and set(parts) & set(found):
            found.append(total)
    return found


def answered(asked: Asked, rules: Protection, is_rounded: bool) -> Reach:
    """What the attack finds; where counts are seen rounded first line by line, since the whole is large."""
    known = asked.knowledge(rules, is_rounded)
    if not is_rounded:
        return reach(known, asked.cells, rules)
    size = len(asked.cells)
    found = Reach(*(np.zeros(size) for _ in range(2)), np.zeros(size, bool), 0)
    for nearer, here in asked.near(known):
        found = found.with_(reach(nearer, asked.cells[here], rules), here)
    left = np.flatnonzero(~found.is_safe)
    spent = ROUNDED_TOGETHER, ROUNDED_SINGLY
    return found.with_(reach(known, asked.cells[left], rules, *spent), left)


@dataclass
class Group:
    """Denominators and what adds up to them; beside a single numerator the people to whom it did not happen.

    `asked` marks every cell ever asked about, `safe` those found safe; `least` and `most` are what was found of them.
    """

    sheets: list[Sheet]
    others: Sheet | None
    asked: np.ndarray = field(init=False)
    safe: np.ndarray = field(init=False)
    tried: dict[bool, bytes] = field(default_factory=dict)

    def __post_init__(self):
        size = sum(sheet.counts.size for sheet in self.all)
        self.asked, self.safe = np.zeros(size, bool), np.zeros(size, bool)
        self.least, self.most = np.full(size, np.nan), np.full(size, np.nan)

    @classmethod
    def of(cls, base: Sheet | None, tops: list[Sheet], rules: Protection) -> "Group":
        is_share = base is not None and len(tops) == 1
        others = _others(base, tops[0], rules) if is_share else None
        return cls([base, *tops] if base else list(tops), others)

    @property
    def all(self) -> list[Sheet]:
        return [*self.sheets, self.others] if self.others else self.sheets

    @property
    def unsafe(self) -> np.ndarray:
        """Hidden counts that must withstand and have not yet, flat. Those hidden to keep them are no secret."""
        self._hide_others()
        hidden = [s.hidden & s.secret & (s.counts > 0) for s in self.all]
        return np.concatenate([cells.ravel() for cells in hidden]) & ~self.safe

    def question(self, places: Axis, sums: Sums, is_rounded: bool) -> Asked | None:
        """What to ask; None where nothing is open, or was asked already about the very same hidden cells."""
        cells = np.flatnonzero(self.unsafe)
        hidden = np.stack([sheet.hidden for sheet in self.all])
        mark = hidden.tobytes()
        if not len(cells) or self.tried.get(is_rounded) == mark:
            return None
        self.tried[is_rounded] = mark
        counts = np.stack([sheet.counts for sheet in self.all])
        unseen = tuple(sheet.name == OTHERS for sheet in self.all)
        is_sum = len(self.all) > 1
        return Asked(counts, hidden, unseen, is_sum, places, sums, cells)

    def learn(self, asked: Asked, found: Reach) -> None:
        self.asked[asked.cells] = True
        self.safe[asked.cells] = found.is_safe
        self.least[asked.cells], self.most[asked.cells] = found.least, found.most

    def weak(self) -> Weak:
        """The sheets with the cells that have not withstood; those of whom it is not true count with those of whom it is."""
        told = self.unsafe.reshape(len(self.all), -1)
        if self.others:
            told[1] |= told[2]
        return [
            (sheet, cells.reshape(sheet.counts.shape))
            for sheet, cells in zip(self.sheets, told)
            if cells.any()
        ]

    def _hide_others(self) -> None:
        if self.others:
            base, top = self.sheets
            hidden = (top.hidden | base.hidden) & (self.others.counts > 0)
            self.others.hidden = hidden


def _others(base: Sheet, top: Sheet, rules: Protection) -> Sheet:
    """The people to whom it did not happen: nobody shows them, anybody has them."""
    counts = base.counts - top.counts
    return Sheet(OTHERS, counts, counts < 0, *levels(counts, rules), counts)


@dataclass
class Linked:
    """All groups of a release, and the programmes solved so far."""

    groups: list[Group]
    places: Axis
    sums: Sums
    rules: Protection
    each: Each = map
    programmes: int = 0

    @classmethod
    def of(cls, sheets: Sheets, places: Axis, sums: Sums, each: Each = map) -> "Linked":
        groups = [Group.of(*one, sheets.rules) for one in _distinct(sheets)]
        return cls(groups, places, sums, sheets.rules, each)

    def attack(self, is_rounded: bool = False) -> list[Group]:
        """Ask about every cell not found safe yet, where more is hidden than when it was asked about. The groups still weak."""
        asked = [
            (g, g.question(self.places, self.sums, is_rounded)) for g in self.groups
        ]
        asked = [(group, question) for group, question in asked if question]
        work = partial(answered, rules=self.rules, is_rounded=is_rounded)
        found = self.each(work, [question for _, question in asked])
        for (group, question), one in zip(asked, found, strict=True):
            self.programmes += one.programmes
            group.learn(question, one)
        return [group for group in self.groups if group.unsafe.any()]


def _distinct(sheets: Sheets) -> Iterator[tuple[Sheet | None, list[Sheet]]]:
    """Denominators with what adds up to them, each such group once; counts that are part of nothing each alone."""
    known: set[tuple] = set()
    for at in range(len(sheets.figures)):
        base, tops = sheets.base(at), sheets.top(at)
        for group in [(base, tops)] if base else [(None, [top]) for top in tops]:
            key = (id(group[0]), *(id(top) for top in group[1]))
            if key not in known:
                known.add(key)
                yield group
