"""The hexagon map of a figure over the 152 areas: five shades with a key, a pattern for what is withheld, links."""

import math
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import pairwise

from throughcare.publish import hexmap, words
from throughcare.publish.areas import all_areas
from throughcare.publish.figures import Row

SHADES = ("#dcebea", "#a9cfcd", "#6aa9a8", "#2f7f80", "#0c3e46")
INK = ("#1f2628", "#1f2628", "#1f2628", "#ffffff", "#ffffff")
WIDTH = 40.0
"""Width of a hexagon in units of the drawing."""


@dataclass(frozen=True)
class Band:
    """One shade of the key: areas whose values go from `low` to `high`; no value is in two."""

    number: int
    low: float
    high: float
    areas: int

    @property
    def shade(self) -> str:
        return SHADES[self.number - 1]


def bands(rows: list[Row]) -> list[Band]:
    """Fifths of the areas that have a value; fewer where many values are the same."""
    known = sorted(row.value for row in rows if row.value is not None)
    if not known:
        return []
    cuts = sorted({known[len(known) * part // 5] for part in range(1, 5)})
    edges = [known[0], *[cut for cut in cuts if cut > known[0]], known[-1]]
    found = []
    for number, (low, high) in enumerate(pairwise(edges), start=1):
        is_last = number == len(edges) - 1
        held = [v for v in known if low <= v and (v < high or is_last)]
        found.append(Band(number, held[0], held[-1], len(held)))
    return found or [Band(1, known[0], known[0], len(known))]


def band_of(value: float, of: list[Band]) -> Band:
    """The band that a value falls into."""
    return [band for band in of if value >= band.low][-1]


def draw(
    rows: list[Row],
    *,
    unit: str,
    title: str,
    summary: str,
    link,
    chosen: str | None = None,
) -> str:
    """The map as SVG. `link(code)` gives the address behind an area; `chosen` is outlined."""
    by_code = {row.code: row for row in rows}
    key = bands(rows)
    places = hexmap.layout()
    drawn = [
        _hexagon(area, places[area.code], by_code.get(area.code), key, unit, link)
        for area in all_areas()
    ]
    if chosen in places:
        drawn.append(_outline(places[chosen]))
    width = max(hexmap.centre(cell)[0] for cell in places.values()) * WIDTH + WIDTH + 8
    height = (
        max(cell[1] for cell in places.values()) * WIDTH * 0.866 + WIDTH * 1.155 + 8
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="tc-map__drawing" role="group" '
        f'aria-labelledby="map-title map-desc" viewBox="0 0 {width:.0f} {height:.0f}">'
        f'<title id="map-title">{escape(title)}</title><desc id="map-desc">{escape(summary)}</desc>'
        '<defs><pattern id="withheld" width="6" height="6" patternUnits="userSpaceOnUse">'
        '<rect width="6" height="6" fill="#ffffff"/><path d="M0 6L6 0" stroke="#6f7c7e" stroke-width="1"/>'
        "</pattern></defs>" + "".join(drawn) + "</svg>"
    )


def _hexagon(area, cell, row: Row | None, key: list[Band], unit: str, link) -> str:
    x, y = _middle(cell)
    fill, ink, mark = "url(#withheld)", "#1f2628", ""
    if row is not None and row.value is not None:
        band = band_of(row.value, key)
        fill, ink, mark = band.shade, INK[band.number - 1], str(band.number)
    told = words.value(row, unit) if row is not None else words.NOT_AVAILABLE
    label = escape(f"{area.name}: {told}")
    return (
        f'<a href="{escape(link(area.code))}" aria-label="{label}"><title>{label}</title>'
        f'<polygon points="{_corners(x, y)}" fill="{fill}" stroke="#6f7c7e" stroke-width="1"/>'
        f'<text x="{x:.1f}" y="{y + 5:.1f}" text-anchor="middle" font-size="14" fill="{ink}" aria-hidden="true">{mark}</text></a>'
    )


def _outline(cell) -> str:
    x, y = _middle(cell)
    points = _corners(x, y)
    return (
        f'<polygon points="{points}" fill="none" stroke="#ffffff" stroke-width="7" pointer-events="none"/>'
        f'<polygon points="{points}" fill="none" stroke="#b5541c" stroke-width="4" pointer-events="none"/>'
    )


def _middle(cell) -> tuple[float, float]:
    x, y = hexmap.centre(cell)
    return x * WIDTH + WIDTH / 2 + 4, y * WIDTH + WIDTH / math.sqrt(3) + 4


@lru_cache(maxsize=400)
def _corners(x: float, y: float) -> str:
    radius = WIDTH / math.sqrt(3)
    angles = [math.radians(60 * corner) for corner in range(6)]
    return " ".join(
        f"{x + radius * math.sin(a):.1f},{y + radius * math.cos(a):.1f}" for a in angles
    )
