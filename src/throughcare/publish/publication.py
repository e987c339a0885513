"""A release from its making to the public: built, approved by a second person, published.

Each step leaves a file beside the figures of the cut, in STORE/cuts/<cut>/release: `release.json` of the build, then
`approved.json` and `published.json`, which name the hash of the figures they are about. A published release does not
change; pages show the newest published one.
"""

import datetime as dt
import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from throughcare import __version__
from throughcare.indicators import Period
from throughcare.publish import changes, compared, comparing, figures, viewit
from throughcare.publish.release import latest, measured_rows
from throughcare.warehouse.cut import Cut

BUILT, APPROVED, PUBLISHED = "built", "approved", "published"
FIGURES = "figures.parquet"


class NotAllowed(Exception):
    """A step that cannot be taken. The message is one sentence with a way out."""


@dataclass(frozen=True)
class State:
    """Where the release of a cut stands, and who did what. `steps` has `by` and `at` of each step taken."""

    cut: str
    hash: str
    steps: dict[str, dict[str, str]]

    @property
    def name(self) -> str:
        """built, approved or published."""
        return list(self.steps)[-1]


def build(
    cut: Cut,
    *,
    by: str,
    periods: list[Period] | None = None,
    progress: Callable[[int, int], None] | None = None,
    attacked: bool = True,
) -> State:
    """Measure and protect the figures of a cut. One that is built already is built anew; one that is published is not.

    `attacked`: whether what is hidden must withstand an attack; the record of the release says so.
    """
    found = _state(cut)
    if found and found.name == PUBLISHED:
        raise NotAllowed(
            f"The release of cut {cut.name} is published, and does not change. Freeze another cut."
        )
    periods = periods or latest(cut)
    rows, protection = measured_rows(cut, periods, progress, attacked=attacked)
    _refuse_told(cut, protection)
    figures.write(
        cut.store,
        cut.name,
        rows,
        more=partial(_write_beside, cut, periods),
        as_of=cut.as_of.isoformat(),
        hash=cut.manifest["hash"],
        version=__version__,
        by=by,
        at=_now(),
        periods=[period.name for period in periods],
        protection=protection,
    )
    return state(cut)


def _write_beside(cut: Cut, periods: list[Period], folder: Path) -> None:
    """What a release holds beside its figures: exports, and the comparison of areas."""
    viewit.write_release(cut, periods, folder)
    comparing.write_release(cut, folder)


def _refuse_told(cut: Cut, protection: dict) -> None:
    """Nothing is built of which the attack found out more than it may."""
    if told := protection["attack"]["told"]:
        raise NotAllowed(
            f"{told} hidden figures of cut {cut.name} could be worked out from what would be shown. Nothing was built. "
            "Ask for fewer periods with --periods."
        )


def approve(cut: Cut, *, by: str) -> State:
    """Agree to the publication of a built release. Whoever built it cannot: a second pair of eyes is meant."""
    found = state(cut)
    if found.name != BUILT:
        raise NotAllowed(f"The release of cut {cut.name} is {found.name} already.")
    if found.steps[BUILT]["by"] == by:
        raise NotAllowed(
            f"{by} built the release of cut {cut.name}. Somebody else must approve it."
        )
    return _step(cut, APPROVED, found.hash, by)


def publish(cut: Cut, *, by: str) -> State:
    """Show an approved release on the pages."""
    found = state(cut)
    if found.name == BUILT:
        raise NotAllowed(
            f"The release of cut {cut.name} is not approved yet: throughcare release approve --cut {cut.name} --by NAME."
        )
    if found.name == PUBLISHED:
        raise NotAllowed(f"The release of cut {cut.name} is published already.")
    if found.steps[APPROVED]["figures"] != found.hash:
        raise NotAllowed(
            f"The figures of cut {cut.name} are not those that were approved. Build the release again and have it approved."
        )
    changes.keep(cut.store, _shown_now(cut.store), figures.read(cut.store, cut.name))
    return _step(cut, PUBLISHED, found.hash, by)


def _shown_now(store: Path) -> figures.Release | None:
    try:
        return figures.current(store)
    except figures.NothingReleased:
        return None


def state(cut: Cut) -> State:
    """Where the release of a cut stands. Raises NotAllowed where none was built."""
    found = _state(cut)
    if found is None:
        raise NotAllowed(
            f"Cut {cut.name} has no release: throughcare release build --cut {cut.name} makes it."
        )
    return found


def states(store: Path) -> list[State]:
    """The releases of a store, in the order of their cuts' names."""
    found = (_state(Cut.open(store, name)) for name in Cut.names(store))
    return [state for state in found if state]


def is_same_again(cut: Cut) -> bool:
    """Whether the figures come out byte for byte as they are, when they are computed anew from the cut."""
    told = json.loads((_folder(cut) / "release.json").read_text(encoding="utf-8"))
    periods = [Period.parse(name) for name in told["periods"]]
    with tempfile.TemporaryDirectory() as folder:
        again = Path(folder)
        rows, _ = measured_rows(cut, periods, None, told.get("protection"))
        figures.write_table(rows, again / FIGURES)
        if (_folder(cut) / viewit.RELEASED).exists():
            viewit.write_release(cut, periods, again)
        if former := compared.read(cut.store, cut.name):
            comparing.write_release(cut, again, former)
        return _hash(again) == _hash(_folder(cut))


def _state(cut: Cut) -> State | None:
    folder = _folder(cut)
    if not (folder / "release.json").exists():
        return None
    files = {
        BUILT: "release.json",
        APPROVED: "approved.json",
        PUBLISHED: "published.json",
    }
    steps = {
        step: json.loads((folder / file).read_text(encoding="utf-8"))
        for step, file in files.items()
        if (folder / file).exists()
    }
    return State(cut.name, _hash(folder), steps)


def _step(cut: Cut, step: str, hash: str, by: str) -> State:
    """Leave the file of a step, whole or not at all."""
    told = {"by": by, "at": _now(), "figures": hash}
    target = _folder(cut) / f"{step}.json"
    half = target.with_suffix(".part")
    half.write_text(json.dumps(told, indent=1), encoding="utf-8")
    os.replace(half, target)
    return state(cut)


def _folder(cut: Cut) -> Path:
    return figures.folder(cut.store, cut.name)


def _hash(folder: Path) -> str:
    """A hash of the figures of a release, and of its exports and comparisons where it has them."""
    files = [folder / name for name in (FIGURES, viewit.RELEASED)]
    files += sorted((folder / compared.FOLDER).glob("*"))
    told = [hashlib.sha256(f.read_bytes()).hexdigest() for f in files if f.exists()]
    return (
        told[0]
        if len(told) == 1
        else hashlib.sha256("".join(told).encode()).hexdigest()
    )


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
