"""Files that measurements read, made once and kept in bench/work."""

import os
from pathlib import Path

WORK = Path(__file__).parent / "work"
HAND = Path(__file__).parent / "hand"
SEED = 7
FAULT_RATE = 0.01


def return_of(rows: int) -> Path:
    """A return in data set H with at least so many rows and some recording faults."""
    path = WORK / f"{rows}" / "X0001-20120401-20130331-TREAT-IN-H.csv"
    if not path.exists():
        from throughcare.simulate.england import write_one_file

        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(".part")
        write_one_file(half, rows=rows, dataset="H", seed=SEED, fault_rate=FAULT_RATE)
        os.replace(half, path)
    return path


def first_rows(path: Path, rows: int) -> Path:
    """The header and the first `rows` rows of a return, under the same name."""
    part = path.parent / f"first-{rows}" / path.name
    if not part.exists():
        part.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "rb") as source, open(part, "wb") as target:
            for _ in range(rows + 1):
                target.write(source.readline())
    return part


def table(name: str, rows: int) -> Path:
    """An analytic table, `episodes` or `modalities`, as Parquet with `rows` rows, from hand/make_{name}.sql."""
    path = WORK / f"{name}-{rows}.parquet"
    if not path.exists():
        import duckdb

        WORK.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(".part")
        sql = (HAND / f"make_{name}.sql").read_text().replace("{rows}", str(rows))
        duckdb.execute(f"copy ({sql}) to '{half}' (format parquet)")
        os.replace(half, path)
    return path
