"""The figures of a release: protected rows of every indicator by period, place and substance group.

A release is STORE/cuts/<cut>/release with figures.parquet and release.json. Pages read nothing else.
"""

import json
import shutil
import uuid
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

ALL = "all"


@dataclass(frozen=True)
class Row:
    """One published figure. `part` is a part of a split, as an exit reason, else `all`.

    Numbers are None where the figure is suppressed or does not exist.
    """

    indicator: str
    period: str
    period_kind: str
    geography: str
    code: str
    name: str
    substance_group: str
    part: str
    numerator: float | None
    denominator: float | None
    value: float | None
    lower: float | None
    upper: float | None
    suppressed: bool

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


COLUMNS = tuple(field.name for field in fields(Row))
SCHEMA = pa.schema(
    [(name, pa.string()) for name in COLUMNS[: COLUMNS.index("part") + 1]]
    + [(name, pa.float64()) for name in ("numerator", "denominator")]
    + [(name, pa.float64()) for name in ("value", "lower", "upper")]
    + [("suppressed", pa.bool_())]
)


class NothingReleased(LookupError):
    """The store holds no release yet."""


@dataclass(frozen=True)
class Release:
    """The figures of one cut, with what is needed to compute them again."""

    cut: str
    as_of: str
    hash: str
    version: str
    tables: dict[str, pa.Table]

    def rows(self, indicator: str, **wanted: str) -> list[Row]:
        """Rows of an indicator whose columns hold the wanted values, oldest period first."""
        table = self.tables.get(indicator)
        if table is None:
            return []
        for column, text in wanted.items():
            table = table.filter(pc.equal(table[column], text))
        return sorted((Row(**row) for row in table.to_pylist()), key=_order)

    def has(self, indicator: str) -> bool:
        return indicator in self.tables

    def periods(self, indicator: str, kind: str = "year") -> list[str]:
        """Periods of one kind, oldest first."""
        table = self.tables.get(indicator)
        if table is None:
            return []
        found = table.filter(pc.equal(table["period_kind"], kind))["period"]
        return sorted(found.unique().to_pylist())

    def find(self, indicator: str, code: str, period: str, group=ALL, part=ALL):
        """The one row of a place and period, or None."""
        rows = self.rows(
            indicator, code=code, period=period, substance_group=group, part=part
        )
        return rows[0] if rows else None


def _order(row: Row):
    return (row.period_kind, row.period, row.geography, row.name, _all_first(row))


def _all_first(row: Row):
    return (row.substance_group != ALL, row.substance_group, row.part)


def folder(store: Path, cut: str) -> Path:
    return Path(store) / "cuts" / cut / "release"


def names(store: Path) -> list[str]:
    """Cuts with a published release, the newest (by the day of the cut, then the name) last."""
    found = Path(store).glob("cuts/*/release/published.json")
    beside = [path.with_name("release.json") for path in found]
    told = [json.loads(path.read_text(encoding="utf-8")) for path in beside]
    return [r["cut"] for r in sorted(told, key=lambda r: (r["as_of"], r["cut"]))]


def current(store: Path) -> Release:
    """The newest published release of the store. Raises NothingReleased."""
    known = names(store)
    if not known:
        raise NothingReleased("No figures have been released yet.")
    return read(store, known[-1])


def read(store: Path, cut: str) -> Release:
    """The release of this cut, published or not."""
    path = folder(store, cut) / "figures.parquet"
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _read(path: Path, changed: int) -> Release:
    told = json.loads((path.parent / "release.json").read_text(encoding="utf-8"))
    table = pq.ParquetFile(path).read()
    parts = {
        slug: table.filter(pc.equal(table["indicator"], slug))
        for slug in table["indicator"].unique().to_pylist()
    }
    return Release(told["cut"], told["as_of"], told["hash"], told["version"], parts)


def write(store: Path, cut: str, rows: list[dict], **told: object) -> Path:
    """Write the figures of a cut whole or not at all; what is there is replaced. `told` is kept beside them."""
    target = folder(store, cut)
    work = target.with_name(f"release.{uuid.uuid4().hex}.part")
    work.mkdir(parents=True)
    write_table(rows, work / "figures.parquet")
    (work / "release.json").write_text(
        json.dumps({"cut": cut, **told}, indent=1), encoding="utf-8"
    )
    if target.exists():
        shutil.rmtree(target)
    work.rename(target)
    return target


def write_table(rows: list[dict], path: Path) -> None:
    """The rows as Parquet; the same rows give the same bytes."""
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    pq.write_table(table, path, compression="zstd")
