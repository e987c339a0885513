"""What areas came to beside what their people lead to expect: observed, expected and how complex their people are."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .card import groups_of
from .case_mix import Counts, Floats, Model

ALL = "all"


def by_area(table: pa.Table, model: Model) -> list[dict]:
    """Rows area, substance_group (`all` first), n, events, expected, in the order of area and group.

    `table` as `factors.patterns` gives it; rows without an area are left out.
    """
    expected = model.predict(Counts.of(table)) * table["n"].to_numpy()
    sums = {"events": table["events"].to_numpy(), "expected": expected}
    return _added(table, table["substance_group"], "substance_group", sums)


def by_complexity(table: pa.Table, model: Model, names: list[str]) -> list[dict]:
    """Rows area, complexity (`all` first, then names), n, events: people in equal groups, over all areas.

    The first of `names` are the people most likely to have the outcome.
    """
    counts = Counts.of(table)
    group = groups_of(-model.predict(counts), counts.n, len(names)) - 1
    told = pa.array(np.asarray(names, dtype=object)[group], pa.string())
    return _added(table, told, "complexity", {"events": table["events"].to_numpy()})


def shares_of(expected: list[dict]) -> dict[tuple[str, str], float]:
    """The mean probability of the outcome by area and substance group."""
    return {
        (row["area"], row["substance_group"]): row["expected"] / row["n"]
        for row in expected
        if row["n"]
    }


def _added(table: pa.Table, groups, name: str, sums: dict[str, Floats]) -> list[dict]:
    """Sums by area and group, and over the groups of each area."""
    kept = pa.table(
        {"area": table["area"], name: groups, "n": table["n"], **sums}
    ).filter(pc.is_valid(table["area"]))
    wanted = [("n", "sum"), *[(column, "sum") for column in sums]]
    parts = kept.group_by(["area", name]).aggregate(wanted).to_pylist()
    whole = kept.group_by(["area"]).aggregate(wanted).to_pylist()
    rows = [row | {name: ALL} for row in whole] + parts
    found = [
        {"area": row["area"], name: row[name], "n": row["n_sum"]}
        | {column: row[f"{column}_sum"] for column in sums}
        for row in rows
    ]
    return sorted(found, key=lambda r: (r["area"], r[name] != ALL, r[name] or ""))
