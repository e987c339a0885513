"""What commands say: tables for people, CSV and JSON for programs, one sentence for a fault."""

import csv
import datetime as dt
import json
import sys

import typer

from throughcare.cli.options import TableFormat


def fail(message: str, code: int = 2) -> typer.Exit:
    print(f"throughcare: {message}", file=sys.stderr)
    return typer.Exit(code)


def day_of(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise fail(f"{text!r} is not a day. Write it as 2013-03-31.") from None


def print_rows(rows: list[dict], columns: list[str], form: TableFormat, title: str):
    """Rows as a table for people, CSV or JSON for programs."""
    if form is TableFormat.json:
        print(json.dumps(rows, indent=1, default=str, ensure_ascii=False))
    elif form is TableFormat.csv:
        writer = csv.DictWriter(sys.stdout, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    else:
        print_table(rows, columns, title)


def print_table(rows: list[dict], columns: list[str], title: str) -> None:
    """A table for people. A column that says the same on every row is said once, in the title."""
    from rich.console import Console
    from rich.measure import Measurement

    told = [c for c in columns if any(row[c] is not None for row in rows)]
    constant = [c for c in told if len(rows) > 1 and c in ("indicator", "period")]
    constant = [c for c in constant if len({row[c] for row in rows}) == 1]
    shown = [c for c in told if c not in constant]
    console = Console()
    table = _table(rows, shown, title, keeps_cells_whole=True)
    unbounded = console.options.update(max_width=WIDEST)
    if Measurement.get(console, unbounded, table).minimum > console.width:
        table = _table(rows, shown, title, keeps_cells_whole=False)
    console.print(table)


def _table(rows: list[dict], columns: list[str], title: str, keeps_cells_whole: bool):
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    for column in columns:
        right = all(_is_figure(row[column]) for row in rows)
        table.add_column(
            column.replace("_", " "),
            justify="right" if right else "left",
            overflow="fold",
            min_width=_least_width(column, rows) if keeps_cells_whole else None,
        )
    for row in rows:
        table.add_row(*[escape(cell_text(row[column])) for column in columns])
    return table


def _is_figure(value) -> bool:
    """A number, nothing, or the mark of a figure kept back."""
    return value == "[c]" or isinstance(value, int | float | None)


WIDEST = 10_000
NARROW = 12
"""Characters up to which a cell of a table keeps its words on one line."""


def _least_width(column: str, rows: list[dict]) -> int | None:
    """A column of short cells is as wide as its longest cell and the longest word of its name."""
    longest = max(len(cell_text(row[column])) for row in rows)
    word = max(len(word) for word in column.split("_"))
    return max(longest, word) if longest <= NARROW else None


def cell_text(value) -> str:
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return f"{value:,.1f}" if isinstance(value, float) else str(value)
