"""Charts as SVG for the page: no script, no outside font, a title and a description in words."""

import re
from functools import lru_cache
from html import escape

import altair as alt
import vl_convert

from throughcare.publish.figures import Row

AREA_COLOUR, ENGLAND_COLOUR, INTERVAL_COLOUR = "#b5541c", "#4a5759", "#e8c9b5"
TEXT_COLOUR = "#1f2628"
FONT = "Arial, Helvetica, Liberation Sans, sans-serif"
WIDTHS = {"wide": 640, "narrow": 270}


def trend(
    here: list[Row], england: list[Row], *, unit: str, title: str, summary: str
) -> dict[str, str]:
    """The trend of an area beside England, in two widths, so that letters keep their size on a small screen."""
    points = tuple(_points(here, here) + _points(england, here))
    return {
        name: _trend(points, unit, title, summary, name, width)
        for name, width in WIDTHS.items()
    }


def _points(rows: list[Row], here: list[Row]) -> list[tuple]:
    """Period, series, value, lower, upper; England's interval is too narrow to be worth drawing."""
    is_area = rows is here
    return [
        (
            row.period,
            row.name,
            row.value,
            row.lower if is_area else None,
            row.upper if is_area else None,
        )
        for row in rows
        if row.value is not None
    ]


@lru_cache(maxsize=512)
def _trend(
    points: tuple, unit: str, title: str, summary: str, name: str, width: int
) -> str:
    if not points:
        return ""
    columns = ("period", "series", "value", "lower", "upper")
    data = [dict(zip(columns, point, strict=True)) for point in points]
    series = list(dict.fromkeys(point[1] for point in points))
    spec = _spec(data, series, unit, width).to_dict()
    svg = vl_convert.vegalite_to_svg(spec)
    return describe(svg, title, summary, f"trend-{name}")


def _spec(data: list[dict], series: list[str], unit: str, width: int):
    colours = [AREA_COLOUR, ENGLAND_COLOUR][: len(series)]
    axis = ",.1f" if unit == "years" else ",.0f"
    x = alt.X(
        "period:O",
        title="Financial year",
        axis=alt.Axis(labelAngle=0, labelOverlap=True),
    )
    scale = alt.Scale(zero=True)
    titles = {"%": "Per cent", "persons": "People"}
    y_title = titles.get(unit, unit.capitalize())
    y = alt.Y("value:Q", title=y_title, scale=scale, axis=alt.Axis(format=axis))
    key = alt.Legend(orient="top", title=None, symbolStrokeWidth=3)
    colour = alt.Color(
        "series:N",
        sort=series,
        scale=alt.Scale(domain=series, range=colours),
        legend=key,
    )
    dash = alt.StrokeDash(
        "series:N",
        sort=series,
        scale=alt.Scale(domain=series, range=[[1, 0], [6, 4]][: len(series)]),
        legend=key,
    )
    base = alt.Chart(alt.Data(values=data))
    interval = (
        base.transform_filter("datum.lower != null")
        .mark_rule(strokeWidth=8, color=INTERVAL_COLOUR)
        .encode(x=x, y=alt.Y("lower:Q", title=y_title, scale=scale), y2="upper:Q")
    )
    line = base.mark_line(strokeWidth=3).encode(x=x, y=y, color=colour, strokeDash=dash)
    dots = base.mark_point(filled=True, size=70, opacity=1).encode(
        x=x, y=y, color=colour
    )
    layered = (interval + line + dots).properties(width=width - 70, height=260)
    return (
        layered.configure(font=FONT, background="white")
        .configure_view(stroke=None)
        .configure_axis(
            labelFontSize=14,
            titleFontSize=14,
            labelColor=TEXT_COLOUR,
            titleColor=TEXT_COLOUR,
            titleFontWeight="normal",
            gridColor="#d7dddd",
        )
        .configure_legend(
            labelFontSize=15,
            labelColor=TEXT_COLOUR,
            labelLimit=220,
            columns=1 if width < 400 else 2,
        )
    )


def describe(svg: str, title: str, summary: str, ident: str) -> str:
    """Give a chart one role, a title and a description, and take away what readers' software would trip over."""
    svg = re.sub(r' (?:role|aria-[a-z]+|style|class)="[^"]*"', "", svg)
    view = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="tc-chart__drawing" role="img" '
        f'aria-labelledby="{ident}-title {ident}-desc" viewBox="0 0 {view[1]} {view[2]}" '
        f'width="{view[1]}" height="{view[2]}">'
        f'<title id="{ident}-title">{escape(title)}</title><desc id="{ident}-desc">{escape(summary)}</desc>'
    )
    return re.sub(r"<svg[^>]*>", lambda _: opening, svg, count=1)
