"""Protects everything that a release publishes, together: one pattern of hidden cells, then an attack on it.

Figures of a release are counts by place and substance group. Cells are hidden for their own counts, then further cells
until no hidden one follows (`settling`). The attacker of the check first knows every count that is shown, exactly; what
does not withstand that is tried with the counts rounded, as they are seen. What does not withstand that either is hidden
with what stands around it, and attacked again.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from .linked import Each, Group, Linked
from .periods import Relation, relations
from .problem import Solve
from .rules import Protection
from .settling import Settling
from .sheets import Figures, Sheet, Sheets
from .sums import Axis, Sums

LAST = 6
"""Rounds after that in which all that is attacked together with a weak cell is hidden."""
REPAIRS = 4
"""Rounds of hiding more: around what did not withstand; in the last but one its whole breakdown, in the last all of it."""


@dataclass
class Attacked:
    """What the attack found: cells asked about, programmes solved, the narrowest range, and cells left told (none)."""

    cells: int = 0
    programmes: int = 0
    narrowest: float | None = None
    told: int = 0
    repaired: int = 0

    @classmethod
    def of(cls, linked: Linked, repaired: int) -> "Attacked":
        found = cls(programmes=linked.programmes, repaired=repaired)
        for group in linked.groups:
            found._add(group)
        return found

    def _add(self, group: Group) -> None:
        self.cells += int(group.asked.sum())
        self.told += int(group.unsafe.sum())
        least, most = group.least[group.asked], group.most[group.asked]
        widths = np.floor(most + 1e-6) - np.ceil(least - 1e-6) + 1
        if len(widths):
            known = (self.narrowest, float(widths.min()))
            self.narrowest = min(w for w in known if w is not None)


@dataclass
class Protected:
    """Which figures are hidden, in the order given (place, group, part each), and what was done."""

    hidden: list[np.ndarray]
    primary: int
    secondary: int
    tables: int
    solved: int
    fallbacks: list[str]
    unanswered: list[str] = field(default_factory=list)
    attack: Attacked = field(default_factory=Attacked)
    overlaps: int = 0


def protect_release(
    figures: list[Figures],
    places: Axis,
    rules: Protection,
    solve: Solve,
    *,
    each: Each = map,
    known_fallbacks: frozenset[str] = frozenset(),
    attacked: bool = True,
    tell: Callable[[], None] = lambda: None,
) -> Protected:
    """What to hide of all the figures of a release. Groups have their total first; `places` says which are totals.

    `attacked`: whether what is hidden must withstand the attack, which takes most of the time. `tell` is called every round.
    """
    if not figures:
        return Protected([], 0, 0, 0, 0, [])
    groups = figures[0].kept.shape[1]
    sums = Sums.crossed(places, Axis.of_parts(groups - 1))
    sheets = Sheets(figures, rules)
    linked = Linked.of(sheets, places, sums, each) if attacked else None
    settling = Settling(
        sheets, places, sums, solve, _relations(figures), known_fallbacks, linked, tell
    )
    settling.settle()
    repaired = _withstood(settling) if attacked else 0
    found = Attacked.of(linked, repaired) if attacked else Attacked()
    return _told(settling, found)


def _relations(figures: list[Figures]) -> list[Relation]:
    """Relations between the periods of each indicator, by position among all figures."""
    found: list[Relation] = []
    known: dict[tuple, list[Relation]] = {}
    for slug in dict.fromkeys(one.indicator for one in figures):
        own = [at for at, one in enumerate(figures) if one.indicator == slug]
        spans = tuple((figures[at].start, figures[at].end) for at in own)
        if spans not in known:
            known[spans] = relations(list(spans))
        found += [
            Relation(tuple(own[at] for at in r.at), r.signs) for r in known[spans]
        ]
    return found


def _withstood(settling: Settling) -> int:
    """Attack with counts as they are seen, hide more where that tells something, settle, and attack again. How many sheets."""
    repaired = 0
    for round_ in range(REPAIRS + LAST + 1):
        weak = settling.linked.attack(is_rounded=True)
        if not weak or round_ == REPAIRS + LAST:
            break
        for group in weak:
            repaired += len(group.weak())
            _repair(settling, group, round_)
        settling.settle()
    return repaired


def _repair(settling: Settling, group: Group, round_: int) -> None:
    """First what stands around the weak cells, then the whole breakdown, at last all that is attacked together."""
    if round_ >= REPAIRS - 1:
        for sheet in group.sheets:
            settling.hide_all(sheet)
        return
    for sheet, cells in group.weak():
        if round_ == REPAIRS - 2:
            settling.fall_back(sheet)
        else:
            sheet.want(_around(cells, sheet, settling.sums))


def _around(cells: np.ndarray, sheet: Sheet, sums: Sums) -> np.ndarray:
    """Every cell in a sum with one of these, but totals and nothing."""
    touched = abs(sums.matrix) @ cells.ravel() > 0
    lines = sums.matrix[np.flatnonzero(touched)]
    parts = np.zeros(sums.matrix.shape[1], bool)
    parts[lines.indices[lines.data > 0]] = True
    return parts.reshape(sheet.counts.shape) & (sheet.counts > 0)


def _told(settling: Settling, attacked: Attacked) -> Protected:
    sheets = list(settling.sheets)
    hidden = [settling.sheets.hidden(at) for at in range(len(settling.sheets.figures))]
    first = sum(int((s.primary & (s.counts > 0)).sum()) for s in sheets)
    all_hidden = sum(int((s.hidden & (s.counts > 0)).sum()) for s in sheets)
    return Protected(
        hidden=hidden,
        primary=first,
        secondary=all_hidden - first,
        tables=len(sheets),
        solved=settling.solved,
        fallbacks=[s.name for s in sheets if s.is_fallback],
        unanswered=settling.unanswered,
        attack=attacked,
        overlaps=len(settling.relations),
    )
