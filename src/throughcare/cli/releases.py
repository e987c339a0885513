"""`throughcare release`: figures from the building of a release to their publication, by two people."""

from pathlib import Path
from typing import Annotated

import typer

from throughcare.cli.opening import open_cut
from throughcare.cli.options import CutOption, FormatOption, StoreOption, TableFormat
from throughcare.cli.printing import fail, print_rows
from throughcare.cli.root import app

release_app = typer.Typer(no_args_is_help=True)
app.add_typer(
    release_app,
    name="release",
    help="Build, compare, approve and publish the figures of a cut.",
)
ByOption = Annotated[str, typer.Option("--by", help="Who takes the step.")]
PeriodsOption = Annotated[
    str | None,
    typer.Option(
        "--periods",
        help="Periods as in measure, separated by commas; else the latest five complete financial years.",
    ),
]


@release_app.command()
def build(
    store: StoreOption,
    cut: CutOption,
    by: ByOption = "command line",
    periods: PeriodsOption = None,
):
    """Measure and protect the figures of a cut. Nothing is shown yet.

    Example: throughcare release build --store store --cut 2012-13 --by analyst
    """
    from rich.progress import Progress

    from throughcare.publish import protecting, publication

    asked = _periods(periods)
    with Progress(transient=True) as bar:
        task = bar.add_task("Measuring", total=None)
        state = _step(
            publication.build,
            open_cut(store, cut),
            by=by,
            periods=asked,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    for sentence in protecting.told(state.steps["built"]["protection"]):
        print(sentence)
    _say(state, "Somebody else approves it: throughcare release approve.")


@release_app.command()
def approve(store: StoreOption, cut: CutOption, by: ByOption):
    """Agree to the publication of a release that somebody else built.

    Example: throughcare release approve --store store --cut 2012-13 --by statistician
    """
    from throughcare.publish import publication

    state = _step(publication.approve, open_cut(store, cut), by=by)
    _say(state, "It can be published: throughcare release publish.")


@release_app.command()
def publish(store: StoreOption, cut: CutOption, by: ByOption = "command line"):
    """Show an approved release on the pages. It does not change from then on.

    Example: throughcare release publish --store store --cut 2012-13 --by analyst
    """
    from throughcare.publish import publication

    _say(_step(publication.publish, open_cut(store, cut), by=by), "")


@release_app.command()
def diff(
    store: StoreOption,
    cut: CutOption,
    against: Annotated[
        str | None, typer.Option(help="Another cut; else the release shown now.")
    ] = None,
    form: FormatOption = TableFormat.table,
    limit: Annotated[int, typer.Option(min=0, help="Lines of the table.")] = 40,
):
    """List the figures that differ from those of another release. Exit code 1 where some do.

    Example: throughcare release diff --store store --cut 2012-13 --format csv
    """
    from throughcare.publish import changes

    before, after = _two(store, cut, against)
    found = list(changes.changes(before, after))
    shown = found[:limit] if form is TableFormat.table else found
    title = f"{after.cut} against {before.cut}"
    if shown or form is not TableFormat.table:
        print_rows(shown, list(changes.COLUMNS), form, title)
    if form is TableFormat.table:
        print(f"{len(found):,} figures differ ({title}).")
    raise typer.Exit(1 if found else 0)


@release_app.command()
def verify(store: StoreOption, cut: CutOption):
    """Compute the figures of a release anew; exit code 1 where they are not the same to the byte.

    Example: throughcare release verify --store store --cut 2012-13
    """
    from throughcare.publish import publication

    opened = open_cut(store, cut)
    state = _step(publication.state, opened)
    if publication.is_same_again(opened):
        print(f"The figures of cut {cut} come out the same, hash {state.hash[:12]}.")
        return
    raise fail(
        f"The figures of cut {cut} come out different: code or parameters have changed since version "
        f"{state.steps['built']['version']}.",
        1,
    )


@release_app.command("list")
def list_releases(store: StoreOption, form: FormatOption = TableFormat.table):
    """List the releases of a store with who did what.

    Example: throughcare release list --store store
    """
    from throughcare.publish import publication

    found = publication.states(store)
    columns = ["cut", "state", "hash", "built", "approved", "published"]
    rows = [
        {"cut": s.cut, "state": s.name, "hash": s.hash[:12]}
        | {n: _who(s.steps.get(n)) for n in columns[3:]}
        for s in found
    ]
    if rows or form is not TableFormat.table:
        print_rows(rows, columns, form, "Releases")
    else:
        print("No release has been built yet: throughcare release build.")


def _who(step: dict | None) -> str:
    return f"{step.get('by', '')} {step.get('at', '')[:10]}".strip() if step else ""


def _step(take, *asked, **named):
    from throughcare.publish.publication import NotAllowed

    try:
        return take(*asked, **named)
    except NotAllowed as error:
        raise fail(str(error)) from None


def _say(state, next_step: str) -> None:
    told = f"Release of cut {state.cut}: {state.name}, hash {state.hash[:12]}."
    print(f"{told} {next_step}".strip())


def _periods(text: str | None):
    from throughcare.indicators import Period, PeriodError

    if not text:
        return None
    try:
        return [Period.parse(name.strip()) for name in text.split(",")]
    except PeriodError as error:
        raise fail(str(error)) from None


def _two(store: Path, cut: str, against: str | None):
    """The release asked for and the one it is compared with."""
    from throughcare.publish import figures, publication

    after = open_cut(store, cut)
    _step(publication.state, after)
    try:
        if against:
            _step(publication.state, open_cut(store, against))
            before = figures.read(store, against)
        else:
            before = figures.current(store)
    except figures.NothingReleased:
        raise fail(
            "No release is published yet to compare with. Name another cut with --against."
        ) from None
    return before, figures.read(store, cut)
