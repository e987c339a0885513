"""Hides cells until nothing more follows: within each sheet, from denominators to numerators, between parts of a split,
and between periods that overlap. What is hidden stays hidden, so this ends.

The attack says which cells need more to be hidden, and the solver is asked about these alone: where nothing is weak,
nothing more is hidden, which no solver can better.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from .linked import Linked, Weak
from .periods import Relation, alone_in
from .portions import portions, within_reach
from .problem import Problem, Solve, one_more_a_line, unbounded, whole_breakdown
from .sheets import Sheet, Sheets
from .small import levels
from .sums import Axis, Sums

PASSES = 12
"""Rounds of settling; what is not settled by then is hidden with the whole of its breakdown."""


@dataclass
class Settling:
    """The sheets of a release on their way. `known_fallbacks`: what had no answer when it was built first.

    `linked` is what the attack is made on; without it a sheet is handed to `solve` as a whole. `tell` is called every round.
    """

    sheets: Sheets
    places: Axis
    sums: Sums
    solve: Solve
    relations: list[Relation] = field(default_factory=list)
    known_fallbacks: frozenset[str] = frozenset()
    linked: Linked | None = None
    tell: Callable[[], None] = lambda: None
    solved: int = 0
    asked: set[str] = field(default_factory=set)
    unanswered: list[str] = field(default_factory=list)

    def settle(self) -> None:
        """Hide what is wanted, and what is needed to keep it, until that asks for nothing more."""
        for _ in range(PASSES):
            self.tell()
            self._hide_wanted()
            self._hide_more()
            self._parts()
            self._periods()
            if all(sheet.is_settled for sheet in self.sheets):
                return
        for sheet in self.sheets:
            if not sheet.is_settled:
                self.fall_back(sheet)
        self._hide_wanted()

    def fall_back(self, sheet: Sheet) -> None:
        found = whole_breakdown(sheet.problem(self.sums), self.sheets.rules)
        sheet.want(found.reshape(sheet.counts.shape))
        sheet.is_fallback = True

    def hide_all(self, sheet: Sheet) -> None:
        """Nothing of a sheet is shown: where even its whole breakdown hidden tells something."""
        sheet.want(np.ones(sheet.counts.shape, bool))
        sheet.is_fallback = True

    def _hide_wanted(self) -> None:
        """What is wanted, and the figures made with a denominator that is hidden, which may be one themselves."""
        is_new = True
        while is_new:
            for sheet in self.sheets:
                sheet.hidden = sheet.hidden | sheet.wanted
            self._numerators_of_hidden()
            is_new = not all(sheet.is_settled for sheet in self.sheets)

    def _numerators_of_hidden(self) -> None:
        for at in range(len(self.sheets.figures)):
            base = self.sheets.base(at)
            if base is not None:
                for sheet in self.sheets.top(at):
                    sheet.want(base.hidden & (base.counts > 0))

    def _hide_more(self) -> None:
        """Ask the solver about the sheets of which too much is told."""
        todo = self._within_reach(
            [one for sheet, weak in self._weak() for one in self._open(sheet, weak)]
        )
        known = [_mark(s, problem) in self.known_fallbacks for s, problem, _ in todo]
        asked = [
            problem for (_, problem, _), is_known in zip(todo, known) if not is_known
        ]
        answers = iter(self._answers(asked))
        for (sheet, problem, places), is_known in zip(todo, known):
            hidden = None if is_known else next(answers)
            if hidden is None:
                hidden = self._without_answer(sheet, problem)
            _want_of(sheet, places, hidden)

    def _weak(self) -> Weak:
        if self.linked is None:
            return [(s, s.hidden) for s in self.sheets if s.hidden.any()]
        return _together(group.weak() for group in self.linked.attack())

    def _open(self, sheet: Sheet, weak: np.ndarray) -> Iterator[tuple]:
        """What is to be solved of a sheet: nothing that was asked before, or is known to have no answer."""
        options = [(sheet.problem(self.sums), np.arange(len(sheet.counts)))]
        if self.linked:
            options = portions(sheet, weak, self.places)
        for problem, places in options:
            if self._is_new(sheet, problem):
                yield sheet, problem, places

    def _within_reach(self, todo: list[tuple]) -> list[tuple]:
        """The same, asking for what hiding can give; without what it can give nothing to."""
        if not self.linked:
            return todo
        work = partial(within_reach, rules=self.sheets.rules)
        found = self.linked.each(work, [problem for _, problem, _ in todo])
        return [
            (sheet, problem, places)
            for (sheet, _, places), problem in zip(todo, found, strict=True)
            if ((problem.below > 0) | (problem.above > 0)).any()
        ]

    def _is_new(self, sheet: Sheet, problem: Problem) -> bool:
        before = len(self.asked)
        self.asked.add(_mark(sheet, problem))
        return len(self.asked) > before

    def _without_answer(self, sheet: Sheet, problem: Problem) -> np.ndarray:
        """A rule of thumb hides where the solver has no answer. The attack tells whether it suffices."""
        self.unanswered.append(_mark(sheet, problem))
        return one_more_a_line(problem)

    def _answers(self, problems: list[Problem]) -> list[np.ndarray | None]:
        """Answers; where there is none, those to the problem without bounds, which few people can make too narrow."""
        found = self.solve(problems)
        self.solved += len(problems)
        if self.linked:
            return found  # a rule of thumb does, since the attack tells whether it suffices
        left = [at for at, hidden in enumerate(found) if hidden is None]
        wider = self.solve([unbounded(problems[at]) for at in left]) if left else []
        for at, hidden in zip(left, wider, strict=True):
            found[at] = hidden
        return found

    def _parts(self) -> None:
        """The parts of a split add up to their denominator, in each place and group."""
        todo = [one for sheets in self._splits() for one in self._across(sheets)]
        answers = self._answers([problem for _, _, problem in todo])
        for (sheets, place, problem), found in zip(todo, answers, strict=True):
            if found is None:
                found = whole_breakdown(problem, self.sheets.rules)
            _want_across(sheets, place, found)

    def _across(self, sheets: list[Sheet]) -> Iterator[tuple]:
        """Tables of groups by parts, of the places that have not been asked about as they are."""
        for place in _places_to_ask(sheets):
            problem = _across(sheets, place, self.sheets.rules)
            if self._is_new(sheets[0], problem):
                yield sheets, place, problem

    def _splits(self) -> Iterator[list[Sheet]]:
        for at, figures in enumerate(self.sheets.figures):
            if len(figures.parts) > 1 and self.sheets.base(at):
                yield [self.sheets.base(at), *self.sheets.top(at)]

    def _periods(self) -> None:
        """A hidden figure must not follow from overlapping periods."""
        for relation in self.relations:
            for sheets in _sheets_of(self.sheets, relation):
                for sheet, cells in alone_in(relation, sheets, self.sheets.rules):
                    sheet.want(cells)


def _mark(sheet: Sheet, problem: Problem) -> str:
    """The name of what is asked of a sheet: the same wherever the release is built again."""
    arrays = (problem.counts, problem.hidden, problem.below, problem.above)
    told = b"".join(np.asarray(array, np.int64).tobytes() for array in arrays)
    return f"{sheet.name} {hashlib.sha256(told).hexdigest()[:12]}"


def _want_of(sheet: Sheet, places: np.ndarray, hidden: np.ndarray) -> None:
    more = np.zeros(sheet.counts.shape, bool)
    more[places] = hidden.reshape(len(places), -1)
    sheet.want(more)


def _together(weak: list[Weak]) -> Weak:
    """The weak cells of each sheet, in whichever groups they are weak."""
    found: dict[int, tuple[Sheet, np.ndarray]] = {}
    for sheet, cells in (one for some in weak for one in some):
        known = found.get(id(sheet), (sheet, False))[1]
        found[id(sheet)] = sheet, cells | known
    return list(found.values())


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
