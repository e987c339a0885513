"""The rules that a form touches, on one record, within the time of a keystroke.

The same rules as on a file, with the same words. What a rule needs is parsed, everything else is left alone, and the
query is planned once: a check only fills in the values. A blank is sent as empty text, because a null would have
the engine plan anew.
"""

import datetime as dt
import threading
from collections.abc import Iterable, Mapping
from dataclasses import replace

import duckdb
import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir

from throughcare.dataset import Field, Spec
from throughcare.rules import findings
from throughcare.rules.catalogue import limits
from throughcare.rules.findings import Fault

from .checking import as_looked
from .sql import literal, name


class UnknownField(ValueError):
    """A header that the version does not have."""


class Form:
    """The fields that a form shows, in one version, with the rules in force on `day`.

    A rule belongs to the form when all its fields stand on it; it may look at any value of the record. Rules across
    rows and rules on files are no part of it. Several threads may share a form; they take turns.
    """

    def __init__(
        self,
        version: str,
        fields: Iterable[str],
        day: dt.date,
        changed_levels: Mapping[str, str] | None = None,
    ):
        """`changed_levels`: levels that an operator has changed, by the rule's name."""
        changed = changed_levels or {}
        self.spec = Spec.at(version)
        self._refuse_unknown(fields)
        self.faults = faults_on(self.spec, frozenset(fields))
        looked = [as_looked(f.rule, f.record, f.field.header, day) for f in self.faults]
        self.looked = [replace(f, level=changed.get(f.name, f.level)) for f in looked]
        numbers = limits(day)
        read = _fields_read(self.spec, self.faults, numbers)
        self.needs = tuple(field.header for field in read)
        asked = _told(_rows(read), self.spec, self.faults, numbers)
        self._lock = threading.Lock()
        self._con = _connection()
        self._con.execute(f"prepare look as {_over_parameters(asked, self.needs)}")

    def check(self, values: Mapping[str, str], submitted_on: dt.date) -> list[dict]:
        """Findings on one record: rule, level, field, value, message, in the order of rules and fields.

        `values`: text by national header; what is not there is blank. `submitted_on`: the day that no event may follow.
        """
        self._refuse_unknown(values)
        cells = [literal(values.get(header) or "") for header in self.needs]
        asked = ", ".join([f"date {literal(submitted_on)}", *cells])
        with self._lock:
            told = self._con.execute(f"execute look({asked})").fetchone()
        found = [(f, value) for f, value in zip(self.looked, told) if value is not None]
        found.sort(key=lambda pair: (pair[0].rule, pair[0].field, pair[0].name))
        return [
            {
                "rule": fault.rule,
                "level": fault.level,
                "field": fault.field,
                "value": value,
                "message": fault.message,
            }
            for fault, value in found
        ]

    def _refuse_unknown(self, headers: Iterable[str]) -> None:
        unknown = sorted(set(headers) - set(self.spec.by_header))
        if unknown:
            raise UnknownField(
                f"Version {self.spec.letter} has no column {', '.join(unknown)}."
            )


def faults_on(spec: Spec, headers: frozenset[str]) -> list[Fault]:
    """The faults of rules on rows all of whose fields, in this version, are among `headers`."""
    return [
        fault
        for fault in findings.faults(spec)
        if fault.field.header in headers
        and (fault.rule.each or headers >= set(fault.rule.fields) & set(spec.by_header))
    ]


def _rows(fields: tuple[Field, ...]) -> ir.Table:
    """Typed rows over a table `raw` of nothing but what is needed."""
    text = {field.header: "string" for field in fields}
    raw = ibis.table({"submitted_on": "date"} | text, name="raw")
    return findings.typed_fields(fields, raw)


def _told(rows: ir.Table, spec: Spec, faults: list[Fault], numbers: dict) -> ir.Table:
    """One column a fault: the text of the cell where it is at fault, else null."""
    told = {
        f"fault_{place}": ibis.ifelse(
            findings.condition(fault, rows, spec, numbers),
            findings.value_shown(fault, rows),
            ibis.null("string"),
        )
        for place, fault in enumerate(faults)
    }
    return rows.select(**told)


def _fields_read(spec: Spec, faults: list[Fault], numbers: dict) -> tuple[Field, ...]:
    """The fields whose text or value the rules look at."""
    rows = _rows(spec.columns)
    told = _told(rows, spec, faults, numbers).op().values.values()
    columns = [column for value in told for column in value.find(ops.Field)]
    read = {column.name for column in columns if column.rel == rows.op()}
    return tuple(f for f in spec.columns if read & {f.header, f.column})


def _over_parameters(asked: ir.Table, needs: tuple[str, ...]) -> str:
    """The query over one row of parameters: the day of sending, then the texts of `needs`."""
    columns = "".join(
        f", ${place}::varchar as {name(header)}"
        for place, header in enumerate(needs, start=2)
    )
    row = f"(select $1::date as submitted_on{columns})"
    return str(ibis.to_sql(asked, dialect="duckdb")).replace('"raw"', row)


def _connection() -> duckdb.DuckDBPyConnection:
    """For one row, optimising and sharing out the work take longer than the work."""
    con = duckdb.connect(config={"threads": 1})
    con.execute("pragma disable_optimizer")
    return con
