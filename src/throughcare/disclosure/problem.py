"""One table to be protected: its counts, how they add up, what must be hidden and how far from the truth it must stay.

Who finds the smallest set of further cells to hide is passed in (`Solve`): optimal suppression is a library's work.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from .knowledge import Knowledge
from .rules import Protection
from .small import is_small
from .sums import Sums


@dataclass(frozen=True)
class Problem:
    """Arrays over the cells of `sums`, flat. `below` and `above`: by how much the truth must remain possible to be missed.

    `most` is the largest that an attacker thinks possible. `fixed` are cells that are not to be hidden besides.
    """

    counts: np.ndarray
    sums: Sums
    hidden: np.ndarray
    below: np.ndarray
    above: np.ndarray
    most: np.ndarray
    fixed: np.ndarray | None = None

    @cached_property
    def never(self) -> np.ndarray:
        """Cells that cannot be hidden: nothing is shown as nothing, and what is fixed as it is."""
        is_fixed = False if self.fixed is None else self.fixed & ~self.hidden
        return (self.counts == 0) | is_fixed

    def known(self, hidden: np.ndarray) -> Knowledge:
        """What somebody knows who sees all but the hidden cells."""
        counts = self.counts
        least, most = np.where(hidden, 0, counts), np.where(hidden, self.most, counts)
        matrix, surplus = self.sums.matrix, self.sums.surplus(counts)
        return Knowledge(counts, matrix, surplus, least, most)


Solve = Callable[[list[Problem]], list[np.ndarray | None]]
"""From problems to the cells to hide of each, those that must be among them; None where none was found in time."""


def unbounded(problem: Problem) -> Problem:
    """The same problem for an attacker who does not know how many there may be at most."""
    bound = 2 * int(problem.counts.max(initial=0)) + 100
    return replace(problem, most=np.full(problem.counts.shape, bound))


def whole_breakdown(problem: Problem, rules: Protection) -> np.ndarray:
    """What is hidden where no set was found: every cell that is not nothing, but the grand total where it is not small."""
    hidden = problem.hidden | (problem.counts > 0)
    top = _tops(problem.sums)
    is_shown = top & ~problem.hidden & ~is_small(problem.counts, rules)
    return hidden & ~is_shown


def _tops(sums: Sums) -> np.ndarray:
    """Cells that are a total and part of nothing."""
    matrix = sums.matrix.tocoo()
    found = np.zeros(matrix.shape[1], bool)
    found[matrix.col[matrix.data < 0]] = True
    found[matrix.col[matrix.data > 0]] = False
    return found


def one_more_a_line(problem: Problem) -> np.ndarray:
    """No sum keeps exactly one hidden cell: the smallest other goes with it. A rule of thumb, for want of a solver.

    Totals are hidden last, and zeros only where there is nothing else.
    """
    hidden = problem.hidden.copy()
    matrix = problem.sums.matrix
    is_total = np.zeros(len(hidden), bool)
    is_total[matrix.indices[matrix.data < 0]] = True
    order = np.lexsort((np.arange(len(hidden)), problem.counts, is_total))
    rank = np.empty(len(hidden), int)
    rank[order] = np.arange(len(hidden))
    rank = rank + len(hidden) * (problem.counts == 0)
    lines = problem.sums.lines
    while True:
        alone = [x for x in lines if hidden[x].sum() == 1 < len(x)]
        if not alone:
            return hidden
        for line in alone:
            if hidden[line].sum() == 1:
                others = line[~hidden[line]]
                hidden[others[np.argmin(rank[others])]] = True


def by_rule_of_thumb(problems: list[Problem]) -> list[np.ndarray]:
    """`one_more_a_line` of each problem: what hides at once, where no solver is waited for."""
    return [one_more_a_line(problem) for problem in problems]
