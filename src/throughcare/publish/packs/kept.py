"""The packs and the bulletin of a release as they are kept beside it: made together, from one reading, never changed.

They are STORE/cuts/<cut>/packs: a JSON file a document, named by the code of its place (E92000001 is the bulletin), and a
manifest that comes last. Files of other forms are functions of these. While they are made, `packs-progress.json` says how far.
"""

import json
import multiprocessing
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from throughcare import __version__
from throughcare.publish import areas, figures
from throughcare.publish.packs import bulletin, pack, source
from throughcare.publish.packs.source import Source
from throughcare.publish.reports import FORMS
from throughcare.publish.reports.document import Report
from throughcare.warehouse.cut import Cut

FOLDER, MANIFEST, PROGRESS = "packs", "manifest.json", "packs-progress.json"
WORKERS = 2
CHUNK = 4
"""Documents that a process takes at a time."""
Told = Callable[[int, int], None]


@dataclass(frozen=True)
class State:
    """Whether the documents of a release are there: ready, making or missing; and how far their making is."""

    name: str
    done: int = 0
    total: int = 0


def folder(store: Path, cut: str) -> Path:
    return Path(store) / "cuts" / cut / FOLDER


def state(store: Path, cut: str) -> State:
    """The state of the documents of a release."""
    at = folder(store, cut)
    mark = figures.read(store, cut).mark
    if (at / MANIFEST).exists():
        told = json.loads((at / MANIFEST).read_text("utf-8"))
        if told["figures"] == mark:
            return State("ready", told["documents"], told["documents"])
    progress = at.with_name(PROGRESS)
    if progress.exists():
        with suppress(ValueError):
            told = json.loads(progress.read_text("utf-8"))
            return State("making", told["done"], told["total"])
    return State("missing")


def document(store: Path, cut: str, code: str) -> Report | None:
    """The pack of an area, or the bulletin of England; None where it is not made."""
    path = folder(store, cut) / f"{code}.json"
    return Report.from_json(path.read_text("utf-8")) if path.exists() else None


def make(cut: Cut, progress: Told = lambda done, total: None) -> int:
    """Make the documents of a release and keep them: all of them or none. How many."""
    target = folder(cut.store, cut.name)
    note = target.with_name(PROGRESS)
    work = target.with_name(f"{FOLDER}.{uuid.uuid4().hex}.part")
    work.mkdir()
    total = len(areas.all_areas()) + 1
    try:
        _note(note, 0, total)
        read = source.of(cut)
        for done, made in enumerate(_all(read), start=1):
            (work / f"{made.unit.code}.json").write_text(made.to_json(), "utf-8")
            _note(note, done, total)
            progress(done, total)
        told = {
            "figures": read.release.mark,
            "version": __version__,
            "documents": total,
        }
        (work / MANIFEST).write_text(json.dumps(told, indent=1))
        if target.exists():
            shutil.rmtree(target)
        os.rename(work, target)
    finally:
        note.unlink(missing_ok=True)
        shutil.rmtree(work, ignore_errors=True)
    return total


def _note(path: Path, done: int, total: int) -> None:
    path.write_text(json.dumps({"done": done, "total": total}))


def _all(read: Source) -> Iterator[Report]:
    yield bulletin.bulletin(read)
    for area in areas.all_areas():
        yield pack.pack(read, area.code)


def name_of(code: str, form: str = "pdf") -> str:
    """The name of a pack's file, as the public site calls it too."""
    return f"pack-{code.lower()}.{form}"


def write_all(
    cut: Cut,
    to: Path,
    form: str = "pdf",
    *,
    period: str | None = None,
    progress: Told = lambda done, total: None,
) -> int:
    """Write the packs of all areas into a folder, two at a time; how many. A file is there whole or not at all."""
    to.mkdir(parents=True, exist_ok=True)
    codes = [area.code for area in areas.all_areas()]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(WORKERS, mp_context=context) as pool:
        warm = [pool.submit(_ready) for _ in range(WORKERS)]
        read = source.of(cut, period)
        for one in warm:
            one.result()
        texts = (pack.pack(read, code).to_json() for code in codes)
        paths = [str(to / name_of(code, form)) for code in codes]
        jobs = pool.map(_write_one, texts, paths, [form] * len(codes), chunksize=CHUNK)
        for done, _ in enumerate(jobs, start=1):
            progress(done, len(codes))
    return len(codes)


def _ready() -> None:
    """Load what a process needs before the first document comes."""
    import jinja2  # noqa: F401
    import typst  # noqa: F401


def _write_one(text: str, path: str, form: str) -> None:
    write(FORMS[form](Report.from_json(text), ""), Path(path))


def write(content: bytes, path: Path) -> None:
    """The content as a file, whole or not at all."""
    half = path.with_name(path.name + ".part")
    half.write_bytes(content)
    os.replace(half, path)
