"""The rows of a page as a workbook: a sheet that says what they are, and one table on a sheet of its own.

XLSX is written by gptables, the accessible spreadsheets of the Analysis Function; ODS by odfdo.
"""

import io
import tempfile
from pathlib import Path

from throughcare.publish import words
from throughcare.publish.figures import COLUMNS, Row
from throughcare.publish.tables import inert

SHEET = "figures"
TABLE = "figures_table"
NUMBERS = ("numerator", "denominator", "value", "lower", "upper")
LEGEND = (
    "[c] withheld, because the numbers are so small that they could point to people",
    "[x] not available: there is nobody to count, or the measure has no such number",
)
HEADER = (*COLUMNS, "evidence")


def cells(row: Row, evidence: str) -> list[object]:
    """The cells of one row, none of them empty: a number that is missing says why."""
    missing = words.CONFIDENTIAL if row.suppressed else words.NOT_AVAILABLE
    told = row.as_dict() | {"evidence": evidence}
    told |= {name: missing for name in NUMBERS if told[name] is None}
    return [inert(told[name]) for name in HEADER]


def table_of(rows: list[Row], about: dict[str, object]) -> list[list[object]]:
    """The cells of the table; one line of [x] where nothing is released."""
    found = [cells(row, str(about["evidence"])) for row in rows]
    return found or [[words.NOT_AVAILABLE] * len(HEADER)]


def about_lines(about: dict[str, object]) -> list[str]:
    """What the rows are, a sentence a line."""
    return [
        str(about["definition"]),
        f"Unit: {about['unit']}.",
        f"How sure the definition is: {about['how_sure']}.",
        f"Cut {about['cut']}, hash {about['cut_hash']}, Throughcare {about['code_version']}.",
        *LEGEND,
    ]


def to_xlsx(rows: list[Row], about: dict[str, object]) -> bytes:
    """An XLSX workbook: a cover, then the table."""
    import gptables  # loads pandas
    import pandas

    found = table_of(rows, about)
    table = gptables.GPTable(
        table=pandas.DataFrame(found, columns=list(HEADER), dtype=object),
        table_name=TABLE,
        title=str(about["title"]),
        subtitles=[],
        legend=list(LEGEND),
        source=f"Cut {about['cut']}",
        index_columns={},
    )
    cover = gptables.Cover(title=str(about["title"]), intro=about_lines(about))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "figures.xlsx"
        gptables.write_workbook(str(path), {SHEET: table}, cover=cover)
        return path.read_bytes()


def to_ods(rows: list[Row], about: dict[str, object]) -> bytes:
    """An ODS workbook: what the rows are, then the table."""
    from odfdo import Document, Table

    document = Document("spreadsheet")
    document.body.clear()
    cover, table = Table("cover"), Table(SHEET)
    cover.set_values([[str(about["title"])], *([line] for line in about_lines(about))])
    table.set_values([list(HEADER), *table_of(rows, about)])
    document.body.append(cover)
    document.body.append(table)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
