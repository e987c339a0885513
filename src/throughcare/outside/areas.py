"""Outside figures for the 152 areas, nine regions and England: those that fit, and those that follow from parts.

What a published table lacks is made where that is exact: an area that was split later is the sum of its parts; a region and
England are the sums of all their areas; the score of a county is the mean of its districts, weighted by people. The
column `fit` and the note say how. A figure for more land than an area (`wider`) is kept apart, for it is no figure of the
area: averages may stand in for it, counts may not.
"""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from throughcare.dataset.areas import ENGLAND, areas

from . import places, store
from .figure import PUBLISHED, SCHEMA

CELL = ("kind", "measure", "period", "sex", "age", "group", "series")
COUNTS = frozenset(["population", "drug_poisoning_deaths", "drug_misuse_deaths"])
COUNTED = frozenset(["persons", "deaths"])
SCORES = frozenset(["deprivation"])


def by_area(folder: Path, kind: str | None = None) -> pa.Table:
    """Figures in use for our areas, regions and England, of one kind or all; columns of figure.SCHEMA."""
    # The register of councils, of the kind population, has the weights of deprivation.
    kinds = None if kind is None else {kind, "population"}
    whole = store.table(folder, kinds)
    found = whole if kind is None else whole.filter(pc.equal(whole["kind"], kind))
    usable = found.filter(
        pc.is_in(found["fit"], pa.array([places.EXACT, places.WIDER]))
    )
    return pa.concat_tables([usable, _made(found, whole)])


def _made(found: pa.Table, whole: pa.Table) -> pa.Table:
    """Rows that follow from others."""
    is_published = pc.equal(found["status"], PUBLISHED)
    counts = found.filter(pc.and_(is_published, _is_count(found)))
    rows = [row for cell in _cells(counts) for row in _sums(cell)]
    scores = found.filter(
        pc.and_(is_published, pc.is_in(found["kind"], pa.array(sorted(SCORES))))
    )
    if scores.num_rows:
        weights = _weights(whole)
        rows += [row for cell in _cells(scores) for row in _means(cell, weights)]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def _is_count(found: pa.Table):
    return pc.and_(
        pc.is_in(found["kind"], pa.array(sorted(COUNTS))),
        pc.is_in(found["measure"], pa.array(sorted(COUNTED))),
    )


def _cells(table: pa.Table) -> Iterable[list[dict]]:
    """Rows of one figure over all places."""
    found: dict[tuple, list[dict]] = defaultdict(list)
    for row in table.to_pylist():
        found[tuple(row[name] for name in CELL)].append(row)
    return found.values()


def _sums(cell: list[dict]) -> list[dict]:
    by_code = {row["code"]: row for row in cell}
    known = {row["area"] for row in cell if row["fit"] == places.EXACT}
    made = []
    for area, codes in places.parts().items():
        if area not in known and codes <= by_code.keys():
            made.append(_sum(area, [by_code[code] for code in sorted(codes)]))
    upper = _upper_tier(by_code) + made
    for region in sorted(places.regions()):
        inside = [row for row in upper if region in _regions_of(row)]
        if region not in known and inside and _cover(inside) == _members(region):
            made.append(_sum(region, inside))
    if ENGLAND[0] not in known and _cover(upper) == set(areas()):
        made.append(_sum(ENGLAND[0], upper))
    return made


def _upper_tier(by_code: dict[str, dict]) -> list[dict]:
    """Upper-tier areas of some year, no land twice: parts that are summed, or stand beside their whole, are left out."""
    split = set().union(*(c for c in places.parts().values() if c <= by_code.keys()))
    own = set(areas()) & by_code.keys()
    later = [c for c in by_code if c not in own | split and _covers(c)]
    return [by_code[c] for c in own] + [
        by_code[c] for c in later if not _covers(c) & own
    ]


def _covers(code: str) -> set[str]:
    """The areas of 2018 whose people a later upper-tier code holds, together with its neighbours."""
    if code in areas():
        return {code}
    found = {place.area for place in places.of(code)} if code[:3] == "E06" else set()
    return found - {None}


def _cover(rows: list[dict]) -> set[str]:
    return set().union(*(_covers(row["code"]) for row in rows))


def _regions_of(row: dict) -> set[str]:
    return {areas()[code].region_code for code in _covers(row["code"])}


def _members(region: str) -> set[str]:
    return {code for code, area in areas().items() if area.region_code == region}


def _sum(code: str, rows: list[dict]) -> dict:
    return _row(
        code,
        rows,
        value=sum(row["value"] for row in rows),
        fit=places.SUMMED,
        note=f"the sum of {len(rows)} published areas",
    )


def _means(cell: list[dict], weights: dict[str, float]) -> list[dict]:
    """Scores of counties, regions and England from those of districts."""
    groups: dict[str, list[dict]] = defaultdict(list)
    for row in cell:
        if row["fit"] == places.PART:
            groups[row["area"]].append(row)
        region = areas()[row["area"]].region_code if row["area"] in areas() else None
        for wide in (region, ENGLAND[0]):
            groups[wide].append(row)
    groups.pop(None, None)
    known = {row["area"] for row in cell if row["fit"] == places.EXACT}
    unique = {code: {r["code"]: r for r in rows} for code, rows in groups.items()}
    return [
        _mean(code, list(rows.values()), weights)
        for code, rows in unique.items()
        if code not in known
    ]


def _mean(code: str, rows: list[dict], weights: dict[str, float]) -> dict:
    """Weighted by people where those of every district are known, else each district the same."""
    are_known = all(row["code"] in weights for row in rows)
    shares = [weights[row["code"]] if are_known else 1 for row in rows]
    how = (
        "weighted by their people in 2020"
        if are_known
        else "each counted the same, as no population of districts is imported"
    )
    return _row(
        code,
        rows,
        value=sum(r["value"] * s for r, s in zip(rows, shares)) / sum(shares),
        fit=places.AVERAGED,
        note=f"the mean of {len(rows)} districts, {how}",
    )


def _weights(whole: pa.Table) -> dict[str, float]:
    """People of councils by code, from a register of councils."""
    is_register = pc.equal(whole["series"], "population of councils")
    rows = whole.filter(is_register).select(["code", "value"]).to_pylist()
    return {row["code"]: row["value"] for row in rows}


def _row(code: str, rows: list[dict], **made) -> dict:
    name = store.name_of(code)
    return rows[0] | {"area": code, "code": code, "name": name, "line": None} | made
