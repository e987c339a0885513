"""Deaths related to drug misuse by area and sex, over three years of registration (ONS).

A blank rate beside a number was kept back because of few deaths.
"""

from collections.abc import Iterator

from throughcare.outside import periods
from throughcare.outside.figure import PUBLISHED, SUPPRESSED, Figure
from throughcare.outside.sheet import Row, Sheet

from .layout import OGL, Layout


def read(sheet: Sheet) -> Iterator[Figure]:
    """The number and the age-standardised rate of each row."""
    for row in sheet.rows:
        yield _figure(row, "deaths", "deaths", "deaths")
        yield _figure(row, "age_standardised_rate", "per 100,000", "asr_per_100k")


def _figure(row: Row, measure: str, unit: str, column: str) -> Figure:
    is_rate = column == "asr_per_100k"
    return Figure(
        kind="drug_misuse_deaths",
        measure=measure,
        unit=unit,
        code=row.text("code"),
        name=row.text("name"),
        **periods.several(row.text("period"), row.line)._asdict(),
        sex=row.text("sex").casefold(),
        value=row.number(column),
        lower=row.number("lower_95ci") if is_rate else None,
        upper=row.number("upper_95ci") if is_rate else None,
        confidence=0.95 if is_rate and row.text("lower_95ci") else None,
        status=_status(row, column),
        line=row.line,
        method="year of registration",
        series="drug misuse deaths by area and sex",
    )


def _status(row: Row, column: str) -> str:
    if row.number(column) is not None:
        return PUBLISHED
    has_deaths = row.number("deaths") is not None
    return SUPPRESSED if has_deaths else row.status(column)


drug_misuse_deaths = Layout(
    slug="drug_misuse_deaths",
    title="Deaths related to drug misuse by area and sex, three years",
    columns=(
        "code",
        "name",
        "sex",
        "period",
        "deaths",
        "asr_per_100k",
        "lower_95ci",
        "upper_95ci",
    ),
    read=read,
    source="Office for National Statistics, deaths related to drug misuse in England and Wales",
    licence=OGL,
)
