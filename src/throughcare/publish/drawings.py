"""Drawings of documents as SVG: bars, dots with intervals, and the flow of people through treatment.

A drawing is data, stored with its document: `kind`, `title`, `summary` (what it shows, in words) and what the kind
needs. No script and no outside font; colours are told apart by place and text too. The same data gives the same bytes.
"""

from collections.abc import Callable
from html import escape

from throughcare.publish import words
from throughcare.publish.charts import GRID_COLOUR, TEXT_COLOUR

FONT = "Arial, Helvetica, Liberation Sans, sans-serif"
PRINT_FONT = "Libertinus Serif"
"""The font that comes with the typesetter of PDF files."""
WIDE, NARROW = 640, 300
OWN, OTHER, PALE = "#b5541c", "#2c6f74", "#e8c9b5"
LINE = 46
"""Height of a bar with its label above."""


def draw(drawing: dict, ident: str, width: int = WIDE, font: str = FONT) -> str:
    """A drawing as SVG, `width` pixels wide; `ident` is unique on its page."""
    parts, height = KINDS[drawing["kind"]](drawing, width)
    title, summary = escape(drawing["title"]), escape(drawing["summary"])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="tc-chart__drawing" role="img" font-family="{font}" '
        f'aria-labelledby="{ident}-title {ident}-desc" viewBox="0 0 {width} {height:.0f}" width="{width}" '
        f'height="{height:.0f}"><title id="{ident}-title">{title}</title><desc id="{ident}-desc">{summary}</desc>'
        + "".join(parts)
        + "</svg>"
    )


def bars(
    title: str, summary: str, unit: str, lines: list[tuple], beside: str = ""
) -> dict:
    """A drawing of horizontal bars. `lines`: name, value, and the value of `beside`, each None where there is none."""
    return {
        "kind": "bars",
        "title": title,
        "summary": summary,
        "unit": unit,
        "beside": beside,
        "lines": [list(line) for line in lines],
    }


def dots(title: str, summary: str, lines: list[tuple], others: tuple[str, str]) -> dict:
    """Shares of hundred with intervals. `lines`: name, value, lower, upper, and the values of the two `others`."""
    return {
        "kind": "dots",
        "title": title,
        "summary": summary,
        "others": list(others),
        "lines": [list(line) for line in lines],
    }


def flow(title: str, summary: str, into: list[tuple], out: list[tuple]) -> dict:
    """People in and out: names with numbers, both sides with the same sum."""
    total = sum(n for _, n in into)
    assert total == sum(n for _, n in out), "as many come in as go out"
    return {
        "kind": "flow",
        "title": title,
        "summary": summary,
        "into": [list(one) for one in into],
        "out": [list(one) for one in out],
    }


def _text(x, y, told: str, anchor: str = "start", size: int = 14, more="") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{TEXT_COLOUR}" text-anchor="{anchor}"{more}>'
        f"{escape(told)}</text>"
    )


# -- bars -------------------------------------------------------------------------------------------------------


def _bars(drawing: dict, width: int) -> tuple[list[str], float]:
    unit, beside = drawing["unit"], drawing["beside"]
    known = [v for line in drawing["lines"] for v in line[1:] if v is not None]
    highest = max([*known, 1 if unit != "%" else 0.1])
    parts, y = _key_of_bars(beside, width)
    for name, value, other in drawing["lines"]:
        told = words.NOT_AVAILABLE if value is None else words.amount(value, unit)
        parts.append(_text(0, y + 14, name))
        parts.append(_text(width, y + 14, told, "end"))
        parts.append(f'<path d="M0 {y + 28:.0f}h{width}" stroke="{GRID_COLOUR}"/>')
        if value:
            long = width * value / highest
            parts.append(
                f'<rect x="0" y="{y + 20}" width="{long:.1f}" height="16" fill="{OWN}"/>'
            )
        if other is not None and beside:
            at = min(width * other / highest, width - 1.5)
            parts.append(
                f'<path d="M{max(at, 1.5):.1f} {y + 18}v20" stroke="{TEXT_COLOUR}" stroke-width="3"/>'
            )
        y += LINE
    return parts, y + 2


def _key_of_bars(beside: str, width: int) -> tuple[list[str], int]:
    if not beside:
        return [], 0
    stroke = f'stroke="{TEXT_COLOUR}" stroke-width="3"'
    return [f'<path d="M2 2v18" {stroke}/>', _text(12, 16, beside)], 28


# -- dots -------------------------------------------------------------------------------------------------------


def _dots(drawing: dict, width: int) -> tuple[list[str], float]:
    parts, y = _key_of_dots(drawing["others"], width)
    for name, value, lower, upper, *others in drawing["lines"]:
        told = words.NOT_AVAILABLE if value is None else words.amount(value, "%")
        parts += [_text(0, y + 14, name), _text(width, y + 14, told, "end")]
        middle = y + 29
        parts.append(f'<path d="M0 {middle}h{width}" stroke="{GRID_COLOUR}"/>')
        if lower is not None and upper is not None:
            left, right = _at(lower, width), _at(upper, width)
            parts.append(
                f'<rect x="{left:.1f}" y="{middle - 6}" width="{max(right - left, 1):.1f}" height="12" fill="{PALE}"/>'
            )
        parts += _marks(others, middle, width)
        if value is not None:
            parts.append(
                f'<circle cx="{_at(value, width):.1f}" cy="{middle}" r="5.5" fill="{OWN}"/>'
            )
        y += LINE
    ends = [_text(0, y + 12, "0%", size=12), _text(width, y + 12, "100%", "end", 12)]
    return parts + ends, y + 18


def _at(value: float, width: int) -> float:
    return 6 + (width - 12) * value / 100


def _marks(others: list, middle: float, width: int) -> list[str]:
    """A bar for the first of the two, a lozenge for the second."""
    first, second = others
    found = []
    if first is not None:
        x = _at(first, width)
        found.append(
            f'<path d="M{x:.1f} {middle - 11}v22" stroke="{TEXT_COLOUR}" stroke-width="3"/>'
        )
    if second is not None:
        found.append(_lozenge(_at(second, width), middle))
    return found


def _lozenge(x: float, y: float) -> str:
    return f'<path d="M{x - 6:.1f} {y}L{x:.1f} {y - 7}L{x + 6:.1f} {y}L{x:.1f} {y + 7}Z" fill="{OTHER}"/>'


def _key_of_dots(others: list[str], width: int) -> tuple[list[str], int]:
    stroke = f'stroke="{TEXT_COLOUR}" stroke-width="3"'
    first, second = others
    parts = [
        f'<circle cx="8" cy="11" r="5.5" fill="{OWN}"/>',
        f'<rect x="18" y="5" width="16" height="12" fill="{PALE}"/>',
        _text(40, 16, "Value and 95% interval"),
    ]
    x, y = (215, 11) if width >= WIDE else (8, 33)
    if first:
        parts += [
            f'<path d="M{x} {y - 9}v18" {stroke}/>',
            _text(x + 10, y + 5, first),
        ]
        x += 30 + 8 * len(first)
    if second:
        parts += [_lozenge(x, y), _text(x + 12, y + 5, second)]
    return parts, 28 if width >= WIDE else 50


# -- flow -------------------------------------------------------------------------------------------------------

PEOPLE_HIGH = 240
"""Height of all people together."""
SLOT = 40
"""Least height that a name with its number takes."""
BAR = 12


def _flow(drawing: dict, width: int) -> tuple[list[str], float]:
    into, out = drawing["into"], drawing["out"]
    total = sum(n for _, n in into)
    each = PEOPLE_HIGH / total if total else 0
    left, right = _stacked(into, each), _stacked(out, each)
    height = max(left[-1][0] + left[-1][2], right[-1][0] + right[-1][2], PEOPLE_HIGH)
    middle, top = width / 2, 24 + (height - PEOPLE_HIGH) / 2
    parts = [
        *_ribbons(left, BAR, middle - BAR / 2, top, True),
        *_ribbons(right, middle + BAR / 2, width - BAR, top, False),
        _block(middle - BAR / 2, top, PEOPLE_HIGH if total else 0, TEXT_COLOUR),
    ]
    for side, x, names, colour, anchor in (
        (left, 0, into, OTHER, "start"),
        (right, width - BAR, out, OWN, "end"),
    ):
        for (y, size, _), (name, n) in zip(side, names, strict=True):
            parts.append(_block(x, y + 24, size, colour))
            at = x + BAR + 6 if anchor == "start" else x - 6
            parts += _named(at, y + 24 + size / 2, name, n, anchor)
    told = f"{words.number(total)} in treatment in the year"
    parts.append(_text(middle, 14, told, "middle", more=' font-weight="bold"'))
    return parts, height + 32


def _stacked(side: list, each: float) -> list[tuple[float, float, float]]:
    """Top, height and slot of each part of a side, so far apart that names fit."""
    found, y = [], 0.0
    for _, n in side:
        size = n * each
        slot = max(size + 6, SLOT)
        found.append((y + (slot - 6 - size) / 2, size, slot - (slot - 6 - size) / 2))
        y += slot
    return found


def _ribbons(side, x1: float, x2: float, top: float, is_in: bool) -> list[str]:
    """A band from each part of a side to its piece of the middle."""
    found, at = [], top
    for y, size, _ in side:
        ends = (y + 24, at) if is_in else (at, y + 24)
        found.append(_band(x1, ends[0], x2, ends[1], size))
        at += size
    return found


def _band(x1, y1, x2, y2, size) -> str:
    half = (x1 + x2) / 2
    return (
        f'<path d="M{x1:.1f} {y1:.1f}C{half:.1f} {y1:.1f} {half:.1f} {y2:.1f} {x2:.1f} {y2:.1f}'
        f"v{size:.1f}C{half:.1f} {y2 + size:.1f} {half:.1f} {y1 + size:.1f} {x1:.1f} {y1 + size:.1f}Z"
        f'" fill="{PALE}" stroke="#fff" stroke-width="0.5"/>'
    )


def _block(x, y, size, colour) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{BAR}" height="{size:.1f}" fill="{colour}"/>'


def _named(x, y, name: str, n: float, anchor: str) -> list[str]:
    bold = ' font-weight="bold"'
    return [
        _text(x, y - 2, name, anchor, 13),
        _text(x, y + 14, words.number(n), anchor, 13, bold),
    ]


KINDS: dict[str, Callable[[dict, int], tuple[list[str], float]]] = {
    "bars": _bars,
    "dots": _dots,
    "flow": _flow,
}
