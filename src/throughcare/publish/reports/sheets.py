"""A report as data: CSV with a line a value, and accessible workbooks with a sheet a section. Same report, same bytes."""

import datetime as dt
import io
import tempfile
import warnings
from pathlib import Path

from throughcare.publish import words
from throughcare.publish.archives import without_clock
from throughcare.publish.reports.document import WORDS, Column, Report, Row, Section
from throughcare.publish.reports.links import Links, figure_of
from throughcare.publish.reports.shown import LEGEND, told_of_cut
from throughcare.publish.tables import inert, to_csv

LONGEST = 30
"""Letters of the name of a sheet."""
CSV_COLUMNS = (
    "section",
    "line",
    "column",
    "value",
    "unit",
    "indicator",
    "period",
)


def as_csv(report: Report, links: Links | None = None) -> bytes:
    """One line a number: where it stands, the number unrounded, its unit and what it can be walked back by."""
    rows = [
        line
        for section in report.sections
        for row in section.rows
        for line in _lines(report, section, row)
    ]
    return to_csv(rows, CSV_COLUMNS).encode()


def _lines(report: Report, section: Section, row: Row) -> list[dict]:
    pairs = list(zip(section.columns, row.cells))
    label = ", ".join(str(told) for c, told in pairs if c.kind in WORDS and told)
    units = {"percent": "%", "count": "count", "value": row.unit}
    return [
        {
            "section": section.name,
            "line": label,
            "column": column.name,
            "value": told,
            "unit": units[column.kind],
            **_walked_back(report, row, column),
        }
        for column, told in pairs
        if column.kind not in WORDS
    ]


def _walked_back(report: Report, row: Row, column: Column) -> dict[str, str]:
    figure = figure_of(report, row, column)
    return {"indicator": figure.indicator, "period": figure.period}


def as_xlsx(report: Report, links: Links | None = None) -> bytes:
    """An XLSX workbook: a cover that says what it is, then a sheet a section."""
    import gptables  # loads pandas
    import pandas

    sheets = {
        section.heading[:LONGEST]: gptables.GPTable(
            table=pandas.DataFrame(
                _cells(section),
                columns=[c.title for c in section.columns],
                dtype=object,
            ),
            table_name=section.name.replace("-", "_"),
            title=f"{section.heading}: {report.unit.name}",
            subtitles=list(section.sentences),
            legend=[LEGEND],
            source=told_of_cut(report),
            index_columns={},
        )
        for section in report.sections
        if section.rows
    }
    cover = gptables.Cover(title=report.title, intro=_about(report))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.xlsx"
        with warnings.catch_warnings(action="ignore"):  # it has no notes, as meant
            book = gptables.produce_workbook(str(path), sheets, cover=cover)
        book.set_properties({"title": report.title, "created": _moment(report)})
        book.close()
        return without_clock(path.read_bytes())


def as_ods(report: Report, links: Links | None = None) -> bytes:
    """An ODS workbook of the same sheets."""
    from odfdo import Document, Table

    document = Document("spreadsheet")
    document.body.clear()
    cover = Table("cover")
    cover.set_values([[report.title], *([line] for line in _about(report))])
    document.body.append(cover)
    document.body.append(_contents(report))
    for section in report.sections:
        if section.rows:
            table = Table(section.heading[:LONGEST])
            table.set_values([[c.title for c in section.columns], *_cells(section)])
            document.body.append(table)
    document.meta.creation_date = document.meta.date = _moment(report)
    out = io.BytesIO()
    document.save(out)
    return without_clock(out.getvalue())


def _contents(report: Report):
    """A sheet that lists the sheets with tables, and what each shows."""
    from odfdo import Table

    told = [("Sheet", "What it shows"), *_sheets(report)]
    table = Table("contents")
    table.set_values([list(line) for line in told])
    return table


def _sheets(report: Report) -> list[tuple[str, str]]:
    return [
        (s.heading[:LONGEST], " ".join(s.sentences) or s.heading)
        for s in report.sections
        if s.rows
    ]


def _cells(section: Section) -> list[list]:
    """Cells as a workbook holds them: numbers as numbers, none of them empty."""
    return [
        [_cell(told, column.kind) for column, told in zip(section.columns, row.cells)]
        for row in section.rows
    ]


def _cell(told, kind: str) -> object:
    """A cell of a workbook; a count is a whole number there, not one with .0 behind it.

    >>> _cell(20555.0, "count"), _cell(54.6, "percent"), _cell(None, "count")
    (20555, 54.6, '[x]')
    """
    if told is None:
        return words.NOT_AVAILABLE
    if isinstance(told, float) and told.is_integer():
        return int(told)
    return inert(told) if told != "" or kind not in WORDS else words.NOT_APPLICABLE


def _about(report: Report) -> list[str]:
    return [*report.summary, *report.notes, told_of_cut(report)]


def _moment(report: Report) -> dt.datetime:
    """The day of the cut: a file says nothing of when it was written."""
    return dt.datetime.fromisoformat(report.cut["as_of"])
