"""Protects everything that a release publishes, together: one pattern of hidden cells, then an attack on it.

Figures of a release are counts by place and substance group. Cells are hidden for their own counts, then further cells
until no hidden one follows (`settling`). The attacker of the check first knows every count that is shown, exactly; what
does not withstand that is tried with the counts rounded, as they are seen. What does not withstand that either is hidden
with what stands around it, and attacked again.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
from scipy import sparse

from .attack import Knowledge, Reach, reach
from .periods import Relation, relations
from .problem import Solve
from .rounding import ranges
from .rules import Protection
from .settling import Settling
from .sheets import Figures, Sheet, Sheets
from .small import levels
from .sums import Axis, Sums

Each = Callable[[Callable, list], Iterable]
"""`map`, or that of several processes."""
OTHERS = "others"
LAST = 6
"""Rounds after that in which all that is attacked together with a weak cell is hidden."""
ROUNDED_TOGETHER = 6
"""Programmes that are asked about all weak cells at once where counts are seen rounded: they are large."""
ROUNDED_SINGLY = 24
"""Programmes that are asked about single cells of such a table; more is hidden around those that remain."""
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

    def add(self, found: Reach) -> None:
        self.cells += len(found.least)
        self.programmes += found.programmes
        self.told += int((~found.is_safe).sum())
        widths = np.floor(found.most + 1e-6) - np.ceil(found.least - 1e-6) + 1
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
) -> Protected:
    """What to hide of all the figures of a release. Groups have their total first; `places` says which are totals.

    `attacked`: whether what is hidden must withstand the attack, which takes most of the time.
    """
    if not figures:
        return Protected([], 0, 0, 0, 0, [])
    groups = figures[0].kept.shape[1]
    sums = Sums.crossed(places, Axis.of_parts(groups - 1))
    sheets = Sheets(figures, rules)
    overlaps = _relations(figures)
    settling = Settling(sheets, sums, solve, overlaps, known_fallbacks)
    settling.settle()
    found = _withstood(settling, each) if attacked else Attacked()
    return _told(settling, found)


def _relations(figures: list[Figures]) -> list[Relation]:
    """Relations between the periods of each indicator, by position among all figures."""
    found: list[Relation] = []
    for slug in dict.fromkeys(one.indicator for one in figures):
        own = [at for at, one in enumerate(figures) if one.indicator == slug]
        spans = [(figures[at].start, figures[at].end) for at in own]
        found += [
            Relation(tuple(own[at] for at in r.at), r.signs) for r in relations(spans)
        ]
    return found


def _withstood(settling: Settling, each: Each) -> Attacked:
    """Attack, hide more where that tells something, settle, and attack again."""
    repaired = 0
    before: dict = {}
    for round_ in range(REPAIRS + LAST + 1):
        is_last = round_ >= REPAIRS - 1
        found, weak = attack(settling, each, is_last, before)
        if not weak or round_ == REPAIRS + LAST:
            break
        repaired += len(weak)
        for sheet, cells in weak:
            if is_last:
                settling.hide_all(sheet)
            elif round_ == REPAIRS - 2:
                settling.fall_back(sheet)
            else:
                sheet.want(_around(cells, sheet, settling.sums))
        settling.settle()
    found.repaired = repaired
    return found


def attack(
    settling: Settling,
    each: Each = map,
    whole: bool = False,
    before: dict | None = None,
):
    """What an attacker finds of every hidden cell; sheets with the cells of which too much is told.

    `whole`: all sheets attacked together with such a cell. `before`: what was found before; sheets that hide the same as
    then are not attacked again.
    """
    sheets, rules = settling.sheets, settling.sheets.rules
    asked = _distinct(sheets)
    before = {} if before is None else before
    marks = [_mark(group) for group in asked]
    new = [at for at, mark in enumerate(marks) if mark not in before]
    known = [_knowledge(asked[at], settling.sums, rules) for at in new]
    reached = each(partial(_asked, rules=rules), known)
    before |= {marks[at]: one for at, one in zip(new, reached, strict=True)}
    found = Attacked()
    weak: list[tuple[Sheet, np.ndarray]] = []
    for group, mark in zip(asked, marks, strict=True):
        one = before[mark]
        found.add(one)
        if whole and not one.is_safe.all():
            weak += [(s, s.counts >= 0) for s in group if s.name != OTHERS]
        elif not whole:
            weak += _weak(group, one)
    return found, weak


def _mark(group: list[Sheet]) -> tuple:
    """Which sheets these are, and what they hide."""
    return tuple(
        (s.name, id(s) * (s.name != OTHERS), s.hidden.tobytes()) for s in group
    )


def _asked(known: tuple[Knowledge, Knowledge, np.ndarray], rules: Protection) -> Reach:
    """What is found by who knows shown counts exactly; where that is too much, by who sees them rounded, as all do."""
    exact, rounded, asked = known
    found = reach(exact, asked, rules)
    weak = np.flatnonzero(~found.is_safe)
    if not len(weak):
        return found
    seen = reach(rounded, asked[weak], rules, ROUNDED_TOGETHER, ROUNDED_SINGLY)
    found.least[weak], found.most[weak] = seen.least, seen.most
    found.is_safe[weak] = seen.is_safe
    return replace(found, programmes=found.programmes + seen.programmes)


def _distinct(sheets: Sheets) -> list[list[Sheet]]:
    """Sheets that are attacked together, each such group once: denominators, then what adds up to them."""
    found: dict[tuple, list[Sheet]] = {}
    for at in range(len(sheets.figures)):
        base, tops = sheets.base(at), sheets.top(at)
        group = tops if base is None else [base, *tops]
        if any(sheet.hidden.any() for sheet in group):
            key = (len(sheets.figures[at].parts) > 1, *(id(s) for s in group))
            found.setdefault(key, group)
    return [
        _with_others(group, sheets.rules) if len(group) == 2 else group
        for group in found.values()
    ]


def _with_others(group: list[Sheet], rules: Protection) -> list[Sheet]:
    """Beside denominators and numerators the people to whom it did not happen: nobody shows them, anybody has them."""
    base, top = group
    others = base.counts - top.counts
    rest = Sheet(OTHERS, others, others < 0, *levels(others, rules), others)
    rest.hidden = (top.hidden | base.hidden) & (others > 0)
    return [base, top, rest]


def _knowledge(
    group: list[Sheet], sums: Sums, rules: Protection
) -> tuple[Knowledge, Knowledge, np.ndarray]:
    """All counts of a group of sheets one after another: as known exactly where shown, and as shown rounded.

    What is hidden lies between nothing and a bound. Then the positions of what must not be told.
    """
    counts = np.concatenate([sheet.counts.ravel() for sheet in group])
    hidden = np.concatenate([sheet.hidden.ravel() for sheet in group])
    matrix = sparse.block_diag([sums.matrix] * len(group), format="csr")
    if len(group) > 1:
        matrix = sparse.vstack([matrix, _adding_up(group)], format="csr")
    bound = _bound(counts)
    exact, rounded = (
        Knowledge(
            counts,
            matrix,
            matrix @ counts,
            np.where(unseen, 0, least),
            np.where(unseen, bound, most),
        )
        for least, most, unseen in (
            (counts, counts, hidden),
            (*ranges(counts, rules), hidden | _is_not_shown(group)),
        )
    )
    return exact, rounded, np.flatnonzero(np.concatenate(_secrets(group)))


def _is_not_shown(group: list[Sheet]) -> np.ndarray:
    """Counts that no table shows: the people to whom it did not happen."""
    return np.repeat([sheet.name == OTHERS for sheet in group], group[0].counts.size)


def _secrets(group: list[Sheet]) -> list[np.ndarray]:
    """The cells that must withstand, flat. Those hidden besides are there to keep these, and are no secret."""
    return [(s.hidden & s.secret & (s.counts > 0)).ravel() for s in group]


def _bound(counts: np.ndarray) -> int:
    return 2 * int(counts.max(initial=0)) + 100


def _adding_up(group: list[Sheet]) -> sparse.csr_matrix:
    """The first sheet is the sum of the others, cell by cell."""
    one = sparse.identity(group[0].counts.size, format="csr")
    return sparse.hstack([-one, *[one] * (len(group) - 1)], format="csr")


def _weak(group: list[Sheet], found: Reach) -> list[tuple[Sheet, np.ndarray]]:
    """The sheets with the cells that did not withstand."""
    asked = np.concatenate(_secrets(group))
    told = np.zeros(len(asked), bool)
    told[np.flatnonzero(asked)[~found.is_safe]] = True
    parts = told.reshape(len(group), -1)
    if group[-1].name == OTHERS:
        parts[1] |= parts[2]
        group = group[:2]
    return [
        (sheet, cells.reshape(sheet.counts.shape))
        for sheet, cells in zip(group, parts)
        if cells.any()
    ]


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
        unanswered=[s.name for s in sheets if s.is_unanswered],
        attack=attacked,
        overlaps=len(settling.relations),
    )
