"""Register of councils past and present (mySociety), for its population of 2020.

The only source here with people by district: the weights by which scores of districts make the score of a county.
"""

from collections.abc import Iterator

from throughcare.outside import periods
from throughcare.outside.figure import Figure
from throughcare.outside.sheet import Sheet

from .layout import Layout


def read(sheet: Sheet) -> Iterator[Figure]:
    """People of each English council that has a figure."""
    span = periods.calendar("2020", 1)
    for row in sheet.rows:
        code, value = row.text("gss-code"), row.number("pop-2020")
        # Combined authorities (E47) hold others of the list.
        if code[:3] not in ("E06", "E07", "E08", "E09", "E10") or value is None:
            continue
        yield Figure(
            kind="population",
            measure="persons",
            unit="persons",
            code=code,
            name=row.text("nice-name"),
            **span._asdict(),
            value=value,
            line=row.line,
            method="register of councils",
            series="population of councils",
        )


council_register = Layout(
    slug="council_register",
    title="Register of councils with their population of 2020",
    columns=("local-authority-code", "nice-name", "gss-code", "pop-2020"),
    read=read,
    source="mySociety, UK local authorities past and current",
    licence="CC BY 4.0",
)
