"""The hexagon map of a page: a figure over all areas, each hexagon a link to its area in the same release."""

from throughcare.publish import figures, map_svg, words
from throughcare.publish.figures import ALL


def area_rows(shown, definition, period: str | None) -> list[figures.Row]:
    """The figures of all areas in a period, by name."""
    if not period or shown.release is None:
        return []
    return shown.release.rows(
        definition.key,
        geography="area",
        period=period,
        substance_group=ALL,
        part=definition.part,
    )


def of_period(shown, definition, period, chosen: str | None = None):
    """The map of a period with its key; an area may be outlined. Empty where there is no figure."""
    return drawn(
        shown, definition, area_rows(shown, definition, period), period, chosen
    )


def drawn(shown, definition, rows, period, chosen: str | None = None):
    """The map of these rows with its key."""
    if not rows:
        return {"map": "", "bands": []}
    key = map_svg.bands(rows)
    drawing = map_svg.draw(
        rows,
        unit=definition.unit,
        title=f"{definition.told}, {words.period(period)}, by area",
        summary="Each hexagon is an area of England. The number and the shade say its band in the key. "
        "The table gives the same values as a list.",
        link=lambda code: shown.at("area-indicator", code, definition.slug),
        chosen=chosen,
    )
    return {"map": drawing, "bands": key}
