"""Drug deaths and hospital admissions of merged areas (from ONS and NHS Digital).

The areas were evened out between councils and primary care trusts and have names but no codes: they fit none of ours, and
a name that looks like one of ours may stand for other land. An admission year is read as the year in which the financial
year ends (inferred, as the data's own notes differ).
"""

from collections.abc import Iterator

from throughcare.outside import periods
from throughcare.outside.figure import Figure, OutsideError
from throughcare.outside.sheet import Row, Sheet

from .layout import Layout

KINDS = {
    "deaths_drug_misuse": ("drug_misuse_deaths", "deaths"),
    "deaths_drug_poisoning": ("drug_poisoning_deaths", "deaths"),
    "population": ("population", "persons"),
}
ADMISSIONS = "hospital_admissions_"


def read(sheet: Sheet) -> Iterator[Figure]:
    """One figure a row."""
    for row in sheet.rows:
        series = row.text("series")
        kind, measure = _kind(row, series)
        span = periods.calendar(row.text("year"), row.line)
        is_admission = kind == "hospital_admissions"
        if is_admission:
            span = periods.financial_from(span.first.year - 1)
        yield Figure(
            kind=kind,
            measure=measure,
            unit={"deaths": "deaths", "persons": "persons"}.get(measure, "admissions"),
            code="merged",
            name=row.text("area"),
            **span._asdict(),
            value=row.number("value"),
            status=row.status("value"),
            line=row.line,
            note="the year in which the financial year ends: inferred"
            if is_admission
            else "merged area",
            series=f"merged areas: {series}",
        )


def _kind(row: Row, series: str) -> tuple[str, str]:
    if series in KINDS:
        return KINDS[series]
    if series.startswith(ADMISSIONS):
        return "hospital_admissions", series.removeprefix(ADMISSIONS)
    raise OutsideError(
        f"Line {row.line}: {series!r} is no known series. Known: {', '.join(KINDS)} and {ADMISSIONS}..."
    )


merged_areas = Layout(
    slug="merged_areas",
    title="Drug deaths and admissions of merged areas",
    columns=("series", "year", "area", "value"),
    read=read,
    source="Office for National Statistics and NHS Digital, through LeonardoCastro/BritishDrugDynamics",
    licence="MIT",
)
