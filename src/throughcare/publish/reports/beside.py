"""A measure beside its own past and England: the table that the performance and outcome reports share."""

from throughcare import indicators
from throughcare.publish import words
from throughcare.publish.reports import periods
from throughcare.publish.reports.document import COUNT, VALUE, Column, Row, Section
from throughcare.publish.reports.view import View, against

COLUMNS = (
    Column("measure", "Measure"),
    Column("group", "Substance group"),
    Column("quarter", "Quarter", VALUE),
    Column("period", "Twelve months"),
    Column("numerator", "Number", COUNT),
    Column("denominator", "Out of", COUNT),
    Column("value", "Value", VALUE),
    Column("lower", "95% interval, lower", VALUE),
    Column("upper", "95% interval, upper", VALUE),
    Column("before", "A year before", VALUE),
    Column("england", "England", VALUE),
    Column("against_england", "Against England"),
)


def section(
    view: View, name: str, heading: str, measures: dict[str, bool], *notes: str
) -> Section:
    """The measures with a sentence each. `measures`: slugs, with whether they are broken down by substance group."""
    rows = [
        _row(view, slug, group)
        for slug, is_grouped in measures.items()
        for group in (None, *(words.GROUPS if is_grouped else ()))
    ]
    return Section(
        name,
        heading,
        sentences=tuple(view.sentence(slug) for slug in measures),
        columns=COLUMNS,
        rows=tuple(row for row in rows if not _is_empty_group(row)),
        notes=notes,
    )


def _is_empty_group(row: Row) -> bool:
    """Whether the row is of a substance group in which nobody is counted, now or a year before."""
    told = dict(zip((c.name for c in COLUMNS), row.cells))
    return bool(told["group"] != "All" and not (told["value"] or told["before"]))


def _row(view: View, slug: str, group: str | None) -> Row:
    indicator, year = indicators.get(slug), view.year(slug)
    now, england = view.here(slug, year, group), view.england(slug, year, group)
    short = view.settled(slug, view.quarter, group)
    cells = (
        indicator.title,
        words.label(group or "all"),
        short["value"] if short else None,
        periods.told(year),
        *_of_a_share(indicator, now, "numerator", "denominator"),
        now["value"],
        *_of_a_share(indicator, now, "lower", "upper"),
        view.here(slug, periods.year_before(year), group)["value"],
        england["value"],
        against(now, england),
    )
    return Row(cells, indicator.unit, slug, year.name, group or "")


def _of_a_share(indicator, figure: dict, *names: str) -> tuple:
    """Numbers that a share has; another measure has none such."""
    is_share = indicator.unit in words.SHARES
    return tuple(figure[name] if is_share else words.NOT_APPLICABLE for name in names)
