"""A small place that several indicators about people in need are tried on."""

import datetime as dt

import pytest

from tests.spec.conftest import DEFAULTS, load

from .asking import inputs_of


@pytest.fixture(scope="module")
def inputs(duckdb_engine, tmp_path_factory):
    """One hundred people in Hartlepool, three in Middlesbrough, all citing opiates."""
    rows = [
        DEFAULTS["episodes"]
        | {
            "episode": n,
            "person": f"p{n}",
            "area": "E06000001" if n <= 100 else "E06000002",
            "region": "North East",
            "triaged": dt.date(2012, 5, 1),
        }
        for n in range(1, 104)
    ]
    folder = tmp_path_factory.mktemp("tables")
    tables = {
        name: load(duckdb_engine, name, listed, folder)
        for name, listed in {"episodes": rows, "modalities": [], "profiles": []}.items()
    }
    return inputs_of(tables, dt.date(2014, 3, 31))
