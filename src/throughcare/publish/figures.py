"""The figures of a release: protected rows of every indicator by period, place and substance group.

A release is STORE/cuts/<cut>/release with figures.parquet and release.json. Pages read nothing else.
"""

import hashlib
import json
import shutil
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from functools import lru_cache
from operator import attrgetter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from throughcare.publish.indexed import ALL, Index

KINDS = ("year", "quarter", "rolling")
"""Kinds of periods, in the order in which a reader is offered them."""
PUBLISHED = "published.json"
KEPT = 4
"""Releases held in memory."""


@dataclass(frozen=True, slots=True)
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
        return dict(zip(COLUMNS, CELLS(self), strict=True))


COLUMNS = tuple(field.name for field in fields(Row))
CELLS = attrgetter(*COLUMNS)
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
    """The figures of one cut, with what is needed to compute them again.

    `mark` is a hash of the figures themselves; `published` the moment they were, empty before that.
    """

    cut: str
    as_of: str
    hash: str
    version: str
    index: Index = field(repr=False)
    mark: str = ""
    published: str = ""

    @classmethod
    def of(cls, table: pa.Table, **told: str) -> "Release":
        """The release whose rows are those of `table`, which has the columns of SCHEMA."""
        return cls(index=Index(table), **told)

    @property
    def indicators(self) -> list[str]:
        """The indicators it has figures of, by their keys."""
        return self.index.words("indicator")

    def rows(self, indicator: str, **wanted: str) -> list[Row]:
        """Rows of an indicator whose columns hold the wanted values, oldest period first."""
        places = self.index.places(indicator=indicator, **wanted)
        return [Row(*cells) for cells in self.index.rows(places)]

    def has(self, indicator: str) -> bool:
        return indicator in self.indicators

    def periods(self, indicator: str, kind: str = "year") -> list[str]:
        """Periods of one kind, oldest first."""
        wanted = {"indicator": indicator, "period_kind": kind}
        return self.index.once(
            (indicator, kind),
            lambda: self.index.distinct("period", self.index.places(**wanted)),
        )

    def kinds(self, indicator: str) -> list[str]:
        """The kinds of periods that an indicator has figures for, years first."""
        return [kind for kind in KINDS if self.periods(indicator, kind)]

    def find(self, indicator: str, code: str, period: str, group=ALL, part=ALL):
        """The one row of a place and period, or None."""
        rows = self.rows(
            indicator, code=code, period=period, substance_group=group, part=part
        )
        return rows[0] if rows else None


def folder(store: Path, cut: str) -> Path:
    return Path(store) / "cuts" / cut / "release"


def names(store: Path) -> list[str]:
    """Cuts with a published release, the newest (by the day of the cut, then the name) last."""
    found = sorted(Path(store).glob(f"cuts/*/release/{PUBLISHED}"))
    return list(_names(tuple((path, path.stat().st_mtime_ns) for path in found)))


@lru_cache(maxsize=KEPT)
def _names(published: tuple[tuple[Path, int], ...]) -> tuple[str, ...]:
    beside = [path.with_name("release.json") for path, _ in published]
    told = [json.loads(path.read_text(encoding="utf-8")) for path in beside]
    return tuple(r["cut"] for r in sorted(told, key=lambda r: (r["as_of"], r["cut"])))


def current(store: Path) -> Release:
    """The newest published release of the store. Raises NothingReleased."""
    known = names(store)
    if not known:
        raise NothingReleased("No figures have been released yet.")
    return read(store, known[-1])


def read(store: Path, cut: str) -> Release:
    """The release of this cut, published or not."""
    path = folder(store, cut) / "figures.parquet"
    published = path.with_name(PUBLISHED)
    is_out = published.exists()
    return _read(
        path, path.stat().st_mtime_ns, published.stat().st_mtime_ns if is_out else 0
    )


@lru_cache(maxsize=KEPT)
def _read(path: Path, changed: int, published: int) -> Release:
    beside = path.parent
    told = json.loads((beside / "release.json").read_text(encoding="utf-8"))
    step = json.loads((beside / PUBLISHED).read_text("utf-8")) if published else {}
    return Release.of(
        pq.ParquetFile(path).read(),
        **{name: told[name] for name in ("cut", "as_of", "hash", "version")},
        mark=hashlib.sha256(path.read_bytes()).hexdigest(),
        published=step.get("at", ""),
    )


def write(
    store: Path,
    cut: str,
    rows: list[dict],
    more: Callable[[Path], None] | None = None,
    **told: object,
) -> Path:
    """Write the figures of a cut whole or not at all; what is there is replaced. `told` is kept beside them.

    `more` writes further files of the release into the folder that it is given.
    """
    target = folder(store, cut)
    work = target.with_name(f"release.{uuid.uuid4().hex}.part")
    work.mkdir(parents=True)
    write_table(rows, work / "figures.parquet")
    if more:
        more(work)
    (work / "release.json").write_text(
        json.dumps({"cut": cut, **told}, indent=1), encoding="utf-8"
    )
    if target.exists():
        shutil.rmtree(target)
    work.rename(target)
    return target


def write_table(rows: pa.Table | list[dict], path: Path) -> None:
    """The rows as Parquet; the same rows give the same bytes."""
    is_table = isinstance(rows, pa.Table)
    table = rows if is_table else pa.Table.from_pylist(rows, schema=SCHEMA)
    pq.write_table(table.combine_chunks(), path, compression="zstd")
