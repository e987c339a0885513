"""Alcohol dependence, adults in alcohol treatment and need met, by area (ONS, UK Sustainable Development Goals 3.5.1).

A blank area is England; one with a name and no code is a former area that fits none of ours. Treatment counts are rounded
to 5. In a few cells two figures were published: both are kept, and the second is marked.
"""

from collections.abc import Iterator

from throughcare.outside import periods
from throughcare.outside.figure import Figure, OutsideError
from throughcare.outside.sheet import Row, Sheet

from .layout import OGL, Layout

SERIES = {
    "alcohol - estimated prevalence": ("alcohol_dependence", "estimate", "persons"),
    "alcohol - people in treatment": ("alcohol_treatment", "persons", "persons"),
    "alcohol - met need": ("alcohol_treatment", "met_need", "%"),
}
ROUNDED_TO = 5


def read(sheet: Sheet) -> Iterator[Figure]:
    """One figure a row."""
    for row in sheet.rows:
        kind, measure, unit = _series(row)
        is_rounded = measure == "persons"
        yield Figure(
            kind=kind,
            measure=measure,
            unit=unit,
            code=row.text("code"),
            name=row.text("local_authority"),
            **periods.financial(row.text("year"), row.line)._asdict(),
            age="18+",
            group=row.text("deprivation_decile") or "all",
            value=row.number("value"),
            status=row.status("value"),
            rounded_to=ROUNDED_TO if is_rounded else None,
            line=row.line,
            method="estimate from the psychiatric morbidity survey"
            if measure == "estimate"
            else "",
            note="limits not published" if measure == "estimate" else "",
            series=f"alcohol need: {measure}",
        )


def _series(row: Row) -> tuple[str, str, str]:
    said = row.text("series")
    if said.casefold() not in SERIES:
        raise OutsideError(
            f"Line {row.line}: {said!r} is no known series. Known: {', '.join(SERIES)}."
        )
    return SERIES[said.casefold()]


alcohol_need = Layout(
    slug="alcohol_need",
    title="Alcohol dependence, treatment and met need by area",
    columns=(
        "year",
        "series",
        "units",
        "code",
        "local_authority",
        "deprivation_decile",
        "value",
    ),
    read=read,
    source="Office for National Statistics, Sustainable Development Goals indicator 3.5.1",
    licence=OGL,
)
