"""The exports of a release: computed when it is built, kept beside its figures, read by the pages."""

from collections.abc import Iterable
from pathlib import Path

from throughcare import indicators
from throughcare.indicators import Period
from throughcare.publish import figures
from throughcare.warehouse.cut import Cut

from . import files
from .export import Export, is_year, of_cut, place, places


def write_release(cut: Cut, periods: Iterable[Period], folder: Path) -> None:
    """Write the exports of the financial years among the periods of a release that the cut can settle."""
    in_treatment = indicators.get("in_treatment")
    years = [
        period
        for period in periods
        if is_year(period) and in_treatment.settled_on(period) <= cut.as_of
    ]
    if years:
        made = of_cut(cut, years, places())
        files.write_parquet(made, folder / files.RELEASED)


def has_release(store: Path, cut: str) -> bool:
    """Whether the release of a cut holds exports."""
    return (figures.folder(store, cut) / files.RELEASED).exists()


def released(store: Path, cut: str, code: str) -> Export | None:
    """The export of a place in the release of a cut; None where the release holds none."""
    path = figures.folder(store, cut) / files.RELEASED
    return files.read_parquet(path, place(code)) if path.exists() else None
