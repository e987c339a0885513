"""Run a plan over a loaded file and keep what it finds."""

import contextlib
import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import duckdb

from .cells import view_typed
from .checking import Plan
from .load import Loaded
from .sql import literal, values

SMALL = 20_000
"""Rows up to which a file is small: planning a query costs more than running it."""


@dataclass(frozen=True)
class Former:
    """The last accepted return of a provider and data set: its folder, and the last day that it reported."""

    id: str
    folder: Path
    reported_until: dt.date


def open_workspace(folder: Path, memory_limit: str | None = None):
    """A DuckDB connection that spills into `folder`."""
    con = duckdb.connect()
    con.execute(f"set temp_directory = {literal(Path(folder) / 'spill')}")
    con.execute("set enable_progress_bar = false")
    if memory_limit:
        con.execute(f"set memory_limit = {literal(memory_limit)}")
    return con


def view_raw(con, loaded: Loaded, plan: Plan, submitted_on: dt.date) -> None:
    """A view `raw` with every column that the plan looks at, and `typed_rows`, which reads it.

    What the file has not, or has blank on every row, is null.
    """
    known = loaded.known
    filled = known.filled if known else _filled_columns(con, loaded)
    line = "line" if loaded.has_lines else "file_row_number + 2"
    columns = ", ".join(
        f'"{h}"' if h in filled else f'null::varchar as "{h}"' for h in plan.columns
    )
    con.execute(
        f"""create or replace temp view raw as select {line}::bigint as line, date '{submitted_on}' as submitted_on,
            {columns} from read_parquet({literal(loaded.path)}, file_row_number = true)"""
    )
    view_typed(con, plan.cells, filled, known)


def _filled_columns(con, loaded: Loaded) -> set[str]:
    """The columns with a value on some row. Rules on a column of nulls alone cost an engine nothing."""
    rows = con.execute(
        f"""select path_in_schema from parquet_metadata({literal(loaded.path)})
            group by 1 having coalesce(sum(stats_null_count), 0) < sum(num_values)"""
    )
    return {row[0] for row in rows.fetchall()}


def look_back(con, plan: Plan, former: Former | None) -> None:
    """Add to `found` what the rules against the last accepted return find; nothing where there is none."""
    if former is None:
        return
    for record, columns in FORMER_COLUMNS.items():
        _know(con, former, record, columns)
    con.execute(f"create or replace temp table now_rows as {plan.now_sql}")
    for fault, sql in plan.history_sql:
        con.execute(f"insert into found select line, {fault}, value from ({sql})")


_KEYS = {"agency": "varchar", "client_id": "varchar", "episode_id": "varchar"}
FORMER_COLUMNS = {
    "client": {
        "agency": "varchar",
        "client_id": "varchar",
        "reference": "varchar",
        "first_initial": "varchar",
        "last_initial": "varchar",
        "born": "date",
        "sex": "varchar",
    },
    "episode": _KEYS
    | {
        "consent": "varchar",
        "referred": "date",
        "triaged": "date",
        "discharged": "date",
        "reported_until": "date",
    },
    "modality": _KEYS
    | {"modality_id": "varchar", "referred": "date", "started": "date"},
    "outcome_profile": _KEYS | {"profile_id": "varchar", "completed_on": "date"},
    "time_in_treatment": _KEYS
    | {"time_in_treatment_id": "varchar", "assessed": "date"},
}
"""As in rules/history.py, which this module does not import, because that would import Ibis; a test compares the two."""


def _know(con, former: Former, record: str, columns: dict[str, str]) -> None:
    """The table `former_<record>`, empty or null where the former return has no such record or column."""
    path = Path(former.folder) / f"{record}.parquet"
    there = _columns_of(con, path) if path.exists() else set()
    told = {
        name: name if name in there else f"null::{kind}"
        for name, kind in columns.items()
    }
    if record == "episode":
        told["reported_until"] = f"date '{former.reported_until}'"
    chosen = ", ".join(f"{source} as {name}" for name, source in told.items())
    source = f"read_parquet({literal(path)})" if there else "(select 1) where false"
    con.execute(
        f"create or replace temp table former_{record} as select {chosen} from {source}"
    )


def _columns_of(con, path: Path) -> set[str]:
    rows = con.execute(f"select name from parquet_schema({literal(path)})")
    return {row[0] for row in rows.fetchall()}


def look(con, plan: Plan, rows: int) -> None:
    """Fill the table `found` (line, fault, value): one row a finding, `fault` a place in `plan.looked`."""
    with _without_optimizer(con, rows < SMALL):
        con.execute(f"create or replace temp table found as {plan.row_sql}")
    for name, sql in plan.shared_sql:
        con.execute(f"create or replace temp table {name} as {sql}")
    tell_once(con, plan)
    for fault, sql in plan.across_sql:
        con.execute(f"insert into found select line, {fault}, value from ({sql})")


REPEATED = {
    "client": ("client_agency", "client_client_id"),
    "episode": ("episode_episode_id",),
    "modality": ("modality_modality_id",),
    "outcome_profile": ("outcome_profile_profile_id",),
}
"""The records that rows repeat, and what tells one from another within the record above it."""


TOLD_ONCE = ("R13",)
"""Rules that tell of a record once, on the first of its rows, as long as they do not reject."""


def tell_once(con, plan: Plan) -> None:
    """What is blank in a record that several rows repeat is told once."""
    warned = {
        record: [
            n
            for n, f in enumerate(plan.looked)
            if f.record == record and f.rule in TOLD_ONCE and "reject" not in f.level
        ]
        for record in REPEATED
    }
    keys = _keys_by_fault(warned)
    con.execute(
        f"""create or replace temp table found as select f.* from found f join compared_rows using (line)
            qualify case when fault in ({_listed(sum(warned.values(), []))}) and client_agency is not null
            and client_client_id is not null and episode_episode_id is not null then row_number() over (partition by fault, {keys} order by line) else 1 end = 1"""
    )


def _keys_by_fault(warned: dict[str, list[int]]) -> str:
    """The key of the record that a fault is on, as columns to part by: the keys of records below it are left out."""
    told = ["client_agency", "client_client_id"]
    below = {
        "episode": [f for r, faults in warned.items() if r != "client" for f in faults],
        "modality": warned["modality"],
        "outcome_profile": warned["outcome_profile"],
    }
    told += [
        f"case when fault in ({_listed(faults)}) then coalesce({REPEATED[record][0]}, line::varchar) end"
        for record, faults in below.items()
    ]
    return ", ".join(told)


def _listed(faults: list[int]) -> str:
    return ", ".join(map(str, faults)) or "null"


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


SOFTWARE = "CMSID"
"""The header of the item that names the software and its version."""


def software(con, plan: Plan) -> dict[str, int]:
    """The software that the rows say made them, with its number of rows, most rows first.

    Empty where the data set does not ask for it, which it does from version M on (memory).
    """
    if SOFTWARE not in plan.columns:
        return {}
    rows = con.execute(
        f"""select trim("{SOFTWARE}") as named, count(*) from raw where named not in ('', 'NA')
            group by 1 order by 2 desc, 1"""
    ).fetchall()
    return dict(rows)


def take_findings(con, kept: Path) -> None:
    """The table `findings` from findings that were kept."""
    con.execute(
        f"create or replace temp table findings as select * from read_parquet({literal(kept)})"
    )


def write_findings(con, target: Path) -> None:
    """The findings in the order of the file, as Parquet."""
    con.execute(
        f"""copy (select * from findings order by "row", rule, field, name) to {literal(target)} (format parquet)"""
    )


def summary(con) -> list[tuple[str, str, str, int, int]]:
    """Rule, name, level, number of findings, and how many of these are confirmed."""
    return con.execute(
        "select rule, name, level, count(*), count(confirmed) from findings group by all order by rule, name"
    ).fetchall()
