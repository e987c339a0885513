"""Test files for suppliers: the sound return has no finding, each other breaks the rule it is named after."""

import csv
import datetime as dt

import pytest

from throughcare.dataset import Spec
from throughcare.dataset.spec import ADULT_DRUG
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


@pytest.mark.parametrize(
    ("slug", "why"),
    [
        ("S", "came into force"),
        ("v4.00", "not named by a letter"),
        ("K-criminal-justice", "key columns are not known"),
    ],
)
def test_a_version_that_cannot_be_written_has_no_examples(slug, why, tmp_path):
    with pytest.raises(examples.NoExamples, match=why):
        examples.write(tmp_path, slug)
    assert list(tmp_path.iterdir()) == []


def first_file_of_each_rule():
    """A test file of every rule, from the first data set that has one; and the sound one of each.

    Every version is looked at, and every data set in two of them.
    """
    every = [
        spec
        for spec in examples.sets_with_files()
        if spec.data_set == ADULT_DRUG or spec.letter in ("K", "P")
    ]
    known = set()
    for spec in [Spec.at("H"), Spec.at("K"), *every]:
        for place, text in examples.files(spec.slug):
            rule = place.split("/")[0].partition("-")[2]
            is_new = rule not in known
            known |= {rule} if rule else set()
            if spec.slug not in ("H", "K") and "/" in place and (is_new or not rule):
                yield spec, rule, place, text


def test_files_of_every_other_version_and_data_set_do_what_the_index_says(tmp_path):
    """The sound return of each set has no finding but on items it must leave blank; each rule that H and K lack is broken."""
    odd, looked = [], 0
    for spec, rule, place, text in first_file_of_each_rule():
        path = tmp_path / spec.slug / place
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8", newline="")
        looked += 1
        with check(path, dataset=spec.slug, submitted_on=TODAY) as checked:
            found = checked.con.execute("select name, field from findings").fetchall()
        blank = {
            ("national_item_left_blank", header) for header in examples.left_blank(spec)
        }
        is_right = rule in {n for n, _ in found} if rule else not set(found) - blank
        odd += [] if is_right else [(spec.slug, place, found)]
    assert odd == []
    assert looked == 16


def test_sets_with_files_are_all_from_F_on_whose_day_is_known():
    found = {spec.slug for spec in examples.sets_with_files()}
    letters = {slug.partition("-")[0] for slug in found}
    assert letters == set("FGHJKLMNOPR")
    assert {"K-young-people", "P-secure-setting", "N-adult-alcohol"} <= found
    assert not [slug for slug in found if slug.endswith("criminal-justice")]


@pytest.mark.parametrize(
    ("slug", "rule", "why"),
    [
        ("N", "treatment_without_mental_health_need", "codes of its items"),
        ("P", "same_answer_twice", "codes of its items"),
        ("F", "no_start_profile", "before exceptions were reported"),
        ("R", "former_version_in_the_changeover", "next version"),
        ("R", "agency_of_another_sender", "who sends"),
    ],
)
def test_a_rule_without_a_file_says_why(slug, rule, why):
    *_, (place, text) = examples.files(slug)
    rows = {row["rule"]: row for row in csv.DictReader(text.splitlines())}
    assert place == examples.INDEX
    assert rows[rule]["file"] == "" and why in rows[rule]["note"]


def test_a_person_below_18_is_so_in_the_latest_version_too(tmp_path):
    files = dict(examples.files("R"))
    [place] = [p for p in files if "under_18_in_an_adult_data_set" in p]
    path = tmp_path / place.partition("/")[2]
    path.write_text(files[place], encoding="utf-8", newline="")
    with check(path, dataset="R", submitted_on=TODAY) as checked:
        found = checked.con.execute("select name from findings").fetchall()
    assert ("under_18_in_an_adult_data_set",) in found


def test_what_is_left_blank_and_the_order_of_columns_are_told(tmp_path):
    examples.write(tmp_path, "K-young-people")
    [note] = [row["note"] for row in index(tmp_path) if row["rule"] == "sound"]
    assert "DISDEST" in note and "this project's own" in note
    examples.write(tmp_path / "K", "K")
    [plain] = [row["note"] for row in index(tmp_path / "K") if row["rule"] == "sound"]
    assert plain == "No finding."
