"""The ViewIt export of England: people in treatment by drug group, sex, age and ethnic group, not rounded."""

from collections.abc import Iterator

from throughcare.dataset.areas import ENGLAND
from throughcare.outside.figure import Figure
from throughcare.outside.sheet import Sheet

from .layout import OGL, Layout
from .viewit import figures

PLACE = (
    "ReportingPeriod_Data",
    "Area_Data",
    "Gender_Data",
    "AgeGroup_Data",
    "DrugGroup_Data",
)


def read(sheet: Sheet) -> Iterator[Figure]:
    """One figure a cell."""
    return figures(sheet, PLACE, lambda name: ENGLAND[0])


viewit_england = Layout(
    slug="viewit_england",
    title="ViewIt export of England by ethnic group",
    columns=(*PLACE, "Num_InTreatment_AllInTx"),
    read=read,
    source="National Drug Treatment Monitoring System, ViewIt",
    licence=OGL,
)
