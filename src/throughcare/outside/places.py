"""Which of the 152 areas, nine regions and England a published code stands for, and how well.

Councils were merged and split after 2018, and two got new codes in 2013. What became of them is said in
dataset/area_changes.csv; names and codes of districts are in dataset/local_authorities.csv.
"""

from functools import cache
from typing import NamedTuple

from throughcare.dataset.areas import ENGLAND, area_by_authority, areas, changes

EXACT, PART, WIDER, NONE = "exact", "part", "wider", "none"
"""How a published area fits one of ours: the same land; a part of it; more than it; or nothing of ours."""
SUMMED, AVERAGED = "sum", "mean"
"""How a figure of ours was made from those of its parts."""


class Place(NamedTuple):
    """An area of ours (None where nothing fits), how the published one fits it."""

    area: str | None
    fit: str


@cache
def regions() -> dict[str, str]:
    """Regions by code."""
    return {area.region_code: area.region for area in areas().values()}


def of(code: str, name: str = "") -> tuple[Place, ...]:
    """The areas that a published code stands for; a blank code and a blank name stand for England.

    >>> of("E06000060"), of("")
    ((Place(area='E10000002', fit='exact'),), (Place(area='E92000001', fit='exact'),))
    >>> [place.fit for place in of("E06000058")]
    ['wider', 'wider']
    >>> of("", "Cheshire (Discontinued)")
    (Place(area=None, fit='none'),)
    """
    if not code:
        return _without_code(name)
    if code == ENGLAND[0] or code in regions() or code in areas():
        return (Place(code, EXACT),)
    if code in changes():
        return tuple(Place(*place) for place in changes()[code].places)
    upper = _districts().get(code)
    return (Place(upper, PART),) if upper else (Place(None, NONE),)


def _without_code(name: str) -> tuple[Place, ...]:
    if not name:
        return (Place(ENGLAND[0], EXACT),)
    by_name = {change.name.casefold(): code for code, change in changes().items()}
    code = by_name.get(name.casefold())
    return of(code) if code else (Place(None, NONE),)


@cache
def _districts() -> dict[str, str]:
    return {row["code"]: row["area"] for row in area_by_authority()}


@cache
def parts() -> dict[str, frozenset[str]]:
    """Areas that were split later: the codes whose figures make the area's when they are all there."""
    found: dict[str, set[str]] = {}
    for code, change in changes().items():
        for area, fit in change.places:
            if fit == PART and change.makes_up:
                found.setdefault(area, set()).add(code)
    return {area: frozenset(codes) for area, codes in found.items()}
