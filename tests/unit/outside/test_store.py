"""Imports are whole, once, dated and kept; a bad file ends in one sentence and changes nothing."""

import datetime as dt
import json
import os
import shutil
import subprocess
import sys

import pytest

from throughcare import outside

HEADER = "code,name,year,deaths\n"
GOOD = HEADER + "E06000001,Hartlepool,2010,5\nE92000001,ENGLAND,2010,2000\n"
POPULATION = "code_2020,name,year,15-64,18+,all ages\n"


def write(folder, text, name="file.csv", encoding="utf-8"):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


def deaths(store, code="E06000001"):
    found = outside.figures(store, "drug_poisoning_deaths").to_pylist()
    return [row["value"] for row in found if row["code"] == code]


BAD = {
    "empty": (b"", "is empty. Download it again"),
    "blank": (b"\n  \n", "is empty"),
    "header only": (HEADER.encode(), "holds no figures below its header"),
    "workbook": (b"PK\x03\x04abc", "is a workbook. Save the sheet"),
    "web page": (b"<!DOCTYPE html><html>", "is a web page"),
    "latin-1": (
        (HEADER + "E06000001,Caf\u00e9,2010,5\n").encode("latin-1"),
        "is not UTF-8 text: line 2 has byte 0xE9",
    ),
    "zero byte": (b"code,name\0,year,deaths\n", "is not text"),
    "unknown header": (b"a,b\n1,2\n", "has a header that no known layout has"),
    "near header": (
        b"code,name,year\nE06000001,Hartlepool,2010\n",
        "lacks the column deaths",
    ),
    "cells": ((HEADER + "E06000001,2010\n").encode(), "Line 2 has 2 cells"),
    "word": (
        (HEADER + "E06000001,Hartlepool,2010,few\n").encode(),
        "Line 2: deaths 'few' is not a figure",
    ),
    "negative": (
        (HEADER + "E06000001,Hartlepool,2010,-5\n").encode(),
        "'-5' is not a figure",
    ),
    "infinite": (
        (HEADER + "E06000001,Hartlepool,2010,inf\n").encode(),
        "'inf' is not a figure",
    ),
    "year": (
        (HEADER + "E06000001,Hartlepool,20l0,5\n").encode(),
        "Line 2: '20l0' is not a year",
    ),
}


@pytest.mark.parametrize("fault", BAD)
def test_bad_file_ends_in_one_sentence_and_leaves_nothing(tmp_path, fault):
    content, message = BAD[fault]
    path = write(tmp_path, content)
    with pytest.raises(outside.OutsideError) as caught:
        outside.add(tmp_path / "store", path)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "store").exists()


def test_no_file_and_a_folder_are_told(tmp_path):
    with pytest.raises(outside.OutsideError, match="cannot be read: No such file"):
        outside.add(tmp_path, tmp_path / "nothing.csv")
    with pytest.raises(outside.OutsideError, match="is a folder"):
        outside.add(tmp_path, tmp_path)


def test_header_in_other_case_order_and_marks_is_recognised(tmp_path):
    text = "\ufeff Deaths ,YEAR,Name,Code\n7,2010,Hartlepool,E06000001\n"
    told = outside.add(tmp_path / "store", write(tmp_path, text))
    assert told.layout == "poisoning_by_area"
    assert deaths(tmp_path / "store") == [7]


def test_utf_16_of_a_spreadsheet_is_read(tmp_path):
    path = write(tmp_path, GOOD, encoding="utf-16")
    outside.add(tmp_path / "store", path)
    assert deaths(tmp_path / "store") == [5]


def test_same_bytes_are_imported_once_under_any_name(tmp_path):
    store = tmp_path / "store"
    first = outside.add(store, write(tmp_path, GOOD))
    again = outside.add(store, write(tmp_path, GOOD, "other.csv"))
    assert (first.new, again.new) == (True, False)
    assert first.id == again.id and len(outside.imports(store)) == 1


def test_later_vintage_replaces_its_periods_and_the_former_stays(tmp_path):
    store = tmp_path / "store"
    old = GOOD + "E06000001,Hartlepool,2009,4\n"
    outside.add(store, write(tmp_path, old), vintage=dt.date(2012, 1, 1))
    newer = HEADER + "E06000001,Hartlepool,2010,6\n"
    outside.add(store, write(tmp_path, newer), vintage=dt.date(2013, 1, 1))
    assert sorted(deaths(store)) == [4, 6]
    assert deaths(store, "E92000001") == []
    every = outside.figures(store, all_vintages=True).to_pylist()
    assert sorted(r["value"] for r in every) == [4, 5, 6, 2000]


def test_earlier_vintage_imported_later_replaces_nothing(tmp_path):
    store = tmp_path / "store"
    outside.add(store, write(tmp_path, GOOD), vintage=dt.date(2013, 1, 1))
    older = HEADER + "E06000001,Hartlepool,2010,99\n"
    outside.add(store, write(tmp_path, older), vintage=dt.date(2012, 1, 1))
    assert deaths(store) == [5]


def test_source_and_licence_of_the_operator_stand_before_those_of_the_layout(tmp_path):
    store = tmp_path / "store"
    told = outside.add(store, write(tmp_path, GOOD), source="A paper", licence="CC0")
    (row, *_) = outside.figures(store).to_pylist()
    assert (told.source, told.licence) == ("A paper", "CC0")
    assert (row["source"], row["licence"]) == ("A paper", "CC0")
    assert outside.credit_lines(outside.figures(store)) == [
        f"Source: A paper ({told.vintage}). Licence: CC0."
    ]


def test_lost_figures_are_read_again_from_the_original(tmp_path):
    store = tmp_path / "store"
    told = outside.add(store, write(tmp_path, GOOD))
    (store / "outside" / told.id / "figures.parquet").write_bytes(b"half")
    assert deaths(store) == [5]


def test_damaged_original_is_told_with_a_way_out(tmp_path):
    store = tmp_path / "store"
    told = outside.add(store, write(tmp_path, GOOD))
    folder = store / "outside" / told.id
    (folder / "figures.parquet").unlink()
    (folder / "original").write_text("else")
    with pytest.raises(outside.OutsideError, match="is damaged.*import file.csv again"):
        outside.figures(store)


def test_full_disk_is_told_and_leaves_nothing(tmp_path, monkeypatch):
    store = tmp_path / "store"

    def full(*arguments, **more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("throughcare.outside.store.pq.write_table", full)
    with pytest.raises(outside.OutsideError, match="No space left.*Nothing was"):
        outside.add(store, write(tmp_path, GOOD))
    assert list((store / "outside").iterdir()) == []


def test_two_at_once_leave_one_import(tmp_path, monkeypatch):
    """The second finds the folder there when it comes to put its own."""
    store, path = tmp_path / "store", write(tmp_path, GOOD)
    rename = os.rename

    def overtaken(work, folder):
        if not folder.exists():
            shutil.copytree(work, folder)
        rename(work, folder)

    monkeypatch.setattr("throughcare.outside.store.os.rename", overtaken)
    outside.add(store, path)
    assert len(outside.imports(store)) == 1
    assert [p.name for p in (store / "outside").iterdir()] == [
        outside.imports(store)[0].id
    ]


def test_words_of_an_export_in_any_letter_case_are_one(tmp_path):
    header = "ReportingPeriod,Area,sex,age_group,drug_group,intreatment_allintx,newpresentation_newtx\n"
    text = (
        header
        + "2009/10,Barnet,TOTAL,Total,OPIATE,75,NULL\n2010/11,barnet,total,TOTAL,opiate,80,5\n"
    )
    outside.add(tmp_path / "store", write(tmp_path, text))
    found = outside.figures(tmp_path / "store", "treatment").to_pylist()
    assert {(r["sex"], r["age"], r["group"], r["area"]) for r in found} == {
        ("persons", "all ages", "opiate", "E09000003")
    }
    assert [r["value"] for r in found if r["status"] == "not collected"] == [None]


FINGERTIPS = (
    "Indicator ID,Indicator Name,Parent Code,Parent Name,Area Code,Area Name,Area Type,Sex,Age,Category Type,Category,"
    "Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Lower CI 99.8 limit,Upper CI 99.8 limit,Count,Denominator,"
    "Value note,Recent Trend,Compared to England value or percentiles,Column not used,Time period Sortable,New data,"
    "Compared to goal,Time period range\n"
)


def fingertips(period, value, category=",", sortable="20150000"):
    return f"1,Rate,,,E92000001,England,England,Persons,All ages,{category},{period},{value},,,,,,,,,,,{sortable},,,1y\n"


def test_periods_and_categories_of_a_fingertips_download(tmp_path):
    text = FINGERTIPS + fingertips("2013 - 15", 1) + fingertips("2015/16", 2)
    text += fingertips("2015 Q3", 3, sortable="20150300")
    text += fingertips("2015/16", 4, "IMD2010,Most deprived decile")
    text += fingertips("2015/16", 5, "IMD2015,Most deprived decile")
    text += fingertips("2015/16", 2)
    outside.add(tmp_path / "store", write(tmp_path, text))
    found = outside.figures(tmp_path / "store", "fingertips").to_pylist()
    told = {r["value"]: r for r in found if r["status"] == "published"}
    assert [told[n]["period"] for n in (1, 2, 3)] == [
        "2013 to 2015",
        "2015-16",
        "2015 Q3",
    ]
    assert told[3]["first"] == dt.date(2015, 1, 1)
    assert told[4]["group"] == "IMD2010: Most deprived decile"
    (again,) = [r for r in found if r["status"] == "published twice"]
    assert again["note"] == "line 3 has the same figure for the same cell"


def test_export_that_is_not_rounded_says_so(tmp_path):
    header = "ReportingPeriod,Area,sex,age_group,drug_group,intreatment_allintx,newpresentation_newtx\n"
    outside.add(
        tmp_path / "a",
        write(tmp_path, header + "2009/10,Barnet,Total,Total,Total,75,5\n"),
    )
    outside.add(
        tmp_path / "b",
        write(tmp_path, header + "2009/10,Barnet,Total,Total,Total,76,5\n"),
    )
    rounded = [outside.figures(tmp_path / s)["rounded_to"][0].as_py() for s in "ab"]
    assert rounded == [5, None]


def test_half_written_import_is_no_import(tmp_path):
    store = tmp_path / "store"
    outside.add(store, write(tmp_path, GOOD))
    (store / "outside/.dead.part").mkdir()
    (store / "outside/.dead.part/import.json").write_text("{")
    assert len(outside.imports(store)) == 1


def test_area_split_later_is_summed_only_when_both_parts_are_there(tmp_path):
    store = tmp_path / "store"
    text = (
        HEADER
        + "E06000061,North,2013,3\nE06000062,West,2013,4\nE06000061,North,2012,9\n"
    )
    outside.add(store, write(tmp_path, text))
    found = outside.by_area(store, "drug_poisoning_deaths").to_pylist()
    assert [(r["area"], r["period"], r["value"], r["fit"]) for r in found] == [
        ("E10000021", "2013", 7, "sum")
    ]


def test_region_is_not_summed_from_some_of_its_areas(tmp_path):
    store = tmp_path / "store"
    text = POPULATION + "E06000001,Hartlepool,2013,10,11,12\n"
    outside.add(store, write(tmp_path, text))
    found = outside.by_area(store, "population").to_pylist()
    assert {row["area"] for row in found} == {"E06000001"}


@pytest.mark.parametrize("column", ["code", "code_2018", "code_2021"])
def test_population_on_codes_of_any_vintage(tmp_path, column):
    text = (
        POPULATION.replace("code_2020", column) + "E06000001,Hartlepool,2013,10,11,12\n"
    )
    outside.add(tmp_path / "store", write(tmp_path, text))
    assert outside.by_area(tmp_path / "store", "population").num_rows == 3


def test_population_without_codes_is_refused(tmp_path):
    text = POPULATION.replace("code_2020,", "") + "Hartlepool,2013,10,11,12\n"
    with pytest.raises(outside.OutsideError, match="has no column code"):
        outside.add(tmp_path / "store", write(tmp_path, text))


def test_parts_beside_their_whole_are_not_counted_twice(tmp_path):
    store = tmp_path / "store"
    text = (
        GOOD
        + "E10000021,Northamptonshire,2010,7\nE06000061,North,2010,3\nE06000062,West,2010,4\n"
    )
    outside.add(store, write(tmp_path, text))
    found = outside.by_area(store, "drug_poisoning_deaths").to_pylist()
    assert [r["value"] for r in found if r["area"] == "E10000021"] == [7]


def run(*arguments, code=0):
    done = subprocess.run(
        [sys.executable, "-m", "throughcare.cli", "outside", *map(str, arguments)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == code, done.stderr or done.stdout
    assert "Traceback" not in done.stderr
    return done


def test_commands_import_list_and_show(tmp_path):
    store = tmp_path / "store"
    path = write(tmp_path, GOOD)
    said = run("import", path, "--store", store, "--vintage", "2011-08-23").stdout
    assert "2 figures (drug_poisoning_deaths), 2010 to 2010" in said
    assert "Nothing changed" in run("import", path, "--store", store).stdout
    (row,) = json.loads(run("list", "--store", store, "--format", "json").stdout)
    assert row["vintage"] == "2011-08-23"
    shown = run(
        "show", "drug-poisoning-deaths", "--store", store, "--area", "E06000001"
    )
    assert "Contains public sector information licensed under" in shown.stdout
    (figure,) = json.loads(
        run(
            "show", "drug_poisoning_deaths", "--store", store, "--format", "json"
        ).stdout
    )
    assert (figure["value"], figure["area"]) == (2000, "E92000001")


def test_commands_say_what_is_missing_and_what_to_do(tmp_path):
    store = tmp_path / "store"
    bad = write(tmp_path, "a,b\n1,2\n", "bad.csv")
    good = write(tmp_path, GOOD)
    done = run("import", bad, good, "--store", store, code=2)
    assert "bad.csv has a header that no known layout has" in done.stderr
    assert "2 figures" in done.stdout
    told = run("show", "population", "--store", store, code=2).stderr
    assert "holds no figures of population. Import some" in told
    assert "Kinds: population" in run("show", "x", "--store", store, code=2).stderr
    told = run(
        "show", "drug_poisoning_deaths", "--store", store, "--area", "E07000008", code=2
    )
    assert "Use E10000003, which it belongs to" in told.stderr
    assert "There is no store" in run("list", "--store", tmp_path / "no", code=2).stderr
