"""Suppression against tables protected by another program, and an attacker who adds up rows and columns."""

import json
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import linprog

from throughcare.disclosure import HIDDEN, Protection, protect

FILE = Path(__file__).parents[3] / "shared" / "oracles" / "disclosure_suppression.json"
RULES = Protection(base=1, largest_hidden=4, decimals=1)


def tables() -> list[dict]:
    if not FILE.exists():
        pytest.skip("../shared/oracles/disclosure_suppression.json is not there")
    told = json.loads(FILE.read_text())
    return [t for t in told if not t["protect_zeros"] and len(t["rows"]) < 20]


def hidden_cells(table: dict) -> np.ndarray:
    """Which inner cells `protect` hides, given as one row a cell."""
    inner = np.array(table["table"])[:-1, :-1]
    rows = [
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
    shown = [row["numerator"] == HIDDEN for row in protect(rows, RULES)]
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
    for table in tables():
        primary = np.array(table["primary"])[:-1, : len(table["cols"]) - 1] == 1
        assert (hidden_cells(table) >= primary).all(), table["name"]


def test_no_hidden_cell_follows_from_the_totals():
    for table in tables():
        inner = np.array(table["table"])[:-1, :-1]
        for least, most in reach(inner, hidden_cells(table)):
            assert most - least > 1e-6, table["name"]


def test_little_more_is_hidden_than_needed():
    """Not more than twice the cells that a program for optimal suppression hides."""
    for table in tables():
        assert hidden_cells(table).sum() <= 2 * table["n_suppressed"], table["name"]
