"""`throughcare convert`, `schema`, `simulate`: files in and out, without a store."""

import sys
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from throughcare.cli.printing import fail
from throughcare.cli.root import app


@app.command()
def convert(
    source: Annotated[
        Path, typer.Argument(metavar="IN", help="The return, as CSV or XML.")
    ],
    target: Annotated[
        Path, typer.Argument(metavar="OUT", help="The new file: .csv or .xml.")
    ],
    dataset: Annotated[
        str | None, typer.Option(help="Version; else from name, root or header.")
    ] = None,
    force: Annotated[bool, typer.Option(help="Replace OUT where it is there.")] = False,
):
    """Write a return in its other form, CSV as XML or XML as CSV: the same rows, records and findings.

    OUT is there whole or not at all.

    Example: throughcare convert N0852-20130401-20130430-TREAT-IN-K.csv N0852-20130401-20130430-TREAT-IN-K.xml
    """
    from rich.console import Console
    from rich.progress import Progress

    from throughcare.dataset import UnknownDataSet, UnknownVersion
    from throughcare.dataset.file import Unreadable
    from throughcare.submissions.convert import CannotConvert
    from throughcare.submissions.convert import convert as convert_file

    console = Console(stderr=True)
    try:
        with Progress(
            console=console, transient=True, disable=not console.is_terminal
        ) as bar:
            task = bar.add_task("Converting", total=None)
            done = convert_file(
                source,
                target,
                dataset=dataset,
                force=force,
                progress=lambda n, of: bar.update(task, completed=n, total=of),
            )
    except (Unreadable, UnknownVersion, UnknownDataSet) as error:
        raise fail(f"{source.name}: {error}") from None
    except CannotConvert as error:
        raise fail(str(error)) from None
    except OSError as error:
        place = error.filename or target
        raise fail(f"{place} cannot be opened: {error.strerror}.") from None
    _print_converted(done)


def _print_converted(done, most: int = 10) -> None:
    for told in done.left_out[:most]:
        print(f"throughcare: left out: {told}.", file=sys.stderr)
    if len(done.left_out) > most:
        more = len(done.left_out) - most
        print(
            f"throughcare: {more:,} things more left out; throughcare check lists them.",
            file=sys.stderr,
        )
    print(f"{done.rows:,} rows of data set {done.dataset} in {done.path}.")


@app.command()
def schema(
    dataset: Annotated[str, typer.Option(help="Version, as K or K-young-people.")],
    out: Annotated[
        Path | None, typer.Option("--out", help="File to write; else printed.")
    ] = None,
    example: Annotated[
        bool, typer.Option(help="A made-up return that is valid by the schema.")
    ] = False,
):
    """Write the XML schema (XSD) of a version, or an example of a return. Names of elements are this project's own.

    Example: throughcare schema --dataset K --out K.xsd
    """
    from throughcare.dataset import Spec, UnknownDataSet, UnknownVersion
    from throughcare.dataset.file import Unreadable
    from throughcare.dataset.form import refuse_set_that_is_not_read
    from throughcare.publish import xml_schema

    try:
        spec = Spec.at(dataset)
        refuse_set_that_is_not_read(spec)
    except (Unreadable, UnknownVersion, UnknownDataSet) as error:
        raise fail(str(error)) from None
    content = xml_schema.example(spec)[1] if example else xml_schema.schema(spec)
    if out is None:
        print(content.decode("utf-8"), end="")
        return
    try:
        out.write_bytes(content)
    except OSError as error:
        raise fail(f"{out} cannot be written: {error.strerror}.") from None
    print(f"{'Example' if example else 'Schema'} of data set {spec.slug} in {out}.")


@app.command()
def simulate(
    out: Annotated[Path, typer.Option("--out", help="Folder for the returns.")],
    people: Annotated[int, typer.Option(min=1, help="People in treatment.")] = 2000,
    seed: Annotated[int, typer.Option(help="Same seed, same bytes.")] = 7,
    dataset: Annotated[
        str, typer.Option(help="H or K, or H-young-people, H-secure-setting.")
    ] = "H",
    fault_rate: Annotated[
        float, typer.Option(min=0, max=1, help="Share of rows with a recording fault.")
    ] = 0.01,
):
    """Write the returns of a synthetic treatment system: made-up people, nobody real.

    Returns of young people's services and of prisons are written apart, for the same England and without faults.

    Example: throughcare simulate --people 2000 --seed 7 --dataset H --out returns
    """
    from rich.progress import Progress

    from throughcare.simulate import England, apart

    letter, _, data_set = dataset.partition("-")
    if data_set and data_set not in apart.DATA_SETS:
        raise fail(
            f"{dataset} is not simulated. Choose H or K, alone or with -{' or -'.join(apart.DATA_SETS)}."
        )
    england = England(
        people=people, seed=seed, dataset=letter.upper(), fault_rate=fault_rate
    )
    write = partial(apart.write_returns, england, data_set)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise fail(f"{out} cannot be written: {error.strerror}.") from None
    with Progress(transient=True) as bar:
        task = bar.add_task("Simulating", total=None)
        try:
            paths = (write if data_set else england.write_returns)(
                out,
                progress=lambda done, total: bar.update(
                    task, completed=done, total=total
                ),
            )
        except (ValueError, LookupError) as error:
            raise fail(str(error)) from None
    print(f"{len(paths)} returns of an England of {people:,} people in {out}.")
