"""`throughcare report`: routine reports of a cut."""

from pathlib import Path
from typing import Annotated

import typer

from throughcare.cli.opening import open_cut
from throughcare.cli.options import CutOption, StoreOption
from throughcare.cli.printing import fail
from throughcare.cli.root import app


@app.command()
def report(
    kind: Annotated[
        str,
        typer.Argument(
            help="quarterly, executive-summary, partnership, delivery, outcome-profiles, data-quality, or `all`."
        ),
    ],
    store: StoreOption,
    cut: CutOption,
    area: Annotated[str | None, typer.Option(help="Code of an area.")] = None,
    provider: Annotated[str | None, typer.Option(help="Code of a provider.")] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="The file: .pdf, .html, .csv, .xlsx, .ods or .json."),
    ] = None,
    site: Annotated[
        str | None,
        typer.Option(
            envvar="THROUGHCARE_ADDRESS",
            help="Address of the site that figures link to, as https://figures.example.org.",
        ),
    ] = None,
):
    """Write a routine report of one area or provider; `all` makes and keeps those of every one with the cut.

    Example: throughcare report quarterly --store store --cut 2012-13 --area E08000037 --out gateshead.pdf
    """
    opened, site = open_cut(store, cut), _site(site)
    if kind == "all":
        return _make_reports(opened, site)
    if out is None or not (area or provider):
        raise fail(
            "Say whom the report is about with --area or --provider, and where it goes with --out."
        )
    _write_report(opened, kind, area, provider, out, site)


def _site(told: str | None) -> str:
    """The address that links begin with, blank where none is given."""
    from throughcare.publish.reports.links import Links, NoSite

    try:
        return Links.to(told).site if told else ""
    except NoSite as error:
        raise fail(str(error)) from None


def _make_reports(cut, site: str) -> None:
    from rich.progress import Progress

    from throughcare.publish.reports import run

    with Progress(transient=True) as bar:
        task = bar.add_task("Making reports", total=None)
        made = run.make(
            cut,
            by="command line",
            site=site,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    print(f"Run {made.number}: {len(made.entries):,} reports in {made.folder}.")


def _write_report(cut, kind, area, provider, out: Path, site: str) -> None:
    from throughcare.publish.reports import FORMS, run
    from throughcare.publish.reports.making import Maker, NoSuchReport

    suffix = out.suffix.lstrip(".").lower()
    if suffix not in FORMS:
        raise fail(
            f"{out.name} has no suffix that a report can be written as. Use one of: {', '.join(FORMS)}."
        )
    whose = ("area", area) if area else ("provider", provider)
    try:
        made = Maker(cut).report(kind, *whose)
        links = run.links_of(cut, made, site) if site else None
        out.write_bytes(FORMS[suffix](made, links))
    except NoSuchReport as error:
        raise fail(str(error)) from None
    except OSError as error:
        raise fail(f"{out} cannot be written: {error.strerror}.") from None
    print(f"{made.title}: {out}.")
    for sentence in made.summary:
        print(sentence)
