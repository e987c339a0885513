"""The ViewIt layout: 244 columns for any area by year, sex, age group and drug group, rounded as the public export is.

`export(inputs, periods, places)` computes them, `csv_text` and `write_all` write them; `columns.table()` says what each
column counts and which cannot be told.
"""

from .columns import Column, figures, header, table
from .export import (
    Export,
    ExportError,
    Place,
    export,
    latest_years,
    of_cut,
    place,
    places,
)
from .files import (
    RELEASED,
    csv_text,
    name_of,
    read_parquet,
    write,
    write_all,
    write_parquet,
)
from .released import has_release, released, write_release

__all__ = [
    "RELEASED",
    "Column",
    "Export",
    "ExportError",
    "Place",
    "csv_text",
    "export",
    "figures",
    "has_release",
    "header",
    "latest_years",
    "name_of",
    "of_cut",
    "place",
    "places",
    "read_parquet",
    "released",
    "table",
    "write",
    "write_all",
    "write_parquet",
    "write_release",
]
