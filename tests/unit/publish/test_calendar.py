"""Planned dates of releases: put down, moved with a reason, called off; nothing of it is lost."""

import datetime as dt
import json

import pytest

from throughcare.publish import calendar, figures
from throughcare.publish.calendar import NotPlanned

DAY, LATER = dt.date(2014, 11, 6), dt.date(2014, 11, 20)


def released(store, cut: str, at: str) -> None:
    told = {"as_of": "2014-06-30", "hash": "x", "version": "x"}
    figures.write(store, cut, [], **told)
    beside = figures.folder(store, cut) / figures.PUBLISHED
    beside.write_text(json.dumps({"at": at}))


def test_a_date_that_changes_needs_a_reason_and_keeps_the_first(tmp_path):
    calendar.plan(tmp_path, "2013-14", on=DAY, by="ada", title="The year")
    with pytest.raises(NotPlanned, match="Say with a reason"):
        calendar.plan(tmp_path, "2013-14", on=LATER, by="ada", reason="  ")
    entry = calendar.plan(tmp_path, "2013-14", on=LATER, by="ada", reason="Late.")
    assert (entry.on, entry.title, entry.steps[0].on) == (LATER, "The year", DAY)
    assert [step.reason for step in entry.changes] == ["Late."]


def test_called_off_and_planned_again(tmp_path):
    with pytest.raises(NotPlanned, match="no date to call off"):
        calendar.plan(tmp_path, "2013-14", on=None, by="ada", reason="None.")
    calendar.plan(tmp_path, "2013-14", on=DAY, by="ada")
    off = calendar.plan(tmp_path, "2013-14", on=None, by="ada", reason="Not ready.")
    assert off.is_called_off
    again = calendar.plan(tmp_path, "2013-14", on=LATER, by="ada", reason="Ready.")
    assert (again.on, again.is_called_off, len(again.changes)) == (LATER, False, 2)


def test_what_is_published_has_no_date_to_come(tmp_path):
    calendar.plan(tmp_path, "first", on=DAY, by="ada")
    released(tmp_path, "first", "2014-11-06T09:30:00+00:00")
    with pytest.raises(NotPlanned, match="came out on 2014-11-06"):
        calendar.plan(tmp_path, "first", on=LATER, by="ada", reason="Why not.")


def test_planned_come_by_date_then_published_newest_first(tmp_path):
    released(tmp_path, "old", "2013-11-06T09:30:00+00:00")
    released(tmp_path, "new", "2014-11-06T09:30:00+00:00")
    calendar.plan(tmp_path, "later", on=LATER, by="ada")
    calendar.plan(tmp_path, "sooner", on=DAY, by="ada")
    names = [entry.cut for entry in calendar.entries(tmp_path)]
    assert names == ["sooner", "later", "new", "old"]


@pytest.mark.parametrize("cut", ["", "../up", "a b", "x" * 65])
def test_a_name_that_no_cut_could_have_is_refused(tmp_path, cut):
    with pytest.raises(NotPlanned, match="name of a cut"):
        calendar.plan(tmp_path, cut, on=DAY, by="ada")
    assert calendar.entries(tmp_path) == []


def test_the_mark_changes_with_the_plan(tmp_path):
    before = calendar.mark(tmp_path)
    calendar.plan(tmp_path, "first", on=DAY, by="ada")
    assert calendar.mark(tmp_path) != before


def test_the_command_plans_and_refuses_in_one_sentence(tmp_path):
    from typer.testing import CliRunner

    from throughcare.cli import app

    def run(*words):
        asked = ["release", "plan", "--store", tmp_path, "--cut", "c", "--by", "ada"]
        return CliRunner().invoke(app, [*map(str, asked), *words])

    assert "planned for 2014-11-06" in run("--on", "2014-11-06").stdout
    for words in (("--on", "2014-11-20"), ("--on", "tomorrow")):
        done = run(*words)
        assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    assert "called off" in run("--reason", "Not ready.").stdout
