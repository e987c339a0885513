"""Estimated alcohol dependence with limits (ONS, from Public Health England).

Years before 2015/16 are written as one year, 2010 for 2010/11, and have no limits.
"""

from collections.abc import Iterator

from throughcare.outside import periods
from throughcare.outside.figure import Figure
from throughcare.outside.sheet import Row, Sheet

from .layout import OGL, Layout


def read(sheet: Sheet) -> Iterator[Figure]:
    """One estimate a row."""
    for row in sheet.rows:
        lower = row.number("Alcohol_lower_CI")
        yield Figure(
            kind="alcohol_dependence",
            measure="estimate",
            unit="persons",
            code=row.text("Area_Code_GSS"),
            name=row.text("Local_Authority"),
            **_year(row)._asdict(),
            age="18+",
            value=row.number("Alcohol_dependent"),
            lower=lower,
            upper=row.number("Alcohol_upper_CI"),
            confidence=None if lower is None else 0.95,
            status=row.status("Alcohol_dependent"),
            line=row.line,
            method="estimate from the psychiatric morbidity survey",
            note="limits not published" if lower is None else "",
            series="alcohol dependence with limits",
        )


def _year(row: Row) -> periods.Span:
    text = row.text("Year")
    if text.isdigit():
        return periods.financial_from(
            periods.calendar(text, row.line).first.year,
        )
    return periods.financial(text, row.line)


alcohol_estimates = Layout(
    slug="alcohol_estimates",
    title="Estimated alcohol dependence by area, with limits",
    columns=(
        "Local_Authority",
        "Area_Code_GSS",
        "Alcohol_dependent",
        "Alcohol_lower_CI",
        "Alcohol_upper_CI",
        "Year",
    ),
    read=read,
    source="Public Health England, through the Office for National Statistics",
    licence=OGL,
)
