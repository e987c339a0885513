"""The trend of a figure as SVG for the page: no script, no outside font, a title and a description in words.

Drawn line by line, since a page may hold two and should come within a few hundredths of a second.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from throughcare.publish import words
from throughcare.publish.figures import Row

COLOURS = ("#b5541c", "#2c6f74", "#4a5759")
DASHES = ("", "2 5", "8 5")
"""Of the place itself, its region, England: told apart by their lines also where colours are not seen."""
INTERVAL_COLOUR, GRID_COLOUR, TEXT_COLOUR = "#e8c9b5", "#d7dddd", "#1f2628"
FONT = "Arial, Helvetica, Liberation Sans, sans-serif"
WIDTHS = {"wide": 640, "narrow": 270}
HEIGHT = 260
"""Of the plot, without key and labels."""
LETTER = 7.5
"""Width of a letter, generously: no label may run into its neighbour."""
STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Series:
    """A line of the chart: rows of one place, of which `interval` says whether their limits are drawn."""

    name: str
    rows: tuple[Row, ...]
    interval: bool = False


@dataclass(frozen=True)
class Plot:
    """Where things are drawn: the inner rectangle, the periods from left to right, the lowest and highest tick."""

    left: float
    top: float
    width: float
    periods: tuple[str, ...]
    highest: float
    lowest: float = 0.0

    def x(self, period: str) -> float:
        step = self.width / len(self.periods)
        return self.left + step * (self.periods.index(period) + 0.5)

    def y(self, value: float) -> float:
        return self.top + HEIGHT * (self.highest - value) / (self.highest - self.lowest)

    @property
    def bottom(self) -> float:
        return self.top + HEIGHT


def trend(
    series: list[Series], *, unit: str, title: str, summary: str
) -> dict[str, str]:
    """The lines in two widths, so that letters keep their size on a small screen; empty where no value is known."""
    known = [s for s in series if any(row.value is not None for row in s.rows)]
    if not known:
        return dict.fromkeys(WIDTHS, "")
    return {name: _drawn(series, known, unit, title, summary, name) for name in WIDTHS}


def _drawn(series, known, unit: str, title: str, summary: str, name: str) -> str:
    periods = tuple(sorted({row.period for one in series for row in one.rows}))
    ticks = scale(max(map(_highest, known)), min(map(_lowest, known)))
    left = max(len(_tick(tick)) for tick in ticks) * LETTER + 10
    places = _places_of_names(known, WIDTHS[name])
    room = WIDTHS[name] - left - 6
    plot = Plot(left, places[-1][1] + 40, room, periods, ticks[-1], ticks[0])
    styles = {s.name: place for place, s in enumerate(_styled(series))}
    parts = [
        *_key(known, styles, places),
        f'<text x="0" y="{plot.top - 10}" {_text()}>{escape(_title(unit))}</text>',
        *(_line_of(plot, tick) for tick in ticks),
        *_labels(plot, periods),
        *(part for s in reversed(known) for part in _series(plot, s, styles[s.name])),
    ]
    return _svg(parts, WIDTHS[name], plot.bottom + 44, title, summary, f"trend-{name}")


def _styled(series: list[Series]) -> list[Series]:
    """Series in the order of their styles; where two are drawn the second is England's or its like."""
    return series if len(series) != 2 else [series[0], Series("", ()), series[1]]


def _highest(series: Series) -> float:
    return max(_drawn_values(series, "upper"))


def _lowest(series: Series) -> float:
    return min(_drawn_values(series, "lower"))


def _drawn_values(series: Series, limit: str) -> list[float]:
    limits = [getattr(row, limit) for row in series.rows if series.interval]
    values = [row.value for row in series.rows]
    return [v for v in [*values, *limits] if v is not None]


def scale(highest: float, lowest: float = 0) -> list[float]:
    """Round values with 0 among them, from the last that is not above `lowest` to the first that is not below `highest`.

    >>> scale(47), scale(0), scale(1234)
    ([0.0, 10.0, 20.0, 30.0, 40.0, 50.0], [0.0, 1.0], [0.0, 250.0, 500.0, 750.0, 1000.0, 1250.0])
    >>> scale(8, -3), scale(-2, -7)
    ([-4.0, -2.0, 0.0, 2.0, 4.0, 6.0, 8.0], [-8.0, -6.0, -4.0, -2.0, 0.0])
    """
    top, bottom = max(highest, 0), max(-lowest, 0)
    span = max(top, bottom)
    if span == 0:
        return [0.0, 1.0]
    power = 10.0 ** math.floor(math.log10(span / 5))
    step = next(s * power for s in STEPS if span / (s * power) <= 5.0001)
    above, below = (math.ceil(size / step - 1e-9) for size in (top, bottom))
    return [step * number for number in range(-below, above + 1)]


def _tick(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def _title(unit: str) -> str:
    return {"%": "Per cent", "persons": "People"}.get(unit, unit.capitalize())


def _text(anchor: str = "start") -> str:
    return f'font-size="14" fill="{TEXT_COLOUR}" text-anchor="{anchor}"'


def _places_of_names(known: list[Series], width: int) -> list[tuple[float, float]]:
    """Where each name of the key begins: one after another, on a new line where the width is used up."""
    found, x, y = [], 0.0, 10.0
    for series in known:
        size = 36 + len(series.name) * LETTER + 20
        if x and x + size > width:
            x, y = 0.0, y + 22
        found.append((x, y))
        x += size
    return found


def _key(known: list[Series], styles, places) -> list[str]:
    """The names of the lines, each behind a piece of it, above the plot."""
    return [
        f'<path d="M{x:.0f} {y:.0f}h28" {_stroke(styles[series.name])}/>'
        f'<text x="{x + 36:.0f}" y="{y + 5:.0f}" {_text()}>{escape(series.name)}</text>'
        for series, (x, y) in zip(known, places, strict=True)
    ]


def _stroke(place: int) -> str:
    dash = f' stroke-dasharray="{DASHES[place]}"' if DASHES[place] else ""
    return f'fill="none" stroke="{COLOURS[place]}" stroke-width="3"{dash}'


def _line_of(plot: Plot, tick: float) -> str:
    y = plot.y(tick)
    return (
        f'<path d="M{plot.left:.1f} {y:.1f}h{plot.width:.1f}" stroke="{GRID_COLOUR}"/>'
        f'<text x="{plot.left - 6:.1f}" y="{y + 5:.1f}" {_text("end")}>{_tick(tick)}</text>'
    )


def _labels(plot: Plot, periods) -> list[str]:
    """Names of the periods in two lines; every second or third where they would touch, always the last."""
    told = [words.period_lines(period) for period in periods]
    widest = max(len(line) for lines in told for line in lines) * LETTER + 6
    step = math.ceil(widest * len(periods) / plot.width)
    shown = range(len(periods) - 1, -1, -step)
    return [
        f'<text x="{_inside(plot, periods[place], told[place]):.1f}" y="{plot.bottom + 18 + 17 * number}" '
        f"{_text('middle')}>{escape(line)}</text>"
        for place in sorted(shown)
        for number, line in enumerate(told[place])
    ]


def _inside(plot: Plot, period: str, lines) -> float:
    """The middle of a label, moved so far that it stays in the drawing."""
    half = max(map(len, lines)) * LETTER / 2
    return min(plot.x(period), plot.left + plot.width + 6 - half)


def _series(plot: Plot, series: Series, style: int) -> list[str]:
    known = [row for row in series.rows if row.value is not None]
    found = [_interval(plot, row) for row in known if series.interval and row.upper]
    found += [f'<path d="{_path(plot, series.rows)}" {_stroke(style)}/>']
    return found + [
        f'<circle cx="{plot.x(row.period):.1f}" cy="{plot.y(row.value):.1f}" r="4.5" fill="{COLOURS[style]}"/>'
        for row in known
    ]


def _interval(plot: Plot, row: Row) -> str:
    top, bottom = plot.y(row.upper), plot.y(row.lower)
    return f'<path d="M{plot.x(row.period):.1f} {top:.1f}V{bottom:.1f}" stroke="{INTERVAL_COLOUR}" stroke-width="8"/>'


def _path(plot: Plot, rows) -> str:
    """A line through the values; it breaks where one is withheld."""
    points = (
        None if row.value is None else (plot.x(row.period), plot.y(row.value))
        for row in rows
    )
    return broken(points)


def broken(points: Iterable[tuple[float, float] | None]) -> str:
    """The path through points that breaks where there is none.

    >>> broken([(1, 2), (3, 4), None, (5, 6)])
    'M1.0 2.0L3.0 4.0M5.0 6.0'
    """
    steps, pen = [], "M"
    for point in points:
        if point is None:
            pen = "M"
            continue
        steps.append(f"{pen}{point[0]:.1f} {point[1]:.1f}")
        pen = "L"
    return "".join(steps)


def _svg(parts, width, height, title: str, summary: str, ident: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="tc-chart__drawing" role="img" font-family="{FONT}" '
        f'aria-labelledby="{ident}-title {ident}-desc" viewBox="0 0 {width} {height:.0f}" width="{width}" height="{height:.0f}">'
        f'<title id="{ident}-title">{escape(title)}</title><desc id="{ident}-desc">{escape(summary)}</desc>'
        + "".join(parts)
        + "</svg>"
    )


def sparkline(rows: list[Row]) -> str:
    """A line of a few letters' size beside a figure that says the same in words; empty for fewer than two values."""
    values = [(place, row.value) for place, row in enumerate(rows)]
    known = [(place, value) for place, value in values if value is not None]
    if len(known) < 2:
        return ""
    ends = [0.0, *(value for _, value in known)]
    low, span = min(ends), (max(ends) - min(ends)) or 1
    step = 84 / (len(rows) - 1)
    points = [
        None if v is None else (3 + step * place, 25 - 20 * (v - low) / span)
        for place, v in values
    ]
    zero = 27.5 if low == 0 else 25 + 20 * low / span
    x, y = next(point for point in reversed(points) if point)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" class="tc-spark" aria-hidden="true" viewBox="0 0 92 30" width="92" height="30">'
        f'<path d="M3 {zero:.1f}h84" stroke="{GRID_COLOUR}"/>'
        f'<path d="{broken(points)}" fill="none" stroke="{COLOURS[0]}" stroke-width="2"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{COLOURS[0]}"/></svg>'
    )
