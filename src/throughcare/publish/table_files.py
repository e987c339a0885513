"""A table of a page as a file at the same address: CSV, JSON, ODS or XLSX. In all but JSON no cell is empty."""

from throughcare.publish import tables, words, workbooks

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Forms of a file, and what a browser is told that they are."""


def made(
    rows: list[dict], columns: tuple[str, ...], about: dict[str, object], form: str
) -> str | bytes:
    """The rows in a form. `about` says what they are: title, cut, cut_hash, code_version, and what else is known."""
    if form == "json":
        return tables.to_json(rows, about)
    lines = [_line(row, columns) for row in rows]
    if form == "csv":
        told = [dict(zip(columns, line, strict=True)) for line in lines]
        return tables.to_csv(told, columns)
    lines = [[tables.inert(cell) for cell in line] for line in lines]
    write = {"ods": workbooks.sheet_ods, "xlsx": workbooks.sheet_xlsx}[form]
    return write(columns, lines or [[words.NOT_AVAILABLE] * len(columns)], about)


def _line(row: dict, columns: tuple[str, ...]) -> list[object]:
    empty = words.CONFIDENTIAL if row.get("suppressed") else words.NOT_APPLICABLE
    return [empty if row[c] is None or row[c] == "" else row[c] for c in columns]
