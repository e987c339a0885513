"""What is true of a simulated England: its journeys and the faults put in, as Parquet beside the returns."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from . import places
from .draws import BLANK, GROUPS
from .histories import REASONS

FAULTS = pa.schema(
    [(n, pa.string()) for n in ("agency", "client_id", "episode_id", "field", "kind")]
)
JOURNEYS = pa.schema(
    [
        ("person", pa.int64()),
        ("group", pa.string()),
        ("started", pa.date32()),
        ("ended", pa.date32()),
        ("exit", pa.string()),
        ("area", pa.string()),
        ("structured", pa.bool_()),
    ]
)


class Writer:
    """Writes journeys.parquet and faults.parquet block by block."""

    def __init__(self, folder: Path, world):
        folder.mkdir(parents=True, exist_ok=True)
        self.world = world
        self.journeys = pq.ParquetWriter(folder / "journeys.parquet", JOURNEYS)
        self.faults = pq.ParquetWriter(folder / "faults.parquet", FAULTS)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.journeys.close()
        self.faults.close()

    def add(self, rows) -> None:
        self.journeys.write_table(journeys(rows.block, self.world))
        self.faults.write_table(pa.Table.from_pylist(rows.faults, schema=FAULTS))


def journeys(block, world) -> pa.Table:
    """One row a journey; `ended` and `exit` are null while it is open on the last day."""
    found, who = block.journeys, block.people
    is_open = found["end"] > world.end
    ended = np.where(is_open, BLANK, found["end"]).astype(np.int32)
    exits = np.array(REASONS)[found["reason"]]
    codes = np.array([area["code"] for area in places.areas()])
    columns = [
        pa.array(who["number"][found["person"]]),
        pa.array(np.array(GROUPS)[who["group"][found["person"]]]),
        pa.array(found["start"], pa.int32()).cast(pa.date32()),
        pa.array(ended, pa.int32(), mask=is_open).cast(pa.date32()),
        pa.array(exits, pa.string(), mask=is_open),
        pa.array(codes[found["area"]]),
        pa.array(~who["triage_only"][found["person"]]),
    ]
    return pa.Table.from_arrays(columns, schema=JOURNEYS)
