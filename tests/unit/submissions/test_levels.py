"""Levels that an operator has changed: from a day on, with a reason, on record, and used by the check."""

import datetime as dt
import json

import pytest

from throughcare.submissions import Store, levels
from throughcare.submissions.check import check

APRIL = dt.date(2012, 4, 1)
NO_REASON = {"discharge_reason": None, "discharged": dt.date(2012, 9, 3)}


def set_level(store, rule="X05", level="reject-record", since=APRIL, reason="ruled"):
    return levels.set_level(
        store.path, rule, level, reason=reason, since=since, by="op@example.org"
    )


def levels_told(path, changed):
    with check(
        path, submitted_on=dt.date(2012, 10, 1), changed_levels=changed
    ) as checked:
        return {f["level"] for f in checked.findings() if f["rule"] == "X05"}


def test_a_check_uses_the_level_in_force(store, write):
    path = write({"1": NO_REASON})
    assert levels_told(path, {}) == {"warn"}
    set_level(store)
    changed = levels.levels(store.path, dt.date(2012, 10, 1))
    assert levels_told(path, changed) == {"reject-record"}


def test_the_store_checks_with_its_own_levels(tmp_path, write):
    store = Store(tmp_path / "s", today=lambda: dt.date(2012, 10, 1))
    set_level(store)
    received = store.receive(write({"1": NO_REASON, "2": {}}), by="sender")
    assert store.check(received.id).outcome == "part"


def test_a_level_holds_from_its_day_on(store):
    set_level(store, since=dt.date(2012, 10, 1))
    assert levels.levels(store.path, dt.date(2012, 9, 30)) == {}
    assert set(levels.levels(store.path, dt.date(2012, 10, 1)).values()) == {
        "reject-record"
    }


def test_the_latest_start_counts_and_of_one_day_the_last_change(store):
    set_level(store, "X13", "reject-record", since=dt.date(2012, 9, 1))
    set_level(store, "X13", "info", since=APRIL)
    assert levels.levels(store.path, dt.date(2012, 10, 1)) == {
        "pregnant_man": "reject-record"
    }
    set_level(store, "X13", "reject-field", since=dt.date(2012, 9, 1))
    assert levels.levels(store.path, dt.date(2012, 10, 1)) == {
        "pregnant_man": "reject-field"
    }


def test_default_goes_back_to_what_the_package_gives(store):
    set_level(store, "pregnant_man", "reject-record")
    set_level(store, "pregnant_man", "default", since=dt.date(2012, 5, 1))
    assert levels.levels(store.path, dt.date(2012, 10, 1)) == {}
    assert [c.level for c in levels.changes(store.path)] == ["reject-record", "default"]


def test_what_changed_who_and_why_stays_on_record(store):
    set_level(store, "pregnant_man", reason=" Agreed with the region. ")
    [told] = (store.path / "levels.jsonl").read_text().splitlines()
    kept = json.loads(told)
    assert kept.pop("at")
    assert kept == {
        "rule": "X13",
        "name": "pregnant_man",
        "level": "reject-record",
        "since": "2012-04-01",
        "reason": "Agreed with the region.",
        "by": "op@example.org",
    }


def test_a_broken_off_line_loses_nothing_else(store):
    set_level(store, "pregnant_man")
    with open(store.path / "levels.jsonl", "a") as file:
        file.write('{"rule": "X1')
    set_level(store, "X14", "info")
    assert [c.rule for c in levels.changes(store.path)] == ["X13", "X14"]


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"rule": "X99"}, "throughcare rules"),
        ({"level": "reject-file"}, "Choose reject-record"),
        ({"level": "shout"}, "Choose"),
        ({"rule": "F01", "level": "reject-field"}, "Choose reject-file"),
        ({"reason": "  "}, "reason"),
    ],
)
def test_a_change_that_cannot_be_made_says_why_and_records_nothing(store, change, word):
    with pytest.raises(levels.LevelError, match=word):
        set_level(store, **change)
    assert levels.changes(store.path) == []


def test_a_rule_on_files_can_be_changed(store, tmp_path):
    set_level(store, "name_not_in_the_pattern", "reject-file")
    assert levels.levels(store.path, dt.date(2012, 10, 1)) == {
        "name_not_in_the_pattern": "reject-file"
    }
