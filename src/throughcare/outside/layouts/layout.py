"""What a layout is: the columns by which a file is recognised, and how its rows become figures."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from throughcare.outside.figure import Figure
from throughcare.outside.sheet import Sheet, normal

OGL = "Open Government Licence v3.0"


@dataclass(frozen=True)
class Layout:
    """A published layout. `source` and `licence` are those of tables of this form, where the operator gives none."""

    slug: str
    title: str
    columns: tuple[str, ...]
    read: Callable[[Sheet], Iterator[Figure]]
    source: str
    licence: str

    def missing(self, sheet: Sheet) -> list[str]:
        """Columns of the layout that a sheet lacks."""
        return [column for column in self.columns if normal(column) not in sheet.known]
