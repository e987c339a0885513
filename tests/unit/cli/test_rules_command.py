"""The rules on the command line: the list, levels an operator changes, test files for suppliers."""

import json

import pytest

from throughcare.rules.catalogue import catalogue

from .test_commands import rows, run

COLUMNS = "number name level fields since until evidence message".split()


@pytest.fixture
def store(tmp_path):
    folder = tmp_path / "store"
    folder.mkdir()
    return folder


def set_level(store, *arguments, code=0):
    given = ("--reason", "Agreed", "--from", "2013-04-01", "--by", "op")
    return run("rules", "set-level", *arguments, *given, "--store", store, code=code)


def test_every_rule_is_listed_with_these_columns():
    told = rows(run("rules", "--format", "csv"))
    assert list(told[0]) == COLUMNS
    assert [r["name"] for r in told] == [r.name for r in catalogue()]
    assert json.loads(run("rules", "--format", "json").stdout) == told


def test_a_version_has_its_own_rules_and_fields():
    of_h = {r["name"]: r for r in rows(run("rules", "--dataset", "H", "--format", "csv"))}  # fmt: skip
    of_k = {r["name"]: r for r in rows(run("rules", "--dataset", "k", "--format", "csv"))}  # fmt: skip
    assert set(of_k) - set(of_h) >= {"setting_missing", "first_review_too_late"}
    assert "SUBMODDT" in of_k["not_a_date"]["fields"].split()
    assert "SUBMODDT" not in of_h["not_a_date"]["fields"].split()


def test_young_people_have_rules_of_their_own():
    told = rows(run("rules", "--dataset", "K-young-people", "--format", "csv"))
    assert "young_people_item_in_an_adult_file" not in {r["name"] for r in told}


def test_the_table_shows_words():
    told = run("rules", "--dataset", "K").stdout
    assert "Rules of K, adult drug treatment" in told
    assert "X21" in told


def test_an_unknown_version_is_said_with_those_there_are():
    assert "Known versions" in run("rules", "--dataset", "Z", code=2).stderr


def test_a_changed_level_is_in_the_list_and_the_history_says_who(store):
    set_level(store, "X13", "reject-record")
    listed = rows(run("rules", "--store", store, "--format", "csv"))
    assert [r["level"] for r in listed if r["number"] == "X13"] == ["reject-record"]
    told = rows(run("rules", "history", "--store", store, "--format", "csv"))
    assert [(r["rule"], r["level"], r["by"], r["reason"]) for r in told] == [
        ("X13", "reject-record", "op", "Agreed")
    ]
    table = run("rules", "--store", store).stdout
    assert "Levels that an operator has changed" in table
    changes = run("rules", "history", "--store", store).stdout
    assert "X13" in changes and "reject-record" in changes and "Agreed" in changes


@pytest.mark.parametrize(
    ("arguments", "word"), [(("X99", "warn"), "X99"), (("X13", "loud"), "Choose")]
)
def test_a_change_that_cannot_be_made_ends_in_one_sentence(store, arguments, word):
    done = set_level(store, *arguments, code=2)
    assert word in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert "No level" in run("rules", "history", "--store", store).stdout


def test_a_store_that_is_not_there(tmp_path):
    assert "no store" in set_level(tmp_path / "none", "X13", "info", code=2).stderr


def test_examples_are_written_with_an_index(tmp_path):
    told = run("rules", "--examples", tmp_path / "e", "--dataset", "K").stdout
    assert (tmp_path / "e/index.csv").exists()
    assert "index.csv" in told
    assert not run("check", *(tmp_path / "e/sound").glob("*.csv")).stderr
    assert "Ask for another version" in run("rules", "--examples", tmp_path / "f", "--dataset", "S", code=2).stderr  # fmt: skip


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("rules", "--dataset", "P-criminal-justice"), "only VETERAN, UTLA"),
        (("schema", "--dataset", "K-criminal-justice"), "none of their column names"),
        (("rules", "--dataset", "young-people"), "Name one with it, as K-young-people"),
    ],
)
def test_a_data_set_that_cannot_be_read_or_has_no_version_is_told_in_one_sentence(
    words, told
):
    said = run(*words, code=2).stderr
    assert told in " ".join(said.split()) and "Traceback" not in said
