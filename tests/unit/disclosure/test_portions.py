"""Which part of a sheet a solver is asked about, and what of it."""

import datetime as dt
from dataclasses import replace

import numpy as np

from throughcare.disclosure import Axis, Figures, Protection, protect_release
from throughcare.disclosure.portions import portions, within_reach
from throughcare.disclosure.problem import one_more_a_line
from throughcare.disclosure.sheets import Sheet
from throughcare.disclosure.small import is_small, levels

RULES = Protection(base=5, largest_hidden=4, decimals=1, few=10)
PLACES = Axis(7, ((0, (1, 2)), (1, (3, 4)), (2, (5, 6))))
"""England, two regions, two areas in each."""


def sheet(*areas: tuple[int, int]) -> Sheet:
    inner = np.array(areas)
    counts = np.zeros((7, 3), int)
    counts[3:, 1:] = inner
    counts[1], counts[2] = counts[3:5].sum(axis=0), counts[5:].sum(axis=0)
    counts[0] = counts[1] + counts[2]
    counts[:, 0] = counts[:, 1:].sum(axis=1)
    most = np.full(counts.shape, 1000)
    return Sheet("s", counts, is_small(counts, RULES), *levels(counts, RULES), most)


def test_weak_cell_of_an_area_is_asked_about_with_its_region_and_england():
    one = sheet((3, 40), (50, 60), (70, 80), (20, 30))
    ((problem, kept),) = portions(one, one.wanted, PLACES)
    assert kept.tolist() == [0, 1, 2, 3, 4]
    assert problem.fixed.reshape(5, 3).all(axis=1).tolist() == [False, False, True, False, False]  # fmt: skip
    assert problem.counts.reshape(5, 3)[3].tolist() == [43, 3, 40]


def test_weak_cells_of_two_regions_are_asked_about_apart():
    one = sheet((3, 40), (50, 60), (70, 80), (2, 30))
    found = list(portions(one, one.wanted, PLACES))
    assert [kept.tolist() for _, kept in found] == [[0, 1, 2, 5, 6], [0, 1, 2, 3, 4]]
    assert all(((p.below > 0) | (p.above > 0)).sum() == 1 for p, _ in found)


def test_weak_cell_of_a_region_is_asked_about_with_everything():
    one = sheet((3, 40), (0, 60), (70, 80), (20, 30))
    found = list(portions(one, one.wanted & (np.arange(7) == 1)[:, None], PLACES))
    assert [kept.size for _, kept in found] == [7]
    assert not found[0][0].fixed.any()


def test_nothing_is_asked_of_a_cell_that_hiding_cannot_keep():
    """Alone in its group: whatever is hidden in the region, the region's total, which is shown, is this count."""
    one = sheet((3, 0), (0, 0), (70, 80), (20, 30))
    ((problem, _),) = portions(one, one.wanted & (np.arange(7) == 3)[:, None], PLACES)
    shown = problem.hidden.reshape(-1, 3).copy()
    shown[:2] = False
    fixed = np.zeros((5, 3), bool)
    fixed[:2] = True
    stuck = replace(problem, hidden=shown.ravel(), fixed=fixed.ravel())
    found = within_reach(stuck, RULES)
    assert not found.below.any() and not found.above.any()
    assert (problem.below + problem.above).any()


def test_where_nothing_is_weak_the_solver_is_not_asked():
    """Four small counts that keep each other: hiding no more is the best answer there is."""
    asked: list = []

    def solve(problems):
        asked.extend(problems)
        return [one_more_a_line(problem) for problem in problems]

    counts = sheet((4, 4), (4, 4), (70, 80), (20, 30)).counts
    kept = np.zeros((*counts.shape, 1), bool)
    days = dt.date(2012, 4, 1), dt.date(2013, 4, 1)
    given = Figures("a", "2012-13", *days, counts[..., None], None, kept)
    found = protect_release([given], PLACES, RULES, solve)
    assert asked == []
    assert found.hidden[0].sum() == 4 and found.attack.told == 0
