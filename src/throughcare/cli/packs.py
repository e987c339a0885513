"""`throughcare pack` and `throughcare bulletin`: documents of what a release says, for areas and for England."""

from pathlib import Path
from typing import Annotated

import typer

from throughcare.cli.opening import open_cut
from throughcare.cli.options import CutOption, StoreOption
from throughcare.cli.printing import fail
from throughcare.cli.root import app

PeriodOption = Annotated[
    str | None,
    typer.Option(help="Financial year, as 2012-13; else the latest there is."),
]


@app.command()
def pack(
    store: StoreOption,
    cut: CutOption,
    out: Annotated[
        Path,
        typer.Option(
            help="The file: .pdf, .html, .csv, .xlsx, .ods or .json; with --all a folder."
        ),
    ],
    area: Annotated[str | None, typer.Option(help="Code of an area.")] = None,
    all_areas: Annotated[
        bool, typer.Option("--all", help="The packs of all 152 areas, as PDF.")
    ] = False,
    period: PeriodOption = None,
):
    """Write the needs assessment pack of an area: need, treatment, flow, outcomes, beside similar areas and England.

    Example: throughcare pack --store store --cut 2012-13 --area E08000037 --out gateshead.pdf
    """
    if all_areas == bool(area):
        raise fail("Say which area with --area CODE, or --all for every one.")
    opened = open_cut(store, cut)
    if all_areas:
        return _write_all(opened, out, period)
    from throughcare.publish.packs import pack as packs

    _write(opened, out, period, lambda read: packs.pack(read, area.upper()))


@app.command()
def bulletin(
    store: StoreOption,
    cut: CutOption,
    out: Annotated[
        Path, typer.Option(help="The file: .html, .pdf, .ods, .xlsx, .csv or .json.")
    ],
    period: PeriodOption = None,
):
    """Write the statistical bulletin of a year for England: main points, tables, charts and methods.

    Example: throughcare bulletin --store store --cut 2012-13 --period 2012-13 --out bulletin.ods
    """
    from throughcare.publish.packs.bulletin import bulletin as made

    _write(open_cut(store, cut), out, period, made)


def _write(cut, out: Path, period: str | None, make) -> None:
    from throughcare.publish.packs import kept, source
    from throughcare.publish.reports import FORMS

    suffix = out.suffix.lstrip(".").lower()
    if suffix not in FORMS:
        raise fail(
            f"{out.name} has no suffix that it can be written as. Use one of: {', '.join(FORMS)}."
        )
    try:
        with _bar() as bar:
            made = make(source.of(cut, period, _step_of(bar)))
            kept.write(FORMS[suffix](made), out)
    except source.NoPack as error:
        raise fail(str(error)) from None
    except OSError as error:
        raise fail(f"{out} cannot be written: {error.strerror}.") from None
    print(f"{made.title}: {out}.")
    for sentence in made.summary:
        print(sentence)
    if any(t.startswith(source.NOT_TOLD) for s in made.sections for t in s.sentences):
        print(
            "Some sections are not told for want of published figures: throughcare outside import FILE --store STORE."
        )


def _write_all(cut, out: Path, period: str | None) -> None:
    from throughcare.publish.packs import kept, source

    if out.suffix:
        raise fail(f"{out} is named like a file. With --all give a folder.")
    try:
        with _bar() as bar:
            task = bar.add_task("Writing packs", total=None)
            number = kept.write_all(
                cut,
                out,
                period=period,
                progress=lambda done, total: bar.update(
                    task, completed=done, total=total
                ),
            )
    except source.NoPack as error:
        raise fail(str(error)) from None
    except OSError as error:
        raise fail(f"{out} cannot be written: {error.strerror}.") from None
    print(f"{number} packs in {out}.")


def _bar():
    from rich.console import Console
    from rich.progress import Progress

    return Progress(transient=True, console=Console(stderr=True))


def _step_of(bar):
    task = bar.add_task("Reading", total=None)
    return lambda step: bar.update(task, description=f"Reading {step}")
