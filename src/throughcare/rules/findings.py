"""Findings of the rules on a table of rows.

One expression runs on one row, on a provider's file and on the nation.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from throughcare.dataset import Field, Spec
from throughcare.dataset.typed import not_answered, raw_schema, typed

from . import across, history
from .catalogue import catalogue
from .rule import Rule
from .views import FieldView, RecordView, RowView


@dataclass(frozen=True)
class Fault:
    """One way in which a row can be wrong: a rule on a field. Findings carry its place in `faults`."""

    rule: Rule
    field: Field

    @property
    def record(self) -> str:
        """The record that a rejection would leave out."""
        return self.field.record if self.rule.record == "row" else self.rule.record


def faults(spec: Spec, headers: frozenset[str] | None = None) -> list[Fault]:
    """The faults that rules on rows look for in this version.

    `headers`: the columns of the file. A column that is absent is told once for the file (R13), not on each row.
    """
    found = []
    for rule in catalogue():
        if rule.kind == "row" and rule.is_in(spec):
            fields = rule.each(spec) if rule.each else [_shown_at(rule, spec)]
            found += [Fault(rule, f) for f in fields if f is not None]
    if headers is None:
        return found
    return [f for f in found if f.rule.number != "R13" or f.field.header in headers]


def _shown_at(rule: Rule, spec: Spec) -> Field | None:
    return spec.by_header.get(rule.fields[0])


def condition(
    fault: Fault, table: ir.Table, spec: Spec, numbers: dict
) -> ir.BooleanValue:
    """Where the typed rows have this fault."""
    wrong = _wrong(fault, table, spec, numbers)
    return wrong if fault.rule.on_refusals else wrong & _consents(table, spec)


def any_fault(
    looked_for: list[Fault], table: ir.Table, spec: Spec, numbers: dict
) -> ir.BooleanValue:
    """Where the typed rows have any of these faults: consent is asked once, not for each."""
    always, on_consent = [], []
    for fault in looked_for:
        kept = always if fault.rule.on_refusals else on_consent
        kept.append(_wrong(fault, table, spec, numbers))
    some = [_any_of(on_consent) & _consents(table, spec)] if on_consent else []
    return _any_of([*always, *some])


def _wrong(fault: Fault, table: ir.Table, spec: Spec, numbers: dict) -> ir.BooleanValue:
    row = RowView(table, spec)
    given = {"row": row, "field": FieldView(fault.field, spec), "limits": numbers}
    needed = {
        name: given.get(name) or RecordView(table, spec, name)
        for name in fault.rule.needs
    }
    return fault.rule.function(**needed)


def _consents(table: ir.Table, spec: Spec) -> ir.BooleanValue:
    """Everything but a refusal, which is empty by design."""
    return RecordView(table, spec, "episode").consent.fill_null("") != "N"


def typed_rows(spec: Spec, raw: ir.Table) -> ir.Table:
    """The rows that rules look at: typed columns, cleaned texts, and which answers were refused."""
    return typed_fields(spec.columns, raw)


def typed_schema(spec: Spec) -> ibis.Schema:
    """The columns of the typed rows."""
    return typed_rows(spec, ibis.table(raw_schema(spec), name="raw")).schema()


def typed_fields(fields: Sequence[Field], raw: ir.Table) -> ir.Table:
    """The same with `fields` alone read; what the raw table has of others stays as it is."""
    return typed(fields, raw.mutate(not_answered=not_answered(fields, raw)))


def row_findings(
    spec: Spec, raw: ir.Table, looked_for: list[Fault], numbers: dict
) -> ir.Table:
    """Findings of the rules on rows: `line`, `fault` (place in `looked_for`), `value` (the cell's text)."""
    return faults_on_rows(spec, typed_rows(spec, raw), looked_for, numbers)


def faults_on_rows(
    spec: Spec, rows: ir.Table, looked_for: list[Fault], numbers: dict
) -> ir.Table:
    """The same where the rows are typed already."""
    hit = rows.filter(any_fault(looked_for, rows, spec, numbers))
    wrong = [condition(fault, hit, spec, numbers) for fault in looked_for]
    told = [
        ibis.ifelse(where, f"{place}|" + value_shown(fault, hit), None)
        for place, (fault, where) in enumerate(zip(looked_for, wrong))
    ]
    some = ibis.array(told).filter(lambda text: text.notnull())
    each = hit.select("line", told=some.unnest())
    bar = each.told.find("|")
    return each.select(
        "line",
        fault=each.told.substr(0, bar).cast("int32"),
        value=each.told.substr(bar + 1),
    )


def value_shown(fault: Fault, rows: ir.Table) -> ir.StringValue:
    """The text of the cell at fault; for a rule that keeps the rest of a value back, what is left of it."""
    column = fault.field.column if fault.rule.shows_what_is_kept else fault.field.header
    return rows[column].fill_null("")


def _any_of(conditions: list[ir.BooleanValue]) -> ir.BooleanValue:
    """Their disjunction as a balanced tree, which engines parse without deep recursion."""
    if len(conditions) == 1:
        return conditions[0]
    half = len(conditions) // 2
    return _any_of(conditions[:half]) | _any_of(conditions[half:])


def across_rules(spec: Spec, headers: frozenset[str] | None = None) -> list[Rule]:
    """Rules that compare rows with each other, in this version.

    `headers`: the columns of the file. A rule none of whose fields is there says nothing: R13 tells that they are absent.
    """
    found = [r for r in catalogue() if r.kind == "across" and r.is_in(spec)]
    return [r for r in found if headers is None or headers.intersection(r.fields)]


def across_findings(
    rule: Rule,
    spec: Spec,
    rows: ir.Table,
    numbers: dict,
    episodes: ir.Table,
    few: ir.Table | None = None,
) -> ir.Table:
    """Findings of one rule across rows: `line` and `value`.

    `rows`: typed rows, whole for a rule that looks at whole records, else as `compared` gives them, as `few` always is;
    `episodes` as `compared_episodes` gives them.
    """
    given = {
        "rows": rows,
        "compared": rows if few is None else few,
        "episodes": episodes,
        "spec": spec,
        "limits": numbers,
    }
    return rule.function(**{name: given[name] for name in rule.needs})


def looks_at_whole_records(rule: Rule) -> bool:
    """Whether a rule across rows needs every column."""
    return "spec" in rule.needs


def compared(rows: ir.Table, spec: Spec) -> ir.Table:
    """The few columns of the typed rows that the other rules across rows look at."""
    return across.compared(rows, spec)


def compared_episodes(rows: ir.Table, numbers: dict) -> ir.Table:
    """One line for each episode, from the compared rows."""
    return across.episodes(rows, numbers)


def history_rules(spec: Spec) -> list[Rule]:
    """Rules that compare with the last accepted return, in this version."""
    return [r for r in catalogue() if r.kind == "history" and r.is_in(spec)]


def history_findings(
    rule: Rule, now: ir.Table, former: dict[str, ir.Table], numbers: dict
) -> ir.Table:
    """Findings of one rule against the former return: `line` and `value`.

    `now`: as `rows_now` gives it; `former`: the tables of history.FORMER by the kind of record.
    """
    given = {"now": now, "limits": numbers}
    given |= {f"former_{record}": table for record, table in former.items()}
    return rule.function(**{name: given[name] for name in rule.needs})


def rows_now(rows: ir.Table, spec: Spec) -> ir.Table:
    """The few columns of the typed rows that rules on history look at."""
    return history.rows_now(rows, spec)
