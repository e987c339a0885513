"""Validation of a return by the real path, against DuckDB's bare read of the same file."""

import datetime as dt
from math import log
from pathlib import Path

from .files import return_of
from .measuring import alternating, job, peak, seconds
from .result import Result

SUBMITTED_ON = dt.date(2013, 4, 15)
TARGETS = {1_000_000: 3.0}
"""The highest ratio, by rows."""
MEMORY_MB = 2000
GROWTH = 1.1
"""The highest exponent e where n times as many rows take n**e times as long."""
BARE = "all_varchar = true, header = true"


def checked(path: str):
    """The work of a check: findings as a table, counted by rule."""
    from throughcare.submissions.check import check

    def work():
        with check(Path(path), submitted_on=SUBMITTED_ON) as found:
            return {"rows": found.loaded.rows, "findings": sum(found.counts.values())}

    return work


def read_into_memory(path: str):
    """The bare read: every column as text into a table."""
    import duckdb

    con = duckdb.connect()
    sql = f"create table bare as select * from read_csv('{path}', {BARE})"
    return lambda: con.execute(sql).fetchone()[0]


def read_and_forgotten(path: str):
    """The barest read: every column parsed, the largest value of each kept."""
    import duckdb

    con = duckdb.connect()
    sql = f"select max(columns(*)) from read_csv('{path}', {BARE})"
    return lambda: len(con.execute(sql).fetchone())


def checked_in_1_gb(path: str):
    """The work of a check with a limit on the engine's memory."""
    from throughcare.warehouse import looking

    unlimited = looking.open_workspace
    looking.open_workspace = lambda folder: unlimited(folder, "1GB")
    return checked(path)


def measure(rows: int, times: int) -> list[Result]:
    """Two results: against each of the two bare reads."""
    path = return_of(rows)
    check, into, forgotten = alternating(
        times,
        *(
            lambda what=what: job(f"bench.validation:{what}", path)
            for what in ("checked", "read_into_memory", "read_and_forgotten")
        ),
    )
    spent, held = seconds(check), peak(check)
    of = f"{check[0].answer['rows']:,} rows, {path.stat().st_size / 1e6:,.0f} MB"
    return [
        Result(
            f"validation_{rows}",
            spent / seconds(into),
            spent,
            held,
            f"create table as select * from read_csv, all text ({seconds(into):.2f} s; {of})",
            TARGETS.get(rows),
            MEMORY_MB,
        ),
        Result(
            f"validation_{rows}_barest",
            spent / seconds(forgotten),
            spent,
            held,
            f"select max(columns(*)) from read_csv, all text ({seconds(forgotten):.2f} s; {of})",
        ),
    ]


def measure_growth(sizes: tuple[int, ...], times: int) -> list[Result]:
    """For each step from one size to the next: how time grows with rows, as an exponent."""
    runs = alternating(
        times,
        *(
            lambda rows=rows: job("bench.validation:checked", return_of(rows))
            for rows in sizes
        ),
    )
    spent = [seconds(run) for run in runs]
    return [
        Result(
            f"validation_growth_{less}_to_{more}",
            log(spent[place + 1] / spent[place]) / log(more / less),
            spent[place + 1],
            peak(runs[place + 1]),
            f"exponent, 1 where time grows as rows do ({less:,} rows: {spent[place]:.2f} s)",
            GROWTH,
        )
        for place, (less, more) in enumerate(zip(sizes, sizes[1:]))
    ]


def measure_in_1_gb(rows: int) -> list[Result]:
    """A check with the engine held to 1 GB, against the same without a limit."""
    path = return_of(rows)
    held = job("bench.validation:checked_in_1_gb", path)
    free = job("bench.validation:checked", path)
    return [
        Result(
            f"validation_{rows}_in_1_gb",
            held.seconds / free.seconds,
            held.seconds,
            held.peak_mb,
            f"the same without a limit ({free.seconds:.1f} s, {free.peak_mb:.0f} MB)",
            None,
            MEMORY_MB,
        )
    ]
