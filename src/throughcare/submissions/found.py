"""Findings of a return as a reader asks for them: filtered, searched, sorted, and gathered by record."""

from collections.abc import Iterable
from dataclasses import dataclass

from throughcare.warehouse import marks, parquet
from throughcare.warehouse.pseudonym import store_key

from .check import title_of

SORTS = {
    "row": '"row", rule, field, name, value',
    "rule": "strpos('FRXTL', rule[1]), rule, name, \"row\", field, value",
    "field": 'field, "row", rule, name, value',
    "level": """case level when 'reject-file' then 0 when 'reject-record' then 1 when 'reject-field' then 2
        when 'warn' then 3 else 4 end, "row", rule, field, name, value""",
}
"""The orders in which findings can be read; each has a unique last key but for findings that are alike."""
COLUMNS = 'rule, level, "row", field, value, message, name, confirmed'


@dataclass(frozen=True)
class Wanted:
    """Which findings are asked for; an empty part lets everything through. `asked`: open or confirmed.

    Row 0 is about something that is not in the file, row 1 about the header or the file as a whole.
    """

    rule: str = ""
    level: str = ""
    field: str = ""
    text: str = ""
    asked: str = ""
    row: int | None = None

    def where(self) -> tuple[str, list]:
        """A condition with its values."""
        given = {"rule": self.rule, "level": self.level, "field": self.field}
        parts = [f"{name} = ?" for name, value in given.items() if value]
        values = [value for value in given.values() if value]
        if self.row is not None:
            parts.append('"row" = ?')
            values.append(self.row)
        if self.text:
            parts.append(
                "contains(lower(concat_ws(' ', rule, field, value, message, \"row\")), ?)"
            )
            values.append(self.text.lower())
        if self.asked:
            is_confirmed = "confirmed is not null"
            parts.append(
                is_confirmed if self.asked == "confirmed" else f"not {is_confirmed}"
            )
        return " and ".join(parts) or "true", values


ALL = Wanted()


def count(store, id: str, wanted: Wanted = ALL) -> int:
    """How many findings there are."""
    where, values = wanted.where()
    return _rows(store, id, f"select count(*) from {{found}} where {where}", values)[0][
        0
    ]


def next_rejected_row(store, id: str, row: int) -> int | None:
    """The first row after this one with a rejection, if there is one."""
    query = """select min("row") from {found} where "row" > ? and confirmed is null
        and level in ('reject-record', 'reject-field')"""
    return _rows(store, id, query, [row])[0][0]


def findings(store, id: str, wanted: Wanted = ALL, *, sort="row", limit, offset=0):
    """Findings: rule, level, row, field, value, message, title, name, confirmed (by whom, why and when, or None)."""
    where, values = wanted.where()
    order = SORTS[sort]
    query = f"select {COLUMNS} from {{found}} where {where} order by {order} limit ? offset ?"
    return _told(store, id, _rows(store, id, query, [*values, limit, offset]))


def values_of(store, id: str, columns: str, wanted: Wanted = ALL) -> list[tuple]:
    """Some columns of the findings as they are kept, by value."""
    where, values = wanted.where()
    query = f"select {columns} from {{found}} where {where} order by value"
    return _rows(store, id, query, values)


def count_records(store, id: str, wanted: Wanted = ALL) -> int:
    """How many rows of the file have such findings."""
    where, values = wanted.where()
    query = f'select count(distinct "row") from {{found}} where {where}'
    return _rows(store, id, query, values)[0][0]


def by_record(
    store, id: str, wanted: Wanted = ALL, *, limit, offset=0
) -> dict[int, list[dict]]:
    """Findings by the row of the file that they are on, `limit` rows of them."""
    where, values = wanted.where()
    query = f'select distinct "row" from {{found}} where {where} order by 1 limit ? offset ?'
    rows = [r for (r,) in _rows(store, id, query, [*values, limit, offset])]
    if not rows:
        return {}
    listed = ", ".join(str(int(row)) for row in rows)
    query = f'select {COLUMNS} from {{found}} where {where} and "row" in ({listed}) order by {SORTS["row"]}'
    told = _told(store, id, _rows(store, id, query, values))
    return {row: [f for f in told if f["row"] == row] for row in rows}


def fields(store, id: str) -> list[str]:
    """The headers that findings are about."""
    rows = _rows(
        store, id, "select distinct field from {found} where field <> '' order by 1", []
    )
    return [field for (field,) in rows]


def _rows(store, id: str, query: str, values) -> list[tuple]:
    later = store.confirmed_in(id)
    found = marks.with_confirmed(later, store_key(store.path) if later else "")
    path = store.folder(id) / "findings.parquet"
    return parquet.rows(path, query.replace("{found}", f"({found})"), values)


def _told(store, id: str, rows: Iterable[tuple]) -> list[dict]:
    names = ("rule", "level", "row", "field", "value", "message", "name")
    known = {c.id: c.told for c in store.confirmations_for(id)}
    return [
        dict(zip(names, row))
        | {"title": title_of(row[6]), "confirmed": known.get(row[7])}
        for row in rows
    ]
