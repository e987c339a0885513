"""The treatment journeys of a cut, a batch at a time."""

from collections.abc import Iterator

from throughcare.warehouse import engines
from throughcare.warehouse.cut import Cut

COLUMNS = ("person", "journey", "start", "end", "exit", "group")
BATCH = 50_000


def batches(cut: Cut) -> Iterator[list[dict]]:
    """Journeys in the order of person and number; `end` and `exit` are None while a journey is open."""
    backend = engines.connect("duckdb")
    journeys = cut.table(backend, "journeys")
    chosen = journeys.select(
        "person",
        "journey",
        "exit",
        "group",
        start=journeys.started,
        end=journeys.ended,
    ).order_by("person", "journey")
    for batch in chosen.select(*COLUMNS).to_pyarrow_batches(chunk_size=BATCH):
        yield batch.to_pylist()
