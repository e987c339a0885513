"""Rows of a Parquet file by a query, for those who know no engine."""

import os
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import duckdb

BATCH = 10_000


def _connection() -> duckdb.DuckDBPyConnection:
    """A connection of its own to the one engine of this process: opening an engine costs more than most questions."""
    return _engine(os.getpid()).cursor()


@cache
def _engine(process: int) -> duckdb.DuckDBPyConnection:
    """`process` keeps a forked child from its parent's engine. Nothing of a file is kept: files are replaced."""
    return duckdb.connect(config={"threads": 1, "enable_external_file_cache": False})


def rows(path: Path, query: str, values: Sequence = ()) -> list[tuple]:
    """All rows of `query`, in which `{file}` stands for the file and each `?` for one of `values`."""
    with _connection() as con:
        return con.execute(_filled(path, query), list(values)).fetchall()


def count(path: Path) -> int:
    """How many rows a file has."""
    return rows(path, "select count(*) from {file}")[0][0]


def stream(path: Path, query: str) -> Iterator[tuple]:
    """The rows of `query` a batch at a time."""
    with _connection() as con:
        cursor = con.execute(_filled(path, query))
        while batch := cursor.fetchmany(BATCH):
            yield from batch


def _filled(path: Path, query: str) -> str:
    name = str(path).replace("'", "''")
    return query.format(file=f"read_parquet('{name}')")
