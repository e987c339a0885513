"""`throughcare check`: what is wrong in a return, before it is sent."""

import datetime as dt
import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from throughcare.cli.opening import existing_store
from throughcare.cli.options import FormatOption, TableFormat
from throughcare.cli.printing import fail, print_rows, print_table
from throughcare.cli.root import app


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
    from throughcare.dataset.file import Unreadable
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
    return existing_store(store).checking(file, dataset=dataset)


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
            "dataset": checked.spec.slug,
            "rows": checked.loaded.rows,
            "findings": findings,
        }
        print(json.dumps(told, indent=1, ensure_ascii=False))
        return
    columns = ["row", "rule", "level", "field", "value", "message"]
    if form is TableFormat.csv:
        rows = [{c: f[c] for c in columns} for f in findings]
        print_rows(rows, columns, form, "")
        return
    if findings:
        in_order = sorted(findings, key=lambda f: f["row"] == 0)  # those come last
        shown = [f | _said_of(f) for f in in_order[:limit]]
        print_table(shown, columns, f"Findings in {file.name}")
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


def _set_of(spec) -> str:
    """
    >>> from throughcare.dataset import Spec
    >>> _set_of(Spec.at("H")), _set_of(Spec.at("H", "young-people"))
    ('H', "H, young people's treatment")
    """
    return spec.letter if spec.slug == spec.letter else spec.title


def _print_summary(checked, findings: list[dict], limit: int) -> None:
    told = ", ".join(f"{n:,} {level}" for level, n in checked.counts.items() if n)
    if checked.confirmed:
        told += f"{', ' if told else ''}{checked.confirmed:,} confirmed"
    print(
        f"{checked.loaded.rows:,} rows of data set {_set_of(checked.spec)}; findings: {told or 'none'}."
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
        raise fail("--handed-back names the return itself. Choose another file.")
    kept = target.with_name(f".{target.name}.findings.parquet")
    try:
        open(target, "a").close()
        write_findings(checked.con, kept)
        hand_back(checked.form, kept, target)
    except OSError as error:
        raise fail(f"{target} cannot be written: {error.strerror}.") from None
    finally:
        kept.unlink(missing_ok=True)
