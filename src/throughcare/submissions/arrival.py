"""What a file says of itself when it arrives: provider, period, data set, and the id that follows from them."""

import csv
import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

from throughcare.dataset import form as file_form

from . import papers
from .papers import Received


def letter_of(form, dataset: str | None) -> str:
    """Version and data set of a file: what is given, else what its name or header tells."""
    return file_form.spec_of(form, dataset).slug


def describe(form, letter: str, by: str) -> Received:
    """The same bytes under another period, provider or data set are another return."""
    name = form.file_name
    provider = name.agency if name else _first_agency(form)
    first, last = (name.first, name.last) if name else (None, None)
    told = f"{form.sha256} {letter} {provider} {first} {last}"
    mark = hashlib.sha256(told.encode()).hexdigest()
    return Received(
        id=f"{papers.plain(provider)}-{letter}-{mark[:16]}",
        name=Path(form.name).name,
        provider=provider,
        dataset=letter,
        sha256=form.sha256,
        size=form.size,
        at=papers.now(),
        by=by,
        period_start=first.isoformat() if first else None,
        period_end=last.isoformat() if last else None,
    )


def refuse_broken(form) -> None:
    """An XML return is read to its end before it is kept. Raises dataset.file.Unreadable."""
    if form.root is not None:
        from throughcare.warehouse.load_xml import refuse_broken

        refuse_broken(form)


def _first_agency(form) -> str:
    """The agency on the first row of a file whose name does not say it."""
    if form.root is not None:
        from throughcare.warehouse.load_xml import first_agency

        return first_agency(form) or "unknown"
    if "AGNCY" not in form.header:
        return "unknown"
    with open(form.path, "rb") as binary:
        text = io.TextIOWrapper(binary, encoding=form.encoding, errors="replace")
        rows: Iterator[list[str]] = csv.reader(text)
        next(rows, None)
        row = next(rows, [])
    place = form.header.index("AGNCY")
    return row[place].strip() if len(row) > place and row[place].strip() else "unknown"
