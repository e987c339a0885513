"""DuckDB, Spark and the plain fold tell the same journeys, row by row."""

import datetime as dt

import ibis
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from throughcare.journeys import fold
from throughcare.warehouse import engines

from .conftest import DRUGS, REASONS, by_engine, by_fold, table

DAYS = st.integers(0, 120).map(lambda n: dt.date(2012, 1, 1) + dt.timedelta(days=n))


@st.composite
def some_episodes(draw) -> list[fold.Episode]:
    count = draw(st.integers(1, 8))
    return [draw(one_episode(number)) for number in range(1, count + 1)]


@st.composite
def one_episode(draw, number: int) -> fold.Episode:
    triaged = draw(DAYS)
    length = draw(st.none() | st.integers(0, 60))
    ended = None if length is None else triaged + dt.timedelta(days=length)
    return fold.Episode(
        episode=number,
        person=draw(st.sampled_from(["a", "b"])),
        agency=draw(st.sampled_from(["N1", "N2"])),
        triaged=triaged,
        discharged=ended,
        discharge_reason=draw(st.sampled_from(REASONS)) if ended else None,
        drugs=tuple(draw(st.sampled_from(DRUGS)) for _ in range(3)),
    )


DUCKDB = ibis.duckdb.connect()


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(some_episodes())
def test_duckdb_equals_the_fold(episodes):
    answer = by_engine(ibis.memtable(table(episodes)), DUCKDB.to_pyarrow)
    assert answer == by_fold(episodes)


def test_duckdb_equals_the_fold_on_many_people(many_episodes):
    answer = by_engine(ibis.memtable(table(many_episodes)), DUCKDB.to_pyarrow)
    assert answer == by_fold(many_episodes)


def test_spark_equals_the_fold_on_many_people(many_episodes, tmp_path):
    path = tmp_path / "episodes.parquet"
    pq.write_table(table(many_episodes), path)
    backend = engines.connect("spark")
    answer = by_engine(backend.read_parquet(path), lambda t: to_arrow(backend, t))
    assert answer == by_fold(many_episodes)


def to_arrow(backend, expression):
    """Rows without the way through pandas, which turns whole numbers beside nulls into fractions."""
    return backend._session.sql(backend.compile(expression)).toArrow()
