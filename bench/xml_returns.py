"""An XML return of 200 MB checked by the real path, against the same return as CSV."""

import os
from pathlib import Path

from .files import WORK, return_of
from .measuring import alternating, job, peak, seconds
from .result import Result

TARGET = 4.0
MEMORY_MB = 1024
MEGABYTE = 1_000_000
ROWS_OF_200_MB = 160_000
"""Rows of data set H whose XML has a little more than 200 MB."""


def pair_of(rows: int) -> tuple[Path, Path]:
    """The same rows as CSV and as XML, made once."""
    source = return_of(rows)
    xml = WORK / f"{rows}-xml" / f"{source.stem}.xml"
    if not xml.exists():
        from throughcare.submissions.convert import convert

        xml.parent.mkdir(parents=True, exist_ok=True)
        half = xml.with_name(f"half-{xml.name}")
        convert(source, half, force=True)
        os.replace(half, xml)
    return source, xml


def measure(rows: int, times: int) -> list[Result]:
    """The whole check of one and of the other, and how much they found, which must be equal."""
    as_csv, as_xml = pair_of(rows)
    of_csv, of_xml = alternating(
        times,
        lambda: job("bench.validation:checked", as_csv),
        lambda: job("bench.validation:checked", as_xml),
    )
    if of_csv[0].answer != of_xml[0].answer:
        raise AssertionError(f"{of_xml[0].answer} as XML, {of_csv[0].answer} as CSV")
    size = as_xml.stat().st_size / MEGABYTE
    against = f"check of the same {of_csv[0].answer['rows']:,} rows as CSV ({seconds(of_csv):.2f} s, {peak(of_csv):,.0f} MB; the XML has {size:,.0f} MB)"
    return [
        Result(
            f"xml_{rows}",
            seconds(of_xml) / seconds(of_csv),
            seconds(of_xml),
            peak(of_xml),
            against,
            TARGET,
            MEMORY_MB,
        )
    ]
