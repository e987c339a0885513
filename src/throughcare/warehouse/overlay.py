"""Corrected values laid over the raw rows of a return, and one of these rows by its line."""

from collections.abc import Mapping
from dataclasses import replace

from .load import Loaded
from .sql import literal, name, values

FIRST_LINE = 2
"""The line of the first row, where lines follow from the order."""


def lay_over(con, loaded: Loaded, cells: Mapping[tuple[int, str], str]) -> Loaded:
    """The raw table with `cells` (by line and header) in place of what was sent; a header that is absent is added."""
    if not cells:
        return loaded
    target = loaded.path.with_name("corrected.parquet")
    there = columns_of(con, loaded)
    headers = sorted({header for _, header in cells})
    kept = ", ".join(_value(h, cells, h in there) for h in headers)
    rest = ", ".join(name(h) for h in there if h not in {*headers, "file_row_number"})
    con.execute(
        f"""copy (select {", ".join(filter(None, [rest, kept]))} from {rows_with_lines(loaded)} order by file_row_number)
            to {literal(target)} (format parquet)"""
    )
    return replace(loaded, path=target, known=None)


def _value(header: str, cells: Mapping, is_there: bool) -> str:
    before = name(header) if is_there else "null::varchar"
    given = [(line, text) for (line, h), text in cells.items() if h == header]
    chosen = f"select v from (values {values(given)}) c(l, v) where l = line_of_row"
    lines = ", ".join(str(int(line)) for line, _ in given)
    return f"case when line_of_row in ({lines}) then ({chosen}) else {before} end as {name(header)}"


def row(con, loaded: Loaded, line: int) -> dict[str, str] | None:
    """The cells of one line as text by header; None where there is no such row."""
    found = con.execute(
        f"select * exclude (file_row_number, line_of_row) from {rows_with_lines(loaded)} where line_of_row = ?",
        [line],
    )
    headers = [column[0] for column in found.description]
    cells = found.fetchone()
    if cells is None:
        return None
    told = dict(zip(headers, cells, strict=True))
    return {h: v or "" for h, v in told.items() if h != "line"}


def columns_of(con, loaded: Loaded) -> list[str]:
    rows = con.execute(f"describe select * from read_parquet({literal(loaded.path)})")
    return [told[0] for told in rows.fetchall()]


def rows_with_lines(loaded: Loaded) -> str:
    line = "line" if loaded.has_lines else f"file_row_number + {FIRST_LINE}"
    return f"(select *, ({line})::bigint as line_of_row from read_parquet({literal(loaded.path)}, file_row_number = true))"
