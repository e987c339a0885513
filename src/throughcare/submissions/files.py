"""Files that are there whole or not at all."""

import json
import os
import shutil
from pathlib import Path


def write_json(path: Path, content: dict) -> None:
    """Write `content` beside `path`, flush it to the disk, and rename it into place."""
    half = path.with_name(f".{path.name}.{os.getpid()}")
    with open(half, "w", encoding="utf-8") as file:
        json.dump(content, file, indent=1, ensure_ascii=False, sort_keys=True)
        file.flush()
        os.fsync(file.fileno())
    os.replace(half, path)
    flush_folder(path.parent)


def read_json(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def copy_whole(source: Path, target: Path) -> None:
    """A flushed copy of `source` at `target`."""
    with open(source, "rb") as read, open(target, "wb") as written:
        shutil.copyfileobj(read, written, 1 << 22)
        written.flush()
        os.fsync(written.fileno())


def flush_folder(folder: Path) -> None:
    """Make renames in `folder` last through a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def flush_files(folder: Path) -> None:
    """Flush every file in `folder`, then the folder."""
    for path in folder.iterdir():
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    flush_folder(folder)
