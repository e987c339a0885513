"""Outside figures of a store: each import a folder STORE/outside/<id> with the original, its figures and what is known of it.

The id is the layout and a hash of the bytes, so the same file is imported once. A folder appears whole, by one rename, and
is never changed. Which import is in use is computed: for each series and period the one with the latest vintage.
"""

import datetime as dt
import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from throughcare.dataset.areas import areas

from . import layouts, places, sheet
from .figure import SCHEMA, TWICE, Figure, OutsideError

FOLDER = "outside"
ORIGINAL, FIGURES, TOLD = "original", "figures.parquet", "import.json"
CELL = ("kind", "measure", "code", "name", "period", "sex", "age", "group", "series")
"""What makes two figures stand for the same cell."""


@dataclass(frozen=True)
class Import:
    """One imported file. `vintage` is the day of its publication, else of its import; `new` is False when it was there."""

    id: str
    layout: str
    name: str
    sha256: str
    source: str
    licence: str
    vintage: str
    imported: str
    figures: int
    kinds: list[str]
    first: str
    last: str
    new: bool = True


def add(
    store: Path,
    path: Path,
    *,
    source: str | None = None,
    licence: str | None = None,
    vintage: dt.date | None = None,
) -> Import:
    """Import a published file: whole, or not at all; the same bytes once. Raises OutsideError."""
    content = sheet.content_of(path)
    name = Path(path).name
    rows = sheet.read(content, name)
    layout = layouts.recognised(rows, name)
    digest = hashlib.sha256(content).hexdigest()
    folder = Path(store) / FOLDER / f"{layout.slug}-{digest[:12]}"
    if (folder / TOLD).exists():
        return _told(folder, new=False)
    found = list(layout.read(rows))
    if not found:
        raise OutsideError(
            f"{name} holds no figures below its header. Download it again."
        )
    now = dt.datetime.now(dt.UTC)
    told = Import(
        id=folder.name,
        layout=layout.slug,
        name=name,
        sha256=digest,
        source=source or layout.source,
        licence=licence or layout.licence,
        vintage=(vintage or now.date()).isoformat(),
        imported=now.isoformat(timespec="seconds"),
        figures=len(found),
        kinds=sorted({figure.kind for figure in found}),
        first=min(figure.first for figure in found).isoformat(),
        last=max(figure.last for figure in found).isoformat(),
    )
    _write(folder, content, _table(found, told), told)
    return told


def _write(folder: Path, content: bytes, table: pa.Table, told: Import) -> None:
    work = folder.with_name(f".{uuid.uuid4().hex}.part")
    try:
        work.mkdir(parents=True)
        (work / ORIGINAL).write_bytes(content)
        pq.write_table(table, work / FIGURES, compression="zstd")
        text = json.dumps(asdict(told), indent=1, ensure_ascii=False)
        (work / TOLD).write_text(text, encoding="utf-8")
        os.rename(work, folder)
    except OSError as error:
        # Somebody may have imported the same bytes meanwhile: then theirs stand.
        if (folder / TOLD).exists():
            return
        raise OutsideError(
            f"{folder.parent} cannot be written: {error.strerror}. Nothing was imported."
        ) from None
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _told(folder: Path, new: bool = True) -> Import:
    return Import(
        **json.loads((folder / TOLD).read_text(encoding="utf-8")) | {"new": new}
    )


def imports(store: Path) -> list[Import]:
    """Every import of a store, the oldest vintage first; of one vintage, the one imported first."""
    found = [_told(p.parent) for p in (Path(store) / FOLDER).glob(f"[!.]*/{TOLD}")]
    return sorted(found, key=lambda i: (i.vintage, i.imported, i.id))


def _table(found: list[Figure], told: Import) -> pa.Table:
    """Figures as rows of SCHEMA: one for each area that the published one stands for."""
    return pa.Table.from_pylist(list(_rows(found, told)), schema=SCHEMA)


def _rows(found: list[Figure], told: Import) -> Iterator[dict]:
    seen: dict[tuple, Figure] = {}
    same = {
        "licence": told.licence,
        "vintage": dt.date.fromisoformat(told.vintage),
        "import_id": told.id,
    }
    for figure in found:
        row = {name: getattr(figure, name) for name in Figure.__slots__} | same
        row["source"] = figure.source or told.source
        first = seen.setdefault(tuple(row[name] for name in CELL), figure)
        if first is not figure:
            row["status"] = TWICE
            other = "the same" if first.value == figure.value else "another"
            row["note"] = f"line {first.line} has {other} figure for the same cell"
        for place in places.of(figure.code, figure.name):
            yield row | {
                "area": place.area,
                "fit": place.fit,
                "code": figure.code or _code_of(place),
                "name": figure.name or name_of(place.area),
            }


def _code_of(place: places.Place) -> str:
    return place.area if place.fit == places.EXACT else ""


def name_of(code: str | None) -> str:
    """The name of England, a region or an area; blank for others."""
    if code == places.ENGLAND[0]:
        return places.ENGLAND[1]
    return places.regions().get(code) or (areas()[code].name if code in areas() else "")


def table(
    store: Path, kinds: set[str] | None = None, *, all_vintages: bool = False
) -> pa.Table:
    """Figures of the imports that hold any of the kinds: those in use, or with `all_vintages` the former ones too."""
    known = [i for i in imports(store) if kinds is None or kinds & set(i.kinds)]
    parts = [_read(Path(store) / FOLDER / i.id, i) for i in known]
    if not parts:
        return SCHEMA.empty_table()
    whole = pa.concat_tables(parts)
    return (
        whole
        if all_vintages
        else _in_use(whole, {i.id: n for n, i in enumerate(known)})
    )


def _read(folder: Path, told: Import) -> pa.Table:
    """The figures of an import; read again from the original where their file is damaged or of another form."""
    try:
        found = pq.ParquetFile(folder / FIGURES).read()
        if found.schema.equals(SCHEMA):
            return found
    except (OSError, pa.ArrowException):
        pass
    content = sheet.content_of(folder / ORIGINAL)
    if hashlib.sha256(content).hexdigest() != told.sha256:
        raise OutsideError(
            f"Import {told.id} is damaged: its original is not what was imported. "
            f"Remove the folder {FOLDER}/{told.id} from the store and import {told.name} again."
        )
    layout = layouts.catalogue()[told.layout]
    return _table(list(layout.read(sheet.read(content, told.name))), told)


def _in_use(whole: pa.Table, order: dict[str, int]) -> pa.Table:
    """Without the rows of a series and period that a later import has too."""
    keys = whole.select(["series", "period", "import_id"])
    pairs = keys.group_by(["series", "period", "import_id"]).aggregate([])
    latest: dict[tuple[str, str], str] = {}
    for row in pairs.to_pylist():
        key = row["series"], row["period"]
        if key not in latest or order[row["import_id"]] > order[latest[key]]:
            latest[key] = row["import_id"]
    chosen = pa.Table.from_pylist(
        [{"series": s, "period": p, "import_id": i} for (s, p), i in latest.items()],
        schema=keys.schema,
    )
    return whole.join(
        chosen, ["series", "period", "import_id"], join_type="left semi"
    ).sort_by(
        [("import_id", "ascending"), ("line", "ascending"), ("measure", "ascending")]
    )
