"""The data quality report: which items are left blank, and what the checks of the returns found."""

from collections import Counter

from throughcare.publish import words
from throughcare.publish.reports import periods, returns
from throughcare.publish.reports.document import (
    COUNT,
    PERCENT,
    Column,
    Report,
    Row,
    Section,
)
from throughcare.publish.reports.view import View

KIND = "data-quality"
TITLE = "Data quality report"
ITEMS = (
    Column("header", "Item"),
    Column("record", "Record"),
    Column("meaning", "What it is"),
    Column("filled", "Filled", COUNT),
    Column("records", "Out of", COUNT),
    Column("value", "Filled, %", PERCENT),
)
FINDINGS = (
    Column("rule", "Rule"),
    Column("title", "What was wrong"),
    Column("level", "What it means"),
    Column("count", "Findings", COUNT),
)
WHOLE_RETURNS = (
    "Findings are those of the whole returns, wherever the people in them live."
)


def report(view: View) -> Report:
    """The data quality report of one unit: all accepted records of the cut, whatever their period."""
    whose = view.measured.returns_of(view.unit.code)
    items = _items(view)
    return view.report(
        KIND,
        TITLE,
        periods.latest_month(view.origin.as_of),
        summary=[_summary(items)],
        sections=[
            items,
            _findings(view, whose),
            returns.section(view.origin, whose),
        ],
        notes=[WHOLE_RETURNS] if view.unit.kind == "area" else [],
    )


def _items(view: View) -> Section:
    """Items a return should not leave blank, the least complete first."""
    filled = view.quality.filled.get(view.unit.code, {})
    fields = view.quality.fields
    rows = [
        Row(
            (
                header,
                words.label(fields[header].record),
                fields[header].description,
                some,
                whole,
                100 * some / whole,
            ),
            "%",
        )
        for header, (some, whole) in filled.items()
    ]
    rows.sort(key=lambda row: (row.cells[-1], row.cells[0]))
    return Section("items", "Items left blank", columns=ITEMS, rows=tuple(rows))


def _summary(items: Section) -> str:
    if not items.rows:
        return "There is no record to judge."
    some = sum(row.cells[3] for row in items.rows)
    whole = sum(row.cells[4] for row in items.rows)
    if some == whole:
        return f"Every item asked for is filled in all {whole:,} places."
    worst = items.rows[0]
    return (
        f"{words.amount(100 * some / whole, '%')} of the items asked for are filled. "
        f"The least complete is {worst.cells[0]}: {words.amount(worst.cells[5], '%')}."
    )


def _findings(view: View, whose: set[int]) -> Section:
    """Findings by rule over the returns, the most frequent first."""
    counted: Counter = Counter()
    for number, receipt in returns.receipts(view.origin).items():
        if number in whose:
            for entry in receipt["by_rule"]:
                counted[entry["rule"], entry["title"], entry["level"]] += entry["count"]
    rows = tuple(
        Row((rule, title, words.LEVELS[level], count))
        for (rule, title, level), count in counted.most_common()
    )
    told = "The checks of these returns found nothing." if not rows else ""
    return Section(
        "findings",
        "What the checks found",
        (told,) if told else (),
        FINDINGS if rows else (),
        rows,
    )
