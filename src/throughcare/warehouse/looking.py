"""Run a plan over a loaded file and keep what it finds."""

import contextlib
import datetime as dt
from pathlib import Path

import duckdb

from .checking import Plan
from .load import Loaded
from .sql import literal, values

SMALL = 20_000
"""Rows up to which a file is small: planning a query costs more than running it."""

KNOWN_CLIENTS = """
    create or replace temp table known_clients (agency varchar, client_id varchar,
        known_first_initial varchar, known_last_initial varchar, known_born date, known_sex varchar)"""


def open_workspace(folder: Path, memory_limit: str | None = None):
    """A DuckDB connection that spills into `folder`."""
    con = duckdb.connect()
    con.execute(f"set temp_directory = {literal(Path(folder) / 'spill')}")
    con.execute("set enable_progress_bar = false")
    if memory_limit:
        con.execute(f"set memory_limit = {literal(memory_limit)}")
    return con


def view_raw(con, loaded: Loaded, plan: Plan, submitted_on: dt.date) -> None:
    """A view `raw` with every column that the plan looks at; what the file has not, or has blank on every row, is null."""
    filled = _filled_columns(con, loaded)
    line = "line" if loaded.has_lines else "file_row_number + 2"
    columns = ", ".join(
        f'"{h}"' if h in filled else f'null::varchar as "{h}"' for h in plan.columns
    )
    con.execute(
        f"""create or replace temp view raw as select {line}::bigint as line, date '{submitted_on}' as submitted_on,
            {columns} from read_parquet({literal(loaded.path)}, file_row_number = true)"""
    )


def _filled_columns(con, loaded: Loaded) -> set[str]:
    """The columns with a value on some row. Rules on a column of nulls alone cost an engine nothing."""
    rows = con.execute(
        f"""select path_in_schema from parquet_metadata({literal(loaded.path)})
            group by 1 having coalesce(sum(stats_null_count), 0) < sum(num_values)"""
    )
    return {row[0] for row in rows.fetchall()}


def know_clients(con, previous: Path | None) -> None:
    """The clients of the last accepted return, for L03; none where there is no such return."""
    con.execute(KNOWN_CLIENTS)
    if previous and Path(previous).exists():
        con.execute(
            f"""insert into known_clients
               select agency, client_id, first_initial, last_initial, born, sex from read_parquet({literal(previous)})"""
        )


def look(con, plan: Plan, rows: int) -> None:
    """Fill the table `found` (line, fault, value): one row a finding, `fault` a place in `plan.looked`."""
    with _without_optimizer(con, rows < SMALL):
        con.execute(f"create or replace temp table found as {plan.row_sql}")
    con.execute(f"create or replace temp table compared_rows as {plan.compared_sql}")
    for fault, sql in plan.across_sql:
        con.execute(f"insert into found select line, {fault}, value from ({sql})")


def describe_findings(con, plan: Plan, on_file: list[tuple]) -> None:
    """The table `findings`: `found` with words, and what the rules on the file found (the same columns)."""
    con.execute(
        """create or replace temp table looked (fault integer, rule varchar, name varchar, level varchar,
               record varchar, field varchar, message varchar)"""
    )
    rows = [
        (n, f.rule, f.name, f.level, f.record, f.field, f.message)
        for n, f in enumerate(plan.looked)
    ]
    con.execute(f"insert into looked values {values(rows)}")
    con.execute(
        """create or replace temp table findings as
           select rule, name, level, record, line as "row", field, value, message from found join looked using (fault)"""
    )
    if on_file:
        con.execute(f"insert into findings values {values(on_file)}")


@contextlib.contextmanager
def _without_optimizer(con, small: bool):
    """Optimising a query of hundreds of conditions takes longer than running it on a small file."""
    if small:
        con.execute("pragma disable_optimizer")
    yield
    con.execute("pragma enable_optimizer")


def agencies(con) -> dict[str, int]:
    """The agency codes on the rows, with the first line of each, most rows first."""
    rows = con.execute(
        """select trim("AGNCY") as agency, min(line) from raw where trim("AGNCY") not in ('', 'NA')
           group by 1 order by count(*) desc, 1"""
    ).fetchall()
    return dict(rows)


def write_findings(con, target: Path) -> None:
    """The findings in the order of the file, as Parquet."""
    con.execute(
        f"""copy (select * from findings order by "row", rule, field, name) to {literal(target)} (format parquet)"""
    )


def summary(con) -> list[tuple[str, str, str, int]]:
    """Rule, name, level and number of findings."""
    return con.execute(
        "select rule, name, level, count(*) from findings group by all order by rule, name"
    ).fetchall()
