"""The packs and the bulletin of a release as they are kept beside it: made together, from one reading, never changed.

They are STORE/cuts/<cut>/packs: a JSON file a document, named by the code of its place (E92000001 is the bulletin), and a
manifest that comes last. Files of other forms are functions of these. While they are made, `packs-progress.json` says how far.
"""

import json
import multiprocessing
import os
import shutil
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
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
STALE_SECONDS = 600
"""A making of which nothing was heard for so long was killed: it is begun again."""
CHUNK = 4
"""Documents that a process takes at a time."""
TOTAL = len(areas.all_areas()) + 1
Told = Callable[[int, int], None]


@dataclass(frozen=True)
class State:
    """Whether the documents of a release are there: ready, making, failed or missing; and how far their making is."""

    name: str
    done: int = 0
    total: int = 0
    fault: str = ""


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
    told = _progress(at.with_name(PROGRESS))
    if told is not None:
        return State("failed" if told["fault"] else "making", **told)
    return State("missing")


def _progress(path: Path) -> dict | None:
    """What was last noted of a making; None where nothing was, or too long ago."""
    try:
        is_fresh = time.time() - path.stat().st_mtime < STALE_SECONDS
        return json.loads(path.read_text("utf-8")) if is_fresh else None
    except (OSError, ValueError):
        return None


def ask(store: Path, cut: str) -> bool:
    """Note that the documents are to be made; False where they are there, or their making is under way or failed."""
    if state(store, cut).name != "missing":
        return False
    _note(folder(store, cut).with_name(PROGRESS), 0, TOTAL)
    return True


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
    try:
        _note(note, 0, TOTAL)
        read = source.of(cut)
        for done, made in enumerate(_all(read), start=1):
            (work / f"{made.unit.code}.json").write_text(made.to_json(), "utf-8")
            _note(note, done, TOTAL)
            progress(done, TOTAL)
        _finish(work, target, read)
    except Exception as error:
        _note(note, 0, TOTAL, fault=_why(error))
        raise
    finally:
        shutil.rmtree(work, ignore_errors=True)
    note.unlink(missing_ok=True)
    return TOTAL


def _why(error: Exception) -> str:
    if isinstance(error, source.NoPack):
        return str(error)
    return "They could not be made. The log says why."


def _finish(work: Path, target: Path, read: Source) -> None:
    told = {"figures": read.release.mark, "version": __version__, "documents": TOTAL}
    (work / MANIFEST).write_text(json.dumps(told, indent=1))
    if target.exists():
        shutil.rmtree(target)
    os.rename(work, target)


def _note(path: Path, done: int, total: int, fault: str = "") -> None:
    half = path.with_suffix(".part")
    half.write_text(json.dumps({"done": done, "total": total, "fault": fault}))
    os.replace(half, path)


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
    write(FORMS[form](Report.from_json(text)), Path(path))


def write(content: bytes, path: Path) -> None:
    """The content as a file, whole or not at all."""
    half = path.with_name(path.name + ".part")
    half.write_bytes(content)
    os.replace(half, path)
