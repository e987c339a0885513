"""Charts of a comparison as SVG for the page: a funnel of areas, and a series with the range of its ordinary movement.

Two widths, so that letters keep their size on a small screen; each with a title and a description in words.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from throughcare.comparison import funnel as funnels

WIDTHS = {"wide": 640, "narrow": 300}
HEIGHT = 300
"""Of the plot, without labels."""
HERE, NEAR, OTHER = "#b5541c", "#2c6f74", "#8a9698"
GRID, INK, LIMIT, WIDE_LIMIT = "#d7dddd", "#1f2628", "#4a5759", "#4a5759"
FONT = "Arial, Helvetica, Liberation Sans, sans-serif"
STEPS = (1, 2, 2.5, 5, 10)
LEVELS = ((0.95, "6 4", "95%"), (0.998, "", "99.8%"))
POINTS = 60
"""Points along a limit."""


@dataclass(frozen=True)
class Frame:
    """The inner rectangle and the values at its edges."""

    left: float
    top: float
    width: float
    x_range: tuple[float, float]
    y_range: tuple[float, float]

    def x(self, value: float) -> float:
        low, high = self.x_range
        return self.left + self.width * (value - low) / (high - low)

    def y(self, value: float) -> float:
        low, high = self.y_range
        return self.top + HEIGHT * (1 - (value - low) / (high - low))

    @property
    def bottom(self) -> float:
        return self.top + HEIGHT


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Round values that take in both ends.

    >>> ticks(0, 47), ticks(0.62, 1.31)
    ([0.0, 10.0, 20.0, 30.0, 40.0, 50.0], [0.6, 0.8, 1.0, 1.2, 1.4])
    """
    if high <= low:
        high = low + 1
    power = 10 ** math.floor(math.log10((high - low) / most))
    steps = [s * power for s in STEPS]
    step = next((s for s in steps if (high - low) / s <= most - 1), steps[-1])
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(n * step, 10) for n in range(first, last + 1)]


def funnel(
    rows: Sequence[dict],
    found: dict,
    *,
    title: str,
    summary: str,
    here: str | None = None,
    near: frozenset[str] = frozenset(),
    ident: str = "funnel",
) -> dict[str, str]:
    """The areas of `compared` in their funnel: `found` is the funnel's row. `here` is marked, as are those in `near`.

    Adjusted: observed over expected, by people expected; else shares, by people. Empty where nothing is shown.
    """
    points = _points(rows, found["adjusted"])
    if not points:
        return dict.fromkeys(WIDTHS, "")
    sizes = np.array([size for _, _, size, _ in points])
    curves = _curves(found, points, sizes)
    return {
        name: _funnel(points, curves, found, title, summary, here, near, name, ident)
        for name in WIDTHS
    }


def _points(rows: Sequence[dict], adjusted: bool) -> list[tuple]:
    """Code, name, size, value of the areas whose figure is shown."""
    found = []
    for row in rows:
        value = row["ratio"] if adjusted else row["value"]
        if row["suppressed"] or value is None or not row["denominator"]:
            continue
        size = row["denominator"] * (row["expected"] / 100 if adjusted else 1)
        found.append((row["code"], row["name"], size, value))
    return found


def _curves(found: dict, points, sizes) -> list[tuple[str, str, np.ndarray, tuple]]:
    """Dash, name, sizes, lower and upper limit of each level; widened by the variance between areas where there is some."""
    low, high = max(sizes.min() * 0.8, 1.0), sizes.max() * 1.05
    at = np.geomspace(low, high, POINTS)
    return [
        (dash, name, at, _limits_at(at, found, level)) for level, dash, name in LEVELS
    ]


def _limits_at(at: np.ndarray, found: dict, level: float) -> tuple:
    """The limits on the scale that is drawn: ratios, or shares of a hundred."""
    scale = 1 if found["adjusted"] else 100
    baseline, method = found["baseline"] / scale, found["method"]
    if not found["adjusted"]:
        method = "proportion"
    ends = funnels.limits_at(at, baseline, found["tau2"], method, level)
    return tuple(end * scale for end in ends)


def _funnel(points, curves, found, title, summary, here, near, name, ident) -> str:
    width = WIDTHS[name]
    values = [value for *_, value in points]
    ends = [(c[3][0].min(), c[3][1].max()) for c in curves[:1]]
    ys = ticks(
        min([*values, *[e[0] for e in ends]]), max([*values, *[e[1] for e in ends]])
    )
    xs = ticks(0, max(size for _, _, size, _ in points) * 1.05, 6 if width > 400 else 4)
    frame = Frame(52, 84, width - 64, (0, xs[-1]), (ys[0], ys[-1]))
    axis = "People expected to have the outcome" if found["adjusted"] else "People"
    side = "Observed over expected" if found["adjusted"] else "Per cent"
    parts = [
        *_key(here is not None, bool(near), width),
        *_axes(frame, xs, ys, axis, side),
        *_limits(frame, curves),
        _line(frame, xs[0], xs[-1], found["baseline"], f'stroke="{INK}"'),
        *_dots(frame, points, here, near, found["adjusted"]),
    ]
    return _svg(
        parts, width, frame.bottom + 48, title, summary, f"funnel-{ident}-{name}"
    )


def _key(has_here: bool, has_near: bool, width: int) -> list[str]:
    """What the marks stand for, above the chart."""
    entries = [(HERE, "This area", 7)] if has_here else []
    entries += [(NEAR, "Similar", 5)] if has_near else []
    entries += [(OTHER, "Others" if has_here else "An area", 4)]
    parts, x = [], 8
    for colour, text, radius in entries:
        parts.append(_shape(x, 12, radius, colour))
        parts.append(f'<text x="{x + 12}" y="17" {_text()}>{text}</text>')
        x += 12 + len(text) * 7.2 + 16
    told = "Lines: 95% (broken) and 99.8% limits"
    return [*parts, f'<text x="0" y="40" {_text()}>{told}</text>']


def _shape(x: float, y: float, radius: float, colour: str) -> str:
    """Diamond, square and circle: told apart without their colours."""
    if colour == HERE:
        d = radius
        corners = f"{x:.1f},{y - d:.1f} {x + d:.1f},{y:.1f} {x:.1f},{y + d:.1f} {x - d:.1f},{y:.1f}"
        return f'<polygon points="{corners}" fill="{colour}" stroke="#ffffff"/>'
    if colour == NEAR:
        side = radius * 1.6
        return f'<rect x="{x - side / 2:.1f}" y="{y - side / 2:.1f}" width="{side:.1f}" height="{side:.1f}" fill="{colour}" stroke="#ffffff"/>'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{colour}" stroke="#ffffff"/>'


def _text(anchor: str = "start") -> str:
    return f'font-size="14" fill="{INK}" text-anchor="{anchor}"'


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}".rstrip("0")


def _axes(frame: Frame, xs, ys, x_title: str, y_title: str) -> list[str]:
    parts = [f'<text x="0" y="{frame.top - 14}" {_text()}>{y_title}</text>']
    for tick in ys:
        parts.append(_line(frame, *frame.x_range, tick, f'stroke="{GRID}"'))
        parts.append(
            f'<text x="{frame.left - 6}" y="{frame.y(tick) + 5:.1f}" {_text("end")}>{_number(tick)}</text>'
        )
    parts += [
        f'<text x="{frame.x(tick):.1f}" y="{frame.bottom + 20}" {_text("middle")}>{_number(tick)}</text>'
        for tick in xs
    ]
    middle = frame.left + frame.width / 2
    return [
        *parts,
        f'<text x="{middle:.1f}" y="{frame.bottom + 42}" {_text("middle")}>{x_title}</text>',
    ]


def _line(frame: Frame, x1: float, x2: float, y: float, style: str) -> str:
    return f'<line x1="{frame.x(x1):.1f}" x2="{frame.x(x2):.1f}" y1="{frame.y(y):.1f}" y2="{frame.y(y):.1f}" {style}/>'


def _limits(frame: Frame, curves) -> list[str]:
    """Each limit as a line, as far as it lies within the frame."""
    low, high = frame.y_range
    parts = []
    for dash, _, at, limits in curves:
        for limit in limits:
            inside = [
                (x, y)
                for x, y in zip(at, limit)
                if low <= y <= high and x <= frame.x_range[1]
            ]
            if len(inside) > 1:
                told = " ".join(f"{frame.x(x):.1f},{frame.y(y):.1f}" for x, y in inside)
                dashes = f' stroke-dasharray="{dash}"' if dash else ""
                parts.append(
                    f'<polyline points="{told}" fill="none" stroke="{LIMIT}" stroke-width="1.5"{dashes}/>'
                )
    return parts


def _dots(frame, points, here, near, adjusted: bool) -> list[str]:
    """Other areas first, so that those meant lie on top. Each has its name and value."""
    order = sorted(points, key=lambda p: (p[0] == here, p[0] in near))
    parts = []
    for code, name, size, value in order:
        colour = HERE if code == here else NEAR if code in near else OTHER
        radius = 8 if code == here else 5 if code in near else 4
        told = f"{value:.2f}" if adjusted else f"{value:.1f}%"
        label = escape(f"{name}: {told}")
        shape = _shape(frame.x(size), frame.y(value), radius, colour)
        parts.append(f"<g><title>{label}</title>{shape}</g>")
    return parts


def travel(rows: Sequence[dict], *, title: str, summary: str) -> dict[str, str]:
    """A series with its mean and the limits of its ordinary movement; points beyond are filled, others are rings."""
    known = [row for row in rows if row["value"] is not None]
    if len(known) < 2 or known[-1]["mean"] is None:
        return dict.fromkeys(WIDTHS, "")
    return {name: _travel(rows, known, title, summary, name) for name in WIDTHS}


def _travel(rows, known, title: str, summary: str, name: str) -> str:
    width = WIDTHS[name]
    values = [row[n] for row in known for n in ("value", "lower", "upper")]
    ys = ticks(min(values), max(values))
    frame = Frame(52, 40, width - 64, (-0.5, len(rows) - 0.5), (ys[0], ys[-1]))
    places = {row["period"]: place for place, row in enumerate(rows)}
    line = " ".join(
        f"{frame.x(places[r['period']]):.1f},{frame.y(r['value']):.1f}" for r in known
    )
    last = known[-1]
    parts = [
        *_axes(frame, [], ys, "Quarter", "Per cent"),
        _line(frame, *frame.x_range, last["mean"], f'stroke="{INK}"'),
        _line(frame, *frame.x_range, last["lower"], _broken()),
        _line(frame, *frame.x_range, last["upper"], _broken()),
        f'<polyline points="{line}" fill="none" stroke="{HERE}" stroke-width="2.5"/>',
        *[_mark(frame, places[r["period"]], r) for r in known],
        *_quarters(frame, rows, width),
    ]
    return _svg(parts, width, frame.bottom + 48, title, summary, f"travel-{name}")


def _broken() -> str:
    return f'stroke="{LIMIT}" stroke-width="1.5" stroke-dasharray="6 4"'


def _mark(frame: Frame, place: int, row: dict) -> str:
    is_signal = row["cause"] not in (None, "Common cause")
    fill, radius = (HERE, 6) if is_signal else ("#ffffff", 4)
    label = escape(f"{row['period']}: {row['value']:.1f}%")
    return (
        f'<g><title>{label}</title><circle cx="{frame.x(place):.1f}" cy="{frame.y(row["value"]):.1f}" r="{radius}" '
        f'fill="{fill}" stroke="{HERE}" stroke-width="2"/></g>'
    )


def _quarters(frame: Frame, rows, width: int) -> list[str]:
    """The last, and as many before it as there is room for; the last ends where the drawing does."""
    room = max(1, math.ceil(len(rows) * 92 / frame.width))
    last = len(rows) - 1
    places = [place for place in range(last, -1, -1) if (last - place) % room == 0]
    return [
        f'<text x="{width - 2 if place == last else frame.x(place):.1f}" y="{frame.bottom + 20}" '
        f"{_text('end' if place == last else 'middle')}>{escape(rows[place]['period'])}</text>"
        for place in places
        if frame.x(place) > 40 and (place == last or frame.x(place) < width - 130)
    ]


def _svg(parts, width: int, height: float, title: str, summary: str, ident: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="tc-chart__drawing" role="img" '
        f'aria-labelledby="{ident}-title {ident}-desc" viewBox="0 0 {width} {height:.0f}" '
        f'width="{width}" height="{height:.0f}" font-family="{FONT}">'
        f'<title id="{ident}-title">{escape(title)}</title><desc id="{ident}-desc">{escape(summary)}</desc>'
        + "".join(parts)
        + "</svg>"
    )
