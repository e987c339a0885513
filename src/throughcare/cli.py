"""The command line: `throughcare check FILE`, `submit`, `freeze`, `measure`, `journeys`, `explain`, `report`,
`where`, `simulate`.

Exit codes: 0 done; 1 done, and something was rejected or not found; 2 the input cannot be used; 3 a return would
replace a fuller one and waits for approval. Errors go to standard error as one sentence.
"""

import csv
import datetime as dt
import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Drug and alcohol treatment: from a provider's return to a published figure, and back.",
)


class TableFormat(StrEnum):
    table = "table"
    csv = "csv"
    json = "json"


class Engine(StrEnum):
    duckdb = "duckdb"
    spark = "spark"


StoreOption = Annotated[
    Path, typer.Option("--store", help="Folder of the store of returns.")
]
CutOption = Annotated[str, typer.Option("--cut", help="Name of the frozen cut.")]
FormatOption = Annotated[TableFormat, typer.Option("--format", help="How to print.")]


def _fail(message: str, code: int = 2) -> typer.Exit:
    print(f"throughcare: {message}", file=sys.stderr)
    return typer.Exit(code)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise _fail(f"{text!r} is not a day. Write it as 2013-03-31.") from None


def _print_rows(rows: list[dict], columns: list[str], form: TableFormat, title: str):
    """Rows as a table for people, CSV or JSON for programs."""
    if form is TableFormat.json:
        print(json.dumps(rows, indent=1, default=str, ensure_ascii=False))
    elif form is TableFormat.csv:
        writer = csv.DictWriter(sys.stdout, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    else:
        _print_table(rows, columns, title)


def _print_table(rows: list[dict], columns: list[str], title: str) -> None:
    """A table for people. A column that says the same on every row is said once, in the title."""
    from rich import box
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    told = [c for c in columns if any(row[c] is not None for row in rows)]
    constant = [c for c in told if len(rows) > 1 and c in ("indicator", "period")]
    constant = [c for c in constant if len({row[c] for row in rows}) == 1]
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    for column in (c for c in told if c not in constant):
        right = all(_is_figure(row[column]) for row in rows)
        table.add_column(
            column.replace("_", " "),
            justify="right" if right else "left",
            overflow="fold",
            min_width=_least_width(column, rows),
        )
    for row in rows:
        shown = [row[c] for c in told if c not in constant]
        table.add_row(*[escape(_shown(value)) for value in shown])
    Console().print(table)


def _is_figure(value) -> bool:
    """A number, nothing, or the mark of a figure kept back."""
    return value == "[c]" or isinstance(value, int | float | None)


NARROW = 12
"""Characters up to which a cell of a table keeps its words on one line."""


def _least_width(column: str, rows: list[dict]) -> int | None:
    """A column of short cells is as wide as its longest cell and the longest word of its name."""
    longest = max(len(_shown(row[column])) for row in rows)
    word = max(len(word) for word in column.split("_"))
    return max(longest, word) if longest <= NARROW else None


def _shown(value) -> str:
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return f"{value:,.1f}" if isinstance(value, float) else str(value)


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="The return, as CSV or XML.")],
    dataset: Annotated[
        str | None, typer.Option(help="Data set letter; else from name or header.")
    ] = None,
    form: FormatOption = TableFormat.table,
    handed_back: Annotated[
        Path | None,
        typer.Option(help="Write the file here with a column of findings."),
    ] = None,
    limit: Annotated[
        int, typer.Option(min=0, help="Findings shown in the table.")
    ] = 40,
    store: Annotated[
        Path | None,
        typer.Option(help="Compare with the last accepted return in this store."),
    ] = None,
):
    """Check a return: findings by row and field, with the value seen, what is wrong and what to do.

    A row is the line in the file, the header is 1; row 0 is about something that is not in the file.

    Example: throughcare check N0852-20130401-20130430-TREAT-IN-K.csv --format json
    """
    from throughcare.dataset import UnknownVersion
    from throughcare.dataset.form import Unreadable
    from throughcare.submissions.errors import StoreError

    try:
        with _checking(file, dataset, store) as checked:
            findings = checked.findings()
            if handed_back:
                _hand_back(checked, handed_back)
            _print_check(file, checked, findings, form, limit)
            code = 1 if checked.has_rejections else 0
    except (Unreadable, UnknownVersion, StoreError) as error:
        _print_unreadable(file, str(error), form)
        raise typer.Exit(2) from None
    except BrokenPipeError:
        raise  # whoever reads the output has seen enough
    except OSError as error:
        _print_unreadable(file, f"The file cannot be opened: {error.strerror}.", form)
        raise typer.Exit(2) from None
    raise typer.Exit(code)


def _checking(file: Path, dataset: str | None, store: Path | None):
    """The file checked by itself, or against what a store holds of its provider."""
    from throughcare.submissions.check import check as check_file

    if store is None:
        return check_file(file, dataset=dataset, submitted_on=dt.date.today())
    return _existing_store(store).checking(file, dataset=dataset)


def _print_unreadable(file: Path, sentence: str, form: TableFormat) -> None:
    print(f"throughcare: {file.name}: {sentence}", file=sys.stderr)
    if form is TableFormat.json:
        finding = {
            "rule": "F06",
            "level": "reject-file",
            "row": 1,
            "field": "",
            "value": "",
            "message": sentence,
        }
        told = {"file": str(file), "dataset": None, "rows": 0, "findings": [finding]}
        print(json.dumps(told, indent=1, ensure_ascii=False))


def _print_check(file: Path, checked, findings: list[dict], form, limit: int) -> None:
    if form is TableFormat.json:
        told = {
            "file": str(file),
            "dataset": checked.spec.letter,
            "rows": checked.loaded.rows,
            "findings": findings,
        }
        print(json.dumps(told, indent=1, ensure_ascii=False))
        return
    columns = ["row", "rule", "level", "field", "value", "message"]
    if form is TableFormat.csv:
        rows = [{c: f[c] for c in columns} for f in findings]
        _print_rows(rows, columns, form, "")
        return
    if findings:
        in_order = sorted(findings, key=lambda f: f["row"] == 0)  # those come last
        shown = [f | _said_of(f) for f in in_order[:limit]]
        _print_table(shown, columns, f"Findings in {file.name}")
    _print_summary(checked, findings, limit)


def _said_of(finding: dict) -> dict:
    """A confirmed finding says so, and why, in the table."""
    known = finding.get("confirmed")
    if not known:
        return {}
    told = f"Confirmed by {known['by']}: {known['why']}"
    return {"level": "confirmed", "message": told}


OUTCOMES = {
    "accepted": "It would be accepted.",
    "part": "It would be accepted in part, with the sender's approval: records with reject-record are left out.",
    "refused": "It would be refused.",
}


def _print_summary(checked, findings: list[dict], limit: int) -> None:
    told = ", ".join(f"{n:,} {level}" for level, n in checked.counts.items() if n)
    if checked.confirmed:
        told += f"{', ' if told else ''}{checked.confirmed:,} confirmed"
    print(
        f"{checked.loaded.rows:,} rows of data set {checked.spec.letter}; findings: {told or 'none'}."
    )
    if len(findings) > limit:
        print(f"{len(findings) - limit:,} findings more: use --format csv or --limit.")
    print(OUTCOMES[checked.outcome])
    if checked.vanishing and checked.outcome != "refused":
        print(
            f"It would replace a fuller return, which needs approval (--replace-fuller): {checked.vanishing}."
        )


def _hand_back(checked, target: Path) -> None:
    from throughcare.submissions.handed_back import hand_back
    from throughcare.warehouse.looking import write_findings

    if target.exists() and target.samefile(checked.form.path):
        raise _fail("--handed-back names the return itself. Choose another file.")
    kept = target.with_name(f".{target.name}.findings.parquet")
    try:
        open(target, "a").close()
        write_findings(checked.con, kept)
        hand_back(checked.form, kept, target)
    except OSError as error:
        raise _fail(f"{target} cannot be written: {error.strerror}.") from None
    finally:
        kept.unlink(missing_ok=True)


rules_app = typer.Typer(invoke_without_command=True, no_args_is_help=False)
app.add_typer(rules_app, name="rules")
DatasetOption = Annotated[
    str | None,
    typer.Option("--dataset", help="Version, as K; or K-young-people."),
]


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
        raise _fail(f"There is no store {store}. Submit returns first.")
    today = dt.date.today()
    changed = levels.in_force(store, today) if store else {}
    told = {name: change.level for name, change in changed.items()}
    rows = listed(today, spec, told)
    if form is TableFormat.table:
        rows = [_for_people(row) | {"fields": _few(row["fields"])} for row in rows]
    of = f" of {spec.title}" if spec else ""
    _print_rows(rows, list(COLUMNS), form, f"Rules{of}, {len(rows)}")
    if form is TableFormat.table and changed:
        _print_changes(changed.values())


def _spec(dataset: str | None):
    from throughcare.dataset import Spec, UnknownVersion

    try:
        return Spec.at(dataset) if dataset else None
    except UnknownVersion as error:
        raise _fail(str(error)) from None


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
    _print_table(
        [*map(_for_people, rows)], columns, "Levels that an operator has changed"
    )


def _write_examples(folder: Path, spec) -> None:
    from throughcare.simulate import examples

    try:
        written = examples.write(folder, spec.slug if spec else "K")
    except examples.NoExamples as error:
        raise _fail(str(error)) from None
    except OSError as error:
        raise _fail(f"{folder} cannot be written: {error.strerror}.") from None
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
        raise _fail(f"There is no store {store}. Submit returns first.")
    try:
        made = levels.set_level(
            store, rule, level, reason=reason, since=_day(since), by=by
        )
    except levels.LevelError as error:
        raise _fail(str(error)) from None
    except OSError as error:
        raise _fail(f"{store} cannot be written: {error.strerror}.") from None
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
    _print_rows(rows, columns, form, "Changes of levels")


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
    from rich.progress import Progress

    from throughcare.dataset import UnknownDataSet, UnknownVersion
    from throughcare.dataset.form import Unreadable
    from throughcare.submissions.convert import CannotConvert
    from throughcare.submissions.convert import convert as convert_file

    try:
        with Progress(transient=True) as bar:
            task = bar.add_task("Converting", total=None)
            done = convert_file(
                source,
                target,
                dataset=dataset,
                force=force,
                progress=lambda n, of: bar.update(task, completed=n, total=of),
            )
    except (Unreadable, UnknownVersion, UnknownDataSet) as error:
        raise _fail(f"{source.name}: {error}") from None
    except CannotConvert as error:
        raise _fail(str(error)) from None
    except OSError as error:
        place = error.filename or target
        raise _fail(f"{place} cannot be opened: {error.strerror}.") from None
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
    from throughcare.publish import xml_schema

    try:
        spec = Spec.at(dataset)
    except (UnknownVersion, UnknownDataSet) as error:
        raise _fail(str(error)) from None
    content = xml_schema.example(spec)[1] if example else xml_schema.schema(spec)
    if out is None:
        print(content.decode("utf-8"), end="")
        return
    try:
        out.write_bytes(content)
    except OSError as error:
        raise _fail(f"{out} cannot be written: {error.strerror}.") from None
    print(f"{'Example' if example else 'Schema'} of data set {spec.slug} in {out}.")


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

    returns = _open_store(store)
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
    from throughcare.dataset.form import Unreadable
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
        _print_table(shown, columns, "Returns (accepted: episodes; rejected: rows)")
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
        for entry in _existing_store(store).history(provider)
    ]
    if form is TableFormat.table and not listed:
        print("No returns yet. Send one with `throughcare submit`.")
        return
    _print_rows(listed, columns, form, f"Returns in {store}")


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

    opened = _existing_store(store)
    try:
        made = opened.confirm(return_id, rule, row, field, by=by, why=why, value=value)
    except StoreError as error:
        raise _fail(str(error), 1) from None
    for one in made:
        print(f"{one.rule} on row {one.row} is confirmed by {one.by}: {one.why}")


@app.command()
def mend(store: StoreOption):
    """Make damaged receipts and missing ledger lines anew from what stands beside them.

    Example: throughcare mend --store store
    """
    from throughcare.submissions import StoreError

    try:
        mended = _existing_store(store).mend()
    except StoreError as error:
        raise _fail(str(error), 1) from None
    print("\n".join(mended) if mended else "Nothing is damaged.")


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

    day = _day(as_of)
    returns = _existing_store(store)
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
        raise _fail(str(error)) from None
    told = len(cut.manifest["returns"])
    print(f"Cut {name}: {told} returns, as of {day}, hash {cut.manifest['hash'][:12]}.")


def _open_store(path: Path):
    from throughcare.submissions import Store

    try:
        return Store(path)
    except OSError as error:
        raise _fail(
            f"{path} cannot hold a store of returns: {error.strerror}. Choose a folder that can be written."
        ) from None


def _existing_store(path: Path):
    if not path.is_dir():
        raise _fail(f"There is no store {path}. Submit returns first.")
    return _open_store(path)


def _open_cut(store: Path, name: str):
    from throughcare.warehouse.cut import Cut, CutError

    try:
        return Cut.open(store, name)
    except CutError as error:
        raise _fail(str(error)) from None


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

    opened = _open_cut(store, cut)
    cut_findings.find(opened, levels(store, opened.as_of))
    found = cut_findings.rows(opened, provider=provider, rule=rule)
    columns = [c for c in cut_findings.COLUMNS if c != "name"]
    if form is not TableFormat.table:
        rows = [{c: row[c] for c in columns} for row in found]
        _print_rows(rows, columns, form, "")
        return
    shown = ["provider", "row", "rule", "level", "field", "value", "message"]
    if found:
        in_order = sorted(found, key=lambda f: f["level"] == "info")
        _print_table(in_order[:limit], shown, f"Findings in cut {cut}")
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
def measure(
    indicator: Annotated[str, typer.Argument(help="Slug or number, or `all`.")],
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
    from throughcare.publish import measuring

    breakdowns = list(dict.fromkeys(b.strip() for b in by.split(",") if b.strip()))
    try:
        measured = measuring.measure(
            _open_cut(store, cut),
            indicator,
            period,
            breakdowns,
            engine=engine.value,
            protected=not unprotected,
        )
    except (ValueError, LookupError) as error:
        raise _fail(str(error.args[0] if error.args else error)) from None
    _print_measured(measured, form, f"{indicator}, {period}, cut {cut}")


def _print_measured(measured, form: TableFormat, title: str) -> None:
    """The rows; then, beside what programs read, who is left out of them."""
    from throughcare.publish import measuring

    if form is not TableFormat.table:
        _print_rows(measured.rows, measured.columns, form, "")
    else:
        for table in measuring.tables(measured, title):
            _print_table(table.rows, table.columns, table.title)
    if measured.left_out:
        where = sys.stdout if form is TableFormat.table else sys.stderr
        print(measured.left_out, file=where)


@app.command()
def journeys(
    store: StoreOption, cut: CutOption, form: FormatOption = TableFormat.table
):
    """List the treatment journeys of a cut: person, journey, start, end, exit, group.

    Example: throughcare journeys --store store --cut 2012-13 --format csv
    """
    from throughcare.publish.journeys import COLUMNS, batches

    rows = batches(_open_cut(store, cut))
    if form is TableFormat.csv:
        writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for batch in rows:
            writer.writerows(batch)
        return
    listed = [row for batch in rows for row in batch]
    _print_rows(listed, list(COLUMNS), form, f"Journeys of cut {cut}")


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
        told = explain_cell(_open_cut(store, cut), indicator, period, area, group)
    except (ValueError, LookupError) as error:
        raise _fail(str(error.args[0] if error.args else error)) from None
    if form is TableFormat.json:
        print(json.dumps(told, indent=1, default=str, ensure_ascii=False))
        return
    if form is TableFormat.csv:
        columns = list(told["records"][0]) if told["records"] else ["return_id"]
        _print_rows(told["records"], columns, form, "")
        return
    _print_explanation(told)


def _print_explanation(told: dict) -> None:
    definition, cell, cut = told["definition"], told["cell"], told["cut"]
    print(f"{definition['title']} ({definition['id']}), {cell['period']}")
    figures = ("numerator", "denominator", "value", "lower", "upper")
    shown = [f"{n} {_shown(cell[n])}" for n in figures if cell.get(n) is not None]
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
    _print_table(records[:most], columns, "Records, with their line in the return")
    if len(records) > most:
        print(f"{len(records) - most:,} records more: use --format json or csv.")
    accepted = ["id", "name", "accepted_by", "accepted_at"]
    _print_table(told["returns"], accepted, "Returns they came from")
    if told["findings"]:
        found = ["provider", "row", "rule", "level", "field", "message"]
        _print_table(told["findings"][:most], found, "Findings on those lines")


@app.command()
def report(
    kind: Annotated[
        str,
        typer.Argument(
            help="quarterly, delivery, outcome-profiles, data-quality, or `all`."
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
):
    """Write a routine report of one area or provider; `all` makes and keeps those of every one with the cut.

    Example: throughcare report quarterly --store store --cut 2012-13 --area E08000037 --out gateshead.pdf
    """
    opened = _open_cut(store, cut)
    if kind == "all":
        return _make_reports(opened)
    if out is None or not (area or provider):
        raise _fail(
            "Say whom the report is about with --area or --provider, and where it goes with --out."
        )
    _write_report(opened, kind, area, provider, out)


def _make_reports(cut) -> None:
    from rich.progress import Progress

    from throughcare.publish.reports import run

    with Progress(transient=True) as bar:
        task = bar.add_task("Making reports", total=None)
        made = run.make(
            cut,
            by="command line",
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    print(f"Run {made.number}: {len(made.entries):,} reports in {made.folder}.")


def _write_report(cut, kind, area, provider, out: Path) -> None:
    from throughcare.publish.reports import FORMS
    from throughcare.publish.reports.making import Maker, NoSuchReport

    suffix = out.suffix.lstrip(".").lower()
    if suffix not in FORMS:
        raise _fail(
            f"{out.name} has no suffix that a report can be written as. Use one of: {', '.join(FORMS)}."
        )
    whose = ("area", area) if area else ("provider", provider)
    try:
        made = Maker(cut).report(kind, *whose)
        out.write_bytes(FORMS[suffix](made))
    except NoSuchReport as error:
        raise _fail(str(error)) from None
    except OSError as error:
        raise _fail(f"{out} cannot be written: {error.strerror}.") from None
    print(f"{made.title}: {out}.")
    for sentence in made.summary:
        print(sentence)


@app.command()
def where(words: Annotated[list[str], typer.Argument(help="What to look for.")]):
    """Say where something is defined: a field, rule, indicator, parameter or command.

    Example: throughcare where waiting time
    """
    from throughcare.publish.where import find

    found = find(" ".join(words))
    if not found:
        raise _fail(
            f"Nothing is called {' '.join(words)!r} here. Try one word of it.", 1
        )
    _print_table(found, ["kind", "name", "says", "file"], f"Where: {' '.join(words)}")


@app.command()
def simulate(
    out: Annotated[Path, typer.Option("--out", help="Folder for the returns.")],
    people: Annotated[int, typer.Option(min=1, help="People in treatment.")] = 2000,
    seed: Annotated[int, typer.Option(help="Same seed, same bytes.")] = 7,
    dataset: Annotated[str, typer.Option(help="H or K.")] = "H",
    fault_rate: Annotated[
        float, typer.Option(min=0, max=1, help="Share of rows with a recording fault.")
    ] = 0.01,
):
    """Write the returns of a synthetic treatment system: made-up people, nobody real.

    Example: throughcare simulate --people 2000 --seed 7 --dataset H --out returns
    """
    from rich.progress import Progress

    from throughcare.simulate import England

    england = England(
        people=people, seed=seed, dataset=dataset.upper(), fault_rate=fault_rate
    )
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _fail(f"{out} cannot be written: {error.strerror}.") from None
    with Progress(transient=True) as bar:
        task = bar.add_task("Simulating", total=None)
        try:
            paths = england.write_returns(
                out,
                progress=lambda done, total: bar.update(
                    task, completed=done, total=total
                ),
            )
        except (ValueError, LookupError) as error:
            raise _fail(str(error)) from None
    print(f"{len(paths)} returns of {people:,} people in {out}.")


INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells know it."""


def main() -> None:
    try:
        app()
    except RuntimeError as error:
        if str(error) != "Query interrupted":
            raise
        raise SystemExit(
            _fail("Stopped; what was accepted before stays.", INTERRUPTED).exit_code
        ) from None


if __name__ == "__main__":
    main()
