"""`throughcare freeze`, `check-cut`, `journeys`: cuts of a store and what is in them."""

import csv
import sys
from typing import Annotated

import typer

from throughcare.cli.opening import existing_store, open_cut
from throughcare.cli.options import CutOption, FormatOption, StoreOption, TableFormat
from throughcare.cli.printing import day_of, fail, print_rows, print_table
from throughcare.cli.root import app


@app.command()
def freeze(
    store: StoreOption,
    as_of: Annotated[
        str, typer.Option("--as-of", help="Day up to which data is taken.")
    ],
    name: Annotated[str, typer.Option("--name", help="Name of the cut, for good.")],
    person_by_area: Annotated[
        bool, typer.Option(help="Tell people apart by area of residence too.")
    ] = False,
):
    """Freeze a cut: one accepted return per provider and data set, named in a manifest with hashes.

    Example: throughcare freeze --store store --as-of 2013-03-31 --name 2012-13
    """
    from rich.console import Console

    from throughcare.submissions import StoreError, cut_sources
    from throughcare.warehouse.cut import CutError
    from throughcare.warehouse.cut import freeze as freeze_cut

    day = day_of(as_of)
    returns = existing_store(store)
    console = Console(stderr=True)
    try:
        with console.status("freezing") as status:
            cut = freeze_cut(
                store,
                name,
                day,
                cut_sources(returns),
                person_by_area=person_by_area,
                progress=status.update,
            )
    except (CutError, StoreError) as error:
        raise fail(str(error)) from None
    told = len(cut.manifest["returns"])
    print(f"Cut {name}: {told} returns, as of {day}, hash {cut.manifest['hash'][:12]}.")


@app.command()
def check_cut(
    store: StoreOption,
    cut: CutOption,
    provider: Annotated[str | None, typer.Option(help="Code of a provider.")] = None,
    rule: Annotated[str | None, typer.Option(help="Number of a rule, as T05.")] = None,
    form: FormatOption = TableFormat.table,
    limit: Annotated[
        int, typer.Option(min=0, help="Findings shown in the table.")
    ] = 40,
):
    """Findings that only show across agencies and in time: profiles and coordinators of a journey, gaps in treatment.

    Each belongs to a provider and a row of its return; no other agency is named.

    Example: throughcare check-cut --store store --cut 2012-13 --provider N0852 --format csv
    """
    from throughcare.submissions.levels import levels
    from throughcare.warehouse import cut_findings

    opened = open_cut(store, cut)
    cut_findings.find(opened, levels(store, opened.as_of))
    found = cut_findings.rows(opened, provider=provider, rule=rule)
    columns = [c for c in cut_findings.COLUMNS if c != "name"]
    if form is not TableFormat.table:
        rows = [{c: row[c] for c in columns} for row in found]
        print_rows(rows, columns, form, "")
        return
    shown = ["provider", "row", "rule", "level", "field", "value", "message"]
    if found:
        in_order = sorted(found, key=lambda f: f["level"] == "info")
        print_table(in_order[:limit], shown, f"Findings in cut {cut}")
    _print_counts(found, limit)


def _print_counts(found: list[dict], limit: int) -> None:
    counts: dict[str, int] = {}
    for row in found:
        counts[row["rule"]] = counts.get(row["rule"], 0) + 1
    told = ", ".join(f"{rule} {n:,}" for rule, n in sorted(counts.items()))
    print(f"{len(found):,} findings{': ' if told else ''}{told}.")
    if len(found) > limit:
        print(
            f"{len(found) - limit:,} findings more: use --format csv, --rule or --limit."
        )


@app.command()
def journeys(
    store: StoreOption, cut: CutOption, form: FormatOption = TableFormat.table
):
    """List the treatment journeys of a cut: person, journey, start, end, exit, group.

    Example: throughcare journeys --store store --cut 2012-13 --format csv
    """
    from throughcare.publish.journeys import COLUMNS, batches

    rows = batches(open_cut(store, cut))
    if form is TableFormat.csv:
        writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for batch in rows:
            writer.writerows(batch)
        return
    listed = [row for batch in rows for row in batch]
    print_rows(listed, list(COLUMNS), form, f"Journeys of cut {cut}")
