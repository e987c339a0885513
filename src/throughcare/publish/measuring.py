"""Indicators of a cut as rows that may leave: measured, then protected."""

from throughcare import indicators
from throughcare.disclosure import protect
from throughcare.warehouse import engines
from throughcare.warehouse.cut import Cut

FIRST = ("indicator", "period")
LAST = ("numerator", "denominator", "value", "lower", "upper")


def measure(
    cut: Cut,
    which: str,
    period: str,
    by: list[str],
    *,
    engine: str = "duckdb",
    protected: bool = True,
) -> tuple[list[dict], list[str]]:
    """Rows of an indicator, or of `all`, and the names of their columns.

    Raises ValueError or LookupError for a period, breakdown or indicator that is not known.
    """
    whole = list(indicators.catalogue().values())
    chosen = whole if which == "all" else [indicators.get(which)]
    inputs = cut.inputs(engines.connect(engine))
    when = indicators.Period.parse(period)
    rows = []
    for indicator in chosen:
        asked = [b for b in by if b != "exit_reason" or indicator.split == b]
        table = indicators.results(indicator, inputs, when, by=asked)
        rows += protect(table) if protected else table
    middle = [*by]
    if any("exit_reason" in row for row in rows) and "exit_reason" not in middle:
        middle.append("exit_reason")
    columns = [*FIRST, *middle, *LAST]
    return [{c: row.get(c) for c in columns} for row in rows], columns
