"""Work that depends on the source alone, done once an installation: kept as JSON in the user's cache folder.

Building and compiling an Ibis expression often takes longer than running it. The text that comes out is kept under
a key made of everything it depends on; a change to any source file or library makes another key.
"""

import hashlib
import json
import os
import sys
import tempfile
from functools import cache
from pathlib import Path

from throughcare import __version__

PACKAGE = Path(__file__).parent.parent


def key(*parts: str, sources: tuple[str, ...], libraries: tuple[str, ...] = ()) -> str:
    """The key of something made from `parts` by the files and folders of the package named in `sources`."""
    told = [state(sources, libraries), *parts]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:32]


@cache
def state(sources: tuple[str, ...], libraries: tuple[str, ...] = ()) -> str:
    """A hash of source files, by size and time of change, and of the versions of libraries."""
    files = [
        path
        for name in sources
        for path in sorted([PACKAGE / name, *(PACKAGE / name).rglob("*")])
        if path.suffix in (".py", ".csv", ".yaml")
    ]
    told = [f"{p}:{p.stat().st_size}:{p.stat().st_mtime_ns}" for p in files]
    versions = [__version__, str(sys.version_info[:2]), *libraries]
    return hashlib.sha256("\n".join([*versions, *told]).encode()).hexdigest()


def read(key: str) -> dict | None:
    """What is kept under a key; None where there is nothing that can be read."""
    try:
        told = json.loads(_file(key).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return told if isinstance(told, dict) else None


def write(key: str, made: dict) -> None:
    """Written whole or not at all; a folder that cannot be written only costs time."""
    file = _file(key)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", dir=file.parent, delete=False, encoding="utf-8"
        ) as half:
            json.dump(made, half)
        os.replace(half.name, file)
    except OSError:
        pass


def _file(key: str) -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "throughcare" / f"{key}.json"
