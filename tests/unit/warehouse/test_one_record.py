"""A form finds on one record what a check of the file would find there."""

import csv
import datetime as dt

import pytest

from tests.spec.rules.cases import LINES, PROFILE, SOUND, SOUND_IN_K, parse
from throughcare.dataset import Spec
from throughcare.rules.catalogue import catalogue
from throughcare.submissions.check import check
from throughcare.warehouse.one_record import Form, UnknownField

DAY = dt.date(2012, 10, 1)
ACROSS = {r.message(r.fields[0]) for r in catalogue() if r.kind == "across"}
ROWS = {v: [parse(x)[2] for x in LINES if parse(x)[0] == v] for v in ("H", "K")}
MODALITY = ("MODAL", "REFMODDT", "MODID", "FAOMODDT", "MODST", "MODEND", "MODEXIT")


def write_file(folder, version, rows):
    """A return with every column of the version, so that no rule is left out."""
    path = folder / f"X0001-20120401-20120930-TREAT-IN-{version}.csv"
    headers = list(Spec.at(version).by_header)
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, headers, restval="", quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerows(rows)
    return path


def found_in_file(path, rows):
    """Findings of the rules on rows, for each row."""
    found = [[] for _ in rows]
    with check(path, submitted_on=DAY) as checked:
        for finding in checked.findings():
            row = finding.pop("row")
            if row > 1 and finding["message"] not in ACROSS:
                found[row - 2].append(finding)
    return found


def of_another_person(row, number):
    """The row with a key of its own, for a warning on a record is told on its first row only."""
    return row | {"CLIENTID": f"C{number}"} if row["CLIENTID"] == "C1" else row


@pytest.fixture(scope="module", params=["H", "K"])
def case(request, tmp_path_factory):
    """A version, its rows, and what the check of a file of them finds."""
    version = request.param
    rows = [SOUND if version == "H" else SOUND_IN_K, *ROWS[version]]
    rows = [of_another_person(row, number) for number, row in enumerate(rows)]
    path = write_file(tmp_path_factory.mktemp("returns"), version, rows)
    return version, rows, found_in_file(path, rows)


def test_a_form_with_every_field_finds_what_the_file_check_finds(case):
    version, rows, in_file = case
    form = Form(version, Spec.at(version).by_header, DAY)
    assert [form.check(row, DAY) for row in rows] == in_file
    assert sum(map(len, in_file)) > len(rows) / 2


def test_a_form_with_some_fields_finds_its_part_of_that(case):
    version, rows, in_file = case
    form = Form(version, MODALITY, DAY)
    own = {(f.rule, f.field, f.message) for f in form.looked}
    of_form = [
        [f for f in found if (f["rule"], f["field"], f["message"]) in own]
        for found in in_file
    ]
    assert [form.check(row, DAY) for row in rows] == of_form
    assert any(of_form)


def test_a_rule_that_needs_a_field_not_shown_is_no_part_of_the_form():
    names = {f.name for f in Form("H", MODALITY, DAY).looked}
    assert "ended_before_started" in names
    assert "ended_after_discharge" not in names
    assert "ended_after_discharge" in {
        f.name for f in Form("H", [*MODALITY, "DISD"], DAY).looked
    }


def test_a_sound_record_has_no_finding():
    form = Form("H", Spec.at("H").by_header, DAY)
    assert form.check(SOUND, DAY) == []
    assert form.check(SOUND | PROFILE, DAY) == []


def test_what_a_rule_reads_need_not_stand_on_the_form():
    """A refusal of consent empties the record by design, so that nothing in it is a fault."""
    form = Form("H", ["ETHNIC"], DAY)
    blank = SOUND | {"ETHNIC": ""}
    assert [f["rule"] for f in form.check(blank, DAY)] == ["R13"]
    assert form.check(blank | {"CONSENT": "N"}, DAY) == []


def test_the_day_of_sending_is_that_of_the_call():
    form = Form("H", ["MODST"], DAY)
    record = {"MODST": "20120930"}
    assert form.check(record, dt.date(2012, 9, 30)) == []
    assert [f["rule"] for f in form.check(record, dt.date(2012, 9, 29))] == ["X11"]


@pytest.mark.parametrize("value", ["O'Brien", "'); select 1; --", "$1", 'a"b', "é\n"])
def test_any_text_is_a_value_and_nothing_else(value):
    found = Form("H", ["ETHNIC"], DAY).check({"ETHNIC": value}, DAY)
    assert [(f["rule"], f["value"]) for f in found] == [("R12", value.strip())]


def test_a_header_that_the_version_does_not_have_is_refused():
    with pytest.raises(UnknownField, match="Version H has no column MODSET"):
        Form("H", ["MODSET"], DAY)
    with pytest.raises(UnknownField, match="Version H has no column NOSUCH"):
        Form("H", MODALITY, DAY).check({"NOSUCH": "1"}, DAY)


def test_a_form_uses_the_levels_that_an_operator_has_changed():
    fields = ["SEX", "PREGNANT"]
    row = SOUND | {"SEX": "M", "PREGNANT": "Y"}
    told = [
        [f["level"] for f in Form("H", fields, DAY, changed).check(row, DAY)]
        for changed in (None, {"pregnant_man": "reject-record"})
    ]
    assert told == [["warn"], ["reject-record"]]
