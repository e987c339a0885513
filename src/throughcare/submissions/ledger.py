"""Files of one JSON line an event, added to and never changed: the ledger and the confirmations.

A line that a kill or a full disk cut short is passed over, and the next one begins on a line of its own.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path


def read(path: Path, *needed: str) -> list[dict]:
    """The whole lines, oldest first. A line without the keys `needed` is damaged and passed over."""
    if not path.exists():
        return []
    return list(_whole(path.read_bytes(), needed))


def _whole(content: bytes, needed: tuple[str, ...]) -> Iterator[dict]:
    for line in content.split(b"\n"):
        try:
            told = json.loads(line)
        except ValueError:
            continue
        if isinstance(told, dict) and told.keys() >= set(needed):
            yield told


def append(path: Path, line: dict) -> None:
    """Add one line and flush it to the disk."""
    text = json.dumps(line, sort_keys=True, ensure_ascii=False)
    with open(path, "ab") as file:
        if file.tell() and not _ends_with_newline(path):
            file.write(b"\n")
        file.write(text.encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _ends_with_newline(path: Path) -> bool:
    with open(path, "rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"
