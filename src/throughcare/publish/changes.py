"""What differs between two releases: figures that are new, gone, or other than before."""

import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from throughcare.publish import figures
from throughcare.publish.figures import Release, Row

KEPT = "changed.json"
KINDS = ("new", "changed", "gone")
PLACE = ("indicator", "period", "code", "substance_group", "part")
TOLD = ("numerator", "denominator", "value", "suppressed")
COLUMNS = (
    "change",
    "indicator",
    "period",
    "code",
    "name",
    "substance_group",
    "part",
    "before",
    "after",
)


def changes(before: Release, after: Release) -> Iterator[dict]:
    """One row a figure that differs: `change` (new, gone, changed), where it stands, its value before and after."""
    for slug in dict.fromkeys([*before.indicators, *after.indicators]):
        old, new = (_by_place(release, slug) for release in (before, after))
        for place in dict.fromkeys([*old, *new]):
            told = _change(old.get(place), new.get(place))
            if told:
                yield told


def keep(store: Path, before: Release | None, after: Release) -> None:
    """Leave beside a release how many of its figures differ from those of the release before it, by indicator."""
    told = {"against": before.cut if before else None, "indicators": []}
    if before:
        told["indicators"] = summary(before, after)
    target = figures.folder(store, after.cut) / KEPT
    half = target.with_suffix(".part")
    half.write_text(json.dumps(told, indent=1), encoding="utf-8")
    os.replace(half, target)


def kept(store: Path, cut: str) -> dict | None:
    """What `keep` left; None where nothing was kept."""
    path = figures.folder(store, cut) / KEPT
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def summary(before: Release, after: Release) -> list[dict]:
    """One row an indicator of which a figure differs: `indicator`, and how many are new, changed, gone."""
    counts = Counter(
        (row["indicator"], row["change"]) for row in changes(before, after)
    )
    return [
        {"indicator": slug} | {kind: counts[slug, kind] for kind in KINDS}
        for slug in dict.fromkeys([*after.indicators, *before.indicators])
        if any(counts[slug, kind] for kind in KINDS)
    ]


def _by_place(release: Release, slug: str) -> dict[tuple, Row]:
    return {
        tuple(getattr(row, name) for name in PLACE): row for row in release.rows(slug)
    }


def _change(old: Row | None, new: Row | None) -> dict | None:
    if old and new and all(getattr(old, n) == getattr(new, n) for n in TOLD):
        return None
    kind = "changed" if old and new else "new" if new else "gone"
    row = new or old
    where = {
        name: getattr(row, name) for name in COLUMNS if name in Row.__dataclass_fields__
    }
    return {"change": kind, **where, "before": _shown(old), "after": _shown(new)}


def _shown(row: Row | None) -> float | str | None:
    if row is None:
        return None
    return "[c]" if row.suppressed else row.value
