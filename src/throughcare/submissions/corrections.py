"""Corrections that a sender made in the page: an overlay on the bytes that were sent, which never change.

    corrections.jsonl    beside a return's original file: one line a changed cell, or a correction taken back

Whoever reads the rows of a return lays the corrections over them, so that findings, records and cuts see the corrected
value. A return that is accepted is not corrected any more: a new one replaces it.
"""

import json
import os
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from throughcare.dataset import Spec
from throughcare.dataset import form as file_form
from throughcare.warehouse import overlay

from . import papers
from .errors import StoreError

FILE = "corrections.jsonl"
LONGEST = 10_000


@dataclass(frozen=True)
class Correction:
    """One cell of a return that is read otherwise than it was sent: `row` is its line, `field` its national header."""

    id: str
    row: int
    field: str
    old: str
    new: str
    by: str
    why: str
    at: str
    undone_by: str = ""
    undone_at: str = ""

    @property
    def is_in_force(self) -> bool:
        return not self.undone_at


def made(folder: Path) -> list[Correction]:
    """Every correction of the return in `folder`, oldest first, those taken back among them."""
    found: dict[str, Correction] = {}
    for told in _lines(folder / FILE):
        if "undoes" in told:
            before = asdict(found[told["undoes"]])
            changed = {"undone_by": told["by"], "undone_at": told["at"]}
            found[told["undoes"]] = Correction(**before | changed)
        else:
            found[told["id"]] = Correction(**told)
    return list(found.values())


def in_force(folder: Path) -> dict[tuple[int, str], str]:
    """The values that hold, by line and header."""
    return {(c.row, c.field): c.new for c in made(folder) if c.is_in_force}


def row_as_read(store, return_id: str, row: int) -> tuple[dict[str, str], dict]:
    """The cells of one line by header as they were sent, and as they are read with corrections.

    Raises StoreError where there is no such row.
    """
    folder = store.folder(return_id)
    sent = _row(store, return_id, row)
    laid = {f: value for (line, f), value in in_force(folder).items() if line == row}
    return sent, sent | laid


def add(store, return_id: str, row: int, changes: Mapping[str, str], *, by, why):
    """Add corrections of one row, by header. Raises StoreError where nothing changes or the return is accepted."""
    folder = _open_folder(store, return_id)
    if not why.strip():
        raise StoreError("Say why the record is corrected: a reason is kept with it.")
    _, before = row_as_read(store, return_id, row)
    known = Spec.at(store.received(return_id).dataset).by_header
    changed = {f: str(v).strip()[:LONGEST] for f, v in changes.items()}
    changed = {f: v for f, v in changed.items() if v != before.get(f, "")}
    unknown = sorted(set(changed) - set(known))
    if unknown:
        raise StoreError(f"This version has no item {unknown[0]}. Correct another one.")
    if not changed:
        raise StoreError("Nothing is changed. Correct a value, or go back.")
    at = papers.now()
    told = [
        Correction(uuid.uuid4().hex, row, f, before.get(f, ""), v, by, why.strip(), at)
        for f, v in changed.items()
    ]
    with store.locked():
        later = [c for c in made(folder) if c.is_in_force]
        replaced = [c for c in later if c.row == row and c.field in changed]
        lines = [{"undoes": c.id, "by": by, "at": at} for c in replaced]
        _append(folder / FILE, lines + [_line(c) for c in told])
    return told


def undo(store, return_id: str, correction_id: str, *, by: str) -> None:
    """Take a correction back; what was sent stands again. Raises StoreError where it is not in force."""
    folder = _open_folder(store, return_id)
    with store.locked():
        if correction_id not in {c.id for c in made(folder) if c.is_in_force}:
            raise StoreError("This correction is not in force. Look at the list again.")
        _append(
            folder / FILE, [{"undoes": correction_id, "by": by, "at": papers.now()}]
        )


def _open_folder(store, return_id: str) -> Path:
    folder = store.folder(return_id)
    if folder.parent.name != "inbox":
        raise StoreError(
            f"The return {return_id} is accepted or withdrawn; send a corrected one, which replaces it."
        )
    return folder


def _row(store, return_id: str, row: int) -> dict[str, str]:
    from .check import _load, _workspace

    received = store.received(return_id)
    form = file_form.inspect(papers.original_of(store.folder(return_id)), received.name)
    with _workspace() as (folder, con):
        loaded = _load(con, form, Spec.at(received.dataset), folder)
        found = overlay.row(con, loaded, row)
    if found is None:
        raise StoreError(f"The return {return_id} has no record on row {row}.")
    return found


def _line(correction: Correction) -> dict:
    told = asdict(correction)
    return {k: told[k] for k in told if not k.startswith("undone")}


def _lines(path: Path) -> list[dict]:
    """Whole lines only: one that a kill cut short was never acknowledged."""
    if not path.exists():
        return []
    text = path.read_text(encoding="utf-8")
    return [
        json.loads(line)
        for line in text.splitlines(keepends=True)
        if line.endswith("\n") and _is_whole(line)
    ]


def _is_whole(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def _append(path: Path, lines: list[dict]) -> None:
    """All lines in one write, on disk before it returns."""
    whole = path.read_bytes() if path.exists() else b""
    start = b"" if not whole or whole.endswith(b"\n") else b"\n"
    text = "".join(json.dumps(line) + "\n" for line in lines)
    with open(path, "ab") as file:
        file.write(start + text.encode())
        file.flush()
        os.fsync(file.fileno())
