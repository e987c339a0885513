"""Mid-year population by area and year, a column an age band (ONS).

Bands overlap: 0-8 to 65+ add up to all ages, and 15-64, 18+, 15-24, 25-34, 35-64 are sums of others.
"""

import re
from collections.abc import Iterator

from throughcare.outside import periods
from throughcare.outside.figure import Figure, OutsideError
from throughcare.outside.sheet import Sheet, normal

from .layout import OGL, Layout

PLACE = ("name", "year")


def _code(sheet: Sheet) -> str:
    """The column of the code, whose name may say its vintage: code, code_2020, code_2021."""
    for header in sheet.headers:
        if re.fullmatch(r"code(_\d{4})?", normal(header)):
            return header
    raise OutsideError(
        "The table of population has no column code or code_2020. Take the file as it was published."
    )


def read(sheet: Sheet) -> Iterator[Figure]:
    """People of each band."""
    code = _code(sheet)
    bands = [h for h in sheet.headers if normal(h) not in (*PLACE, normal(code))]
    for row in sheet.rows:
        span = periods.calendar(row.text("year"), row.line)
        for band in bands:
            yield Figure(
                kind="population",
                measure="persons",
                unit="persons",
                code=row.text(code),
                name=row.text("name"),
                **span._asdict(),
                age=normal(band),
                value=row.number(band),
                status=row.status(band),
                line=row.line,
                method="mid-year estimate",
                series="population",
            )


population_by_area = Layout(
    slug="population_by_area",
    title="Mid-year population by area and age",
    columns=(*PLACE, "15-64", "18+", "all ages"),
    read=read,
    source="Office for National Statistics, mid-year population estimates",
    licence=OGL,
)
