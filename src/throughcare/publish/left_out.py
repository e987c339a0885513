"""Who is in no figure, with the line of the return: people in contact with no problem substance recorded.

The rows are those of a provider's own return. Whoever shows them must ask first who may see them.
"""

from throughcare import indicators
from throughcare.indicators.people import episodes_without_substance
from throughcare.warehouse import engines
from throughcare.warehouse.cut import Cut
from throughcare.warehouse.derive import LINES

COLUMNS = ("provider", "return", "line", "area", "triaged", "discharged")


def records(cut: Cut, period: str) -> list[dict]:
    """One row an episode of those people in the period, by provider and date. Raises PeriodError for no period."""
    when = indicators.Period.parse(period)
    inputs = cut.inputs(engines.connect("duckdb"))
    name = f"episodes without substance {when.start} {when.end}"
    found = inputs.reading.rows(
        inputs, name, lambda: episodes_without_substance(inputs, when)
    )
    return [_record(cut, row) for row in found.to_pylist()]


def _record(cut: Cut, row: dict) -> dict:
    number, line = divmod(row["episode"], LINES)
    source = cut.returns[number]
    told = (source["provider"], source["id"], line)
    dates = (row["area"], row["triaged"], row["discharged"])
    return dict(zip(COLUMNS, (*told, *dates), strict=True))
