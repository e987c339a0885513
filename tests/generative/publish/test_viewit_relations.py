"""Whatever the people: the columns of an export agree with one another, and with the indicators of their name."""

import csv
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.generative.publish.people import inputs
from tests.relations import broken
from throughcare import indicators
from throughcare.disclosure import rounded
from throughcare.indicators import Period
from throughcare.publish import viewit
from throughcare.publish.viewit.cells import DRUG_GROUPS

YEARS = [Period.parse("2010-11"), Period.parse("2011-12")]
CODES = ("E92000001", "E09000003", "E12000007")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("people")


def rows_of(made: viewit.Export) -> list[dict]:
    texts = [viewit.csv_text(made, place) for place in made.places]
    return [row for text in texts for row in csv.DictReader(text.splitlines())]


@settings(max_examples=6, deadline=None, derandomize=True)
@given(
    seed=st.integers(0, 10_000),
    people=st.integers(1, 200),
    stated=st.sampled_from([0.0, 0.3, 1.0]),
)
def test_relations_hold(folder, seed, people, stated):
    from throughcare.warehouse import engines

    found = inputs(engines.connect("duckdb"), folder, seed, people, stated)
    made = viewit.export(found, YEARS, [viewit.place(code) for code in CODES])
    assert broken(rows_of(made)) == []


def total(row) -> bool:
    return row["sex"] == row["age_group"] == "Total"


COLUMN_OF = {
    "in_treatment": "intreatment_allintx",
    "new_presentations": "newpresentation_newtx",
    "completion_of_all_in_treatment": "scnr_completion_allintx",
    "completion_without_representation": "scnr_scrn_allintx",
    "waiting_times": "waitsfirst_3weeksandunder_newtx",
    "waiting_times:over_six_weeks": "waitsfirst_over6weeks_newtx",
    "waiting_times:subsequent": "waitssub_3weeksandunder_newtx",
}


@pytest.fixture(scope="module")
def counted(duckdb_engine, folder):
    return inputs(duckdb_engine, folder, seed=3, people=600)


@pytest.fixture(scope="module")
def exported(counted):
    made = viewit.export(counted, YEARS, viewit.places())
    return {
        (row["Area"], row["ReportingPeriod"], row["drug_group"]): row
        for row in rows_of(made)
        if total(row)
    }


@pytest.mark.parametrize("slug", COLUMN_OF)
@pytest.mark.parametrize("geography", ["england", "area"])
def test_column_is_the_indicator_rounded(slug, geography, counted, exported):
    by = ["substance_group", *(["area"] if geography == "area" else [])]
    told = indicators.results(indicators.get(slug), counted, YEARS[1], by=by)
    names = {viewit.place(c).code: viewit.place(c).name for c in ("E09000003",)}
    for row in told:
        place = names.get(row["area"]) if "area" in row else "England"
        if place:
            group = DRUG_GROUPS[row["substance_group"]]
            cell = exported[place, "2011/12", group][COLUMN_OF[slug]]
            assert int(cell) == rounded(row["numerator"], 5)
    assert told


def test_exits_are_the_indicator_by_reason(counted, exported):
    told = indicators.results(indicators.get("exits"), counted, YEARS[1])
    by_reason = {row["exit_reason"]: row["numerator"] for row in told}
    row = exported["England", "2011/12", "Total"]
    for reason, column in {
        "completed": "successfulcompletion",
        "died": "died",
        "dropped_out": "droppedout",
        "transferred_in_custody": "transferredincustody",
    }.items():
        assert int(row[f"exits_{column}_allintx"]) == rounded(by_reason[reason], 5)


def test_what_nobody_states_is_null_and_the_rest_is_not(duckdb_engine, folder):
    found = inputs(duckdb_engine, folder, seed=4, people=80, stated=0.0)
    (row,) = [
        r
        for r in rows_of(viewit.export(found, YEARS[:1], [viewit.place(CODES[0])]))
        if total(r) and r["drug_group"] == "Total"
    ]
    for column in viewit.figures():
        silent = ("eth_", "housing", "employment", "injecting", "safeguarding", "alc_")
        is_silent = column.column.startswith(silent) or not column.is_told
        assert (row[column.column] == "NULL") == is_silent, column.column


def test_completions_are_null_until_six_months_have_passed(counted):
    from dataclasses import replace

    early = replace(counted, as_of=dt.date(2012, 9, 30))
    (row,) = [
        r
        for r in rows_of(viewit.export(early, YEARS[1:], [viewit.place(CODES[0])]))
        if total(r) and r["drug_group"] == "Total"
    ]
    assert row["scnr_completion_allintx"] == "NULL" != row["intreatment_allintx"]


def test_a_year_without_anybody_is_null(counted):
    made = viewit.export(counted, [Period.parse("2006-07")], [viewit.place(CODES[1])])
    assert {row["intreatment_allintx"] for row in rows_of(made)} == {"NULL"}


def test_both_engines_count_the_same(engine, duckdb_engine, folder):
    england = [viewit.place(CODES[0])]
    one, other = (
        viewit.export(inputs(e, folder, seed=9, people=60), YEARS[1:], england)
        for e in (engine, duckdb_engine)
    )
    assert rows_of(one) == rows_of(other)
    assert int(rows_of(one)[11]["intreatment_allintx"]) > 10


@pytest.mark.parametrize("name", ["2011-12-Q1", "12m-to-2012-03", "2014-15"])
def test_a_period_that_cannot_be_exported_says_so(name, counted):
    with pytest.raises(viewit.ExportError, match=r"[.]$"):
        viewit.export(counted, [Period.parse(name)], [viewit.place(CODES[0])])


def test_the_part_of_a_release_reads_back_as_it_was(counted, tmp_path):
    wanted = [viewit.place(code) for code in CODES]
    made = viewit.export(counted, YEARS, wanted)
    viewit.write_parquet(made, tmp_path / viewit.RELEASED)
    for place in wanted:
        again = viewit.read_parquet(tmp_path / viewit.RELEASED, place)
        assert viewit.csv_text(again, place) == viewit.csv_text(made, place)


def test_an_unknown_place_says_which_there_are():
    with pytest.raises(viewit.ExportError, match="E92000001"):
        viewit.place("Barnet")
