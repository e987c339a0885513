"""The rows of an XML return as lines of CSV, with the line of the XML that each row begins on."""

import csv
import io
from collections.abc import Iterator

from throughcare.dataset.xml_form import XmlForm
from throughcare.dataset.xml_rows import Rows
from throughcare.warehouse.load_xml import limits

LINE = "LINE"
"""The column that says where in the XML a row begins."""


def numbered_lines(form: XmlForm) -> Iterator[tuple[int, str]]:
    """Line number and text of the header, 1, and of every row, with a last column LINE. `form` has its version."""
    rows = Rows(form, form.spec, limits())
    yield 1, line_of([*form.header, LINE])
    for line, cells in rows:
        yield line, line_of([*cells_of(form.header, cells), line])


def cells_of(header: tuple[str, ...], cells: dict[str, str]) -> list[str]:
    """The cells of a row in the order of the header."""
    return [cells.get(name) or "" for name in header]


def line_of(cells: list) -> str:
    """A line of CSV, every value in double quotes, without its line end."""
    buffer = io.StringIO()
    csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="").writerow(cells)
    return buffer.getvalue()
