"""The 152 upper-tier authorities of England (2018), and how codes on a record lead to them.

Codes and names of areas are facts (areas.csv, local_authorities.csv). Only four partnership (DAT) codes are known;
the others are not made up.
"""

from dataclasses import dataclass
from functools import cache

from .spec import _table

ENGLAND = ("E92000001", "England")


@dataclass(frozen=True)
class Area:
    """An upper-tier authority. `latitude` and `longitude` are those of a point inside, in degrees."""

    code: str
    name: str
    region_code: str
    region: str
    type: str
    latitude: float
    longitude: float
    old_code: str
    partnership: str


@cache
def areas() -> dict[str, Area]:
    """Every area by code."""
    found = {}
    for row in _table("areas.csv"):
        place = {k: float(row[k]) for k in ("latitude", "longitude")}
        found[row["code"]] = Area(**(row | place))
    return found


def regions() -> list[dict[str, str]]:
    """Area code and name of its region."""
    return [{"code": a.code, "region": a.region} for a in areas().values()]


def area_by_partnership() -> list[dict[str, str]]:
    """The partnership codes that are known, with their area."""
    return [
        {"code": a.partnership, "area": a.code}
        for a in areas().values()
        if a.partnership
    ]


@dataclass(frozen=True)
class AreaChange:
    """A code of another year. `places` are the areas of 2018 it stands for, each with its fit: exact, part or wider.

    With `makes_up` the parts of an area are all listed, so that counts for them add up to the area's.
    """

    name: str
    places: tuple[tuple[str, str], ...]
    makes_up: bool


@cache
def changes() -> dict[str, AreaChange]:
    """Codes of councils before and after 2018, with the areas they stand for (area_changes.csv)."""
    found: dict[str, AreaChange] = {}
    for row in _table("area_changes.csv"):
        known = found.get(row["code"])
        places = known.places if known else ()
        found[row["code"]] = AreaChange(
            row["name"], (*places, (row["area"], row["fit"])), bool(row["makes_up"])
        )
    return found


def area_by_authority() -> list[dict[str, str]]:
    """Codes of districts and upper-tier authorities, old and new form, with their area."""
    found = {a.code: a.code for a in areas().values()}
    found |= {a.old_code: a.code for a in areas().values() if a.old_code}
    for row in _table("local_authorities.csv"):
        found[row["code"]] = row["area"]
        if row["old_code"]:
            found[row["old_code"]] = row["area"]
    return [{"code": code, "area": area} for code, area in found.items()]
