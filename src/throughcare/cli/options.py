"""Options that several commands share."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class TableFormat(StrEnum):
    table = "table"
    csv = "csv"
    json = "json"


class Engine(StrEnum):
    duckdb = "duckdb"
    spark = "spark"


StoreOption = Annotated[
    Path, typer.Option("--store", help="Folder of the store of returns.")
]


CutOption = Annotated[str, typer.Option("--cut", help="Name of the frozen cut.")]


FormatOption = Annotated[TableFormat, typer.Option("--format", help="How to print.")]


DatasetOption = Annotated[
    str | None,
    typer.Option("--dataset", help="Version, as K; or K-young-people."),
]
