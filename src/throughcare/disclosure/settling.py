"""Hides cells until nothing more follows: within each sheet, from denominators to numerators, between parts of a split,
and between periods that overlap. What is hidden stays hidden, so this ends.
"""

from dataclasses import dataclass, field

import numpy as np

from .periods import Relation, alone_in
from .problem import Problem, Solve, one_more_a_line, unbounded, whole_breakdown
from .sheets import Sheet, Sheets
from .small import levels
from .sums import Axis, Sums

PASSES = 12
"""Rounds of settling; what is not settled by then is hidden with the whole of its breakdown."""
MOST_LATE = 24
"""Sheets without an answer, before the rest is not asked for."""


@dataclass
class Settling:
    """The sheets of a release on their way. `known_fallbacks`: names of sheets that fell back when it was built first."""

    sheets: Sheets
    sums: Sums
    solve: Solve
    relations: list[Relation] = field(default_factory=list)
    known_fallbacks: frozenset[str] = frozenset()
    solved: int = 0

    def settle(self) -> None:
        for _ in range(PASSES):
            self._solve_open()
            self._numerators_of_hidden()
            self._parts()
            self._periods()
            if all(sheet.is_settled for sheet in self.sheets):
                return
        for sheet in self.sheets:
            if not sheet.is_settled:
                self.fall_back(sheet)
        self._numerators_of_hidden()
        self._solve_open()

    def fall_back(self, sheet: Sheet) -> None:
        found = whole_breakdown(sheet.problem(self.sums), self.sheets.rules)
        sheet.hidden = sheet.hidden | found.reshape(sheet.counts.shape)
        sheet.is_fallback = True

    def _by_rule_of_thumb(self, sheet: Sheet) -> None:
        """What is hidden where the solver has no answer. The attack tells whether it suffices."""
        found = one_more_a_line(sheet.problem(self.sums))
        sheet.hidden = sheet.hidden | found.reshape(sheet.counts.shape)

    def hide_all(self, sheet: Sheet) -> None:
        """Nothing of a sheet is shown: where even its whole breakdown hidden tells something."""
        sheet.want(np.ones(sheet.counts.shape, bool))
        sheet.hidden = sheet.wanted.copy()
        sheet.is_fallback = True

    def _solve_open(self) -> None:
        todo = [sheet for sheet in self.sheets if not sheet.is_settled]
        for sheet in todo:
            if sheet.name in self.known_fallbacks:
                sheet.is_unanswered = True
            if sheet.is_fallback:
                self.fall_back(sheet)
            elif sheet.is_unanswered:
                self._by_rule_of_thumb(sheet)
        todo = [sheet for sheet in todo if not sheet.is_settled]
        late = 0
        for start in range(0, len(todo), 64):
            some = todo[start : start + 64]
            late += self._solve_some(some, late >= MOST_LATE)

    def _solve_some(self, some: list[Sheet], is_too_late: bool) -> int:
        problems = [sheet.problem(self.sums) for sheet in some]
        nothing = [None] * len(some)
        found = nothing if is_too_late else self._answers(problems)
        self.solved += len(some)
        for sheet, hidden in zip(some, found, strict=True):
            if hidden is None:
                sheet.is_unanswered = True
                self._by_rule_of_thumb(sheet)
            else:
                sheet.hidden = hidden.reshape(sheet.counts.shape)
        return sum(hidden is None for hidden in found)

    def _answers(self, problems: list[Problem]) -> list[np.ndarray | None]:
        """Answers; where there is none, those to the problem without bounds, which few people can make too narrow."""
        found = self.solve(problems)
        left = [at for at, hidden in enumerate(found) if hidden is None]
        wider = self.solve([unbounded(problems[at]) for at in left]) if left else []
        for at, hidden in zip(left, wider, strict=True):
            found[at] = hidden
        return found

    def _numerators_of_hidden(self) -> None:
        """Where a denominator is hidden, so are the figures made with it."""
        for at in range(len(self.sheets.figures)):
            base = self.sheets.base(at)
            if base is not None:
                for sheet in self.sheets.top(at):
                    sheet.want(base.hidden & (base.counts > 0))

    def _parts(self) -> None:
        """The parts of a split add up to their denominator, in each place and group."""
        for at, figures in enumerate(self.sheets.figures):
            if len(figures.parts) < 2:
                continue
            sheets = [self.sheets.base(at), *self.sheets.top(at)]
            places = _places_to_ask(sheets)
            problems = [_across(sheets, at, self.sheets.rules) for at in places]
            answers = self._answers(problems)
            for place, problem, found in zip(places, problems, answers, strict=True):
                if found is None:
                    found = whole_breakdown(problem, self.sheets.rules)
                _want_across(sheets, place, found)

    def _periods(self) -> None:
        """A hidden figure must not follow from overlapping periods."""
        for relation in self.relations:
            for sheets in _sheets_of(self.sheets, relation):
                for sheet, cells in alone_in(relation, sheets, self.sheets.rules):
                    sheet.want(cells)


def _places_to_ask(sheets: list[Sheet]) -> np.ndarray:
    """Places where exactly one of a sum of parts is hidden."""
    hidden = np.stack([sheet.hidden | sheet.wanted for sheet in sheets], axis=-1)
    return np.flatnonzero((hidden.sum(axis=-1) == 1).any(axis=1))


def _across(sheets: list[Sheet], place: int, rules) -> Problem:
    """The table of groups by parts of one place."""
    counts = np.stack([sheet.counts[place] for sheet in sheets], axis=-1)
    hidden = np.stack([(s.hidden | s.wanted)[place] for s in sheets], axis=-1)
    below, above = levels(counts, rules)
    groups, parts = counts.shape
    return Problem(
        counts=counts.ravel(),
        sums=Sums.crossed(Axis.of_parts(groups - 1), Axis.of_parts(parts - 1)),
        hidden=hidden.ravel(),
        below=below.ravel(),
        above=above.ravel(),
        most=np.full(counts.size, 2 * int(counts.max(initial=0)) + 100),
    )


def _want_across(sheets: list[Sheet], place: int, found: np.ndarray) -> None:
    for sheet, hidden in zip(sheets, found.reshape(-1, len(sheets)).T, strict=True):
        cells = np.zeros(sheet.counts.shape, bool)
        cells[place] = hidden
        sheet.want(cells)


def _sheets_of(sheets: Sheets, relation: Relation) -> list[list[Sheet]]:
    """For a relation of figures: the sheets of their denominators, then of each part."""
    bases = [sheets.base(at) for at in relation.at]
    found = [bases] if all(base is not None for base in bases) else []
    tops = [dict(zip(sheets.figures[at].parts, sheets.top(at))) for at in relation.at]
    for part in tops[0]:
        if all(part in top for top in tops):
            found.append([top[part] for top in tops])
    return found
