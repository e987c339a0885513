"""`throughcare outside`: figures that others published, into a store and out of it."""

from pathlib import Path
from typing import Annotated

import typer

from throughcare.cli.opening import existing_store
from throughcare.cli.options import FormatOption, StoreOption, TableFormat
from throughcare.cli.printing import day_of, fail, print_rows
from throughcare.cli.root import app

outside_app = typer.Typer(no_args_is_help=True)
app.add_typer(
    outside_app,
    name="outside",
    help="Figures that others published: population, prevalence, deaths, deprivation, treatment, unit costs.",
)


@outside_app.command("import")
def import_(
    files: Annotated[list[Path], typer.Argument(help="Published CSV files.")],
    store: StoreOption,
    source: Annotated[
        str | None, typer.Option(help="Who published it; else that of the layout.")
    ] = None,
    licence: Annotated[
        str | None, typer.Option(help="Its licence; else that of the layout.")
    ] = None,
    vintage: Annotated[
        str | None, typer.Option(help="Day of publication; else today.")
    ] = None,
):
    """Import published files, recognised by their headers. A later vintage replaces the earlier; both stay.

    Example: throughcare outside import population.csv --store store --vintage 2015-06-25
    """
    from throughcare import outside

    day = day_of(vintage) if vintage else None
    failed = False
    for path in files:
        try:
            told = outside.add(store, path, source=source, licence=licence, vintage=day)
        except outside.OutsideError as error:
            fail(str(error))
            failed = True
            continue
        print(_said(told))
    if failed:
        raise typer.Exit(2)


def _said(told) -> str:
    if not told.new:
        return f"{told.name}: imported before as {told.id}, vintage {told.vintage}. Nothing changed."
    return (
        f"{told.name}: {told.figures:,} figures ({', '.join(told.kinds)}), {told.first[:4]} to {told.last[:4]}, "
        f"as {told.id}. {told.source}; {told.licence}."
    )


@outside_app.command("list")
def list_(store: StoreOption, form: FormatOption = TableFormat.table):
    """List what was imported, with source, licence and vintage.

    Example: throughcare outside list --store store
    """
    from throughcare import outside

    existing_store(store)
    rows = [_row(told) for told in outside.imports(store)]
    if not rows and form is TableFormat.table:
        print(
            f"Nothing is imported yet: throughcare outside import FILE --store {store}"
        )
        return
    if form is not TableFormat.table:
        print_rows(rows, list(rows[0]) if rows else [], form, "")
        return
    print_rows(rows, ["id", "period", "figures", "vintage"], form, "Outside figures")
    for row in rows:
        print(f"{row['id']}: {row['kinds']}. {row['source']}; {row['licence']}.")


def _row(told) -> dict:
    return {
        "kinds": ", ".join(told.kinds),
        "period": f"{told.first[:4]} to {told.last[:4]}",
        "figures": told.figures,
        "vintage": told.vintage,
        "source": told.source,
        "licence": told.licence,
        "id": told.id,
    }


SHOWN = ["measure", "period", "sex", "age", "group", "value", "lower", "upper"]
SHOWN += ["unit", "status", "fit"]
OFTEN_ONE = ("sex", "age", "group", "unit", "status", "fit")
PROGRAMS = ["kind", "area", *SHOWN, "code", "name", "rounded_to", "method", "note"]
PROGRAMS += ["source", "licence", "vintage", "import_id", "line"]


@outside_app.command()
def show(
    kind: Annotated[str, typer.Argument(help="Kind of figures, as population.")],
    store: StoreOption,
    area: Annotated[str, typer.Option(help="Code of an area or region.")] = "E92000001",
    period: Annotated[str | None, typer.Option(help="As 2010-11 or 2010.")] = None,
    form: FormatOption = TableFormat.table,
    limit: Annotated[int, typer.Option(min=1, help="Rows shown in the table.")] = 60,
):
    """Show the figures of a kind for an area, with their source and licence.

    Example: throughcare outside show opiate_crack_use --store store --area E09000003
    """
    from throughcare import outside
    from throughcare.outside.showing import rows_of

    existing_store(store)
    try:
        found = rows_of(store, kind.replace("-", "_"), area, period)
    except outside.OutsideError as error:
        raise fail(str(error)) from None
    rows = found.to_pylist()
    if form is not TableFormat.table:
        print_rows([{c: r[c] for c in PROGRAMS} for r in rows], PROGRAMS, form, "")
        return
    name = rows[0]["name"] or area
    alike = [c for c in OFTEN_ONE if len({row[c] for row in rows}) == 1]
    title = f"{outside.KINDS[rows[0]['kind']]}: {name}"
    print_rows(rows[:limit], [c for c in SHOWN if c not in alike], form, title)
    print("Each row: " + ", ".join(f"{c} {rows[0][c]}" for c in alike) + ".")
    if len(rows) > limit:
        print(
            f"{len(rows) - limit:,} rows more: use --period, --limit or --format csv."
        )
    for note in sorted({row["note"] for row in rows if row["note"]})[:5]:
        print(f"Note: {note}.")
    for sentence in outside.credit_lines(found):
        print(sentence)
