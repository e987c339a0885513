"""How indicators read a cut: what several of them need is computed once; on DuckDB compiled text is kept on disk.

The SQL of a figure depends on the definitions, the parameters, the period and the form of the tables, not on their
rows. So it is compiled once an installation, and the next time no expression is built at all.
"""

import hashlib
from collections.abc import Hashable

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow as pa
import sqlglot
from ibis.backends import BaseBackend
from ibis.expr.operations import DatabaseTable

from throughcare.indicators import Inputs
from throughcare.indicators.inputs import Make, Reading

from . import kept

SOURCES = (
    "indicators",
    "journeys",
    "outcomes",
    "parameters",
    "dates.py",
    "warehouse/reading.py",
)
LIBRARIES = (ibis.__version__, sqlglot.__version__, duckdb.__version__)


def reading_of(backend: BaseBackend) -> Reading:
    """The way for an engine; keep it as long as the connection, for it remembers what was computed on it."""
    return OnSpark() if backend.name == "pyspark" else OnDuckDB(backend)


class OnSpark(Reading):
    """What several indicators read is cached by the engine."""

    def __init__(self):
        self._made: dict[Hashable, ir.Table] = {}

    def once(self, inputs: Inputs, name: str, make: Make) -> ir.Table:
        known = (name, *_identity(inputs))
        if known not in self._made:
            self._made[known] = make().cache()
        return self._made[known]


class OnDuckDB(Reading):
    """What several indicators read is a temporary table; its SQL and that of each figure are kept."""

    def __init__(self, backend: BaseBackend):
        self._backend = backend
        self._steps: dict[Hashable, dict[str, str]] = {}
        self._present: set[str] = set()
        self._noted: dict[str, str] = {}

    def once(self, inputs: Inputs, name: str, make: Make) -> ir.Table:
        known = (name, *_identity(inputs))
        if known not in self._steps:
            self._steps[known] = self._compiled(known, make)
        steps = self._steps[known]
        self._noted |= steps
        self._run(steps)
        return self._backend.table(list(steps)[-1])

    def _compiled(self, known: tuple[Hashable, ...], make: Make) -> dict[str, str]:
        """The tables to be made in turn, as SQL by name: those it needs, and last its own."""
        outer, self._noted = self._noted, {}
        sql = self._backend.compile(make())
        name = self._named(known)
        steps, self._noted = self._noted | {name: sql}, outer
        return steps

    def _named(self, known: tuple[Hashable, ...]) -> str:
        """The same in every process where the inputs are simply tables, for kept SQL names it."""
        if all(isinstance(part, str) for part in known):
            return "once_" + hashlib.sha256("\n".join(known).encode()).hexdigest()[:16]
        return f"once_{len(self._steps)}"

    def _run(self, steps: dict[str, str]) -> None:
        for name, sql in steps.items():
            if name not in self._present:
                self._backend.raw_sql(f'create or replace temp table "{name}" as {sql}')
                self._present.add(name)

    def rows(self, inputs: Inputs, name: str, make: Make) -> pa.Table:
        plan = self._plan(inputs, name, make)
        self._run(plan["steps"])
        return self._backend.con.execute(plan["sql"]).to_arrow_table()

    def _plan(self, inputs: Inputs, name: str, make: Make) -> dict:
        told = _told(inputs)
        if not told:
            return self._make(make)
        key = kept.key(name, *told, sources=SOURCES, libraries=LIBRARIES)
        plan = kept.read(key)
        if not plan:
            plan = self._make(make)
            kept.write(key, plan)
        return plan

    def _make(self, make: Make) -> dict:
        self._noted = {}
        sql = self._backend.compile(make())
        return {"steps": self._noted, "sql": sql}


def _identity(inputs: Inputs) -> tuple[Hashable, ...]:
    """What tells the tables of one connection from others, also where they are expressions."""
    told = _told(inputs)
    return told or (inputs.as_of, *[table.op() for table in inputs.tables])


def _told(inputs: Inputs) -> tuple[str, ...]:
    """All that SQL over the inputs depends on, in words; empty where one of them is not simply a table."""
    tables = [table.op() for table in inputs.tables]
    if not all(isinstance(table, DatabaseTable) for table in tables):
        return ()
    forms = [f"{t.name}: {dict(t.schema.items())}" for t in tables]
    return (inputs.as_of.isoformat(), *forms)
