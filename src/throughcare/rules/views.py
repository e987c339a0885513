"""The records of a row, as a rule sees them: `episode.triaged`, `modality.ended`, `row.submitted_on`."""

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from throughcare.dataset import Field, Spec
from throughcare.dataset.spec import RECORDS, all_fields
from throughcare.dataset.typed import TYPES, is_present


@dataclass(frozen=True)
class FieldView:
    """A field together with the codes that this version allows for it."""

    field: Field
    spec: Spec

    def __getattr__(self, name: str):
        return getattr(self.field, name)

    @property
    def allowed(self) -> list[str]:
        return [code.code for code in self.spec.codes(self.field.codes)]


class RecordView:
    """One record of the typed rows: its fields are attributes, their texts are `text(name)`.

    A field that this version does not have reads as null, so that a rule need not ask.
    """

    def __init__(self, table: ir.Table, spec: Spec, record: str):
        self._table, self._spec, self._record = table, spec, record

    def __getattr__(self, name: str) -> ir.Value:
        column = f"{self._record}_{name}"
        if column in self._spec.by_column:
            return self._table[column]
        return _absent(_type_of(self._record, name))

    def text(self, name: str) -> ir.StringValue:
        """The cell as it stood in the file, blank already null."""
        field = self._spec.by_column.get(f"{self._record}_{name}")
        return self._table[field.header] if field else _absent("string")


def _absent(kind: str) -> ir.Value:
    """A null that compares like one: Ibis reads `== null literal` as `is null`."""
    return ibis.coalesce(ibis.null(kind), ibis.null(kind))


def _type_of(record: str, name: str) -> str:
    for field in all_fields():
        if (field.record, field.name) == (record, name):
            return TYPES[field.type]
    raise AttributeError(f"The data set has no item {name!r} in {record}.")


class RowView:
    """The row itself: its records, and the text and value of any field."""

    def __init__(self, table: ir.Table, spec: Spec):
        self.table, self.spec = table, spec
        for record in RECORDS:
            setattr(self, record, RecordView(table, spec, record))

    @property
    def submitted_on(self) -> ir.DateValue:
        return self.table.submitted_on

    @property
    def not_answered(self) -> ir.StringValue:
        return self.table.not_answered

    def value(self, field: Field) -> ir.Value:
        return self.table[field.column]

    def text(self, field: Field) -> ir.StringValue:
        return self.table[field.header]

    def has(self, record: str) -> ir.BooleanValue:
        """Whether the row carries `record`."""
        return is_present(self.spec, self.table, record)
