"""`throughcare submit`, `returns`, `confirm`, `mend`: the returns of a store."""

from pathlib import Path
from typing import Annotated

import typer

from throughcare.cli.opening import existing_store, open_store
from throughcare.cli.options import FormatOption, StoreOption, TableFormat
from throughcare.cli.printing import fail, print_rows, print_table
from throughcare.cli.root import app


@app.command()
def submit(
    file_list: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Returns.")
    ],
    store: StoreOption,
    accept_part: Annotated[
        bool, typer.Option(help="Agree that rejected records are left out.")
    ] = False,
    replace_fuller: Annotated[
        bool,
        typer.Option(
            help="Agree that a return takes the place of a clearly fuller one."
        ),
    ] = False,
    dataset: Annotated[str | None, typer.Option(help="Data set letter.")] = None,
    by: Annotated[
        str, typer.Option(help="Who sends, for the receipt.")
    ] = "command line",
):
    """Receive, check and accept returns into a store.

    A return that lacks more than a tenth of the clients or episodes of the one before stops with exit code 3.

    Example: throughcare submit returns/*.csv --store store --accept-part
    """
    from rich.progress import Progress

    returns = open_store(store)
    outcomes = []
    with Progress(transient=True) as progress:
        task = progress.add_task("Submitting", total=len(file_list))
        for file in file_list:
            agreed = {"part": accept_part, "replace_fuller": replace_fuller}
            outcomes.append(_submit_one(returns, file, dataset, agreed, by))
            progress.advance(task)
    _print_outcomes(outcomes)
    raise typer.Exit(max((o["code"] for o in outcomes), default=0))


def _submit_one(returns, file: Path, dataset, agreed: dict, by: str) -> dict:
    from throughcare.dataset import UnknownVersion
    from throughcare.dataset.file import Unreadable
    from throughcare.submissions import (
        NeedsApproval,
        Refused,
        StoreError,
        WouldVanish,
    )

    told = {"file": file.name, "rows": None, "accepted": None, "rejected": None}
    try:
        received = returns.receive(file, by=by, dataset=dataset)
        receipt = returns.accept(received.id, by=by, **agreed)
    except (Refused, NeedsApproval, WouldVanish) as error:
        returns.check(received.id)
        code = FULLER if isinstance(error, WouldVanish) else 1
        return told | {"code": code, "outcome": str(error)}
    except (Unreadable, UnknownVersion, StoreError) as error:
        return told | {"code": 2, "outcome": str(error)}
    except OSError as error:
        return told | {"code": 2, "outcome": f"Cannot be opened: {error.strerror}."}
    return told | {
        "code": 0,
        "outcome": "accepted in part" if receipt.part else "accepted",
        "rows": receipt.rows,
        "accepted": receipt.records["episode"],
        "rejected": sum(receipt.rejected_records.values()),
    }


FULLER = 3
"""Exit code where a return would replace a fuller one and nobody has agreed to that."""


def _print_outcomes(outcomes: list[dict]) -> None:
    columns = ["file", "outcome", "rows", "accepted", "rejected"]
    shown = outcomes if len(outcomes) <= 30 else [o for o in outcomes if o["code"]]
    if shown:
        print_table(shown, columns, "Returns (accepted: episodes; rejected: rows)")
    done = sum(1 for o in outcomes if o["code"] == 0)
    print(f"{done} of {len(outcomes)} returns accepted.")


@app.command()
def returns(
    store: StoreOption,
    provider: Annotated[str | None, typer.Option(help="Code of a provider.")] = None,
    form: FormatOption = TableFormat.table,
):
    """List the returns of a store with their ids and states, newest first.

    Example: throughcare returns --store store --provider N0852
    """
    columns = ["id", "name", "state", "rows", "by", "at"]
    listed = [
        {c: entry.get(c) for c in columns}
        for entry in existing_store(store).history(provider)
    ]
    if form is TableFormat.table and not listed:
        print("No returns yet. Send one with `throughcare submit`.")
        return
    print_rows(listed, columns, form, f"Returns in {store}")


@app.command()
def confirm(
    return_id: Annotated[str, typer.Argument(help="Id, as `returns` lists it.")],
    store: StoreOption,
    rule: Annotated[str, typer.Option(help="Number of the rule, as X03.")],
    row: Annotated[int, typer.Option(min=0, help="Line in the file.")],
    why: Annotated[str, typer.Option(help="Why the value is right.")],
    by: Annotated[str, typer.Option(help="Who confirms.")],
    field: Annotated[str, typer.Option(help="Header that the finding names.")] = "",
    value: Annotated[
        str | None, typer.Option(help="Value seen, where several are meant.")
    ] = None,
):
    """Confirm a warning: the value is right. It is not asked again until the value changes.

    Example: throughcare confirm N0852-K-0123456789abcdef --store store --rule X03 --row 17 --field DOB
    --why "seen the passport" --by "J. Hall"
    """
    from throughcare.submissions import StoreError

    opened = existing_store(store)
    try:
        made = opened.confirm(return_id, rule, row, field, by=by, why=why, value=value)
    except StoreError as error:
        raise fail(str(error), 1) from None
    for one in made:
        print(f"{one.rule} on row {one.row} is confirmed by {one.by}: {one.why}")


@app.command()
def mend(store: StoreOption):
    """Make damaged receipts and missing ledger lines anew from what stands beside them.

    Example: throughcare mend --store store
    """
    from throughcare.submissions import StoreError

    try:
        mended = existing_store(store).mend()
    except StoreError as error:
        raise fail(str(error), 1) from None
    print("\n".join(mended) if mended else "Nothing is damaged.")
