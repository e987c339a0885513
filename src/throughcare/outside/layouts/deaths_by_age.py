"""Deaths by drug poisoning and from drug misuse in England by age (ONS).

Each age has a column for poisoning and one for misuse, which is a part of it. The oldest pair is headed `70-` and `70-79`
as published; both are read as 70 and over.
"""

from collections.abc import Iterator

from throughcare.dataset.areas import ENGLAND
from throughcare.outside import periods
from throughcare.outside.figure import Figure
from throughcare.outside.sheet import Sheet, normal

from .layout import OGL, Layout

MISUSE = " drug misuse"


def read(sheet: Sheet) -> Iterator[Figure]:
    """One count a cell."""
    columns = [h for h in sheet.headers if normal(h) != "year"]
    for row in sheet.rows:
        span = periods.calendar(row.text("year"), row.line)
        for column in columns:
            is_misuse = normal(column).endswith(MISUSE)
            yield Figure(
                kind="drug_misuse_deaths" if is_misuse else "drug_poisoning_deaths",
                measure="deaths",
                unit="deaths",
                code=ENGLAND[0],
                name=ENGLAND[1],
                **span._asdict(),
                age=_age(normal(column).removesuffix(MISUSE)),
                value=row.number(column),
                status=row.status(column),
                line=row.line,
                note=f"column {column}",
                series="drug deaths by age",
            )


def _age(text: str) -> str:
    return "70+" if text.startswith("70-") else text


deaths_by_age = Layout(
    slug="deaths_by_age",
    title="Drug deaths in England by age",
    columns=("year", "All ages", "All ages drug misuse", "20-29", "20-29 drug misuse"),
    read=read,
    source="Office for National Statistics, deaths related to drug poisoning",
    licence=OGL,
)
