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
    if form is not TableFormat.table:
        print_rows(rows, list(COLUMNS), form, "")
        return
    of = f" of {spec.title}" if spec else ""
    told_rows = [_for_people(row) for row in rows]
    print_table(told_rows, list(TOLD), f"Rules{of}, {len(rows)}")
    if changed:
        _print_changes(changed.values())


def _spec(dataset: str | None):
    from throughcare.dataset import Spec, UnknownVersion
    from throughcare.dataset.file import Unreadable
    from throughcare.dataset.form import refuse_set_that_is_not_read

    if not dataset:
        return None
    try:
        spec = Spec.at(dataset)
        refuse_set_that_is_not_read(spec)
    except (Unreadable, UnknownVersion) as error:
        raise fail(str(error)) from None
    return spec


TOLD = ("number", "level", "evidence", "rule")
"""Columns of the table that people read: the name and the message of a rule stand together."""


def _for_people(row: dict) -> dict:
    return {
        "number": row["number"],
        "level": row["level"],
        "evidence": row["evidence"],
        "rule": f"{_in_words(row['name'])}: {row['message']}{_versions(row)}",
    }


def _change_for_people(row: dict) -> dict:
    return {
        "rule": f"{row['rule']} {_in_words(row['name'])}",
        "level": row["level"],
        "from": row["since"],
        "why, by whom, when": f"{row['reason']} ({row['by']}, {row['at'][:10]} {row['at'][11:16]})",
    }


def _in_words(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _versions(row: dict) -> str:
    """
    >>> _versions({"since": "J", "until": ""})
    ' (from J)'
    """
    span = [
        f"{word} {row[n]}" for n, word in (("since", "from"), ("until", "to")) if row[n]
    ]
    return f" ({' '.join(span)})" if span else ""


def _print_changes(changes) -> None:
    columns = ["rule", "name", "level", "since", "by", "reason"]
    rows = [
        {c: getattr(change, c) for c in columns} | {"name": _in_words(change.name)}
        for change in changes
    ]
    print_table(rows, columns, "Levels that an operator has changed")


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
        rows = [_change_for_people(row) for row in rows]
        columns = list(rows[0])
    print_rows(rows, columns, form, "Changes of levels")
