"""The layout of a ViewIt export beside the real one: header, rows, NULL, rounding, relations."""

import csv
from collections import defaultdict

import pytest

from throughcare.publish.viewit import cells, columns

NAME = "treatment/viewit_export_barnet_2009-10_to_2015-16.csv"
FIGURES = [column.column for column in columns.figures()]


@pytest.fixture(scope="module")
def real(shared):
    with (shared / "data" / NAME).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def made():
    """Rows as ours, from made-up cells of one place and two years."""
    import numpy as np

    from throughcare.publish.viewit import csv_text, places
    from throughcare.publish.viewit.export import Export

    england = places()[:1]
    cell = np.full((1, len(cells.ROWS), len(FIGURES)), 5)
    years = {"2009-10": cell, "2010-11": np.full_like(cell, cells.NULL)}
    return list(csv.DictReader(csv_text(Export(england, years), *england).splitlines()))


def about(row) -> tuple:
    return row["drug_group"], row["sex"], row["age_group"]


def test_header_is_that_of_the_real_export(real):
    assert list(real[0]) == list(columns.header())
    assert len(columns.header()) == 244


def test_topics_are_those_read_off_the_names(shared):
    with (shared / "data/treatment/viewit_columns.csv").open(encoding="utf-8") as file:
        read = {row["column"]: row["topic"] for row in csv.DictReader(file)}
    assert {c.column: c.topic for c in columns.table()} == read


def test_rows_are_about_the_same_in_the_same_order(real, made):
    ours = [about(row) for row in made if row["ReportingPeriod"] == "2009/10"]
    theirs = [about(row) for row in real if row["ReportingPeriod"] == "2009/10"]
    assert ours == theirs
    every_year = defaultdict(set)
    for row in real:
        every_year[row["ReportingPeriod"]].add(about(row))
    assert all(found == set(ours) for found in every_year.values())


def test_cells_are_multiples_of_five_or_null(real, made):
    for row in [*real, *made]:
        told = {row[name] for name in FIGURES} - {"NULL"}
        assert all(int(text) % 5 == 0 for text in told)
    assert {row["ReportingPeriod"] for row in made if row[FIGURES[0]] == "NULL"} == {
        "2010/11"
    }


def test_null_stands_where_the_real_export_has_it(real):
    """A column that the real export leaves out in a year is one that we leave out in it."""
    for column in columns.figures():
        for year in sorted({row["ReportingPeriod"] for row in real}):
            cells_of_year = {
                row[column.column] for row in real if row["ReportingPeriod"] == year
            }
            exists = column.exists_in(year.replace("/", "-"))
            assert (cells_of_year == {"NULL"}) == (not exists), (column.column, year)


def test_relations_hold_in_the_real_export(real):
    from tests.relations import broken

    assert broken(real) == []


def test_every_column_is_told_or_says_why_not():
    for column in columns.figures():
        assert column.is_told != bool(column.reason), column.column
        assert column.definition and column.source and column.since, column.column
        assert column.evidence in ("verified", "memory", "proposed")


def test_headers_of_the_columns_are_those_of_the_data_set():
    from throughcare.dataset import Spec

    known = {field.header for v in ("H", "M") for field in Spec.at(v).columns}
    assert {h for c in columns.figures() for h in c.headers} <= known


def test_halves_round_upwards_and_null_stays():
    import numpy as np

    from throughcare.disclosure import Protection

    rules = Protection(base=5, largest_hidden=4, decimals=1)
    given = np.array([0, 2, 3, 7, 8, 12, 13, cells.NULL])
    assert cells.round_all(given, rules).tolist() == [0, 0, 5, 5, 10, 10, 15, -1]


def test_a_count_of_unknown_age_is_in_the_totals_alone():
    import pyarrow as pa

    names = [c.column for c in columns.of_base("leavers")]
    given = {
        "place": ["x", "x", "elsewhere"],
        "sex": ["F", "F", "M"],
        "age_band": ["18-29", None, "50+"],
        "substance_group": ["opiate"] * 3,
    }
    counts = pa.table(given | {name: [1, 1, 1] for name in names})
    found = cells.empty(1)
    cells.fill(found, counts, "leavers", {"x": 0})
    where = FIGURES.index(names[0])
    told = dict(zip(cells.ROWS, found[0, :, where].tolist(), strict=True))
    assert told["Opiate", "F", "18-29"] == 1
    assert told["Opiate", "F", "Total"] == told["Total", "Total", "Total"] == 2
    assert told["Opiate", "M", "Total"] == told["Alcohol only", "F", "Total"] == 0
    assert found[0, 0, FIGURES.index("intreatment_allintx")] == cells.NULL


def test_the_groups_of_the_export_are_those_of_the_journeys():
    assert cells.known_groups()
