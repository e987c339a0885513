"""Deaths by drug poisoning by region, year of registration and substance (ONS).

The substances overlap: a death that mentions an opiate is among all poisonings too.
"""

import re
from collections.abc import Iterator

from throughcare.outside import periods
from throughcare.outside.figure import Figure
from throughcare.outside.sheet import Sheet

from .layout import OGL, Layout


def read(sheet: Sheet) -> Iterator[Figure]:
    """One count a row. All poisonings are the group `all`."""
    for row in sheet.rows:
        substance = re.sub(r"^\d+\s*", "", row.text("substance"))
        is_all = substance.casefold() == "all drug poisonings"
        yield Figure(
            kind="drug_poisoning_deaths",
            measure="deaths",
            unit="deaths",
            code=row.text("code"),
            name=row.text("name"),
            **periods.calendar(row.text("year"), row.line)._asdict(),
            group="all" if is_all else substance,
            value=row.number("deaths"),
            status=row.status("deaths"),
            line=row.line,
            method="year of registration",
            series="drug poisoning by region and substance",
        )


poisoning_by_substance = Layout(
    slug="poisoning_by_substance",
    title="Deaths by drug poisoning by region, year and substance",
    columns=("year", "code", "name", "substance", "deaths"),
    read=read,
    source="Office for National Statistics, deaths related to drug poisoning",
    licence=OGL,
)
