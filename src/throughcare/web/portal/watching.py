"""A watched folder: files that are complete are sent and checked; each goes to `done` or `refused`, its findings beside it.

A file is complete when its size has not changed between two looks. Names that end in .part are being written still and
wait; those that begin with a dot are left alone. What was seen and done is noted for the page of the folder.
"""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from throughcare.dataset.file import Unreadable
from throughcare.publish import tables
from throughcare.submissions import StoreError, found
from throughcare.web.portal import actions, downloads, uploads, watched
from throughcare.web.portal.models import FolderFile
from throughcare.web.portal.own import codes_of, store

DONE, REFUSED = "done", "refused"
HALF = ".part"


@dataclass(frozen=True)
class Sent:
    """A file as the upload page would have it."""

    name: str
    size: int
    path: Path

    def temporary_file_path(self) -> str:
        return str(self.path)


@dataclass
class Watch:
    """A folder and the account for which its files are sent.

    `seconds`: how long it waits between two looks. `data_set`: that of the files, else what they say.
    """

    folder: Path
    by: object
    seconds: float = 5
    data_set: str | None = None
    seen: dict[str, tuple[int, float]] = field(default_factory=dict)
    stuck: dict[str, tuple[int, float]] = field(default_factory=dict)

    def look(self) -> list[str]:
        """Take the files that are complete; gives a sentence for each. What was seen is noted."""
        try:
            complete, waiting = self._sorted_out()
        except OSError as fault:
            told = f"The folder cannot be read: {fault.strerror}."
            watched.note_look(self, [], told)
            return [told]
        watched.note_look(self, waiting)
        return [self._take(path) for path in complete]

    def _sorted_out(self) -> tuple[list[Path], list[watched.Waiting]]:
        """The files that are complete, and those that wait with the reason."""
        before, self.seen = self.seen, {}
        complete, waiting = [], []
        for path, is_half in _candidates(self.folder):
            told = path.stat()
            state = self.seen[path.name] = (told.st_size, told.st_mtime)
            why = self._why_it_waits(path.name, is_half, state, before)
            if why:
                waiting.append({"name": path.name, "bytes": told.st_size, "why": why})
            else:
                complete.append(path)
        return complete, waiting

    def _why_it_waits(self, name: str, is_half: bool, state, before: dict) -> str:
        if is_half:
            return watched.BEING_WRITTEN
        if self.stuck.get(name) == state:
            return watched.NOT_MOVED
        return "" if before.get(name) == state else watched.SEEN_ONCE

    def _take(self, path: Path) -> str:
        try:
            return self._judge(path)
        except OSError:
            self.stuck[path.name] = self.seen[path.name]
            return f"{path.name}: {watched.NOT_MOVED}"

    def _judge(self, path: Path) -> str:
        sent = Sent(path.name, path.stat().st_size, path)
        faults = [f.message for f in uploads.faults_of(sent, codes_of(self.by))]
        try:
            return self._refuse(path, faults[0]) if faults else self._send(path)
        except (Unreadable, StoreError) as fault:
            return self._refuse(path, str(fault))

    def _send(self, path: Path) -> str:
        received = actions.receive_return(
            path=path,
            name=path.name,
            by=self.by,
            way="folder",
            data_set=self.data_set,
        )
        place = store()
        result = place.check(received.id, entitled=codes_of(self.by))
        is_refused = result.outcome == "refused"
        rows = downloads.told(place, received.id, found.ALL)
        count = f"{len(rows):,} finding{'' if len(rows) == 1 else 's'}"
        outcome = FolderFile.REFUSED if is_refused else FolderFile.TAKEN
        told = "The check refuses the return" if is_refused else "Sent and checked"
        line = self._note(path, outcome, f"{told}: {count}.", received.id)
        target = self._put(path, REFUSED if is_refused else DONE)
        _beside(target, ".findings.csv", tables.to_csv(rows, downloads.COLUMNS))
        return line

    def _refuse(self, path: Path, why: str) -> str:
        sentence = why if why.endswith(".") else f"{why}."
        line = self._note(path, FolderFile.REFUSED, sentence)
        _beside(self._put(path, REFUSED), ".refused.txt", sentence + "\n")
        return line

    def _note(self, path: Path, outcome: str, told: str, return_id: str = "") -> str:
        watched.note_file(self, path.name, outcome, told, return_id)
        return f"{path.name}: {outcome}. {told}"

    def _put(self, path: Path, where: str) -> Path:
        """Move the file; one of the same name that is there already is kept."""
        place = self.folder / where
        place.mkdir(exist_ok=True)
        target = place / path.name
        if target.exists():
            target = place / f"{path.stem}.{time.time_ns()}{path.suffix}"
        os.rename(path, target)
        return target


def _candidates(folder: Path) -> Iterator[tuple[Path, bool]]:
    """Files of a folder in the order of their names, and whether the name says that they are half written."""
    for path in sorted(folder.iterdir()):
        plain = path.is_file() and not path.is_symlink()
        if plain and not path.name.startswith("."):
            yield path, path.suffix == HALF


def _beside(path: Path, ending: str, text: str) -> None:
    path.with_name(path.name + ending).write_text(text, encoding="utf-8", newline="")
