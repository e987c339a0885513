"""compare, case-mix and alarms as they are used from outside."""

import csv
import datetime as dt
import io
import json

import pytest

from tests.unit.cli.test_commands import run
from throughcare.publish import areas
from throughcare.simulate import England
from throughcare.submissions import Store, cut_sources
from throughcare.warehouse.cut import freeze

HERE = "E10000006"
"""Of the 26 areas of so small an England the one with most people."""
NAME = areas.by_code()[HERE].name


@pytest.fixture(scope="module")
def at(tmp_path_factory):
    """Options that name a cut of a small England."""
    folder = tmp_path_factory.mktemp("comparing")
    paths = England(people=1500, seed=7, dataset="H").write_returns(folder / "returns")
    store = Store(folder / "store")
    for path in paths:
        store.accept(store.receive(path, by="test").id, by="test", part=True)
    freeze(folder / "store", "c", dt.date(2012, 11, 1), cut_sources(store))
    return ("--store", folder / "store", "--cut", "c")


def told(done):
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def compared(at):
    """A whole comparison, unprotected: areas of so small an England are all withheld."""
    ask = ("compare", "C5", *at, "--period", "2010-11", "--area", NAME.lower())
    return told(run(*ask, "--unprotected", "--with", "england", "--format", "json"))


def test_a_comparison_has_interval_people_expected_and_what_it_cannot_say(compared):
    here = compared["area"]
    assert here["code"] == HERE
    assert here["lower"] <= here["value"] <= here["upper"]
    assert here["denominator"] and here["expected"] is not None
    assert here["ratio_lower"] <= here["ratio"] <= here["ratio_upper"]
    assert len(compared["compared_with"]) > 20
    assert len(compared["cannot_say"]) == 5
    assert any("95% interval" in sentence for sentence in compared["says"])


def test_similar_areas_without_imports_are_said_to_be_by_expected_outcome(at):
    ask = (
        "compare",
        "C5",
        *at,
        "--period",
        "2010-11",
        "--area",
        HERE,
        "--unprotected",
    )
    found = told(run(*ask, "--format", "json"))
    assert len(found["compared_with"]) > 20
    assert "who is in treatment there" in found["how"][0]
    assert 20 < found["gap"]["areas"] <= len(found["compared_with"])
    table = run(*ask).stdout
    assert "What this cannot say:" in table and "within the limits" in table


def test_protected_by_default_nothing_of_a_withheld_area_is_printed(at):
    ask = ("compare", "C4a", *at, "--period", "2010-11", "--with", "region")
    done = run(*ask, "--area", HERE, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert rows[0]["code"] == HERE
    hidden = [r for r in rows if not r["value"]]
    assert hidden
    assert {r["ratio"] + r["expected"] + r["numerator"] for r in hidden} == {""}


def test_the_card_of_the_model_is_printed_and_read_by_programs(at):
    card = told(run("case-mix", *at, "--period", "2010-11", "--format", "json"))
    assert 0.5 < card["c_index"] < 1
    assert all(t["n"] is None or t["n"] % 5 == 0 for t in card["terms"])
    text = run("case-mix", "C5", *at, "--period", "2010-11").stdout
    assert "discrimination (c-index)" in text and "What it cannot say:" in text


def test_alarms_say_how_many_chance_would_raise(at):
    assert "Chance alone would put about" in run("alarms", *at).stdout
    header = run("alarms", *at, "--format", "csv").stdout.splitlines()[0]
    assert header.startswith("substance,geography,code,name,week")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("compare", "B1", "--area", HERE), "is not a share of people"),
        (("compare", "C5", "--area", "leed"), "Did you mean E08000035 Leeds?"),
        (("compare", "nonsense", "--area", HERE), "There is no indicator"),
        (("case-mix", "B1"), "is not a share of people"),
        (("case-mix", "C3"), "is not a share of people"),
    ],
)
def test_what_cannot_be_compared_is_one_sentence(at, arguments, sentence):
    done = run(*arguments, *at, "--period", "2010-11", code=2)
    assert sentence in done.stderr and done.stderr.count("\n") == 1


def test_a_period_that_is_none_and_one_without_anybody_are_one_sentence(at):
    wrong = run("compare", "C5", *at, "--area", HERE, "--period", "2010", code=2)
    assert "is not a period" in wrong.stderr
    none = run("compare", "C5", *at, "--area", "leeds", "--period", "2010-11", code=2)
    assert "Nobody is counted for Leeds" in none.stderr


def test_years_before_outcome_profiles_have_a_model_without_days_of_use(at):
    """Or one sentence why there is none: so small an England has few people then."""
    done = run("case-mix", "C5", *at, "--period", "2010-11", "--format", "csv")
    assert "drug days at start" in done.stdout
    early = run("case-mix", "C5", *at, "--period", "2004-05", code=2)
    assert "had the outcome" in early.stderr or "nobody to compare" in early.stderr
