"""Literals for DuckDB. Binding parameters would import pandas, which takes longer than checking a small file."""

from collections.abc import Iterable


def literal(value: object) -> str:
    """A value as SQL: text in quotes with inner quotes doubled, numbers as they are, None as null."""
    if value is None:
        return "null"
    if isinstance(value, int):
        return str(int(value))
    return "'" + str(value).replace("'", "''") + "'"


def name(text: str) -> str:
    """A column name in double quotes."""
    return '"' + text.replace('"', '""') + '"'


def values(rows: Iterable[tuple]) -> str:
    """Rows for `insert into ... values`."""
    return ", ".join("(" + ", ".join(literal(v) for v in row) + ")" for row in rows)
