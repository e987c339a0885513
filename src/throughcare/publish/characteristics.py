"""What areas are like by figures from outside: people, deprivation, prevalence. Empty where nothing was imported."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from throughcare import outside
from throughcare.publish import areas

WANTED = {
    "population": ("population", "persons", "all ages"),
    "deprivation": ("deprivation", "average_score", "all ages"),
    "prevalence": ("opiate_crack_use", "rate", "15-64"),
}
"""Kind, measure and ages of each characteristic."""
NO_COUNT_OF = "wider"
"""A figure for more land than the area: a rate or score may stand in for it, a count may not."""


@dataclass(frozen=True)
class Characteristic:
    """A figure by area (NaN where there is none), of which period, and where it is from."""

    name: str
    period: str
    values: dict[str, float]
    credit: tuple[str, ...]

    def of(self, codes: list[str]) -> np.ndarray:
        return np.array([self.values.get(code, np.nan) for code in codes])


def known(store: Path, day: dt.date) -> dict[str, Characteristic]:
    """The characteristics that the store holds, each of the latest period that began by `day`, else of its first."""
    found = {}
    for name, (kind, measure, age) in WANTED.items():
        table = outside.by_area(store, kind).to_pylist()
        rows = [r for r in table if _is_wanted(r, name, measure, age)]
        if rows:
            period = _period(rows, day)
            used = [r for r in rows if r["period"] == period]
            values = {r["area"]: r["value"] for r in reversed(used)}
            found[name] = Characteristic(name, period, values, _credit(used))
    return found


def _credit(used: list[dict]) -> tuple[str, ...]:
    return tuple(
        outside.credit_lines(pa.Table.from_pylist(used, schema=outside.SCHEMA))
    )


def _is_wanted(row: dict, name: str, measure: str, age: str) -> bool:
    return (
        row["measure"] == measure
        and row["area"] in areas.by_code()
        and row["value"] is not None
        and (row["sex"], row["group"]) == ("persons", "all")
        and row["age"] == age
        and row["status"] == outside.PUBLISHED
        and not (name == "population" and row["fit"] == NO_COUNT_OF)
    )


def _period(rows: list[dict], day: dt.date) -> str:
    begun = [r for r in rows if r["first"] <= day]
    if begun:
        return max(begun, key=lambda r: r["first"])["period"]
    return min(rows, key=lambda r: r["first"])["period"]


def rows_of(known: dict[str, Characteristic]) -> list[dict]:
    """The characteristics as rows, so that a release keeps what it was made from."""
    return [
        {"name": one.name, "period": one.period, "code": code, "value": value}
        for one in known.values()
        for code, value in sorted(one.values.items())
    ]


def of_rows(rows: list[dict], told: dict[str, dict]) -> dict[str, Characteristic]:
    """The characteristics that a release was made from; `told` has the period and the credit of each."""
    values: dict[str, dict[str, float]] = {name: {} for name in told}
    for row in rows:
        values[row["name"]][row["code"]] = row["value"]
    return {
        name: Characteristic(name, one["period"], values[name], tuple(one["credit"]))
        for name, one in told.items()
    }
