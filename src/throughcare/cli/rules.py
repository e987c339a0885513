"""`throughcare rules`: the list, the levels that an operator changes, test files for suppliers."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from throughcare.cli.options import (
    DatasetOption,
    FormatOption,
    StoreOption,
    TableFormat,
)
from throughcare.cli.printing import day_of, fail, print_rows, print_table
from throughcare.cli.root import app

rules_app = typer.Typer(invoke_without_command=True, no_args_is_help=False)


app.add_typer(rules_app, name="rules")


@rules_app.callback()
def rules(
    context: typer.Context,
    dataset: DatasetOption = None,
    form: FormatOption = TableFormat.table,
    store: Annotated[
        Path | None, typer.Option("--store", help="With the levels of this store.")
    ] = None,
    examples: Annotated[
        Path | None,
        typer.Option(
            "--examples", help="Write test files into this folder, and list nothing."
        ),
    ] = None,
):
    """List the rules: number, name, level in force, fields, versions, evidence, message.

    With --examples: returns of made-up people for testing, one without a finding and one for each rule.

    Example: throughcare rules --dataset K --format csv
    """
    if context.invoked_subcommand:
        return
    spec = _spec(dataset)
    if examples:
        _write_examples(examples, spec)
        return
    from throughcare.rules.listing import COLUMNS, listed
    from throughcare.submissions import levels

    if store and not store.is_dir():
        raise fail(f"There is no store {store}. Submit returns first.")
    today = dt.date.today()
    changed = levels.in_force(store, today) if store else {}
    told = {name: change.level for name, change in changed.items()}
    rows = listed(today, spec, told)
    if form is TableFormat.table:
        rows = [_for_people(row) | {"fields": _few(row["fields"])} for row in rows]
    of = f" of {spec.title}" if spec else ""
    print_rows(rows, list(COLUMNS), form, f"Rules{of}, {len(rows)}")
    if form is TableFormat.table and changed:
        _print_changes(changed.values())


def _spec(dataset: str | None):
    from throughcare.dataset import Spec, UnknownVersion

    try:
        return Spec.at(dataset) if dataset else None
    except UnknownVersion as error:
        raise fail(str(error)) from None


def _for_people(row: dict) -> dict:
    """Names in words, which a narrow table can part."""
    return row | {"name": row["name"].replace("_", " ")}


def _few(fields: str, most: int = 6) -> str:
    """The first headers of a list, for a table that people read."""
    names = fields.split()
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return " ".join(names[:most]) + more


def _print_changes(changes) -> None:
    columns = ["rule", "name", "level", "since", "by", "reason"]
    rows = [{c: getattr(change, c) for c in columns} for change in changes]
    print_table(
        [*map(_for_people, rows)], columns, "Levels that an operator has changed"
    )


def _write_examples(folder: Path, spec) -> None:
    from throughcare.simulate import examples

    try:
        written = examples.write(folder, spec.slug if spec else "K")
    except examples.NoExamples as error:
        raise fail(str(error)) from None
    except OSError as error:
        raise fail(f"{folder} cannot be written: {error.strerror}.") from None
    print(
        f"{len(written)} test files in {folder}; {folder / examples.INDEX} says which rule each one breaks."
    )


@rules_app.command("set-level")
def set_level(
    rule: Annotated[str, typer.Argument(help="Number, for all rules of it; or name.")],
    level: Annotated[
        str,
        typer.Argument(
            help="reject-file, reject-record, reject-field, warn, info, or default."
        ),
    ],
    store: StoreOption,
    reason: Annotated[str, typer.Option(help="Why, for the record.")],
    since: Annotated[str, typer.Option("--from", help="First day, as 2013-04-01.")],
    by: Annotated[str, typer.Option(help="Who changes it.")] = "command line",
):
    """Change the level of a rule in a store from a day on; the change stays on record.

    Example: throughcare rules set-level X05 reject-record --reason "Agreed with suppliers" --from 2013-04-01 --store store
    """
    from throughcare.submissions import levels

    if not store.is_dir():
        raise fail(f"There is no store {store}. Submit returns first.")
    try:
        made = levels.set_level(
            store, rule, level, reason=reason, since=day_of(since), by=by
        )
    except levels.LevelError as error:
        raise fail(str(error)) from None
    except OSError as error:
        raise fail(f"{store} cannot be written: {error.strerror}.") from None
    for change in made:
        print(f"{change.rule} {change.name}: {change.level} from {change.since}.")


@rules_app.command("history")
def levels_history(store: StoreOption, form: FormatOption = TableFormat.table):
    """List every change of a level in a store: which, to what, from when, why, by whom.

    Example: throughcare rules history --store store
    """
    from throughcare.submissions import levels

    columns = ["rule", "name", "level", "since", "reason", "by", "at"]
    rows = [
        {c: getattr(change, c) for c in columns} for change in levels.changes(store)
    ]
    if not rows and form is TableFormat.table:
        print("No level has been changed in this store.")
        return
    if form is TableFormat.table:
        rows = [_for_people(row) | {"at": row["at"][:16]} for row in rows]
    print_rows(rows, columns, form, "Changes of levels")
