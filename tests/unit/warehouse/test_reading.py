"""Reading a cut: what is shared is computed once, compiled SQL is kept, and neither is taken for something else."""

import datetime as dt
from dataclasses import replace

import pyarrow as pa
import pytest

from tests.spec.conftest import DEFAULTS, EPISODES, MODALITIES
from throughcare import indicators
from throughcare.indicators import Period
from throughcare.indicators.measuring import sums_of
from throughcare.indicators.people import without_substance
from throughcare.warehouse import chaining, engines, kept
from throughcare.warehouse.reading import reading_of

YEAR = Period.parse("2012-13")
AS_OF = dt.date(2014, 3, 31)


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "throughcare"


def table(backend, name: str, rows: pa.Table):
    backend.con.register(f"arrow_{name}", rows)
    backend.raw_sql(f"create table {name} as select * from arrow_{name}")
    return backend.table(name)


def read(drugs: list[str | None]):
    """Inputs of one person a drug, open from 1 May 2012, on a connection of their own."""
    backend = engines.connect("duckdb")
    rows = [
        DEFAULTS["episodes"]
        | {"episode": n, "person": f"p{n}", "triaged": dt.date(2012, 5, 1)}
        | {"drug_1": drug}
        for n, drug in enumerate(drugs, start=1)
    ]
    full = [{f.name: row.get(f.name) for f in EPISODES} for row in rows]
    episodes = table(backend, "e", pa.Table.from_pylist(full, EPISODES))
    links = chaining.links_sql(backend, episodes, 21)
    backend.raw_sql(f"create table l as {links}")
    journeys = chaining.journeys_sql(backend, backend.table("l"))
    backend.raw_sql(f"create table j as {journeys}")
    return indicators.Inputs(
        episodes=episodes,
        modalities=table(backend, "m", MODALITIES.empty_table()),
        profiles=None,
        links=backend.table("l"),
        journeys=backend.table("j"),
        as_of=AS_OF,
        reading=reading_of(backend),
    )


def refuse(*_):
    raise AssertionError("an expression was built")


def people(inputs, slug="in_treatment") -> float:
    return sums_of(indicators.get(slug), inputs, YEAR)["numerator"][0].as_py()


def test_kept_sql_answers_of_other_rows_without_an_expression(monkeypatch):
    assert people(read(["1101", "7000"])) == 2
    inputs = read(["1101", "7000", "5000"])
    monkeypatch.setattr("throughcare.indicators.measuring.measure", refuse)
    assert people(inputs) == 3


def test_sql_that_cannot_be_read_is_compiled_again(cache):
    assert people(read(["1101"])) == 1
    for file in cache.iterdir():
        file.write_text("[")
    assert people(read(["1101", "7000"])) == 2


def test_a_folder_that_cannot_be_written_costs_only_time(monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null/none")
    assert people(read(["1101"])) == 1


def test_other_tables_on_the_same_connection_are_not_taken_for_the_first():
    inputs = read(["1101", "7000"])
    assert people(inputs) == 2
    one = inputs.links.filter(inputs.links.episode == 1)
    assert people(replace(inputs, links=one)) == 1
    assert people(inputs) == 2


def test_an_indicator_changed_in_place_is_not_taken_for_the_listed_one():
    inputs = read(["1101", "7000"])
    assert people(inputs) == 2
    listed = indicators.get("in_treatment")
    few = replace(listed, count=lambda *a: listed.count(*a).limit(1))
    assert sums_of(few, inputs, YEAR)["numerator"][0].as_py() == 1


def test_another_day_of_the_data_is_another_question():
    inputs = read(["1101"])
    names = {people(replace(inputs, as_of=day)) for day in (AS_OF, dt.date(2012, 6, 1))}
    assert names == {1}
    assert len(list(inputs.reading._steps)) == 6


def test_what_is_shared_is_computed_once():
    inputs = read(["1101", "7000"])
    people(inputs)
    before = dict(inputs.reading._steps)
    people(inputs, "completion_of_all_in_treatment")
    assert dict(inputs.reading._steps) == before


def test_people_without_a_substance_are_counted():
    inputs = read(["1101", None, None])
    found = without_substance(inputs, YEAR).to_pyarrow()
    assert found["people"].to_pylist() == [2]


def test_a_key_changes_with_its_parts():
    keys = {kept.key(part, sources=("dates.py",)) for part in ("a", "b")}
    keys.add(kept.key("a", sources=("journeys",)))
    assert len(keys) == 3
