"""A watched folder: files that are complete are sent and checked; each goes to `done` or `refused`, its findings beside it.

A file is complete when its size has not changed between two looks. Names that begin with a dot or end in .part are
being written still and are left alone.
"""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from throughcare.dataset.file import Unreadable
from throughcare.publish import tables
from throughcare.submissions import StoreError, found
from throughcare.web.portal import actions, downloads, uploads
from throughcare.web.portal.own import codes_of, store

DONE, REFUSED = "done", "refused"


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
    """A folder and the account for which its files are sent."""

    folder: Path
    by: object
    seen: dict[str, tuple[int, float]] = field(default_factory=dict)

    def look(self) -> list[str]:
        """Take the files that are complete; gives a sentence for each."""
        return [self._take(path) for path in self._complete()]

    def _complete(self) -> Iterator[Path]:
        before, self.seen = self.seen, {}
        for path in sorted(self.folder.iterdir()):
            if _is_candidate(path):
                told = path.stat()
                self.seen[path.name] = (told.st_size, told.st_mtime)
                if before.get(path.name) == self.seen[path.name]:
                    yield path

    def _take(self, path: Path) -> str:
        codes = codes_of(self.by)
        sent = Sent(path.name, path.stat().st_size, path)
        faults = [fault.message for fault in uploads.faults_of(sent, codes)]
        try:
            return self._refuse(path, faults[0]) if faults else self._send(path)
        except (Unreadable, StoreError) as fault:
            return self._refuse(path, str(fault))

    def _send(self, path: Path) -> str:
        received = actions.receive_return(
            path=path, name=path.name, by=self.by, way="folder"
        )
        place = store()
        result = place.check(received.id, entitled=codes_of(self.by))
        target = self._put(path, REFUSED if result.outcome == "refused" else DONE)
        rows = downloads.told(place, received.id, found.ALL)
        _beside(target, ".findings.csv", tables.to_csv(rows, downloads.COLUMNS))
        return f"{path.name}: {len(rows)} findings, return {received.id}."

    def _refuse(self, path: Path, why: str) -> str:
        _beside(self._put(path, REFUSED), ".refused.txt", why + "\n")
        return f"{path.name}: refused. {why}"

    def _put(self, path: Path, where: str) -> Path:
        """Move the file; one of the same name that is there already is kept."""
        place = self.folder / where
        place.mkdir(exist_ok=True)
        target = place / path.name
        if target.exists():
            target = place / f"{path.stem}.{time.time_ns()}{path.suffix}"
        os.rename(path, target)
        return target


def _is_candidate(path: Path) -> bool:
    plain = path.is_file() and not path.is_symlink()
    return plain and not path.name.startswith(".") and path.suffix != ".part"


def _beside(path: Path, ending: str, text: str) -> None:
    path.with_name(path.name + ending).write_text(text, encoding="utf-8", newline="")
