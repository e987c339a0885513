"""The comparisons of a release: read by pages and commands, which compute nothing of their own.

They lie beside the figures, in STORE/cuts/<cut>/release/comparison, a Parquet file a table. Every number in them follows
from figures that the release shows, or from a model of all people; a figure that is kept back is not compared.
"""

import json
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from throughcare.publish import figures

FOLDER = "comparison"
ALL = figures.ALL
AREA = "area"
REFERENCES = ("similar", "region", "england")
"""What an area is compared with."""


def _texts(*names: str) -> list:
    return [(name, pa.string()) for name in names]


def _numbers(*names: str) -> list:
    return [(name, pa.float64()) for name in names]


GAPS = [f"{part}_{ref}" for ref in REFERENCES for part in ("quartile", "gap", "areas")]
SCHEMAS = {
    "areas": pa.schema(
        _texts("indicator", "period", "substance_group", "code", "name")
        + [("suppressed", pa.bool_())]
        + _numbers("numerator", "denominator", "value", "lower", "upper", "baseline")
        + _texts("funnel", "funnel_plain")
        + _numbers("expected", "ratio", "ratio_lower", "ratio_upper")
        + _texts("verdict", "verdict_plain")
        + _numbers(*GAPS)
    ),
    "funnels": pa.schema(
        _texts("indicator", "period", "substance_group", "method")
        + [("adjusted", pa.bool_())]
        + _numbers("baseline", "tau2")
    ),
    "similar": pa.schema(
        _texts("substance_group", "code", "neighbour", "name")
        + [("place", pa.int32()), ("distance", pa.float64())]
    ),
    "travel": pa.schema(
        _texts("indicator", "code", "period")
        + _numbers("value", "mean", "lower", "upper")
        + _texts("cause", "direction")
    ),
    "slopes": pa.schema(
        _texts("indicator", "period")
        + _numbers("slope", "lower", "upper")
        + [("group", pa.int32()), ("areas", pa.int32())]
        + _numbers("n", "value", "group_lower", "group_upper")
    ),
    "complexity": pa.schema(
        _texts("indicator", "period", "code", "complexity")
        + [("suppressed", pa.bool_())]
        + _numbers("numerator", "denominator", "value", "lower", "upper")
    ),
    "characteristics": pa.schema(_texts("name", "period", "code") + _numbers("value")),
    "alarms": pa.schema(
        _texts("substance", "geography", "code", "name", "week", "method")
        + _numbers("count", "bound", "four_weeks")
    ),
}
"""Tables and their columns. Shares run from 0 to 100, ratios about 1; `funnel` and `verdict` are keys of VERDICTS."""

KEYS = {
    "areas": "indicator",
    "funnels": "indicator",
    "similar": "code",
    "travel": "indicator",
    "slopes": "indicator",
    "complexity": "indicator",
}
"""The column by which rows of a table are looked up."""


@dataclass(frozen=True)
class Comparison:
    """The comparisons of one release. `told` says how: methods, model cards, what could not be compared and why."""

    tables: dict[str, list[dict]]
    told: dict

    def rows(self, table: str, **wanted: object) -> list[dict]:
        """Rows of a table whose columns hold what is wanted."""
        key = KEYS.get(table)
        rows = self.tables[table]
        if key in wanted:
            rows = self._keyed[table].get(wanted[key], [])
        return [
            row
            for row in rows
            if all(row[name] == value for name, value in wanted.items())
        ]

    @cached_property
    def _keyed(self) -> dict[str, dict[str, list[dict]]]:
        """The rows of each table by what pages ask it for first."""
        found: dict[str, dict[str, list[dict]]] = {}
        for table, key in KEYS.items():
            parts = found.setdefault(table, {})
            for row in self.tables[table]:
                parts.setdefault(row[key], []).append(row)
        return found

    def areas(self, indicator: str, group: str = ALL) -> list[dict]:
        """The areas of one indicator and substance group, by name."""
        return self.rows("areas", indicator=indicator, substance_group=group)

    def find(self, indicator: str, code: str, group: str = ALL) -> dict | None:
        """One area; None where it was not compared."""
        found = [row for row in self.areas(indicator, group) if row["code"] == code]
        return found[0] if found else None

    def funnel(self, indicator: str, adjusted: bool, group: str = ALL) -> dict | None:
        """Baseline and variance between areas of a funnel; None where there is no such funnel."""
        wanted = {"indicator": indicator, "substance_group": group}
        found = self.rows("funnels", adjusted=adjusted, **wanted)
        return found[0] if found else None

    def similar(self, code: str, group: str = ALL) -> list[dict]:
        """The similar areas of one, the nearest first: those of the group, else those of all people."""
        of_group = self.rows("similar", code=code, substance_group=group)
        return of_group or self.rows("similar", code=code, substance_group=ALL)

    @property
    def indicators(self) -> list[str]:
        """Indicators that areas are compared on."""
        return list(dict.fromkeys(row["indicator"] for row in self.tables["areas"]))

    def card(self, indicator: str) -> dict | None:
        """The card of the case-mix model of an indicator."""
        return self.told["models"].get(indicator, {}).get("card")


def folder(store: Path, cut: str) -> Path:
    return figures.folder(store, cut) / FOLDER


def read(store: Path, cut: str) -> Comparison | None:
    """The comparisons of a release; None where it was built without."""
    path = folder(store, cut)
    told = path / "told.json"
    return _read(path, told.stat().st_mtime_ns) if told.exists() else None


@lru_cache(maxsize=figures.KEPT)
def _read(path: Path, changed: int) -> Comparison:
    tables = {
        name: pq.ParquetFile(path / f"{name}.parquet").read().to_pylist()
        for name in SCHEMAS
    }
    return Comparison(tables, json.loads((path / "told.json").read_text("utf-8")))


def write(found: Comparison, path: Path) -> None:
    """Write the tables into an existing folder; the same rows give the same bytes."""
    for name, schema in SCHEMAS.items():
        rows = [{c: row.get(c) for c in schema.names} for row in found.tables[name]]
        table = pa.Table.from_pylist(rows, schema=schema)
        pq.write_table(table, path / f"{name}.parquet", compression="zstd")
    told = json.dumps(found.told, indent=1, sort_keys=True, ensure_ascii=False)
    (path / "told.json").write_text(told, encoding="utf-8")
