"""A return from CSV to XML and back: the same rows, records and findings in the other form."""

import csv
import io
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from throughcare import __version__
from throughcare.dataset import Spec
from throughcare.dataset import form as file_form
from throughcare.dataset.file import FileForm
from throughcare.dataset.xml_form import XmlForm
from throughcare.dataset.xml_rows import Rows
from throughcare.dataset.xml_writer import NotInXml, Writer
from throughcare.warehouse.load_xml import limits

from .flat import cells_of, line_of

SUFFIXES = (".csv", ".xml")
TOLD_EVERY = 1_000
"""Rows between two words on progress."""


class CannotConvert(ValueError):
    """The files named do not allow it. The message is one sentence with a way out."""


@dataclass(frozen=True)
class Converted:
    """What was written, and what of the file could not be taken along."""

    path: Path
    rows: int
    dataset: str
    left_out: tuple[str, ...] = ()


def convert(
    source: Path,
    target: Path,
    *,
    dataset: str | None = None,
    force: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Converted:
    """Write the return at `source` to `target` in the other form, whole or not at all.

    `dataset`: the version, else name, root or header say. `force`: replace a file that is there. `progress` is told
    how far of how much. Raises dataset.file.Unreadable as a check does, and CannotConvert.
    """
    source, target = Path(source), Path(target)
    _refuse_place(source, target, force)
    form = file_form.inspect(source)
    _refuse_same_form(form, target)
    spec = file_form.spec_of(form, dataset)
    file_form.refuse_without_header(form, spec)
    work = _to_csv if form.root is not None else _to_xml
    half = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with open(half, "w", encoding="utf-8", newline="") as file:
            done = work(form.for_version(spec), spec, file, target, progress)
            file.flush()
            os.fsync(file.fileno())
        _into_place(half, target, force)
    finally:
        half.unlink(missing_ok=True)
    return done


def _refuse_place(source: Path, target: Path, force: bool) -> None:
    if target.suffix.lower() not in SUFFIXES:
        raise CannotConvert(
            f"{target.name} says neither .csv nor .xml. Name the new file by the form it is to have."
        )
    if target.is_dir():
        raise CannotConvert(f"{target} is a folder. Name a file in it.")
    if target.exists() and source.exists() and target.samefile(source):
        raise CannotConvert("Both names are the same file. Choose another one.")
    if target.exists() and not force:
        raise CannotConvert(_there_already(target))


def _there_already(target: Path) -> str:
    return (
        f"{target} is there already. Choose another name, or say --force to replace it."
    )


def _refuse_same_form(form: FileForm, target: Path) -> None:
    if form.suffix == target.suffix.lower():
        raise CannotConvert(
            f"The file is {form.suffix[1:].upper()} already. Name the new file {_other(form.suffix)}."
        )


def _other(suffix: str) -> str:
    return next(s for s in SUFFIXES if s != suffix)


def _into_place(half: Path, target: Path, force: bool) -> None:
    """The finished file under its name. Without `force` a file that came meanwhile stays."""
    if force:
        os.replace(half, target)
        return
    try:
        os.link(half, target)
    except FileExistsError:
        raise CannotConvert(_there_already(target)) from None
    except OSError:  # a file system without hard links
        os.replace(half, target)


# -- CSV to XML ---------------------------------------------------------------------------------------------


def _to_xml(form, spec: Spec, file, target: Path, progress) -> Converted:
    _refuse_twice(form)
    headers = [h for h in form.header if h in spec.by_header]
    writer = Writer(file, spec, headers, form.file_name, ("throughcare", __version__))
    rows = 0
    with writer:
        for line, cells in csv_rows(form):
            _write(writer, line, dict(zip(form.header, cells)))
            rows += 1
            if rows % TOLD_EVERY == 0:
                progress(rows, form.rows)
    unknown = [h or "without a name" for h in form.header if h not in spec.by_header]
    left_out = tuple(
        f"column {h[:40]}, which is not in data set {spec.slug}" for h in unknown
    )
    return Converted(target, rows, spec.slug, left_out)


def _write(writer: Writer, line: int, cells: dict[str, str]) -> None:
    try:
        writer.row(cells)
    except NotInXml as fault:
        raise CannotConvert(
            f"Row {line}: {fault.header} holds a control character, which XML cannot carry. Take it out and convert again."
        ) from None


def _refuse_twice(form: FileForm) -> None:
    for header in form.duplicated:
        raise CannotConvert(
            f"{header} stands twice in the header row. Keep one of the two columns."
        )


def csv_rows(form: FileForm) -> Iterator[tuple[int, list[str]]]:
    """Line and cells of every row of a CSV return. Raises CannotConvert for a row that does not match the header."""
    header_seen = False
    with open(form.path, "rb") as binary:
        file = io.TextIOWrapper(
            binary, encoding=form.encoding, errors="replace", newline=None
        )
        for line, text in enumerate(file, start=1):
            text = text.rstrip("\n").lstrip("\ufeff")
            if not text.strip():
                continue
            if header_seen:
                yield line, _cells(form, line, text)
            header_seen = True


def _cells(form: FileForm, line: int, text: str) -> list[str]:
    try:
        cells = next(csv.reader([text], strict=True, skipinitialspace=True))
    except csv.Error:
        raise CannotConvert(
            f"Row {line}: the quotes do not close on their line. Mend the row (throughcare check lists all such rows) and convert again."
        ) from None
    if len(cells) != len(form.header):
        raise CannotConvert(
            f"Row {line} has {len(cells):,} cells, and the header has {len(form.header):,}. Mend the row (throughcare check lists all such rows) and convert again."
        )
    return cells


# -- XML to CSV ---------------------------------------------------------------------------------------------


def _to_csv(form: XmlForm, spec: Spec, file, target: Path, progress) -> Converted:
    rows = Rows(form, spec, limits())
    header = form.header
    _write_lines(rows, header, file, form.size, progress)
    if rows.extra:  # items that no root named: known once the file is read
        file.seek(0)
        file.truncate()
        header = (*header, *rows.extra)
        rows = Rows(form, spec, limits())
        _write_lines(rows, header, file, form.size, progress)
    left_out = [
        f"element {name}, which is not in data set {spec.slug}" for name in rows.unknown
    ]
    left_out += [
        f"{told} on line {line}, which stands out of place"
        for line, told in rows.out_of_place
    ]
    return Converted(target, rows.count, spec.slug, tuple(left_out))


def _write_lines(
    rows: Rows, header: tuple[str, ...], file, size: int, progress
) -> None:
    file.write(line_of(list(header)) + "\n")
    for _, cells in rows:
        file.write(line_of(cells_of(header, cells)) + "\n")
        if rows.count % TOLD_EVERY == 0:
            progress(min(rows.read, size), size)
