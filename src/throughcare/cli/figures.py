"""`throughcare measure`, `explain`, `where`: figures, and the way back from them."""

import json
import sys
from typing import Annotated

import typer

from throughcare.cli.opening import open_cut
from throughcare.cli.options import (
    CutOption,
    Engine,
    FormatOption,
    StoreOption,
    TableFormat,
)
from throughcare.cli.printing import cell_text, fail, print_rows, print_table
from throughcare.cli.root import app


@app.command()
def measure(
    indicator: Annotated[
        str, typer.Argument(help="Slug, number or part (exits:completed), or `all`.")
    ],
    store: StoreOption,
    cut: CutOption,
    period: Annotated[str, typer.Option(help="2012-13, 2012-13-Q1 or 12m-to-2013-06.")],
    by: Annotated[str, typer.Option(help="Breakdowns, separated by commas.")] = "",
    form: FormatOption = TableFormat.table,
    engine: Engine = Engine.duckdb,
    unprotected: Annotated[
        bool, typer.Option(help="Neither rounded nor suppressed: not for publication.")
    ] = False,
):
    """Compute an indicator, or all, from a cut.

    Example: throughcare measure waiting-times --store store --cut 2012-13 --period 2012-13 --by area,substance_group
    """
    from throughcare.publish import measuring, with_outside

    breakdowns = list(dict.fromkeys(b.strip() for b in by.split(",") if b.strip()))
    if with_outside.indicator(indicator):
        _measure_with_outside(
            open_cut(store, cut),
            indicator,
            period,
            breakdowns,
            form,
            engine,
            unprotected,
        )
        return
    try:
        measured = measuring.measure(
            open_cut(store, cut),
            indicator,
            period,
            breakdowns,
            engine=engine.value,
            protected=not unprotected,
        )
    except (ValueError, LookupError) as error:
        raise fail(str(error.args[0] if error.args else error)) from None
    _print_measured(measured, form, f"{indicator}, {period}, cut {cut}")
    if indicator == "all" and form is TableFormat.table:
        print(with_outside.other_than_all())


def _measure_with_outside(cut, name, period, by, form, engine, unprotected) -> None:
    """One indicator that needs figures from outside; notes and sources beside what programs read."""
    from throughcare.publish import with_outside

    try:
        told = with_outside.measure(
            cut, name, period, by, engine=engine.value, protected=not unprotected
        )
    except (ValueError, LookupError) as error:
        raise fail(str(error.args[0] if error.args else error)) from None
    title = f"{with_outside.indicator(name).title}, {period}, cut {cut.name}"
    if form is TableFormat.table:
        for table in with_outside.tables(told, name, title):
            print_table(table.rows, table.columns, table.title)
    else:
        print_rows(told.rows, list(told.columns), form, "")
    where = sys.stdout if form is TableFormat.table else sys.stderr
    for note in told.notes:
        print(note, file=where)


def _print_measured(measured, form: TableFormat, title: str) -> None:
    """The rows; then, beside what programs read, who is left out of them and what must be said with them."""
    from throughcare.publish import measuring

    if form is not TableFormat.table:
        print_rows(measured.rows, measured.columns, form, "")
    else:
        for table in measuring.tables(measured, title):
            print_table(table.rows, table.columns, table.title)
    where = sys.stdout if form is TableFormat.table else sys.stderr
    for note in (measured.left_out, *measured.notes):
        if note:
            print(note, file=where)


@app.command("left-out")
def left_out(
    store: StoreOption,
    cut: CutOption,
    period: Annotated[str, typer.Option(help="As in measure.")],
    form: FormatOption = TableFormat.table,
):
    """List the episodes of people whom no figure counts, as no problem substance is recorded: provider, return and line.

    Example: throughcare left-out --store store --cut 2012-13 --period 2012-13 --format csv
    """
    from throughcare.publish.left_out import COLUMNS, records

    try:
        found = records(open_cut(store, cut), period)
    except ValueError as error:
        raise fail(str(error)) from None
    if not found and form is TableFormat.table:
        print(f"Nobody is left out in {period}: each person has a substance recorded.")
        return
    title = f"No problem substance recorded, {period}, cut {cut}"
    print_rows(found, list(COLUMNS), form, title)


@app.command()
def explain(
    indicator: Annotated[str, typer.Argument(help="Slug or number.")],
    store: StoreOption,
    cut: CutOption,
    period: Annotated[str, typer.Option(help="As in measure.")],
    area: Annotated[
        str | None, typer.Option(help="Code of an area or region; else England.")
    ] = None,
    group: Annotated[str | None, typer.Option(help="Substance group.")] = None,
    form: FormatOption = TableFormat.table,
):
    """Walk a figure back: contributions, parameters, records, line of the return, findings, who accepted it.

    Example: throughcare explain in-treatment --store store --cut 2012-13 --period 2012-13 --area E08000037 --format json
    """
    from throughcare.publish.explain import explain as explain_cell

    try:
        told = explain_cell(open_cut(store, cut), indicator, period, area, group)
    except (ValueError, LookupError) as error:
        raise fail(str(error.args[0] if error.args else error)) from None
    if form is TableFormat.json:
        print(json.dumps(told, indent=1, default=str, ensure_ascii=False))
        return
    if form is TableFormat.csv:
        columns = list(told["records"][0]) if told["records"] else ["return_id"]
        print_rows(told["records"], columns, form, "")
        return
    _print_explanation(told)


def _print_explanation(told: dict) -> None:
    definition, cell, cut = told["definition"], told["cell"], told["cut"]
    print(f"{definition['title']} ({definition['id']}), {cell['period']}")
    figures = ("numerator", "denominator", "value", "lower", "upper")
    shown = [f"{n} {cell_text(cell[n])}" for n in figures if cell.get(n) is not None]
    print(f"{', '.join(shown)} ({definition['unit']})")
    print(f"Cut {cut['name']} as of {cut['as_of']}, hash {cut['hash'][:12]}.")
    print(f"Counted: {definition['numerator']}")
    if definition["denominator"]:
        print(f"Out of: {definition['denominator']}")
    print("Values filled in:")
    for value in told["parameters"]:
        print(
            f"  {value['name']} = {value['value']} {value['unit']} ({value['evidence']})"
        )
    _print_records(told)


def _print_records(told: dict, most: int = 40) -> None:
    records, told_apart = told["records"], ("return_id", "person")
    if not records:
        print("No record stands behind it.")
        return
    columns = [c for c in records[0] if c not in told_apart]
    print_table(records[:most], columns, "Records, with their line in the return")
    if len(records) > most:
        print(f"{len(records) - most:,} records more: use --format json or csv.")
    accepted = ["id", "name", "accepted_by", "accepted_at"]
    print_table(told["returns"], accepted, "Returns they came from")
    if told["findings"]:
        found = ["provider", "row", "rule", "level", "field", "message"]
        print_table(told["findings"][:most], found, "Findings on those lines")


@app.command()
def where(words: Annotated[list[str], typer.Argument(help="What to look for.")]):
    """Say where something is defined: a field, rule, indicator, parameter or command.

    Example: throughcare where waiting time
    """
    from throughcare.publish.where import find

    found = find(" ".join(words))
    if not found:
        raise fail(
            f"Nothing is called {' '.join(words)!r} here. Try one word of it.", 1
        )
    print_table(found, ["kind", "name", "says", "file"], f"Where: {' '.join(words)}")
