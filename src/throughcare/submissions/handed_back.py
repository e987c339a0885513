"""The original file handed back with an error column: what is wrong in each row, beside the row."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from throughcare.dataset.form import FileForm
from throughcare.warehouse import parquet

COLUMN = "FINDINGS"
TOLD = """
    select "row", string_agg(rule || ' ' || level || ' ' || field || ': ' || message, ' | ' order by rule, field)
    from {file} group by 1 order by 1"""
"""Each row with findings, and their words, in the order of the file."""


def hand_back(form: FileForm, findings: Path, target: Path) -> None:
    """Write the lines of the file to `target`, each followed by its findings; what could not be read stays as it was."""
    told = parquet.stream(findings, TOLD)
    line_of_next, text = next(told, (None, ""))
    with open(target, "w", encoding="utf-8", newline="") as out:
        for line, original in _lines(form):
            ending = COLUMN if line == 1 else ""
            if line == line_of_next:
                ending = f"{COLUMN}: {text}" if line == 1 else text
                line_of_next, text = next(told, (None, ""))
            out.write(f"{original},{_cell(ending)}\n")


def _lines(form: FileForm) -> Iterator[tuple[int, str]]:
    with open(form.path, "rb") as binary:
        file = io.TextIOWrapper(
            binary, encoding=form.encoding, errors="replace", newline=None
        )
        for line, text in enumerate(file, start=1):
            yield line, text.rstrip("\n").lstrip("\ufeff")


def _cell(text: str) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="").writerow([text])
    return buffer.getvalue()
