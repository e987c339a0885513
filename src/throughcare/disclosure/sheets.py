"""The counts of a release as sheets of places by substance groups: the same counts are one sheet wherever they appear.

What one indicator counts another may divide by, and the year 2012-13 is also the twelve months to March 2013. Counts that
are equal in every cell are taken for the same, and get one pattern of hidden cells.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from .problem import Problem
from .rules import Protection
from .small import is_primary, is_small, levels
from .sums import Sums


@dataclass(frozen=True)
class Figures:
    """What is to be published of an indicator in a period, as counts.

    `numerators`: place, group, part (parts of a split; else one); None where it is no count of people, as in a mean.
    `denominators`: place, group; None for a count. `kept`: place, group, part: hidden in an earlier release already.
    Cells without anybody are 0.
    """

    indicator: str
    period: str
    start: dt.date
    end: dt.date
    numerators: np.ndarray | None
    denominators: np.ndarray | None
    kept: np.ndarray
    parts: tuple[str, ...] = ("all",)


@dataclass
class Sheet:
    """Counts (place, group) with what must be hidden of them (`wanted`), and what is (`hidden`, once `is_settled`)."""

    name: str
    counts: np.ndarray
    wanted: np.ndarray
    below: np.ndarray
    above: np.ndarray
    most: np.ndarray
    hidden: np.ndarray = None
    primary: np.ndarray = None
    is_fallback: bool = False

    def __post_init__(self):
        self.hidden = np.zeros(self.counts.shape, bool)
        self.primary = self.wanted.copy()

    @property
    def secret(self) -> np.ndarray:
        """Cells of which little may be told: counts of 1 to 4, and those that tell such a number of others."""
        return (self.below > 0) | (self.above > 0)

    @property
    def is_settled(self) -> bool:
        return not (self.wanted & ~self.hidden).any()

    def want(self, cells: np.ndarray) -> None:
        self.wanted = self.wanted | cells

    def join(self, other: "Sheet") -> None:
        """The same counts used in another place: what either asks for holds."""
        self.wanted = self.wanted | other.wanted
        self.primary = self.primary | other.primary
        self.below = np.maximum(self.below, other.below)
        self.above = np.maximum(self.above, other.above)
        self.most = np.minimum(self.most, other.most)

    def problem(self, sums: Sums) -> Problem:
        """To be solved: what is wanted, and what was hidden before, is hidden."""
        return Problem(
            counts=self.counts.ravel(),
            sums=sums,
            hidden=(self.wanted | self.hidden).ravel(),
            below=self.below.ravel(),
            above=self.above.ravel(),
            most=self.most.ravel(),
        )


@dataclass
class Sheets:
    """The sheets of a release, and which of them each set of figures is made of."""

    figures: list[Figures]
    rules: Protection
    sheets: dict[bytes, Sheet] = field(default_factory=dict)
    bases: list[bytes | None] = field(default_factory=list)
    tops: list[tuple[bytes, ...]] = field(default_factory=list)

    def __post_init__(self):
        for one in self.figures:
            base = one.denominators
            self.bases.append(None if base is None else self._add(self._base(one)))
            self.tops.append(tuple(self._add(sheet) for sheet in self._tops(one)))

    def __iter__(self) -> Iterator[Sheet]:
        return iter(self.sheets.values())

    def base(self, at: int) -> Sheet | None:
        """The sheet of the denominators of the figures at a position."""
        return self.sheets.get(self.bases[at])

    def top(self, at: int) -> list[Sheet]:
        """The sheets of their numerators, one a part."""
        return [self.sheets[key] for key in self.tops[at]]

    def hidden(self, at: int) -> np.ndarray:
        """Which of their figures are hidden: place, group, part."""
        found = self.figures[at].kept.copy()
        for part, sheet in enumerate(self.top(at)):
            found[:, :, part] |= sheet.hidden
        if (base := self.base(at)) is not None:
            found |= base.hidden[:, :, None]
        return found

    def _add(self, sheet: Sheet) -> bytes:
        key = repr(sheet.counts.shape).encode() + sheet.counts.tobytes()
        if key in self.sheets:
            self.sheets[key].join(sheet)
        else:
            self.sheets[key] = sheet
        return key

    def _base(self, one: Figures) -> Sheet:
        counts = one.denominators
        wanted = is_small(counts, self.rules) | _all_in_one_part(one, self.rules)
        below, above = levels(counts, self.rules)
        name = f"{one.indicator} {one.period} denominator"
        made = Sheet(name, counts, wanted, below, above, _limit(counts))
        if one.numerators is None:
            made.want(one.kept.any(axis=2))
        return made

    def _tops(self, one: Figures) -> Iterator[Sheet]:
        if one.numerators is None:
            return
        for part, named in enumerate(one.parts):
            counts = np.ascontiguousarray(one.numerators[:, :, part])
            name = f"{one.indicator} {one.period} {named}"
            made = self._top(name, counts, one.denominators)
            made.want(one.kept[:, :, part])
            yield made

    def _top(self, name: str, counts: np.ndarray, base: np.ndarray | None) -> Sheet:
        if base is None:
            wanted, limit = is_small(counts, self.rules), _limit(counts)
            return Sheet(name, counts, wanted, *levels(counts, self.rules), limit)
        below, above = levels(counts, self.rules, base - counts)
        wanted = is_primary(counts, base, self.rules)
        return Sheet(name, counts, wanted, below, above, base)


def _limit(counts: np.ndarray) -> np.ndarray:
    """An attacker does not know how many there may be; the bound is far from every count."""
    return np.full(counts.shape, 2 * int(counts.max(initial=0)) + 100)


def _all_in_one_part(one: Figures, rules: Protection) -> np.ndarray:
    """Few people who all are in one part of a split: with their number that part is known, whatever else is hidden."""
    base = one.denominators
    if one.numerators is None or len(one.parts) < 2:
        return np.zeros(base.shape, bool)
    is_all = (one.numerators == base[:, :, None]).any(axis=2)
    return is_all & (base > 0) & (base < rules.few)
