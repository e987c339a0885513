"""Secondary suppression of one table that stands alone: its rows with all their totals, as one who knows them sees it."""

from collections.abc import Callable

import numpy as np

from .attack import reach
from .problem import Problem, Solve, one_more_a_line, whole_breakdown
from .rules import Protection
from .small import is_small, levels
from .sums import Axis, Sums

Row = dict
MOST_CELLS = 20_000
"""A larger table for which the solver has no answer is hidden whole."""


def hidden_in(
    rows: list[Row],
    names: list[str],
    people: Callable[[Row], float],
    primary: set[int],
    solve: Solve,
    rules: Protection,
) -> tuple[set[int], set[int]]:
    """Positions of the rows to hide, and of those whose denominator is hidden too.

    Totals over each of `names` count as published. Denominators come first: where one is hidden, so is its numerator.
    """
    table = _Table(rows, names)
    counts = np.array([people(row) for row in rows], float)
    bases = [row["denominator"] for row in rows]
    if any(base is None for base in bases):
        return table.solved(counts, primary, solve, rules), set()
    base = np.array(bases, float)
    small = set(np.flatnonzero(is_small(base, rules)).tolist())
    hidden_bases = small
    if not _is_split(table, counts, base):
        hidden_bases = table.solved(base, small, solve, rules)
    if (counts == base).all():
        return hidden_bases | primary, hidden_bases
    wanted = primary | {at for at in hidden_bases if base[at]}
    return table.solved(counts, wanted, solve, rules, base - counts), hidden_bases


class _Table:
    """Rows as the inner cells of a cross table whose margins are in position 0 of each axis."""

    def __init__(self, rows: list[Row], names: list[str]):
        codes = [_codes([row[name] for row in rows]) for name in names]
        self.codes = [(at, code) for at, code in enumerate(codes) if code.max() > 1]
        self.shape = tuple(int(code.max()) + 1 for _, code in self.codes)
        inner = [code for _, code in self.codes]
        self.at = (
            np.ravel_multi_index(inner, self.shape)
            if inner
            else np.zeros(len(rows), int)
        )
        self.sums = Sums.crossed(*(Axis.of_parts(size - 1) for size in self.shape))

    def solved(
        self,
        counts: np.ndarray,
        wanted: set[int],
        solve: Solve,
        rules: Protection,
        others: np.ndarray | None = None,
    ) -> set[int]:
        """The rows to hide where those wanted must be. `others`: denominators less the counts."""
        if not wanted or not self.shape:
            return set(wanted)
        problem = self._problem(counts, wanted, others, rules)
        (found,) = solve([problem])
        if found is None:
            found = _without_solver(problem, rules)
        return set(np.flatnonzero(found[self.at]).tolist()) | wanted

    def _problem(self, counts, wanted, others, rules: Protection) -> Problem:
        cube = self._with_margins(counts)
        rest = None if others is None else self._with_margins(others)
        small = is_small(cube, rules)
        hidden = small.copy()
        hidden[self.at[sorted(wanted)]] = True
        below, above = levels(cube, rules, rest)
        most = np.full(len(cube), 2 * int(cube.max(initial=0)) + 100)
        return Problem(
            cube.astype(int),
            self.sums,
            hidden,
            below.astype(int),
            above.astype(int),
            most,
        )

    def _with_margins(self, counts: np.ndarray) -> np.ndarray:
        cube = np.zeros(int(np.prod(self.shape)))
        np.add.at(cube, self.at, counts)
        cube = cube.reshape(self.shape)
        for axis in range(cube.ndim):
            moved = np.moveaxis(cube, axis, 0)
            moved[0] = moved[1:].sum(axis=0)
        return cube.ravel()


def _without_solver(problem: Problem, rules: Protection) -> np.ndarray:
    """What a rule of thumb hides, if that withstands an attack; else everything."""
    if problem.counts.size > MOST_CELLS:
        return whole_breakdown(problem, rules)
    hidden = one_more_a_line(problem)
    is_secret = hidden & ((problem.below > 0) | (problem.above > 0))
    found = reach(problem.known(hidden), np.flatnonzero(is_secret), rules)
    return hidden if found.is_safe.all() else whole_breakdown(problem, rules)


def _codes(values: list) -> np.ndarray:
    """Positions from 1 in the order in which values come."""
    known: dict[object, int] = {}
    return np.array([known.setdefault(value, len(known) + 1) for value in values])


def _is_split(table: _Table, counts: np.ndarray, base: np.ndarray) -> bool:
    """Whether the parts along some axis add up to the denominator that they share."""
    codes = [code for _, code in table.codes]
    for at in range(len(codes)):
        rest = codes[:at] + codes[at + 1 :]
        key = list(zip(*rest)) if rest else [()] * len(counts)
        sums: dict[tuple, float] = {}
        shared: dict[tuple, set] = {}
        for place, k in enumerate(key):
            sums[k] = sums.get(k, 0) + counts[place]
            shared.setdefault(k, set()).add(base[place])
        if all(shared[k] == {sums[k]} for k in sums) and len(sums) < len(counts):
            return True
    return False
