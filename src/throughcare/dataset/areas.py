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


def area_by_authority() -> list[dict[str, str]]:
    """Codes of districts and upper-tier authorities, old and new form, with their area."""
    found = {a.code: a.code for a in areas().values()}
    found |= {a.old_code: a.code for a in areas().values() if a.old_code}
    for row in _table("local_authorities.csv"):
        found[row["code"]] = row["area"]
        if row["old_code"]:
            found[row["old_code"]] = row["area"]
    return [{"code": code, "area": area} for code, area in found.items()]
