"""Results on the terminal and in results.json."""

import json
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

from .result import Result

FILE = Path(__file__).parent / "results.json"
WIDE = 150
"""Columns of a terminal that hold the table with its last column."""
VERDICT = {True: "[green]met[/]", False: "[bold red]not met[/]", None: "-"}


def write(results: list[Result]) -> None:
    FILE.write_text(json.dumps([r.entry() for r in results], indent=1) + "\n")


def show(results: list[Result], console: Console) -> None:
    """A table; where the terminal is too narrow for it, what each is measured against follows below."""
    is_wide = console.width >= WIDE
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("measured", overflow="fold")
    for heading in ("ratio", "target", "seconds", "peak MB"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    if is_wide:
        table.add_column("against", overflow="fold")
    for result in results:
        table.add_row(*_row(result)[: len(table.columns)])
    console.print(table)
    if not is_wide:
        for result in results:
            console.print(f"{result.name}: against {result.against}", markup=False)
    missed = [result.name for result in results if result.is_met is False]
    console.print(f"Targets not met: {', '.join(missed) or 'none'}.", markup=False)


def _row(result: Result) -> tuple[str, ...]:
    seconds = result.seconds
    return (
        result.name,
        _ratio(result.ratio),
        _target(result),
        f"{seconds:.2f}" if seconds >= 0.1 else f"{seconds:.4f}",
        f"{result.peak_mb:,.0f}",
        VERDICT[result.is_met],
        result.against,
    )


def _target(result: Result) -> str:
    ratio = _ratio(result.target, 1) if result.target is not None else ""
    memory = f"{result.memory_target:,.0f} MB" if result.memory_target else ""
    return ", ".join(part for part in (ratio, memory) if part) or "-"


def _ratio(value: float, decimals: int = 2) -> str:
    return f"{value:.{decimals}f}" if value >= 0.05 else f"{value:.2g}"
