"""Index of Multiple Deprivation by district: average score and the shares of deprived neighbourhoods (MHCLG)."""

from collections.abc import Iterator

from throughcare.outside import periods
from throughcare.outside.figure import Figure
from throughcare.outside.sheet import Sheet

from .layout import OGL, Layout

MEASURES = {
    "average_score": "score",
    "proportion_lsoas_most_deprived_10pc": "share",
    "extent": "share",
}


def read(sheet: Sheet) -> Iterator[Figure]:
    """Three figures a row."""
    for row in sheet.rows:
        span = periods.calendar(row.text("imd"), row.line)
        for measure, unit in MEASURES.items():
            yield Figure(
                kind="deprivation",
                measure=measure,
                unit=unit,
                code=row.text("code"),
                name="",
                **span._asdict(),
                value=row.number(measure),
                status=row.status(measure),
                line=row.line,
                method=f"boundaries: {row.text('boundaries')}",
                series="deprivation by district",
            )


deprivation_by_district = Layout(
    slug="deprivation_by_district",
    title="Index of Multiple Deprivation by district",
    columns=("imd", "boundaries", "code", *MEASURES),
    read=read,
    source="Ministry of Housing, Communities and Local Government, Indices of Deprivation",
    licence=OGL,
)
