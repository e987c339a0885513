"""The solver from outside: what it answers, and what is done where it does not."""

import json
import subprocess
from dataclasses import replace

import numpy as np
import pytest

from throughcare.disclosure import Axis, Problem, Protection, Sums, protect
from throughcare.disclosure.problem import whole_breakdown
from throughcare.publish import suppressing, tau_argus
from throughcare.publish.suppressing import solve, table_of

RULES = Protection(base=5, largest_hidden=4, decimals=1)


def problem(table: list[list[int]], hidden: list[list[int]]) -> Problem:
    """A table with its totals in the first row and column; 1 where it must be hidden."""
    counts, cells = np.array(table), np.array(hidden, bool).ravel()
    axes = [Axis.of_parts(size - 1) for size in counts.shape]
    return Problem(
        counts=counts.ravel(),
        sums=Sums.crossed(*axes),
        hidden=cells,
        below=np.where(cells, 1, 0),
        above=np.where(cells, 2, 0),
        most=np.full(counts.size, 100),
    )


SMALL = problem(
    [[64, 31, 33], [33, 30, 3], [31, 1, 30]], [[0, 0, 0], [0, 0, 1], [0, 1, 0]]
)


def test_cells_are_hidden_besides_so_that_no_sum_has_one_alone():
    (found,) = solve([SMALL])
    hidden = found.reshape(3, 3)
    assert hidden[1:, 1:].all()
    assert not hidden[0].any() and not hidden[:, 0].any()


def test_same_problem_has_the_same_answer():
    first, second = solve([SMALL, SMALL])
    assert (first == second).all()
    assert (solve([SMALL])[0] == first).all()


def test_nothing_to_hide_asks_nobody(monkeypatch):
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("asked"))
    nothing = replace(SMALL, hidden=np.zeros(9, bool))
    assert not solve([nothing])[0].any()


def test_table_that_is_too_large_has_no_answer(monkeypatch):
    monkeypatch.setattr(suppressing, "MOST_CELLS", 8)
    assert solve([SMALL]) == [None]


def test_process_that_dies_has_no_answer_and_the_whole_breakdown_goes(
    monkeypatch, tmp_path
):
    dies = tmp_path / "dies.py"
    dies.write_text("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")
    monkeypatch.setattr(tau_argus, "__file__", str(dies))
    assert solve([SMALL]) == [None]
    hidden = whole_breakdown(SMALL, RULES).reshape(3, 3)
    assert hidden.sum() == 8 and not hidden[0, 0]


def test_table_that_cannot_be_protected_has_no_answer():
    """One cell beside nothing, under a total that may not be hidden: nothing else can vary."""
    alone = problem([[3, 3], [3, 3]], [[0, 0], [0, 1]])
    told = table_of(alone).replace(" s ", " z ")
    assert " z " in told
    (found,) = solve([alone])
    assert found.all()


def test_surplus_of_people_counted_twice_is_handed_over():
    sums = Sums.crossed(Axis.of_parts(2))
    twice = Problem(*[np.array([9, 6, 5]), sums], *[np.zeros(3, int)] * 4)
    assert table_of(twice).splitlines()[-1] == "2 3 : 0 (-1) 1 (1) 2 (1) "


def rows(*counts: int) -> list[dict]:
    figures = {"denominator": None, "lower": None, "upper": None}
    return [
        {"sex": str(at), "numerator": n, "value": n} | figures
        for at, n in enumerate(counts)
    ]


def test_one_table_is_protected_by_the_solver():
    shown = [row["numerator"] for row in protect(rows(3, 50, 20), RULES, solve)]
    assert shown == ["[c]", 50, "[c]"]


def no_answer(problems):
    return [None] * len(problems)


def test_without_an_answer_a_rule_of_thumb_does_if_it_withstands_an_attack():
    shown = protect(rows(3, 50, 20), RULES, no_answer)
    assert [row["numerator"] for row in shown] == ["[c]", 50, "[c]"]


def test_without_an_answer_and_where_the_rule_of_thumb_tells_the_table_is_hidden():
    """Beside one and two the rule of thumb hides nothing more, and their sum of three is 1 and 2."""
    shown = protect(rows(1, 2, 50, 20), RULES, no_answer)
    assert {row["numerator"] for row in shown} == {"[c]"}


def test_denominator_that_is_hidden_besides_hides_its_share():
    given = [
        {"sex": s, "numerator": n, "denominator": d, "value": 100 * n / d}
        | {"lower": 1.0, "upper": 99.0}
        for s, n, d in (("F", 0, 3), ("M", 10, 20), ("U", 100, 200))
    ]
    shown = protect(given, RULES, solve)
    assert [row["denominator"] for row in shown] == ["[c]", "[c]", 200]
    assert [row["value"] for row in shown] == ["[c]", "[c]", 50.0]
    assert "[c]" in json.dumps(shown)
