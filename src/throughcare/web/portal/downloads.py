"""Findings as a file, and the file as it was sent with a column of findings."""

import csv
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from throughcare.publish import tables
from throughcare.submissions import StoreError, found
from throughcare.web.portal.own import note_reading, own
from throughcare.web.portal.result import asked

COLUMNS = ("rule", "level", "row", "field", "value", "message")
COLUMNS += ("confirmed_by", "confirmed_why", "confirmed_at")
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_safe
def findings(request, return_id: str, form: str):
    """All findings that the filter lets through, as a file."""
    store, entry = own(request, return_id)
    if not _is_checked(store, return_id):
        return redirect("portal:return", return_id)
    rows = told(store, return_id, asked(request).wanted)
    note_reading(request, entry, {row["row"] for row in rows})
    text = tables.to_csv(rows, COLUMNS) if form == "csv" else json.dumps(rows, indent=1)
    response = HttpResponse(text, content_type=KINDS[form])
    name = f"{return_id}-findings.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _is_checked(store, return_id: str) -> bool:
    """Whether there is a result; where there is none, the page of the return says how far it is."""
    try:
        store.result(return_id)
    except StoreError:
        return False
    return True


def told(store, return_id: str, wanted, sort: str = "row") -> list[dict]:
    """Findings as rows of COLUMNS."""
    count = found.count(store, return_id, wanted)
    rows = found.findings(store, return_id, wanted, sort=sort, limit=count)
    return [
        {name: row[name] for name in COLUMNS[:6]} | _confirmed(row["confirmed"])
        for row in rows
    ]


def _confirmed(confirmed: dict | None) -> dict[str, str]:
    said = confirmed or {"by": "", "why": "", "at": ""}
    return {f"confirmed_{name}": said[name] for name in ("by", "why", "at")}


@require_safe
def handed_back(request, return_id: str, form: str):
    """The file as it was sent, with a column that says what is wrong in each row; formulas are made inert."""
    store, entry = own(request, return_id)
    if not _is_checked(store, return_id):
        return redirect("portal:return", return_id)
    note_reading(request, entry)
    lines = store.handed_back(return_id)
    out = tempfile.TemporaryFile()
    try:
        {"csv": write_csv, "xlsx": write_workbook}[form](lines, out)
    finally:
        lines.unlink()
        lines.parent.rmdir()
    out.seek(0)
    name = f"{Path(entry['name']).stem}-findings.{form}"
    return FileResponse(
        out, as_attachment=True, filename=name, content_type=KINDS[form]
    )


def write_csv(path: Path, out) -> None:
    """Lines as they are; a line with a cell that a spreadsheet would run is written anew with that cell inert."""
    with open(path, encoding="utf-8", errors="replace", newline="\n") as file:
        for line in file:
            out.write((_inert_line(line) if _may_run(line) else line).encode())


def _may_run(line: str) -> bool:
    cells = line.replace('"', "").split(",")
    return any(cell.startswith(tables.FORMULA_STARTS) for cell in cells)


def _inert_line(line: str) -> str:
    cells = next(csv.reader([line.rstrip("\r\n")]))
    told = (str(inert(cell)).replace('"', '""') for cell in cells)
    return ",".join(f'"{cell}"' for cell in told) + "\n"


def inert(cell: str) -> str:
    """Text that a spreadsheet would run, led by an apostrophe; a number stays a number.

    >>> inert("=1+1"), inert("-3")
    ("'=1+1", '-3')
    """
    try:
        float(cell)
    except ValueError:
        return tables.inert(cell)
    return cell


def write_workbook(path: Path, out) -> None:
    """The same as a workbook of one sheet, every cell as text, the first row kept in sight."""
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False}
    with xlsxwriter.Workbook(out, options | {"strings_to_urls": False}) as book:
        sheet, bold = book.add_worksheet("return"), book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        for number, cells in enumerate(_rows(path)):
            for place, cell in enumerate(cells):
                sheet.write_string(
                    number, place, inert(cell), *([] if number else [bold])
                )


def _rows(path: Path) -> Iterator[list[str]]:
    """A row a line, also where quotes do not close."""
    with open(path, encoding="utf-8", errors="replace", newline="\n") as file:
        for line in file:
            yield next(csv.reader([line.rstrip("\r\n").replace("\0", "")]), [])
