"""When figures come out: dates an operator planned, each change with its reason, beside what was published.

The plan is STORE/calendar.jsonl. A line is never changed: a new date is another line with a reason, so that readers
see that a date moved, and why.
"""

import datetime as dt
import hashlib
import json
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from throughcare.publish import figures
from throughcare.warehouse.cut import NAME

FILE = "calendar.jsonl"
LONGEST = 300


class NotPlanned(ValueError):
    """A date that cannot be put down. The message is one sentence with a way out."""


@dataclass(frozen=True)
class Step:
    """One date given to a release: `on` is None where it was called off. `reason` is empty for the first date."""

    cut: str
    title: str
    on: dt.date | None
    reason: str
    by: str
    at: str


@dataclass(frozen=True)
class Entry:
    """A release in the calendar: its dates in the order they were given, and when it came out, if it did."""

    cut: str
    steps: tuple[Step, ...]
    published: str = ""

    @property
    def title(self) -> str:
        return self.steps[-1].title if self.steps else self.cut

    @property
    def on(self) -> dt.date | None:
        """The date in force; None where there was none, or it was called off."""
        return self.steps[-1].on if self.steps else None

    @property
    def changes(self) -> tuple[Step, ...]:
        return self.steps[1:]

    @property
    def is_called_off(self) -> bool:
        return bool(self.steps) and self.on is None and not self.published


def plan(
    store: Path,
    cut: str,
    *,
    on: dt.date | None,
    by: str,
    title: str = "",
    reason: str = "",
) -> Entry:
    """Give the release of a cut a date, move it, or with `on` None call it off. Changes need a reason."""
    known = {entry.cut: entry for entry in entries(store)}.get(cut)
    _check(cut, known, on, reason)
    step = Step(
        cut,
        (title or (known.title if known else cut)).strip()[:LONGEST],
        on,
        reason.strip()[:LONGEST],
        by,
        dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
    )
    told = vars(step) | {"on": on.isoformat() if on else None}
    _append(Path(store) / FILE, json.dumps(told, ensure_ascii=False) + "\n")
    return next(entry for entry in entries(store) if entry.cut == cut)


def _check(cut: str, known: Entry | None, on: dt.date | None, reason: str) -> None:
    if not NAME.fullmatch(cut):
        raise NotPlanned(
            "The name of a cut has letters, digits, dots, dashes and underscores only, as 2012-13-q4."
        )
    if known and known.published:
        raise NotPlanned(
            f"The release of cut {cut} came out on {known.published[:10]}. Plan another one."
        )
    if on is None and not (known and known.on):
        raise NotPlanned(f"The release of cut {cut} has no date to call off.")
    if known and known.steps and not reason.strip():
        raise NotPlanned(
            f"The release of cut {cut} has a date already. Say with a reason why it changes; readers see it."
        )


def _append(path: Path, line: str) -> None:
    """One line in one write, so that two writers do not mix theirs, and on the disk before anybody is told."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        os.write(file, line.encode())
        os.fsync(file)
    finally:
        os.close(file)


def entries(store: Path) -> list[Entry]:
    """Every release that is planned or published: the planned by their dates, then the published, newest first."""
    by_cut: dict[str, list[Step]] = {}
    for step in _steps(store):
        by_cut.setdefault(step.cut, []).append(step)
    out = {cut: _published(store, cut) for cut in figures.names(store)}
    found = [
        Entry(cut, tuple(by_cut.get(cut, ())), out.get(cut, ""))
        for cut in dict.fromkeys([*by_cut, *out])
    ]
    coming = sorted((e for e in found if not e.published), key=_by_date)
    past = sorted((e for e in found if e.published), key=lambda e: e.published)
    return coming + past[::-1]


def _by_date(entry: Entry) -> tuple[bool, dt.date, str]:
    return entry.on is None, entry.on or dt.date.max, entry.cut


def _published(store: Path, cut: str) -> str:
    """The moment a release came out; a day long ago where it is not known."""
    path = figures.folder(store, cut) / figures.PUBLISHED
    return json.loads(path.read_text("utf-8")).get("at") or "0001-01-01"


def _steps(store: Path) -> tuple[Step, ...]:
    path = Path(store) / FILE
    if not path.exists():
        return ()
    state = path.stat()
    return _read(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=4)
def _read(path: Path, changed: int, size: int) -> tuple[Step, ...]:
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        on = told["on"] and dt.date.fromisoformat(told["on"])
        found.append(Step(**told | {"on": on or None}))
    return tuple(found)


def mark(store: Path) -> str:
    """Another text after every change of the plan."""
    path = Path(store) / FILE
    if not path.exists():
        return ""
    return hashlib.sha256(path.read_bytes()).hexdigest()
