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
    writer.writerows([inert(row[column]) for column in columns] for row in rows)
    return out.getvalue()


def inert(cell: object) -> object:
    """
    >>> inert("=1+1"), inert(-3)
    ("'=1+1", -3)
    """
    if isinstance(cell, float):
        return cell
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
        return "'" + cell
    return "" if cell is None else cell


def figures_csv(rows: list[Row], evidence: str) -> str:
    """The rows, each with the mark of the weakest part of the definition; no cell of a number is empty."""
    mark = {"evidence": evidence}
    told = [row.as_dict() | _numbers(row) | mark for row in rows]
    return to_csv(told, (*COLUMNS, "evidence"))


def _numbers(row: Row) -> dict[str, object]:
    """Those numbers of a row that a symbol stands for."""
    if None not in (row.numerator, *(row.denominator, row.value, row.lower, row.upper)):
        return {"value": words.LOW} if words.is_low(row) else {}
    return {name: words.cell(row, name) for name in NUMBERS}


def figures_json(rows: list[Row], about: dict[str, object]) -> str:
    """The rows with what they are: definition, cut and code version."""
    return to_json([row.as_dict() for row in rows], about)


def to_json(rows: list[dict], about: dict[str, object]) -> str:
    """An object of `about` and the rows, a row a line.

    >>> print(to_json([{"a": 1}, {"a": None}], {"title": "T"}))
    {
     "title": "T",
     "rows": [
      {"a": 1},
      {"a": null}
     ]
    }
    """
    head = json.dumps(about, ensure_ascii=False, indent=1).removesuffix("\n}")
    encode = json.JSONEncoder(ensure_ascii=False).encode
    lines = ",".join(f"\n  {encode(row)}" for row in rows)
    return f'{head},\n "rows": [{lines}\n ]\n}}'
