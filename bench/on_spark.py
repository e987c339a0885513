"""Whether Spark finds what DuckDB finds, row by row: `python -m bench.on_spark [ROWS]`.

The rules on rows and across rows run on both engines over the same file. Prints how many findings each has and how many only
one of them has; ends with 1 where they differ.
"""

import sys
import tempfile
from pathlib import Path

from throughcare.dataset import Spec
from throughcare.dataset import form as file_form
from throughcare.rules import findings
from throughcare.rules.catalogue import limits
from throughcare.warehouse import engines, looking
from throughcare.warehouse.checking import plan
from throughcare.warehouse.load import load

from .files import return_of
from .validation import SUBMITTED_ON

SPEC = Spec.at("H")


def main(rows: int = 1_000_000) -> int:
    with tempfile.TemporaryDirectory(prefix="throughcare-bench-") as folder:
        con = looking.open_workspace(Path(folder))
        headers = _find_on_duckdb(con, return_of(rows), Path(folder))
        print(f"DuckDB: {_count(con, 'found'):,} findings on {rows:,} rows", flush=True)
        for told in _find_on_spark(Path(folder) / "rows.parquet", headers, folder):
            con.register("told", told)
            con.execute("create table if not exists other as from told where false")
            con.execute("insert into other select line, fault, value from told")
        print(f"Spark: {_count(con, 'other'):,} findings")
        only = [_count(con, _difference(*both)) for both in (NAMES, NAMES[::-1])]
        print(f"Only on DuckDB: {only[0]:,}. Only on Spark: {only[1]:,}.")
        print("different" if any(only) else "equal")
    return 1 if any(only) else 0


NAMES = ("found", "other")


def _difference(one: str, other: str) -> str:
    told = "select line::bigint, fault::int, value from"
    return f"({told} {one} except all {told} {other})"


def _count(con, table: str) -> int:
    return con.execute(f"select count(*) from {table}").fetchone()[0]


def _find_on_duckdb(con, path: Path, folder: Path) -> frozenset[str]:
    """The table `found` by the real path, without what is told once; and the raw rows in rows.parquet."""
    form = file_form.inspect(path)
    headers = frozenset(form.header)
    made = plan(SPEC.slug, headers, SUBMITTED_ON)
    looking.view_raw(con, load(con, form, folder), made, SUBMITTED_ON)
    con.execute(f"copy (from raw) to '{folder / 'rows.parquet'}' (format parquet)")
    con.execute(f"create table found as {made.row_sql}")
    for name, sql in made.shared_sql:
        con.execute(f"create table {name} as {sql}")
    for fault, sql in made.across_sql:
        con.execute(f"insert into found select line, {fault}, value from ({sql})")
    return headers


def _find_on_spark(rows: Path, headers: frozenset[str], folder: str):
    """Findings as Arrow tables of line, fault and value."""
    spark = engines.connect("spark", folder=folder)
    raw, numbers = spark.read_parquet(rows), limits(SUBMITTED_ON)
    looked_for = findings.faults(SPEC, headers)
    yield _fetched(spark, findings.row_findings(SPEC, raw, looked_for, numbers))
    whole = findings.typed_rows(SPEC, raw)
    few = findings.compared(whole, SPEC).cache()
    episodes = findings.compared_episodes(few, numbers).cache()
    rules = findings.across_rules(SPEC, headers)
    for fault, rule in enumerate(rules, start=len(looked_for)):
        some = whole if findings.looks_at_whole_records(rule) else few
        told = findings.across_findings(rule, SPEC, some, numbers, episodes, few)
        yield _fetched(spark, told.mutate(fault=fault))
    spark.disconnect()


def _fetched(spark, table):
    """Not through pandas, which makes fractions of whole numbers beside nulls."""
    told = table.select("line", "fault", "value")
    return spark._session.sql(spark.compile(told)).toArrow()


if __name__ == "__main__":
    raise SystemExit(main(*map(int, sys.argv[1:])))
