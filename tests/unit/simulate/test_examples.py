"""Test files for suppliers: the sound return has no finding, each other breaks the rule it is named after."""

import csv
import datetime as dt

import pytest

from throughcare.dataset import Spec
from throughcare.rules.catalogue import catalogue
from throughcare.simulate import examples
from throughcare.submissions.check import check

TODAY = dt.date(2026, 11, 1)
NOT_BY_ONE_FILE = {"agency_of_another_sender", "not_the_open_month"}
"""Rules on a file that ask for what no file holds: who sends it, and which month is open."""


def names_found(path):
    """Names of the rules that find something in the file."""
    with check(path, submitted_on=TODAY) as checked:
        return {name for name, in checked.con.execute("select name from findings").fetchall()}  # fmt: skip


@pytest.fixture(scope="module", params=["H", "K"])
def written(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("examples")
    examples.write(folder, request.param)
    return request.param, folder


def index(folder):
    with open(folder / examples.INDEX, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_sound_return_has_no_finding(written):
    _, folder = written
    [path] = (folder / examples.SOUND).glob("*.csv")
    assert names_found(path) == set()


def test_each_file_breaks_its_rule(written):
    _, folder = written
    made = [row for row in index(folder) if row["file"] and row["number"]]
    kept = [r["rule"] for r in made if r["rule"] not in names_found(folder / r["file"])]
    assert kept == []
    assert len(made) > 80


def test_every_rule_that_one_file_can_break_has_a_file(written):
    letter, folder = written
    listed = {row["rule"]: row["file"] for row in index(folder)}
    rules = [r for r in catalogue() if r.is_in(Spec.at(letter))]
    assert {r.name for r in rules} | {"sound"} == set(listed)
    without = {
        r.name
        for r in rules
        if r.kind in ("row", "across", "file")
        and not listed[r.name]
        and r.function.__module__ != "throughcare.rules.xml"
    }
    assert without == NOT_BY_ONE_FILE


def test_a_version_that_cannot_be_written_has_no_examples(tmp_path):
    with pytest.raises(examples.NoExamples, match="Ask for H or K"):
        examples.write(tmp_path, "N")
    assert list(tmp_path.iterdir()) == []
