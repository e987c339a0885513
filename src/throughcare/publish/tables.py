"""Rows as files: CSV, JSON and an accessible workbook. The columns are those of the release."""

import csv
import io
import json

from throughcare.publish import words
from throughcare.publish.figures import COLUMNS, Row

NUMBERS = ("numerator", "denominator", "value", "lower", "upper")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def to_csv(rows: list[dict], columns: tuple[str, ...]) -> str:
    """Rows as CSV. Text that a spreadsheet would take for a formula is made inert."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([inert(row[column]) for column in columns])
    return out.getvalue()


def inert(cell: object) -> object:
    """
    >>> inert("=1+1"), inert(-3)
    ("'=1+1", -3)
    """
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
        return "'" + cell
    return "" if cell is None else cell


def figures_csv(rows: list[Row], evidence: str) -> str:
    """The rows, each with the mark of the weakest part of the definition; no cell of a number is empty."""
    told = [
        row.as_dict()
        | {n: words.cell(row, n) for n in NUMBERS}
        | {"evidence": evidence}
        for row in rows
    ]
    return to_csv(told, (*COLUMNS, "evidence"))


def figures_json(rows: list[Row], about: dict[str, object]) -> str:
    """The rows with what they are: definition, cut and code version."""
    told = about | {"rows": [row.as_dict() for row in rows]}
    return json.dumps(told, ensure_ascii=False, indent=1)
