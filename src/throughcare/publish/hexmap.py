"""A map of England on which every area is one hexagon of the same size.

The layout is our own: areas are pushed apart until there is room for a hexagon each, kept near their
neighbours of the same region on the way, and then given the cells of a grid so that the sum of squared
displacements is smallest. Changing places is then allowed where it joins the parts of a region.
"""

import csv
import math
from functools import cache
from pathlib import Path

import numpy as np

from throughcare.dataset.areas import Area
from throughcare.dataset.areas import areas as area_table

Cell = tuple[int, int]
"""Column and row of a hexagon with its point up; odd rows stand half a hexagon to the right."""

FILE = Path(__file__).with_suffix(".csv")
ROUNDS = 400
JOINING = 0.9
"""Squared hexagon widths that one more neighbour of the same region is worth."""


@cache
def layout() -> dict[str, Cell]:
    """The cell of each area, counted from the top left, as kept in hexmap.csv."""
    with open(FILE, encoding="utf-8", newline="") as file:
        return {
            row["code"]: (int(row["column"]), int(row["row"]))
            for row in csv.DictReader(file)
        }


def make_layout() -> dict[str, Cell]:
    """Compute the layout: about two seconds, the same each time. hexmap.csv keeps its answer."""
    areas = tuple(area_table().values())
    start = _make_room(_project(areas), _regions(areas))
    places = _spread(start, _regions(areas))
    cells = _cells_around(places)
    chosen = _assign(places, cells)
    chosen = _join_regions(places, cells, chosen, _regions(areas))
    return _from_top_left(areas, cells[chosen])


def centre(cell: Cell) -> tuple[float, float]:
    """Where the middle of a cell lies, in hexagon widths; y grows downwards."""
    column, row = cell
    return column + 0.5 * (row % 2), row * math.sqrt(3) / 2


def _project(areas: tuple[Area, ...]) -> np.ndarray:
    """Places in units in which England's areas would fill its land with one hexagon each; y downwards."""
    latitude = np.array([area.latitude for area in areas])
    longitude = np.array([area.longitude for area in areas])
    kilometres = np.column_stack(
        [
            (longitude - longitude.mean())
            * 111.3
            * math.cos(math.radians(latitude.mean())),
            -(latitude - latitude.mean()) * 111.2,
        ]
    )
    land = 130_300.0  # square kilometres of England
    width = math.sqrt(land / len(areas) / (math.sqrt(3) / 2))
    return kilometres / width


def _regions(areas: tuple[Area, ...]) -> np.ndarray:
    return np.unique([area.region_code for area in areas], return_inverse=True)[1]


def _make_room(places: np.ndarray, regions: np.ndarray) -> np.ndarray:
    """Widen a region that is smaller than its hexagons (London), and move the rest outwards.

    Outside the widened disc the movement keeps areas: a ring keeps its room.
    """
    for region in np.unique(regions):
        inside = regions == region
        middle = places[inside].mean(axis=0)
        away = places - middle
        distance = np.linalg.norm(away, axis=1)
        radius = distance[inside].max()
        needed = math.sqrt(inside.sum() * math.sqrt(3) / 2 / math.pi)
        if needed > radius:
            pushed = np.sqrt(distance**2 + needed**2 - radius**2)
            moved = np.where(inside, distance * needed / radius, pushed)
            places = middle + away * (moved / distance)[:, None]
    return places


def _spread(start: np.ndarray, regions: np.ndarray) -> np.ndarray:
    """Push areas apart until no two are nearer than a hexagon, holding each to its place and region."""
    places = start + 1e-6 * np.arange(len(start))[:, None]
    for turn in range(ROUNDS):
        gap = places[:, None, :] - places[None, :, :]
        distance = np.linalg.norm(gap, axis=2) + np.eye(len(places))
        overlap = np.clip(1.0 - distance, 0, None) * (1 - np.eye(len(places)))
        push = (gap / distance[..., None] * overlap[..., None]).sum(axis=1)
        hold = 0.02 * (1 - turn / ROUNDS)
        middles = np.array([places[regions == r].mean(axis=0) for r in regions])
        places = (
            places + 0.35 * push + hold * (start - places) + 0.004 * (middles - places)
        )
    return places


def _cells_around(places: np.ndarray) -> np.ndarray:
    """Every cell that some area could want."""
    low, high = places.min(axis=0) - 2, places.max(axis=0) + 2
    rows = range(int(low[1] / 0.866), int(high[1] / 0.866) + 1)
    columns = range(int(low[0]), int(high[0]) + 1)
    return np.array([(column, row) for row in rows for column in columns])


def _middles(cells: np.ndarray) -> np.ndarray:
    return np.array([centre((int(column), int(row))) for column, row in cells])


def _costs(places: np.ndarray, cells: np.ndarray) -> np.ndarray:
    gap = places[:, None, :] - _middles(cells)[None, :, :]
    return (gap**2).sum(axis=2)


def _assign(places: np.ndarray, cells: np.ndarray) -> np.ndarray:
    """The index of the cell of each area with the smallest sum of squared displacements."""
    from scipy.optimize import (
        linear_sum_assignment,
    )  # slow to load; pages read the kept layout

    return linear_sum_assignment(_costs(places, cells))[1]


def _join_regions(
    places: np.ndarray, cells: np.ndarray, chosen: np.ndarray, regions: np.ndarray
) -> np.ndarray:
    """Exchange the cells of two areas, or move to a free cell, where that is worth its displacement."""
    costs = _costs(places, cells)
    middles = _middles(cells)
    near = np.linalg.norm(middles[:, None] - middles[None], axis=2) < 1.1
    np.fill_diagonal(near, False)
    holder = np.full(len(cells), -1)
    holder[chosen] = np.arange(len(chosen))
    improved = True
    while improved:
        improved = False
        for area in range(len(chosen)):
            improved |= _move(area, chosen, holder, costs, middles, near, regions)
    return chosen


def _move(area, chosen, holder, costs, middles, near, regions) -> bool:
    """Try every cell within three hexagons of an area's own; true when one was better."""
    here = chosen[area]
    reach = np.linalg.norm(middles - middles[here], axis=1)
    for there in np.flatnonzero((reach > 0) & (reach < 3.2)):
        other = holder[there]
        before = _worth(area, here, holder, near, regions) - costs[area, here]
        if other >= 0:
            before += _worth(other, there, holder, near, regions) - costs[other, there]
        holder[here], holder[there] = other, area
        after = _worth(area, there, holder, near, regions) - costs[area, there]
        if other >= 0:
            after += _worth(other, here, holder, near, regions) - costs[other, here]
        if after > before + 1e-9:
            chosen[area] = there
            if other >= 0:
                chosen[other] = here
            return True
        holder[here], holder[there] = area, other
    return False


def _worth(area, cell, holder, near, regions) -> float:
    neighbours = holder[near[cell]]
    neighbours = neighbours[neighbours >= 0]
    return JOINING * float((regions[neighbours] == regions[area]).sum())


def _from_top_left(areas: tuple[Area, ...], cells: np.ndarray) -> dict[str, Cell]:
    left, top = cells.min(axis=0)
    top -= top % 2  # keep odd rows odd
    return {
        area.code: (int(column - left), int(row - top))
        for area, (column, row) in zip(areas, cells, strict=True)
    }
