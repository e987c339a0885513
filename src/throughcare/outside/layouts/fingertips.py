"""A Fingertips download: 27 columns, any indicator, told apart by their number.

Values have 95% limits and some 99.8% limits. The count is what the value's numerator counts; the denominator is kept
as a figure of its own. Where the denominator is an estimate of people who use opiates and crack (93517) or depend on
alcohol (93532), it is an estimate of ours too, of the method after the revision and without limits.
"""

import re
from collections.abc import Iterator

from throughcare.outside import periods
from throughcare.outside.figure import Figure, OutsideError
from throughcare.outside.sheet import Row, Sheet

from .layout import OGL, Layout

COLUMNS = (
    "Indicator ID",
    "Indicator Name",
    "Parent Code",
    "Parent Name",
    "Area Code",
    "Area Name",
    "Area Type",
    "Sex",
    "Age",
    "Category Type",
    "Category",
    "Time period",
    "Value",
    "Lower CI 95.0 limit",
    "Upper CI 95.0 limit",
    "Lower CI 99.8 limit",
    "Upper CI 99.8 limit",
    "Count",
    "Denominator",
    "Value note",
    "Time period Sortable",
)
ESTIMATES = {"93517": "opiate_crack_use", "93532": "alcohol_dependence"}
"""Indicators whose denominator is an estimate of people in need."""
METHOD = "method after the revision"
MEASURES = {"value": "Value", "count": "Count", "denominator": "Denominator"}


def read(sheet: Sheet) -> Iterator[Figure]:
    """Value, count and denominator of each row, and the estimate where the denominator is one."""
    for row in sheet.rows:
        for measure, column in MEASURES.items():
            if measure == "value" or row.number(column) is not None:
                yield _figure(row, "fingertips", measure, column)
        kind = ESTIMATES.get(row.text("Indicator ID"))
        if kind and row.number("Denominator") is not None:
            yield _figure(row, kind, "estimate", "Denominator")


def _figure(row: Row, kind: str, measure: str, column: str) -> Figure:
    number, title = row.text("Indicator ID"), row.text("Indicator Name")
    has_limits = measure == "value" and row.text("Lower CI 95.0 limit")
    is_share = measure == "value" and "%" in title
    return Figure(
        kind=kind,
        measure=measure if kind != "fingertips" else f"{number} {measure}",
        unit="%" if is_share else "as published" if measure == "value" else "persons",
        code=row.text("Area Code"),
        name=row.text("Area Name"),
        **_period(row)._asdict(),
        sex=row.text("Sex").casefold() or "persons",
        age=_age(row.text("Age")),
        group=_group(row),
        value=row.number(column),
        lower=row.number("Lower CI 95.0 limit") if has_limits else None,
        upper=row.number("Upper CI 95.0 limit") if has_limits else None,
        confidence=0.95 if has_limits else None,
        status=row.status(column),
        line=row.line,
        method=METHOD if number in ESTIMATES else "",
        note="; ".join(t for t in (title, row.text("Value note")) if t),
        series=f"Fingertips {number}",
    )


def _age(text: str) -> str:
    """
    >>> _age("15-64 yrs"), _age("18+ yrs"), _age("All ages")
    ('15-64', '18+', 'all ages')
    """
    return re.sub(r"\s*yrs?$", "", text).strip().casefold() or "all ages"


def _group(row: Row) -> str:
    """A category within its type, as deciles of deprivation of one year."""
    told = [t for t in (row.text("Category Type"), row.text("Category")) if t]
    return ": ".join(told) or "all"


def _period(row: Row) -> periods.Span:
    """A year, a financial year or several years; any other text as published, in its sortable year."""
    text = row.text("Time period").replace(" ", "")
    try:
        if re.fullmatch(r"\d{4}-\d{2}", text):
            return periods.several(text, row.line)
        return periods.either(text, row.line)
    except OutsideError:
        year = row.text("Time period Sortable")[:4]
        span = periods.calendar(year, row.line)
        return span._replace(period=row.text("Time period"))


fingertips = Layout(
    slug="fingertips",
    title="Fingertips indicator download",
    columns=COLUMNS,
    read=read,
    source="Office for Health Improvement and Disparities, Fingertips",
    licence=OGL,
)
