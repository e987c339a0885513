"""The smallest set of further cells to hide, found by Tau-Argus (pytauargus, EUPL-1.2) with its HiGHS solver.

A table is handed over in the program's own form for optimal suppression: cells with their cost, status and the range
that must remain possible, then the sums among them. That form, unlike rows of people, says how far from the truth a
hidden cell must remain, and knows of sums with a surplus.
"""

import tempfile
from pathlib import Path

import numpy as np

from throughcare.disclosure import Problem

MOST_CELLS = 2_000
"""A larger table is not tried: optimal suppression takes minutes from there, and then ends at a time and not an answer."""
MINUTES = 1
"""Least time that the program knows; then it gives up, and nothing it found by then is used."""
ANSWERED = 0


def solve(problem: Problem) -> np.ndarray | None:
    """The cells to hide; None where the table is too large, the time was over or no set of cells would do."""
    if not problem.hidden.any():
        return problem.hidden
    if problem.counts.size > MOST_CELLS:
        return None
    from pytauargus import HiTaSCtrl  # loads the solver

    with tempfile.TemporaryDirectory() as folder:
        asked, answer = Path(folder) / "table.jj", Path(folder) / "hidden.txt"
        asked.write_text(_told(problem), encoding="ascii")
        code = HiTaSCtrl().full_jj(
            in_file_jj=str(asked), out_file=str(answer), max_time=MINUTES
        )
        if code != ANSWERED:
            return None
        added = np.array(answer.read_text(encoding="ascii").split(), int)
    hidden = problem.hidden.copy()
    hidden[added] = True
    return hidden


def _told(problem: Problem) -> str:
    cells = [_cell(problem, at) for at in range(problem.counts.size)]
    sums = _sums(problem)
    return "\n".join(["0", str(len(cells)), *cells, str(len(sums)), *sums, ""])


def _cell(problem: Problem, at: int) -> str:
    """Number, count, cost, status (u unsafe, s safe, z never hidden), bounds, and protection below, above, in all."""
    count = int(problem.counts[at])
    status = "u" if problem.hidden[at] else "s" if count else "z"
    below, above = int(problem.below[at]), int(problem.above[at])
    most = max(int(problem.most[at]), count + above)
    return f"{at} {count} {max(count, 1)} {status} 0 {most} {below} {above} 0"


def _sums(problem: Problem) -> list[str]:
    matrix = problem.sums.matrix
    surplus = problem.sums.surplus(problem.counts)
    found = []
    for row in range(matrix.shape[0]):
        cells = slice(matrix.indptr[row], matrix.indptr[row + 1])
        parts = zip(matrix.indices[cells], matrix.data[cells], strict=True)
        told = " ".join(f"{at} ({int(sign)})" for at, sign in parts)
        number = cells.stop - cells.start
        found.append(f"{int(surplus[row])} {number} : {told} ")
    return found
