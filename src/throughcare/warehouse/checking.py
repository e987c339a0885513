"""Rules on a raw table, on DuckDB: compiled once to SQL, kept on disk, run in bulk.

Building and compiling the Ibis expression of all rules takes longer than running it on a small file. So the text
of the query is kept in the user's cache folder under a key made of everything it depends on, and `throughcare
check` starts without importing Ibis at all.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cache

import duckdb

from . import kept
from .cells import TYPED_ROWS, Cell, cells
from .kept import PACKAGE

SOURCES = (
    "dataset",
    "rules",
    "parameters",
    "dates.py",
    "warehouse/checking.py",
    "warehouse/cells.py",
)


@dataclass(frozen=True)
class Looked:
    """What a fault in a plan is: the rule's number and name, its level in force, where it shows, what it says."""

    rule: str
    name: str
    level: str
    record: str
    field: str
    message: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """The compiled rules of one version: SQL over the typed rows, and what the fault numbers mean.

    `cells` says how each column is read; `typed_sql` gives the typed rows, `shared_sql` by name the tables that `across_sql` reads; `file_levels` the levels of the rules on the file, by name; `absent` the headers
    of expected columns that the file has not.
    """

    columns: tuple[str, ...]
    cells: tuple[Cell, ...]
    looked: tuple[Looked, ...]
    row_sql: str
    across_sql: tuple[tuple[int, str], ...]
    typed_sql: str
    shared_sql: tuple[tuple[str, str], ...]
    now_sql: str
    history_sql: tuple[tuple[int, str], ...]
    file_levels: dict[str, str]
    absent: tuple[str, ...]


def plan(letter: str, headers: frozenset[str], day: dt.date) -> Plan:
    """The plan for a version, the columns of a file and the day whose parameters are in force."""
    parts = (letter, *sorted(headers), _parameters_as_at(day))
    key = kept.key(*parts, sources=SOURCES, libraries=(duckdb.__version__,))
    try:
        return _thaw(kept.read(key) or {})
    except KeyError:
        made = _compile(letter, headers, day)
        kept.write(key, _freeze(made))
        return made


def _freeze(made: Plan) -> dict:
    return made.__dict__ | {
        name: [list(vars(part).values()) for part in getattr(made, name)]
        for name in ("looked", "cells")
    }


def _thaw(told: dict) -> Plan:
    return Plan(
        columns=tuple(told["columns"]),
        cells=tuple(Cell(*c) for c in told["cells"]),
        looked=tuple(Looked(*f) for f in told["looked"]),
        row_sql=told["row_sql"],
        across_sql=tuple((n, sql) for n, sql in told["across_sql"]),
        typed_sql=told["typed_sql"],
        shared_sql=tuple((name, sql) for name, sql in told["shared_sql"]),
        now_sql=told["now_sql"],
        history_sql=tuple((n, sql) for n, sql in told["history_sql"]),
        file_levels=told["file_levels"],
        absent=tuple(told["absent"]),
    )


def _parameters_as_at(day: dt.date) -> str:
    """Which dated values are in force: the number of starts up to `day`, which changes only on such a start."""
    starts = _starts()
    return str(sum(1 for start in starts if start <= day.isoformat()))


@cache
def _starts() -> tuple[str, ...]:
    import re

    found = set()
    for folder in ("rules", "limits", "waiting_times", "journeys", "indicators"):
        for path in (PACKAGE / "parameters" / folder).glob("*.yaml"):
            found |= set(
                re.findall(r"^\s+(\d{4}-\d\d-\d\d):", path.read_text(), re.MULTILINE)
            )
    return tuple(sorted(found))


def _compile(letter: str, headers: frozenset[str], day: dt.date) -> Plan:
    import ibis

    from throughcare.dataset import Spec
    from throughcare.rules import findings
    from throughcare.rules.catalogue import catalogue, level, limits
    from throughcare.rules.every_field import expected_fields

    spec = Spec.at(letter)
    whole = ibis.table(findings.typed_schema(spec), name=TYPED_ROWS)
    numbers = limits(day)
    faults = findings.faults(spec, headers)
    across = findings.across_rules(spec, headers)
    row_sql = as_sql(findings.faults_on_rows(spec, whole, faults, numbers))
    few = findings.compared(whole, spec)
    kept = ibis.table(few.schema(), name="compared_rows")
    summed = findings.compared_episodes(kept, numbers)
    episodes = ibis.table(summed.schema(), name="compared_episodes")
    across_sql = tuple(
        (
            len(faults) + place,
            as_sql(findings.across_findings(rule, spec, rows, numbers, episodes, kept)),
        )
        for place, rule in enumerate(across)
        for rows in [whole if findings.looks_at_whole_records(rule) else kept]
    )
    looked = [as_looked(f.rule, f.record, f.field.header, day) for f in faults]
    looked += [as_looked(rule, rule.record, rule.fields[0], day) for rule in across]
    history_sql = _history(spec, whole, numbers, len(looked))
    on_history = findings.history_rules(spec)
    looked += [as_looked(r, r.record, r.fields[0], day) for r in on_history]
    on_file = [rule for rule in catalogue() if rule.kind == "file"]
    return Plan(
        columns=tuple(field.header for field in spec.columns),
        cells=cells(spec),
        looked=tuple(looked),
        row_sql=row_sql,
        across_sql=across_sql,
        typed_sql=f"select * from {TYPED_ROWS}",
        shared_sql=(
            ("compared_rows", as_sql(few)),
            ("compared_episodes", as_sql(summed)),
        ),
        now_sql=as_sql(findings.rows_now(whole, spec)),
        history_sql=history_sql,
        file_levels={rule.name: level(rule, day) for rule in on_file},
        absent=tuple(
            field.header
            for field in expected_fields(spec)
            if field.header in spec.layout and field.header not in headers
        ),
    )


def _history(spec, whole, numbers: dict, first: int) -> tuple[tuple[int, str], ...]:
    """Rules against the former return, as SQL over `now_rows` and `former_<record>`, numbered from `first`."""
    import ibis

    from throughcare.rules import findings
    from throughcare.rules.history import FORMER

    now = ibis.table(findings.rows_now(whole, spec).schema(), name="now_rows")
    former = {
        record: ibis.table(schema, name=f"former_{record}")
        for record, schema in FORMER.items()
    }
    return tuple(
        (place, as_sql(findings.history_findings(rule, now, former, numbers)))
        for place, rule in enumerate(findings.history_rules(spec), start=first)
    )


def as_looked(rule, record: str, header: str, day: dt.date) -> Looked:
    from throughcare.rules.catalogue import level

    return Looked(
        rule.number,
        rule.name,
        level(rule, day),
        record,
        header,
        rule.message(header),
        rule.fields,
    )


def as_sql(expression) -> str:
    """The text of a query, in which lists are looked through by a function.

    The engine computes a function once for each distinct value of a column, but `in` for every row.
    """
    import ibis
    import sqlglot
    from sqlglot import expressions

    query = sqlglot.parse_one(
        str(ibis.to_sql(expression, dialect="duckdb")), dialect="duckdb"
    )
    for test in list(query.find_all(expressions.In)):
        listed = expressions.Array(expressions=test.expressions)
        if test.expressions:
            test.replace(expressions.ArrayContains(this=listed, expression=test.this))
    return query.sql(dialect="duckdb")
