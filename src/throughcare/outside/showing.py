"""The figures of one kind for one area, or one sentence why there are none."""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from throughcare.dataset.areas import areas

from . import places
from .areas import by_area
from .figure import KINDS, OutsideError
from .store import table

ORDER = ("first", "measure", "group", "sex", "age", "line")


def rows_of(store: Path, kind: str, area: str, period: str | None = None) -> pa.Table:
    """Rows of figures in use, oldest first. Raises OutsideError where there are none."""
    if kind not in KINDS:
        raise OutsideError(f"There is no kind {kind!r}. Kinds: {', '.join(KINDS)}.")
    _check(area)
    found = by_area(store, kind)
    if not found.num_rows and not table(store, {kind}).num_rows:
        raise OutsideError(
            f"This store holds no figures of {kind}. Import some: throughcare outside import FILE --store {store}"
        )
    here = found.filter(pc.equal(found["area"], area))
    if period:
        here = here.filter(pc.equal(here["period"], period))
    if not here.num_rows:
        raise OutsideError(_why_none(found, kind, area, period))
    return here.sort_by([(name, "ascending") for name in ORDER])


def _check(area: str) -> None:
    if (
        area not in areas()
        and area not in places.regions()
        and area != places.ENGLAND[0]
    ):
        (place, *_) = places.of(area) if area else (places.Place(None, places.NONE),)
        better = f" Use {place.area}, which it belongs to." if place.area else ""
        raise OutsideError(
            f"{area!r} is no code of an area (2018), a region or England (E92000001).{better}"
        )


def _why_none(found: pa.Table, kind: str, area: str, period: str | None) -> str:
    there = pc.unique(found["period"]).to_pylist()
    at = f" for {period}" if period else ""
    return (
        f"There are no figures of {kind} for {area}{at}. "
        f"Periods in this store: {', '.join(sorted(there)[-12:]) or 'none'}."
    )
