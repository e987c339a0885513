"""Suppression against tables protected by another program, and an attacker who adds up rows and columns."""

import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import linprog

from throughcare.disclosure import HIDDEN, Protection, protect
from throughcare.publish.suppressing import solve

FILE = Path(__file__).parents[3] / "shared" / "oracles" / "disclosure_suppression.json"
RULES = Protection(base=1, largest_hidden=4, decimals=1)


def tables() -> list[dict]:
    if not FILE.exists():
        pytest.skip("../shared/oracles/disclosure_suppression.json is not there")
    told = json.loads(FILE.read_text())
    return [t for t in told if not t["protect_zeros"] and len(t["rows"]) < 20]


def rows_of(inner: np.ndarray) -> list[dict]:
    return [
        {
            "row": i,
            "column": j,
            "numerator": int(count),
            "denominator": None,
            "value": int(count),
            "lower": None,
            "upper": None,
        }
        for (i, j), count in np.ndenumerate(inner)
    ]


@cache
def hidden_cells(at: int) -> np.ndarray:
    """Which inner cells of a table are hidden, given as one row a cell; totals stay as they are."""
    table = tables()[at]
    inner = np.array(table["table"])[:-1, :-1]
    rows = rows_of(inner)
    shown = [row["numerator"] == HIDDEN for row in protect(rows, RULES, solve)]
    return np.array(shown).reshape(inner.shape)


def reach(inner: np.ndarray, hidden: np.ndarray) -> list[tuple[float, float]]:
    """Least and most each hidden cell can be, for somebody who knows all others and every total."""
    cells = list(zip(*np.nonzero(hidden), strict=True))
    lines = [[i == r for r, _ in cells] for i in range(inner.shape[0])]
    lines += [[j == c for _, c in cells] for j in range(inner.shape[1])]
    a = np.array(lines, float)
    b = a @ np.array([inner[cell] for cell in cells], float)
    found = []
    for place in range(len(cells)):
        goal = np.eye(len(cells))[place]
        least = linprog(goal, A_eq=a, b_eq=b, bounds=(0, None)).fun
        most = -linprog(-goal, A_eq=a, b_eq=b, bounds=(0, None)).fun
        found.append((least, most))
    return found


def test_every_small_cell_is_hidden():
    for at, table in enumerate(tables()):
        primary = np.array(table["primary"])[:-1, : len(table["cols"]) - 1] == 1
        assert (hidden_cells(at) >= primary).all(), table["name"]


def test_small_cells_keep_five_counts_and_one_that_is_not_small():
    for at, table in enumerate(tables()):
        inner, hidden = np.array(table["table"])[:-1, :-1], hidden_cells(at)
        counts = inner[np.nonzero(hidden)]
        for count, (least, most) in zip(counts, reach(inner, hidden), strict=True):
            assert most - least > 1e-6, table["name"]
            if count <= 4:
                assert most - least > 4 - 1e-6, table["name"]
                assert least < 1 - 1e-6 or most > 5 - 1e-6, table["name"]


def test_no_more_is_hidden_than_by_a_program_for_optimal_suppression():
    for at, table in enumerate(tables()):
        assert hidden_cells(at).sum() <= table["n_suppressed"], table["name"]


def test_rule_of_thumb_hides_every_small_cell_and_not_more_than_twice_the_cells():
    for table in tables():
        rows = rows_of(np.array(table["table"])[:-1, :-1])
        hidden = sum(row["numerator"] == HIDDEN for row in protect(rows, RULES))
        assert table["n_primary"] < hidden <= 2 * table["n_suppressed"], table["name"]
