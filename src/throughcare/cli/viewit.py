"""`throughcare viewit`: an area's figures in the layout of a ViewIt export, and what its columns are."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from throughcare.cli.opening import open_cut
from throughcare.cli.options import FormatOption, TableFormat
from throughcare.cli.printing import fail, print_rows
from throughcare.cli.root import app

STDOUT = "-"
EVERYWHERE = "all"


@app.command()
def viewit(
    store: Annotated[
        Path | None, typer.Option("--store", help="Folder of the store of returns.")
    ] = None,
    cut: Annotated[
        str | None, typer.Option("--cut", help="Name of the frozen cut.")
    ] = None,
    area: Annotated[
        str | None,
        typer.Option(
            help="Code of an area or region, E92000001 for England, or `all`: a file each, in the folder --out."
        ),
    ] = None,
    out: Annotated[
        str, typer.Option(help="File of the export; - for standard output.")
    ] = STDOUT,
    period: Annotated[
        str | None,
        typer.Option(
            help="Financial years, separated by commas, as 2011-12,2012-13; else the latest five complete ones."
        ),
    ] = None,
    columns: Annotated[
        bool,
        typer.Option("--columns", help="List what each column counts, and which not."),
    ] = False,
    form: FormatOption = TableFormat.table,
):
    """Write an area's figures as a ViewIt export: the 244 columns by year, sex, age group and drug group.

    Counts are rounded to the nearest 5; NULL stands where the export had no such column in the year, or the data does not say.

    Example: throughcare viewit --store store --cut 2012-13 --area E09000003 --out barnet.csv
    """
    if columns:
        _print_columns(form)
        return
    missing = [n for n, v in (("store", store), ("cut", cut), ("area", area)) if not v]
    if missing:
        raise fail(f"Give --{missing[0]} too, or --columns to list the columns.")
    _export(open_cut(store, cut), area, out, period)


def _export(cut, area: str, out: str, period: str | None) -> None:
    from throughcare.indicators import Period
    from throughcare.publish import viewit

    if area == EVERYWHERE and (out == STDOUT or Path(out).is_file()):
        raise fail("All areas are a file each: name a folder with --out.")
    try:
        wanted = viewit.places() if area == EVERYWHERE else (viewit.place(area),)
        asked = dict.fromkeys(p.strip() for p in (period or "").split(",") if p.strip())
        periods = [Period.parse(name) for name in asked] or viewit.latest_years(
            cut.as_of
        )
        made = _with_progress(viewit.of_cut, cut, periods, wanted)
    except (ValueError, LookupError) as error:
        raise fail(str(error.args[0] if error.args else error)) from None
    _write(made, out, area == EVERYWHERE)


def _with_progress(of_cut, cut, periods, wanted):
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(
        transient=True, console=console, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("Counting", total=len(periods))
        return of_cut(
            cut,
            periods,
            wanted,
            lambda done, total: bar.update(task, completed=done, total=total),
        )


def _write(made, out: str, is_many: bool) -> None:
    from throughcare.publish import viewit

    years = ", ".join(sorted(made.years))
    try:
        if is_many:
            count = viewit.write_all(made, Path(out))
            print(f"{count} files in {out} ({years}).")
        elif out == STDOUT:
            sys.stdout.write(viewit.csv_text(made, made.places[0]))
        else:
            viewit.write(viewit.csv_text(made, made.places[0]), Path(out))
            print(f"{made.places[0].name} in {out} ({years}).")
    except OSError as error:
        raise fail(
            f"{out} cannot be written: {error.strerror}. Choose another place with --out."
        ) from None


SHORT = ("position", "column", "definition", "since", "evidence")
LONG = ("topic", "population", "headers", "source", "first_year", "reason")


def _print_columns(form: TableFormat) -> None:
    """Every column; then, for people, which are always NULL and why."""
    from throughcare.publish import viewit

    rows = [asdict(c) | {"headers": " ".join(c.headers)} for c in viewit.table()]
    if form is not TableFormat.table:
        told = [{name: row[name] for name in (*SHORT, *LONG)} for row in rows]
        print_rows(told, [*SHORT, *LONG], form, "")
        return
    print_rows([r for r in rows if not r["reason"]], list(SHORT), form, "Counted")
    never = [r for r in rows if r["reason"]]
    print_rows(never, ["position", "column", "reason"], form, "Always NULL, and why")
