"""From an XML return to the raw table in Parquet that a CSV return gives: text columns by header, the line of each row."""

import contextlib
import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from throughcare import parameters
from throughcare.dataset.file import Unreadable
from throughcare.dataset.spec import Spec
from throughcare.dataset.xml_form import XmlForm, version_of
from throughcare.dataset.xml_rows import Limits, Rows
from throughcare.dataset.xml_rows import refuse_broken as refuse

from .load import LINE, ROW_GROUP, Loaded

BATCH = ROW_GROUP // 3
"""Rows that stand in memory as Python objects at once."""
MEGABYTE = 1_000_000


def limits() -> Limits:
    """What an XML return may hold at most, by the parameters in force today."""
    today = dt.date.today()
    largest = parameters.at("uploads.xml_client_megabytes", today).value
    return Limits(
        client_bytes=largest * MEGABYTE,
        value_characters=parameters.at("uploads.xml_value_characters", today).value,
        depth=parameters.at("uploads.xml_depth", today).value,
    )


def load_xml(form: XmlForm, spec: Spec, folder: Path) -> Loaded:
    """Write the rows of the file to `folder`/raw.parquet. Raises dataset.file.Unreadable where it is not well-formed."""
    import pyarrow.parquet as pq

    target = Path(folder) / "raw.parquet"
    form = form.for_version(spec)
    rows = Rows(form, spec, limits())
    schema = _schema(form, spec)
    with pq.ParquetWriter(target, schema, compression="zstd") as writer:
        for table in _tables(rows, schema):
            writer.write_table(table, row_group_size=ROW_GROUP)
    seen = replace(
        form, header=(*form.header, *rows.extra, *rows.unknown), lines=rows.count + 1
    )
    return Loaded(
        target, rows.count, has_lines=True, form=seen, out_of_place=rows.out_of_place
    )


def _schema(form: XmlForm, spec: Spec):
    """The columns of the form that the version has, and those that it has besides."""
    import pyarrow as pa

    headers = dict.fromkeys([*form.header, *spec.by_header])
    told = [(h, pa.string()) for h in headers if h in spec.by_header]
    return pa.schema([(LINE, pa.int64()), *told])


def _tables(rows: Rows, schema) -> Iterator:
    """The rows as tables of one row group each."""
    import pyarrow as pa

    told = iter(rows)
    while batch := _batch(told, schema):
        group = [batch, *filter(None, (_batch(told, schema) for _ in range(2)))]
        yield pa.Table.from_batches(group, schema)


def _batch(told: Iterator, schema):
    """The next rows as a batch of columns, None at the end; an empty text is nothing, as in CSV."""
    import pyarrow as pa

    some = list(islice(told, BATCH))
    if not some:
        return None
    kept = pa.struct([schema.field(place) for place in range(1, len(schema))])
    cells = pa.array([cells for _, cells in some], kept).flatten()
    lines = pa.array([line for line, _ in some], pa.int64())
    return pa.record_batch([lines, *cells], schema)


def refuse_broken(form: XmlForm) -> None:
    """Raises dataset.file.Unreadable where the file is not well-formed to its end."""
    refuse(form, limits())


def first_agency(form: XmlForm) -> str:
    """The agency that the root says, else the one of the first row; empty where there is none or it cannot be read."""
    if form.root.agency:
        return form.root.agency
    with contextlib.suppress(Unreadable):
        return next((c.get("AGNCY") or "" for _, c in _rows(form)), "").strip()
    return ""


def _rows(form: XmlForm) -> Rows:
    spec = Spec.at(version_of(form))
    return Rows(form.for_version(spec), spec, limits())
