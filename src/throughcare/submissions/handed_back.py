"""The original file handed back with an error column: what is wrong in each row, beside the row."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from throughcare.dataset.file import FileForm
from throughcare.warehouse import parquet

COLUMN = "FINDINGS"
FORMULA = re.compile(r'(?:^|,)\s*"?[=@\t\r]|(?:^|,)\s*"?[+-][^\d]')
"""A cell that a spreadsheet would run: a number with its sign is none."""
TOLD = """
    select line, string_agg(said, ' | ' order by rule, field, said) from (
        select "row" as line, rule, field, rule || ' ' || level || ' ' || field || ': ' || message as said
        from {file} where "row" > 0
        union all
        select 1, rule, field, rule || ' ' || level || ' ' || field || ': ' || message || ' (' || count(*) || ': '
            || array_to_string(list(value order by value)[:20], '; ') || case when count(*) > 20 then ' ...' else '' end || ')'
        from {file} where "row" = 0 group by rule, level, field, message
    ) group by line order by line"""
"""Each line with findings, and their words, in the order of the file.

What is not in the file has no line: it is told in the header, with the first twenty.
"""


def hand_back(form: FileForm, findings: Path, target: Path) -> None:
    """Write the lines of the file to `target`, each followed by its findings; what could not be read stays as it was."""
    told = parquet.stream(findings, TOLD)
    line_of_next, text = next(told, (None, ""))
    with open(target, "w", encoding="utf-8", newline="") as out:
        for line, original in _lines(form):
            while line_of_next is not None and line_of_next < line:
                out.write(_row_of_blanks(form, line_of_next, text))
                line_of_next, text = next(told, (None, ""))
            ending = COLUMN if line == 1 else ""
            if line == line_of_next:
                ending = f"{COLUMN}: {text}" if line == 1 else text
                line_of_next, text = next(told, (None, ""))
            out.write(f"{_inert(original)},{_cell(ending)}\n")
        for place, said in _rest(line_of_next, text, told):
            out.write(_row_of_blanks(form, place, said))


def _rest(line: int | None, text: str, told: Iterator) -> Iterator[tuple[int, str]]:
    if line is not None:
        yield line, text
        yield from told


def _row_of_blanks(form: FileForm, line: int, text: str) -> str:
    """A row for findings on a line of an XML return on which no row begins."""
    blank = ['""'] * len(form.header)
    return ",".join([*blank, _cell(str(line)), _cell(text)]) + "\n"


def _lines(form: FileForm) -> Iterator[tuple[int, str]]:
    if form.root is not None:
        from .flat import numbered_lines

        yield from numbered_lines(form)
        return
    with open(form.path, "rb") as binary:
        file = io.TextIOWrapper(
            binary, encoding=form.encoding, errors="replace", newline=None
        )
        for line, text in enumerate(file, start=1):
            yield line, text.rstrip("\n").lstrip("\ufeff")


def _inert(line: str) -> str:
    """A line of which a spreadsheet computes nothing: a cell that begins like a formula is led by an apostrophe."""
    if not FORMULA.search(line):
        return line
    cells = next(csv.reader([line]), [])
    return ",".join(_cell(f"'{c}" if FORMULA.match(c) else c) for c in cells)


def _cell(text: str) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="").writerow([text])
    return buffer.getvalue()
