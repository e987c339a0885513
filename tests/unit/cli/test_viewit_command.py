"""`throughcare viewit` as it is used from outside."""

import csv
import io

import pytest
from typer.testing import CliRunner

from throughcare.cli import app
from throughcare.publish import viewit


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    import datetime as dt

    from throughcare.simulate import England
    from throughcare.submissions import Store, cut_sources
    from throughcare.warehouse.cut import freeze

    folder = tmp_path_factory.mktemp("viewit")
    paths = England(people=150, seed=5, dataset="H").write_returns(folder / "returns")
    kept = Store(folder / "store")
    for path in paths:
        kept.accept(kept.receive(path, by="test").id, by="test", part=True)
    freeze(folder / "store", "c", dt.date(2012, 12, 31), cut_sources(kept))
    return folder / "store"


def run(*words, code=0):
    done = CliRunner().invoke(app, ["viewit", *map(str, words)])
    assert done.exit_code == code, done.output
    return done


def test_export_on_standard_output_is_nothing_but_csv(store):
    asked = ("--store", store, "--cut", "c", "--area", "e92000001")
    done = run(*asked, "--period", "2010-11,2011-12")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert tuple(rows[0]) == viewit.header()
    assert len(rows) == 120
    assert {row["ReportingPeriod"] for row in rows} == {"2010/11", "2011/12"}
    assert any(int(row["intreatment_allintx"]) for row in rows)


def test_every_place_gets_a_file(store, tmp_path):
    asked = ("--store", store, "--cut", "c", "--area", "all", "--period", "2011-12")
    run(*asked, "--out", tmp_path / "all")
    found = sorted(path.name for path in (tmp_path / "all").iterdir())
    assert found == sorted(viewit.name_of(place) for place in viewit.places())
    assert len(found) == 162


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--area", "E09000999"], "no area"),
        (["--area", "all"], "--out"),
        (["--area", "E09000003", "--period", "2011-12-Q1"], "financial years"),
        (["--area", "E09000003", "--period", "2019-20"], "day of the cut"),
        (["--area", "E09000003", "--period", "someday"], "not a period"),
        (["--area", "E09000003", "--out", "/dev/null/x"], "cannot be written"),
        ([], "--area"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(words, says, store):
    done = run("--store", store, "--cut", "c", *words, code=2)
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_the_columns_are_listed_with_the_reason_of_those_never_told():
    done = run("--columns", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [row["column"] for row in rows] == list(viewit.header())
    told = {column.column: column.reason for column in viewit.table()}
    assert {row["column"]: row["reason"] for row in rows} == told
    assert "Always NULL" in run("--columns").stdout
