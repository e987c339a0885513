"""Writing a backup, and putting one back.

The database is copied first, then the store: the store only adds, so it may be ahead of the database, never behind;
and within it the ledger before the folders, since whoever opens the store next adds lines that the ledger lacks.
"""

import datetime as dt
import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from throughcare import __version__
from throughcare.web.backups import databases, sealed

MANIFEST = "manifest.json"
FOLDERS = ("inbox", "withdrawn", "returns", "cuts")
PASSING = ("work",)
"""Folders of the store that hold unfinished work only."""


class BackupFault(Exception):
    """A backup that cannot be written or put back. The message is one sentence with a way out."""


def _nobody(done: str) -> None:
    """Who is told of each file where nobody is."""


# -- writing ------------------------------------------------------------------------------------------------------


def write(
    path: Path,
    store: Path,
    *,
    key: str | None,
    progress: Callable[[str], None] = _nobody,
) -> dict:
    """Write database and store into the file `path`; gives the manifest. Leaves no half file behind."""
    if path.exists():
        raise BackupFault(
            f"{path} exists already. Choose another name: a backup is never overwritten."
        )
    half = path.with_name(f"{path.name}.part")
    try:
        with half.open("xb") as file, _sealing(file, key) as out:
            manifest = _write(out, store, progress)
        os.replace(half, path)
    finally:
        half.unlink(missing_ok=True)
    return manifest


@contextmanager
def _sealing(file: BinaryIO, key: str | None):
    if key is None:
        yield file
        return
    writer = sealed.Writer(file, key)
    yield writer
    writer.finish()


def _write(out, store: Path, progress) -> dict:
    files: dict[str, str] = {}
    with (
        tempfile.TemporaryDirectory() as work,
        tarfile.open(fileobj=out, mode="w|") as tar,
    ):
        copy = Path(work) / databases.name()
        migrations = _migrations()
        databases.copy_to(copy)
        _add(tar, copy, copy.name, files)
        progress(copy.name)
        for source, name in _store_files(store):
            _add(tar, source, name, files)
            progress(name)
        manifest = {
            "at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            "version": __version__,
            "database": connection.vendor,
            "migrations": migrations,
            "files": _without_twins(files),
        }
        _add_bytes(tar, json.dumps(manifest, indent=1).encode(), MANIFEST)
    return manifest


def _migrations() -> list[str]:
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def _store_files(store: Path):
    """Files of the store in the order in which they may be copied while it is in use."""
    if not store.is_dir():
        return
    for path in sorted(p for p in store.iterdir() if p.is_file()):
        yield path, f"store/{path.name}"
    others = {p.name for p in store.iterdir() if p.is_dir()} - {*FOLDERS, *PASSING}
    for folder in (*FOLDERS, *sorted(others)):
        for path in sorted((store / folder).rglob("*")):
            if path.is_file():
                yield path, f"store/{path.relative_to(store).as_posix()}"


def _add(tar: tarfile.TarFile, source: Path, name: str, files: dict[str, str]) -> None:
    """Add a file; one that was moved on since it was listed is found later under its new place."""
    try:
        with source.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            told = hashlib.sha256()
            left = size
            while piece := file.read(min(left, 1 << 20)):
                told.update(piece)
                left -= len(piece)
            file.seek(0)
            info = tarfile.TarInfo(name)
            info.size, info.mode = size, 0o600
            tar.addfile(info, file)
    except FileNotFoundError:
        return
    files[name] = told.hexdigest()


def _add_bytes(tar: tarfile.TarFile, content: bytes, name: str) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(content), 0o600
    tar.addfile(info, io.BytesIO(content))


def _without_twins(files: dict[str, str]) -> dict[str, str]:
    """A return that was accepted or withdrawn meanwhile counts where it went, not in the inbox too."""
    gone = {
        n.split("/")[2]
        for n in files
        if n.startswith(("store/returns/", "store/withdrawn/"))
    }
    return {
        name: told
        for name, told in files.items()
        if not (name.startswith("store/inbox/") and name.split("/")[2] in gone)
    }


# -- reading ------------------------------------------------------------------------------------------------------


def put_back(path: Path, store: Path, *, key: str | None, force: bool = False) -> dict:
    """Put database and store back as a backup holds them; gives its manifest.

    Everything is read and compared with the manifest before anything is touched. Over data it needs `force`, and then
    the store that was there is kept beside the new one.
    """
    if not path.is_file():
        raise BackupFault(f"There is no file {path}.")
    if not force:
        _refuse_over_data(store)
    store.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=store.parent, prefix="restore-") as work:
        folder = Path(work)
        manifest = _unpacked(path, folder, key)
        databases.put_back(folder / NAME_OF[manifest["database"]])
        _move_store(folder / "store", store)
    return manifest


NAME_OF = databases.NAMES


def _refuse_over_data(store: Path) -> None:
    if store.exists() and any(p.is_file() for p in store.rglob("*")):
        raise BackupFault(
            f"The store {store} holds files. Name an empty place, or give --force to put it aside."
        )
    if not databases.is_empty():
        raise BackupFault(
            "The database holds accounts. Name an empty one, or give --force to replace it."
        )


def _unpacked(path: Path, folder: Path, key: str | None) -> dict:
    """Unpack into `folder` and compare with the manifest, which is given."""
    try:
        with path.open("rb") as file:
            source = io.BufferedReader(sealed.Reader(file, key)) if key else file
            with tarfile.open(fileobj=source, mode="r|") as tar:
                tar.extractall(folder, filter="data")
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except sealed.Broken as fault:
        raise BackupFault(str(fault)) from None
    except (tarfile.TarError, OSError, ValueError):
        raise BackupFault(
            f"{path} cannot be read as a backup. If it is encrypted, set BACKUP_KEY to the key it was made with."
        ) from None
    _compare(folder, manifest)
    return manifest


def _compare(folder: Path, manifest: dict) -> None:
    if manifest["database"] != connection.vendor:
        raise BackupFault(
            f"The backup is of a {manifest['database']} database, and DATABASE names {connection.vendor}."
        )
    there = {
        p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()
    }
    for name, told in manifest["files"].items():
        if name not in there or _hash_of(there[name]) != told:
            raise BackupFault(f"The backup is damaged at {name}. Take another one.")
    for name in there.keys() - manifest["files"].keys() - {MANIFEST}:
        there[name].unlink()


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _move_store(new: Path, store: Path) -> None:
    new.mkdir(exist_ok=True)
    if store.exists():
        at = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S")
        store.rename(store.with_name(f"{store.name}.before-{at}"))
    shutil.move(new, store)
