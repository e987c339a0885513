"""What differs between two releases: figures that are new, gone, or other than before."""

from collections.abc import Iterator

from throughcare.publish.figures import Release, Row

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
