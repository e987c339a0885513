"""Every published answer is reproduced as closely as the README of the oracles asks."""

import pytest

from . import funnels, indicators, people, series  # noqa: F401
from .oracle import FOLDER, error, known

ELSEWHERE = {"README.md", "disclosure_suppression.json"}
"""Suppression has tests of its own beside this file."""


@pytest.mark.parametrize("each", known, ids=lambda each: each.name.replace(" ", "_"))
def test_answers_are_reproduced(each):
    if not each.is_there:
        pytest.skip("the published answers in ../shared/oracles are not there")
    assert each.worst() <= each.within


def test_every_file_of_answers_is_read():
    if not FOLDER.is_dir():
        pytest.skip("the published answers in ../shared/oracles are not there")
    files = {path.name for path in FOLDER.iterdir() if path.is_file()}
    read = {name for each in known for name in each.files}
    assert files - read - ELSEWHERE == set()


def test_a_wrong_answer_is_an_error():
    assert error([1.0, 2.0], [1.0, 2.1]) == pytest.approx(0.1 / 2.1)
    assert error([float("nan")], [1.0]) == float("inf")
    assert error([1.0], [float("nan")]) == float("inf")
    assert error([0.5], [0.0]) == 0.5
    assert error(["High"], ["Low"]) == float("inf")
    assert error([1.0], [1.0, 2.0]) == float("inf")
