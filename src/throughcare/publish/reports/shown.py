"""A report as readers meet it: every cell a text, told once for HTML and PDF."""

from throughcare.publish import drawings, words
from throughcare.publish.reports import links as addresses
from throughcare.publish.reports.document import (
    COUNT,
    PERCENT,
    RATED,
    TEXT,
    VALUE,
    WORDS,
    Column,
    Report,
    Row,
    Section,
)
from throughcare.publish.reports.links import Links


def shown(report: Report, links: Links | None = None) -> dict:
    """The report as plain texts, each cell with the address that it leads to; without `links` all are blank."""
    return {
        "title": report.title,
        "portrait": report.kind in PORTRAIT,
        "cut": told_of_cut(report),
        "summary": list(report.summary),
        "sections": [_section(report, one, links) for one in report.sections],
        "notes": [*report.notes, LEGEND, *_how_to_check(report)],
        "hash": report.hash,
    }


PORTRAIT = ("pack", "bulletin")
"""Kinds that are printed upright; the others have wide tables."""
LEGEND = (
    f"{words.NOT_AVAILABLE} not available: there is nobody to count, or the period has not settled yet. "
    f"{words.NOT_APPLICABLE} {words.SYMBOLS[words.NOT_APPLICABLE]}."
)


def told_of_cut(report: Report) -> str:
    """What the report was made from, in a sentence."""
    cut = report.cut
    return (
        f"Made from cut {cut['name']} as of {words.date(cut['as_of'])} (hash {cut['hash'][:12]}) "
        f"by Throughcare {report.code_version}. Report {report.hash[:12]}."
    )


def _section(report: Report, section: Section, links: Links | None) -> dict:
    columns = _told_columns(section)
    first = section.rows[0] if section.rows else None
    led = addresses.of_columns(first, columns, links)
    return {
        "name": section.name,
        "heading": section.heading,
        "sentences": list(section.sentences),
        "is_list": _is_list(section),
        "columns": [
            {
                "title": c.title,
                "is_number": c.kind not in WORDS,
                "is_rated": c.kind == RATED,
                "is_short": _is_short(section, c),
                "link": link,
            }
            for c, link in zip(columns, led)
        ],
        "rows": [_row(report, section, row, columns, links) for row in section.rows],
        "notes": list(section.notes),
        "drawings": [_drawn(section, n) for n in range(len(section.drawings))],
    }


SHORT = 9
"""Letters of a year, which should not break over lines."""
MANY = 3
"""Sentences that are told as a list where nothing else stands with them."""


def _is_short(section: Section, column: Column) -> bool:
    """Whether every text of a column is a word of few letters."""
    if column.kind != TEXT:
        return False
    place = section.columns.index(column)
    told = [str(row.cells[place] or "") for row in section.rows]
    return all(len(text) <= SHORT and " " not in text for text in told)


def _is_list(section: Section) -> bool:
    return len(section.sentences) >= MANY and not (section.rows or section.drawings)


def _row(
    report: Report,
    section: Section,
    row: Row,
    columns: list[Column],
    links: Links | None,
) -> dict:
    """Texts of the cells, and where each leads; a figure that is not told yet leads nowhere."""
    cells = [_told(section, row, column) for column in columns]
    led = addresses.of_cells(report, row, columns, links)
    kept = [
        "" if told == words.NOT_AVAILABLE else link for told, link in zip(cells, led)
    ]
    return {"cells": cells, "links": kept}


def _drawn(section: Section, number: int) -> dict:
    """A drawing for screens of both widths, and for paper."""
    one, ident = section.drawings[number], f"{section.name}-{number}"
    return {
        "title": one["title"],
        "summary": one["summary"],
        "wide": drawings.draw(one, f"{ident}-wide"),
        "narrow": drawings.draw(one, f"{ident}-narrow", drawings.NARROW),
        "print": drawings.draw(one, ident, font=drawings.PRINT_FONT),
    }


NOTHING = (None, "", words.NOT_APPLICABLE)
INTERVAL = Column("interval", "95% interval", VALUE)


def _told_columns(section: Section) -> list[Column]:
    """Columns that say something on some row; the two ends of an interval are one."""
    told = [
        column
        for place, column in enumerate(section.columns)
        if any(row.cells[place] not in NOTHING for row in section.rows)
    ]
    ends = [column for column in told if column.name in ("lower", "upper")]
    if len(ends) == 2:
        told[told.index(ends[0])] = INTERVAL
        told.remove(ends[1])
    return told


def _told(section: Section, row: Row, column: Column) -> str:
    names = [c.name for c in section.columns]
    if column is not INTERVAL:
        return cell(row.cells[names.index(column.name)], column, row)
    low, high = (row.cells[names.index(end)] for end in ("lower", "upper"))
    if low is None or high is None:
        return words.NOT_AVAILABLE
    if isinstance(low, str):
        return low
    return f"{cell(low, column, row)} to {cell(high, column, row)}"


def cell(value, column: Column, row: Row) -> str:
    """
    >>> cell(27.54, Column("value", "Value", VALUE), Row((), "%"))
    '27.5%'
    """
    if column.kind in WORDS or isinstance(value, str):
        return str(value or "")
    if value is None:
        return words.NOT_AVAILABLE
    if column.kind == VALUE:
        return words.amount(value, row.unit)
    if column.kind == PERCENT:
        return words.amount(value, "%")
    assert column.kind == COUNT
    return words.number(value)


def _how_to_check(report: Report) -> list[str]:
    """The command that walks the first figure of the report back to its rows."""
    row = next((r for s in report.sections for r in s.rows if r.indicator), None)
    if row is None or report.unit.kind != "area":
        return []
    slug = row.indicator.replace("_", "-")
    return [
        "Any figure can be walked back to its rows, for example: "
        f"throughcare explain {slug} --store STORE --cut {report.cut['name']} --period {row.period} "
        f"--area {report.unit.code}"
    ]
