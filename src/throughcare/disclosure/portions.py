"""The parts of a sheet that a solver is asked about: the sums around the cells that too much is told of, and those above.

England with its regions and one region with its areas are a sixth of the whole, and take far less than a sixth of the time.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from .attack import reach
from .problem import Problem
from .rules import Protection
from .sheets import Sheet
from .sums import Axis, Line, Sums


def portions(
    sheet: Sheet, weak: np.ndarray, places: Axis
) -> Iterator[tuple[Problem, np.ndarray]]:
    """For each line of places with weak cells (place, group): the problem of keeping these, and the places it is about.

    A cell is kept in the line that it is a part of; the total of all in its own. Totals of what is left out are not hidden
    besides: their parts, which are shown, would tell them. Where parts are totals themselves, nothing is left out.
    """
    left = weak.any(axis=1)
    for total, parts in reversed(places.lines):
        inner = np.zeros(len(left), bool)
        inner[list(parts)] = True
        inner[total] = not _is_part(total, places)
        if not (left & inner).any():
            continue
        lines = _lines_around((total, parts), places)
        yield _problem(sheet, weak & inner[:, None], places, lines)


def _is_part(place: int, places: Axis) -> bool:
    return any(place in parts for _, parts in places.lines)


def _lines_around(line: Line, places: Axis) -> list[Line]:
    """A line and those that its total is part of, and theirs; all where its parts are totals of others."""
    if any(other[0] in line[1] for other in places.lines):
        return list(places.lines)
    found, around = [line], {line[0]}
    for other in reversed(places.lines):
        if around & set(other[1]):
            found.append(other)
            around.add(other[0])
    return found


def _problem(sheet: Sheet, weak, places: Axis, lines) -> tuple[Problem, np.ndarray]:
    kept = sorted({place for total, parts in lines for place in (total, *parts)})
    number = {place: at for at, place in enumerate(kept)}
    own = tuple((number[t], tuple(number[p] for p in parts)) for t, parts in lines)
    groups = sheet.counts.shape[1]
    left_out = {total for total, _ in places.lines} - {total for total, _ in lines}
    is_fixed = np.repeat(np.isin(kept, list(left_out)), groups)
    problem = Problem(
        counts=sheet.counts[kept].ravel(),
        sums=Sums.crossed(Axis(len(kept), own), Axis.of_parts(groups - 1)),
        hidden=(sheet.wanted | sheet.hidden)[kept].ravel(),
        below=np.where(weak, sheet.below, 0)[kept].ravel(),
        above=np.where(weak, sheet.above, 0)[kept].ravel(),
        most=sheet.most[kept].ravel(),
        fixed=is_fixed,
    )
    return problem, np.array(kept)


def within_reach(problem: Problem, rules: Protection) -> Problem:
    """The same, asking nothing of cells that are safe in it as it is, and of those that would be told even if all were hidden.

    The former are weak for what other tables tell, where hiding more of this one is no help. The latter would leave the others no
    answer; what counts are seen rounded may keep them, and the attack with rounded counts decides.
    """
    asked = np.flatnonzero((problem.below > 0) | (problem.above > 0))
    is_safe = reach(problem.known(problem.hidden), asked, rules).is_safe
    nothing = np.zeros_like(problem.below)
    asked = asked[~is_safe]
    found = reach(problem.known(~problem.never), asked, rules)
    down = np.floor(problem.counts[asked] - found.least).astype(int)
    up = np.floor(found.most - problem.counts[asked]).astype(int)
    below, above = _widened(problem.below[asked], problem.above[asked], down, up, rules)
    return replace(
        problem,
        below=_placed(nothing, asked, below * found.is_safe),
        above=_placed(nothing, asked, above * found.is_safe),
    )


def _widened(below, above, down, up, rules: Protection):
    """As far below and above as can be, with what lacks on the one side asked of the other."""
    below, above = np.minimum(below, down), np.minimum(above, up)
    lacking = np.maximum(rules.width - 1 - below - above, 0)
    more = np.minimum(lacking, up - above)
    return np.minimum(below + lacking - more, down), above + more


def _placed(values, at, new) -> np.ndarray:
    found = values.copy()
    found[at] = new
    return found
