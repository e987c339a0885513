"""`measure` with figures from outside: what is said without them, and with them, on a store from end to end."""

import csv
import io
import json

import pytest

from .test_store import write

ESTIMATES = (
    "year,code,area,ocu_estimate,population_15_64,rate_per_1000,rate_lower_95ci,rate_upper_95ci\n"
    "2010/11,E92000001,England,2000,1000000,2,1,4\n"
)


def run(*arguments, code=0):
    from tests.unit.cli.test_commands import run as run_command

    return run_command(*arguments, code=code)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("returns")
    path = tmp_path_factory.mktemp("store")
    run("simulate", "--people", 150, "--seed", 3, "--dataset", "H", "--out", folder)
    returns = sorted(folder.glob("*.csv"))
    run("submit", *returns, "--store", path, "--accept-part")
    run("freeze", "--store", path, "--as-of", "2012-11-01", "--name", "c")
    return path


def measure(store, name, *more, code=0):
    period = ("--cut", "c", "--period", "2011-12")
    return run("measure", name, "--store", store, *period, *more, code=code)


def test_without_an_import_it_is_said_what_is_missing_and_then_it_is_measured(
    store, tmp_path
):
    told = measure(store, "penetration", code=2).stderr
    assert "penetration is not measured: no estimate of opiate and crack use" in told
    assert "throughcare outside import FILE" in told
    run("outside", "import", write(tmp_path, ESTIMATES), "--store", store)
    done = measure(store, "penetration", "--format", "json", "--unprotected")
    (row,) = json.loads(done.stdout)
    assert row["denominator"] == 2000
    assert row["value"] == pytest.approx(100 * row["numerator"] / 2000)
    assert row["lower"] < row["value"] < row["upper"]
    assert "Open Government Licence" in done.stderr
    rings = measure(store, "bullseye", "--format", "csv").stdout
    assert [r["ring"] for r in csv.DictReader(io.StringIO(rings))][
        0
    ] == "in_treatment_now"


def test_value_for_money_needs_no_import(store):
    told = measure(store, "value-for-money").stdout
    assert "Pounds in the prices of their year" in told
    assert "Week of a client" in told


def test_measure_all_names_what_it_leaves_out(store):
    told = measure(store, "all").stdout
    assert "Asked for by name, as they need figures from outside: penetration" in told


def test_breakdown_that_no_estimate_has_is_one_sentence(store):
    told = measure(store, "unmet-need", "--by", "sex", code=2).stderr
    assert "cannot be broken down by 'sex'. Use any of: area, region" in told


def test_people_behind_a_share_are_explained(store):
    where = ("--store", store, "--cut", "c", "--period", "2011-12")
    told = json.loads(run("explain", "B6a", *where, "--format", "json").stdout)
    assert told["definition"]["title"].startswith("People counted in: Penetration")
    assert len({r["person"] for r in told["records"]}) == told["cell"]["value"]
    rings = json.loads(run("explain", "bullseye", *where, "--format", "json").stdout)
    assert rings["records"]
    done = run("explain", "drug-related-deaths", *where, code=2)
    assert "throughcare outside show drug_misuse_deaths" in done.stderr
