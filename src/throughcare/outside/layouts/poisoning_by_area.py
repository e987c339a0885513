"""Deaths by drug poisoning by area and year of registration (ONS)."""

from collections.abc import Iterator

from throughcare.outside import periods
from throughcare.outside.figure import Figure
from throughcare.outside.sheet import Sheet

from .layout import OGL, Layout


def read(sheet: Sheet) -> Iterator[Figure]:
    """One count a row."""
    for row in sheet.rows:
        yield Figure(
            kind="drug_poisoning_deaths",
            measure="deaths",
            unit="deaths",
            code=row.text("code"),
            name=row.text("name"),
            **periods.calendar(row.text("year"), row.line)._asdict(),
            value=row.number("deaths"),
            status=row.status("deaths"),
            line=row.line,
            method="year of registration",
            series="drug poisoning by area",
        )


poisoning_by_area = Layout(
    slug="poisoning_by_area",
    title="Deaths by drug poisoning by area and year",
    columns=("code", "name", "year", "deaths"),
    read=read,
    source="Office for National Statistics, deaths related to drug poisoning",
    licence=OGL,
)
