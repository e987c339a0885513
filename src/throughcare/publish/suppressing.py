"""The smallest set of further cells to hide, found by Tau-Argus (pytauargus, EUPL-1.2) with its HiGHS solver.

Tables are handed over in the program's own form for optimal suppression: cells with their cost, status and the range
that must remain possible, then the sums among them. That form, unlike rows of people, says how far from the truth a
hidden cell must remain, and knows of sums with a surplus.
"""

import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from throughcare.disclosure import Problem
from throughcare.publish import tau_argus

MOST_CELLS = 2_000
"""A larger table is not tried: optimal suppression takes minutes from there, and then ends at a time and not an answer."""
PROCESSES = 2
BATCH = 400
"""Tables that a program is given at a time."""
TRIES = 8
"""Times that a table is handed over whose process ended: it does so by chance."""


def solve(problems: list[Problem]) -> list[np.ndarray | None]:
    """The cells to hide of each; None where a table is too large, the time was over or no set of cells would do."""
    asked = [at for at, problem in enumerate(problems) if _is_asked(problem)]
    with tempfile.TemporaryDirectory() as folder:
        for at in asked:
            told = table_of(problems[at])
            (Path(folder) / f"{at}.jj").write_text(told, encoding="ascii")
        _solve_all(folder, [str(at) for at in asked])
        return [_hidden(problem, folder, at) for at, problem in enumerate(problems)]


def _is_asked(problem: Problem) -> bool:
    return _has_secret(problem) and problem.counts.size <= MOST_CELLS


def _has_secret(problem: Problem) -> bool:
    """Whether anything but nothing is hidden: cells of nobody are handed over as they are."""
    return bool((problem.hidden & (problem.counts > 0)).any())


def _hidden(problem: Problem, folder: str, at: int) -> np.ndarray | None:
    if not _has_secret(problem):
        return problem.hidden
    answer = Path(folder) / f"{at}.out"
    told = answer.read_text(encoding="ascii") if answer.exists() else tau_argus.NONE
    if told == tau_argus.NONE:
        return None
    hidden = problem.hidden.copy()
    hidden[np.array(told.split(), int)] = True
    return hidden


def _solve_all(folder: str, names: list[str]) -> None:
    """In batches; what has no answer is tried again."""
    with ThreadPoolExecutor(PROCESSES) as threads:
        for _ in range(TRIES):
            batches = _batches(names)
            list(threads.map(lambda batch: _run(folder, batch), batches))
            names = [n for n in names if not (Path(folder) / f"{n}.out").exists()]


def _batches(names: list[str]) -> list[list[str]]:
    """Each program has as many to do; the tables of one sheet, which are alike, are spread over them."""
    number = max(PROCESSES, -(-len(names) // BATCH))
    batches = (names[first::number] for first in range(number))
    return [batch for batch in batches if batch]


def _run(folder: str, names: list[str]) -> None:
    # -P: the modules beside that program do not stand for those of Python with the same name.
    command = [sys.executable, "-P", tau_argus.__file__, folder, *names]
    subprocess.run(command, capture_output=True, cwd=folder)  # it leaves notes there


def table_of(problem: Problem) -> str:
    """A table as the program reads it."""
    cells = [_cell(problem, at) for at in range(problem.counts.size)]
    sums = _sums(problem)
    return "\n".join(["0", str(len(cells)), *cells, str(len(sums)), *sums, ""])


def _cell(problem: Problem, at: int) -> str:
    """Number, count, cost, status (u unsafe, s safe, z never hidden), bounds, and protection below, above, in all.

    The program knows z of nothing alone. What is fixed is bounded by its own count: hidden, it would help no other.
    """
    count = int(problem.counts[at])
    status = "z" if not count else "u" if problem.hidden[at] else "s"
    below, above = int(problem.below[at]), int(problem.above[at])
    least, most = 0, max(int(problem.most[at]), count + above)
    if problem.never[at]:
        least = most = count
    return f"{at} {count} {max(count, 1)} {status} {least} {most} {below} {above} 0"


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
