"""What a unit costs: of an intervention, an offence, an outcome. An operator's own table, or one from the literature.

`source` says where each cost was read; "from memory" in it marks a cost that rests on memory. A price is of its year: it is
never moved to another, for that takes a deflator that no layout here has.
"""

import re
from collections.abc import Iterator

from throughcare.dataset.areas import ENGLAND
from throughcare.outside import periods
from throughcare.outside.figure import Figure, OutsideError
from throughcare.outside.sheet import Row, Sheet

from .layout import Layout


def read(sheet: Sheet) -> Iterator[Figure]:
    """One cost a row."""
    for row in sheet.rows:
        span = _price_year(row)
        from_memory = "from memory" in row.text("source").casefold()
        yield Figure(
            kind="unit_costs",
            measure=row.text("item"),
            unit=f"{_currency(row)} a {row.text('unit')}",
            code=ENGLAND[0],
            name=ENGLAND[1],
            **span._asdict(),
            value=row.number("cost"),
            status=row.status("cost"),
            line=row.line,
            method="memory" if from_memory else "read in the source",
            source=row.text("source"),
            series=f"unit costs: {row.text('item')}, {row.text('unit')}",
        )


def _currency(row: Row) -> str:
    if row.text("currency") != "GBP":
        raise OutsideError(
            f"Line {row.line}: {row.text('currency')!r} is not GBP. Give the cost in pounds."
        )
    return "pounds"


def _price_year(row: Row) -> periods.Span:
    """The year of the prices; one that is not stated is kept as that, from the beginning of time."""
    text = row.text("price_year")
    if text.casefold() in ("not stated", ""):
        span = periods.calendar("1900", row.line)
        return span._replace(period="not stated")
    if re.fullmatch(r"\d{4}", text):
        return periods.calendar(text, row.line)
    return periods.financial(text, row.line)


unit_costs = Layout(
    slug="unit_costs",
    title="Unit costs with their price years",
    columns=("item", "unit", "cost", "currency", "price_year", "source"),
    read=read,
    source="as each row says",
    licence="not stated",
)
