"""Charts of a report as SVG: lines over time, or bars with their intervals; no script, no style, told in words too."""

import math
from collections.abc import Sequence
from html import escape

from throughcare.publish import words
from throughcare.publish.figures import Row

from .answer import Answer

LINES, BARS = 6, 60
"""Most lines and bars that a chart shows."""
COLOURS = ("#b5541c", "#14505c", "#6b3fa0", "#4a5759", "#8a6d00", "#00703c")
DASHES = ("", "8 4", "2 4", "10 4 2 4", "4 4", "14 6")
INK, GRID, INTERVAL = "#1f2628", "#d7dddd", "#4a5759"
WIDTHS = {"wide": 700, "narrow": 290}
LETTER = 7.4
"""Width of a letter of 14 pixels, generously."""
STEPS = (1, 2, 2.5, 5, 10, 20)


def series(answer: Answer) -> dict[str, list[Row]]:
    """The lines of a chart over time: rows by what they are about."""
    found: dict[str, list[Row]] = {}
    for row in sorted(answer.rows, key=lambda row: row.period):
        found.setdefault(name_of(answer, row), []).append(row)
    return found


def name_of(answer: Answer, row: Row) -> str:
    """What a row is about besides its period."""
    part = answer.label(row)
    if not answer.has_places:
        return part or row.name
    return f"{row.name}, {part.lower()}" if part else row.name


def why_not(answer: Answer) -> str | None:
    """A sentence where the rows make no chart of the kind asked for."""
    show = answer.question.show
    if show == "line" and len(answer.question.periods) < 2:
        return "A line needs two periods or more: choose an earlier one to begin with."
    if show == "line" and len(series(answer)) > LINES:
        return f"A line chart shows {LINES} lines at most, and there would be {len(series(answer))}: choose fewer places, or bars."
    latest = answer.of(answer.question.last)
    if show == "bar" and len(latest) > BARS:
        return f"A bar chart shows {BARS} bars at most, and there would be {len(latest)}: choose fewer places, or the map."
    if not any(row.value is not None for row in answer.rows):
        return "No value can be shown, so there is no chart."
    return None


def chart(answer: Answer, title: str, summary: str) -> dict[str, str]:
    """The chart asked for in two widths, so that letters keep their size on a small screen."""
    draw = {"line": lines, "bar": bars}[answer.question.show]
    return {name: draw(answer, title, summary, name) for name in WIDTHS}


def _scale(highest: float) -> list[float]:
    """Round values from 0 to the first that is not below `highest`, about five of them.

    >>> _scale(47), _scale(97), _scale(0)
    ([0, 10, 20, 30, 40, 50], [0, 20, 40, 60, 80, 100], [0.0, 0.2, 0.4, 0.6, 0.8, 1.0])
    """
    highest = max(highest, 1)
    power = 10.0 ** (len(str(int(highest))) - 2)
    step = next(s * power for s in STEPS if highest <= 5 * s * power)
    step = int(step) if step == int(step) else step
    return [round(step * n, 6) for n in range(math.ceil(highest / step) + 1)]


def _svg(parts: Sequence[str], width, height, title, summary, ident) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="tc-chart__drawing" role="img" '
        f'aria-labelledby="{ident}-title {ident}-desc" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}" font-family="Arial, Helvetica, sans-serif" font-size="14" fill="{INK}">'
        f'<title id="{ident}-title">{escape(title)}</title><desc id="{ident}-desc">{escape(summary)}</desc>'
        + "".join(parts)
        + "</svg>"
    )


def _text(x, y, text, anchor="start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def lines(answer: Answer, title: str, summary: str, size: str) -> str:
    """Lines over time, each with a dash and a colour of its own, and a key above."""
    found, width = series(answer), WIDTHS[size]
    unit, periods = answer.question.measure.unit, answer.question.periods
    tops = [row.upper or row.value or 0 for rows in found.values() for row in rows]
    ticks = _scale(max(tops))
    left, top = max(len(_tick(t)) for t in ticks) * LETTER + 8, 22.0 * len(found) + 30
    plot, bottom = width - left - 8, top + 240
    step = plot / len(periods)

    def x(row):
        return left + step * (periods.index(row.period) + 0.5)

    def y(value):
        return bottom - 240 * value / ticks[-1]

    parts = [_text(0, top - 12, _unit(unit))]
    for tick in ticks:
        parts.append(
            f'<path d="M{left:.1f} {y(tick):.1f}H{width - 8}" stroke="{GRID}" fill="none"/>'
        )
        parts.append(_text(left - 6, y(tick) + 5, _tick(tick), "end"))
    parts += _periods(periods, left, step, bottom)
    for number, (name, rows) in enumerate(found.items()):
        parts += _line(number, name, rows, x, y, size)
    return _svg(parts, width, bottom + 32, title, summary, f"line-{size}")


def _periods(periods, left, step, bottom) -> list[str]:
    """Labels under the axis, as many as do not run into one another; the latest always."""
    needed = max(len(p) for p in periods) * LETTER + 8
    every = max(1, int(-(-needed // step)))
    last = len(periods) - 1
    shown = [n for n in range(len(periods)) if (last - n) % every == 0]
    edge = left + step * len(periods)
    return [
        _text(
            min(left + step * (n + 0.5), edge - needed / 2 + 8),
            bottom + 22,
            periods[n],
            "middle",
        )
        for n in shown
    ]


def _line(number: int, name: str, rows: list[Row], x, y, size: str) -> list[str]:
    colour, dash = COLOURS[number], DASHES[number]
    line = f'stroke="{colour}" stroke-width="3" stroke-dasharray="{dash}" fill="none"'
    height = 22.0 * number + 12
    most = int((WIDTHS[size] - 50) / LETTER)
    told = name if len(name) <= most else name[: most - 1] + "…"
    parts = [f'<path d="M0 {height:.1f}H36" {line}/>', _text(44, height + 5, told)]
    known = [row for row in rows if row.value is not None]
    for row in known:
        if row.lower is not None and row.upper is not None:
            low, high = y(row.lower), y(row.upper)
            parts.append(
                f'<path d="M{x(row):.1f} {low:.1f}V{high:.1f}" stroke="{colour}" stroke-width="6" stroke-opacity="0.3"/>'
            )
    path = " ".join(
        f"{'L' if n else 'M'}{x(row):.1f} {y(row.value):.1f}"
        for n, row in enumerate(known)
    )
    parts.append(f'<path d="{path}" {line}/>')
    parts += [
        f'<circle cx="{x(row):.1f}" cy="{y(row.value):.1f}" r="4" fill="{colour}"/>'
        for row in known
    ]
    return parts


def bars(answer: Answer, title: str, summary: str, size: str) -> str:
    """A bar a row of the latest period, its value beside it and its interval across it."""
    rows, width = answer.of(answer.question.last), WIDTHS[size]
    unit = answer.question.measure.unit
    highest = _scale(max([row.upper or row.value or 0 for row in rows]))[-1]
    room = width - 8 - (len("100.0% ") + 2) * LETTER
    parts = []
    for number, row in enumerate(rows):
        top = 46.0 * number + 16
        parts.append(_text(0, top, _fit(name_of(answer, row), width)))
        parts += _bar(row, top + 8, room, highest, unit)
    return _svg(parts, width, 46.0 * len(rows) + 8, title, summary, f"bar-{size}")


def _fit(text: str, width: float) -> str:
    most = int(width / LETTER)
    return text if len(text) <= most else text[: most - 1] + "…"


def _bar(row: Row, top: float, room: float, highest: float, unit: str) -> list[str]:
    if row.value is None:
        return [_text(0, top + 14, words.value(row, unit))]
    long = room * row.value / highest
    end = room * max(row.upper or 0, row.value) / highest
    parts = [
        f'<rect x="0" y="{top:.1f}" width="{long:.1f}" height="18" fill="{COLOURS[0]}"/>'
    ]
    if row.lower is not None and row.upper is not None:
        low, high = room * row.lower / highest, room * row.upper / highest
        parts.append(
            f'<path d="M{low:.1f} {top + 9:.1f}H{high:.1f}M{low:.1f} {top + 4:.1f}v10M{high:.1f} {top + 4:.1f}v10" stroke="{INK}" stroke-width="2"/>'
        )
    return [*parts, _text(end + 6, top + 14, words.value(row, unit))]


def _tick(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def _unit(unit: str) -> str:
    return {"%": "Per cent", "persons": "People"}.get(unit, unit.capitalize())
