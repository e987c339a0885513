"""The rows of a page as a workbook: a sheet that says what they are, and one table on a sheet of its own.

XLSX is written by gptables, the accessible spreadsheets of the Analysis Function; ODS by odfdo.
"""

import io
import re
import tempfile
import warnings
import zipfile
from collections.abc import Sequence
from html import escape
from pathlib import Path

from throughcare.publish import words
from throughcare.publish.archives import NO_MOMENT, without_clock
from throughcare.publish.figures import COLUMNS, Row
from throughcare.publish.tables import NUMBERS, inert

SHEET = "figures"
TABLE = "figures_table"
LEGEND = tuple(f"{symbol} {says}" for symbol, says in words.SYMBOLS.items())
HEADER = (*COLUMNS, "evidence")


def cells(row: Row, evidence: str) -> list[object]:
    """The cells of one row, none of them empty: a number that is missing says why."""
    told = row.as_dict() | {"evidence": evidence}
    told |= {name: words.cell(row, name) for name in NUMBERS}
    return [inert(told[name]) for name in HEADER]


def table_of(rows: list[Row], about: dict[str, object]) -> list[list[object]]:
    """The cells of the table; one line of [x] where nothing is released."""
    found = [cells(row, str(about["evidence"])) for row in rows]
    return found or [[words.NOT_AVAILABLE] * len(HEADER)]


def about_lines(about: dict[str, object]) -> list[str]:
    """What the rows are, a sentence a line; lines of what is not known are left out."""
    known = [
        about.get("definition"),
        about.get("unit") and f"Unit: {about['unit']}.",
        about.get("how_sure") and f"How sure the definition is: {about['how_sure']}.",
        *about.get("notes", ()),
    ]
    return [str(line) for line in known if line] + [source_of(about), LICENCE, *LEGEND]


LICENCE = "Licence: Throughcare states none for the figures of a release. Whoever publishes the release says how they may be used."


def source_of(about: dict[str, object]) -> str:
    """Where the rows are from, in a sentence."""
    return (
        f"Source: release {about['cut']} (hash of its cut {about['cut_hash']}), Throughcare {about['code_version']}; figures "
        "computed from returns of providers of treatment."
    )


def to_xlsx(rows: list[Row], about: dict[str, object]) -> bytes:
    """The figures as an XLSX workbook."""
    return sheet_xlsx(HEADER, table_of(rows, about), about)


def to_ods(rows: list[Row], about: dict[str, object]) -> bytes:
    """The figures as an ODS workbook."""
    return sheet_ods(HEADER, table_of(rows, about), about)


def sheet_xlsx(
    header: Sequence[str], lines: list[list[object]], about: dict[str, object]
) -> bytes:
    """An XLSX workbook: a cover that says what the table is, then the table. No cell of `lines` may be empty."""
    import gptables  # loads pandas
    import pandas

    table = gptables.GPTable(
        table=pandas.DataFrame(lines, columns=list(header), dtype=object),
        table_name=TABLE,
        title=str(about["title"]),
        subtitles=[],
        legend=list(LEGEND),
        source=source_of(about),
        index_columns={},
    )
    cover = gptables.Cover(title=str(about["title"]), intro=about_lines(about))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "figures.xlsx"
        with warnings.catch_warnings(action="ignore"):  # it has no notes, as meant
            book = gptables.produce_workbook(str(path), {SHEET: table}, cover=cover)
        book.set_properties({"title": str(about["title"]), "created": NO_MOMENT})
        book.close()
        return without_clock(path.read_bytes())


def sheet_ods(
    header: Sequence[str], lines: list[list[object]], about: dict[str, object]
) -> bytes:
    """An ODS workbook: what the table is, then the table.

    odfdo makes the workbook with an empty table. The lines are put in as text, since giving it each cell takes a
    minute for the areas of England.
    """
    from odfdo import Document, Table

    document = Document("spreadsheet")
    document.body.clear()
    cover = Table("cover")
    cover.set_values([[str(about["title"])], *([line] for line in about_lines(about))])
    document.body.append(cover)
    document.body.append(Table(SHEET))
    document.meta.creation_date = document.meta.date = NO_MOMENT
    out = io.BytesIO()
    document.save(out)
    return without_clock(
        _with_table(out.getvalue(), _table_xml([list(header), *lines]))
    )


EMPTY = re.compile(
    rf'<table:table table:name="{SHEET}"[^>]*?(/>|>.*?</table:table>)', re.S
)


def _with_table(workbook: bytes, table: str) -> bytes:
    """The workbook with its empty table replaced; every other part as it is and in its order."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as before,
        zipfile.ZipFile(out, "w") as after,
    ):
        for part in before.infolist():
            held = before.read(part)
            if part.filename == "content.xml":
                text, times = EMPTY.subn(lambda _: table, held.decode())
                assert times == 1, "the empty table is there once"
                held = text.encode()
            after.writestr(part, held)
    return out.getvalue()


def _table_xml(lines: list[list[object]]) -> str:
    columns = f'<table:table-column table:number-columns-repeated="{len(lines[0])}"/>'
    rows = (
        f"<table:table-row>{''.join(map(_cell_xml, line))}</table:table-row>"
        for line in lines
    )
    return f'<table:table table:name="{SHEET}">{columns}{"".join(rows)}</table:table>'


def _cell_xml(cell: object) -> str:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return f'<table:table-cell office:value-type="float" office:value="{cell!r}"><text:p>{cell!r}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(str(cell))}</text:p></table:table-cell>'
