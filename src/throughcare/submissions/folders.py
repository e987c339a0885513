"""The folders of a store: where a return stands, unfinished work, atomic moves, and locks between processes."""

import contextlib
import fcntl
import os
import re
import shutil
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

from . import files, papers
from .errors import UnknownReturn

NAMES = ("inbox", "returns", "withdrawn", "cuts", "work", ".turns")
DAY = 24 * 3600


class Folders:
    """The folders under `path`, made where they are missing."""

    def __init__(self, path: Path):
        self.path = Path(path)
        for name in NAMES:
            (self.path / name).mkdir(parents=True, exist_ok=True, mode=0o700)
        self._sweep()

    def _sweep(self) -> None:
        """Clear away work that a killed process left behind a day ago or longer."""
        yesterday = time.time() - DAY
        for folder in (self.path / "work").iterdir():
            with contextlib.suppress(OSError):
                if folder.stat().st_mtime < yesterday:
                    shutil.rmtree(folder)

    def of(self, id: str) -> Path:
        """Where a return stands. Raises UnknownReturn."""
        if re.fullmatch(r"[A-Za-z0-9-]+", id):
            for place in ("returns", "inbox", "withdrawn"):
                if (self.path / place / id).is_dir():
                    return self.path / place / id
        raise UnknownReturn(
            f"There is no return {id[:60]!r} in this store. The history lists those there are."
        )

    def hold(self, id: str) -> bool:
        """Whether a return is there and not withdrawn."""
        return any((self.path / place / id).exists() for place in ("inbox", "returns"))

    def waiting(self) -> list[str]:
        """Returns that are received and neither accepted nor withdrawn, in order."""
        return sorted(
            folder.name
            for folder in (self.path / "inbox").iterdir()
            if (folder / "received.json").exists()
            and not (self.path / "returns" / folder.name).exists()
        )

    def unfinished_folder(self, id: str) -> Path:
        """A new folder for the unfinished files of a return."""
        folder = self.path / "work" / f"{id}.{uuid.uuid4().hex}"
        folder.mkdir(mode=0o700)
        return folder

    @contextlib.contextmanager
    def unfinished(self, id: str) -> Iterator[Path]:
        """A folder for unfinished files, gone afterwards unless it was moved to its place."""
        folder = self.unfinished_folder(id)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def move(self, folder: Path, place: str, id: str) -> None:
        """One atomic rename. Where another process was first, its folder stands and this one goes."""
        target = self.path / place / id
        try:
            os.rename(folder, target)
        except OSError:
            if not target.exists():
                raise
            shutil.rmtree(folder)
        files.flush_folder(target.parent)

    def leave_inbox(self, id: str) -> None:
        """What is accepted is in no inbox."""
        shutil.rmtree(self.path / "inbox" / id, ignore_errors=True)

    def locked(self):
        """Alone with the files of the store that are added to."""
        return _lock(self.path / ".lock")

    def turn(self, provider: str, dataset: str):
        """One acceptance of a provider and data set at a time; a killed process gives its turn up."""
        return _lock(self.path / ".turns" / f"{papers.plain(provider)}-{dataset}")


@contextlib.contextmanager
def _lock(path: Path) -> Iterator[None]:
    with open(path, "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
