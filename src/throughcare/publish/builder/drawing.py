"""Charts of a report as SVG: lines over time, or bars with their intervals; no script, no style, told in words too."""

from collections.abc import Sequence
from functools import partial
from html import escape

from throughcare.publish import words
from throughcare.publish.charts import broken, scale
from throughcare.publish.figures import Row

from .answer import Answer

LINES, BARS = 6, 60
"""Most lines and bars that a chart shows."""
COLOURS = ("#b5541c", "#14505c", "#6b3fa0", "#4a5759", "#8a6d00", "#00703c")
DASHES = ("", "8 4", "2 4", "10 4 2 4", "4 4", "14 6")
INK, GRID = "#1f2628", "#d7dddd"
WIDTHS = {"wide": 700, "narrow": 290}
LETTER = 7.4
"""Width of a letter of 14 pixels, generously."""
HEIGHT = 240
"""Of the plot of a line chart, without key and labels."""
APART = 7
"""Pixels between the intervals of two lines in the same period, so that neither hides the other."""


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
    ticks = scale(*_ends([row for rows in found.values() for row in rows]))
    left, top = max(len(_tick(t)) for t in ticks) * LETTER + 8, 22.0 * len(found) + 30
    plot, bottom = width - left - 8, top + HEIGHT
    step = plot / len(periods)

    apart = min(APART, step / (len(found) + 1))

    def x(row, number):
        aside = (number - (len(found) - 1) / 2) * apart
        return left + step * (periods.index(row.period) + 0.5) + aside

    def y(value):
        return top + HEIGHT * (ticks[-1] - value) / (ticks[-1] - ticks[0])

    parts = [_text(0, top - 12, _unit(unit))]
    for tick in ticks:
        parts.append(
            f'<path d="M{left:.1f} {y(tick):.1f}H{width - 8}" stroke="{GRID}" fill="none"/>'
        )
        parts.append(_text(left - 6, y(tick) + 5, _tick(tick), "end"))
    parts += _periods(periods, left, step, bottom)
    for number, (name, rows) in enumerate(found.items()):
        at = partial(x, number=number)
        known = {row.period: row for row in rows if row.value is not None}
        parts += _key(number, name, size)
        parts += _line(number, [known.get(period) for period in periods], at, y)
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


def _ends(rows: Sequence[Row]) -> tuple[float, float]:
    """The highest and the lowest of values and limits that are drawn."""
    drawn = [v for row in rows for v in (row.value, row.lower, row.upper)]
    known = [value for value in drawn if value is not None]
    return max(known, default=0), min(known, default=0)


def _key(number: int, name: str, size: str) -> list[str]:
    """A piece of a line and its name, above the plot."""
    height = 22.0 * number + 12
    told = _fit(name, WIDTHS[size] - 50)
    return [
        f'<path d="M0 {height:.1f}H36" {_stroke(number)}/>',
        _text(44, height + 5, told),
    ]


def _stroke(number: int) -> str:
    return f'stroke="{COLOURS[number]}" stroke-width="3" stroke-dasharray="{DASHES[number]}" fill="none"'


def _line(number: int, rows: list[Row | None], x, y) -> list[str]:
    """A line through the rows of all periods; it breaks where one has no value that can be shown."""
    colour = COLOURS[number]
    known = [row for row in rows if row]
    parts = [
        f'<path d="M{x(row):.1f} {y(row.lower):.1f}V{y(row.upper):.1f}" stroke="{colour}" stroke-width="6" stroke-opacity="0.3"/>'
        for row in known
        if None not in (row.lower, row.upper)
    ]
    path = broken(row and (x(row), y(row.value)) for row in rows)
    parts.append(f'<path d="{path}" {_stroke(number)}/>')
    return parts + [
        f'<circle cx="{x(row):.1f}" cy="{y(row.value):.1f}" r="4" fill="{colour}"/>'
        for row in known
    ]


def bars(answer: Answer, title: str, summary: str, size: str) -> str:
    """A bar a row of the latest period, its value beside it and its interval across it."""
    rows, width = answer.of(answer.question.last), WIDTHS[size]
    unit = answer.question.measure.unit
    ticks = scale(*_ends(rows))
    room = width - 8 - (len("-100.0% ") + 2) * LETTER

    def x(value):
        return room * (value - ticks[0]) / (ticks[-1] - ticks[0])

    parts = []
    for number, row in enumerate(rows):
        top = 46.0 * number + 16
        parts.append(_text(0, top, _fit(name_of(answer, row), width)))
        parts += _bar(row, top + 8, x, unit)
    return _svg(parts, width, 46.0 * len(rows) + 8, title, summary, f"bar-{size}")


def _fit(text: str, width: float) -> str:
    most = int(width / LETTER)
    return text if len(text) <= most else text[: most - 1] + "…"


def _bar(row: Row, top: float, x, unit: str) -> list[str]:
    """A bar from nought to the value, its interval across it, the value behind whatever ends last."""
    if row.value is None:
        return [_text(0, top + 14, words.value(row, unit))]
    begin, end = sorted((x(0), x(row.value)))
    parts = [
        f'<rect x="{begin:.1f}" y="{top:.1f}" width="{end - begin:.1f}" height="18" fill="{COLOURS[0]}"/>'
    ]
    if None not in (row.lower, row.upper):
        low, high = x(row.lower), x(row.upper)
        end = max(end, high)
        parts.append(
            f'<path d="M{low:.1f} {top + 9:.1f}H{high:.1f}M{low:.1f} {top + 4:.1f}v10M{high:.1f} {top + 4:.1f}v10" stroke="{INK}" stroke-width="2"/>'
        )
    return [*parts, _text(end + 6, top + 14, words.value(row, unit))]


def _tick(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def _unit(unit: str) -> str:
    return {"%": "Per cent", "persons": "People"}.get(unit, unit.capitalize())
