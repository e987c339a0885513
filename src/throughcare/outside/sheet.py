"""A published CSV file as rows: its bytes decoded, its header, its cells as text and numbers.

Publishers write a missing figure as a blank, NA or NULL, and a figure kept back as [c] or *.
"""

import csv
import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .figure import NOT_COLLECTED, PUBLISHED, SUPPRESSED, OutsideError

NOTHING = frozenset(["", "na", "n/a", "null", ":", "[x]"])
KEPT_BACK = frozenset(["[c]", "*", "suppressed"])
HINT = "Take the CSV file as it was published, or save the table as CSV UTF-8."


def normal(header: str) -> str:
    """A header without differences of case and space."""
    return " ".join(header.split()).casefold()


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a sheet: cells by the normal form of their header."""

    line: int
    cells: dict[str, str]

    def text(self, column: str) -> str:
        """What stands there without spaces around it; blank for NA and NULL."""
        found = self.cells[normal(column)].strip()
        return "" if found.casefold() in NOTHING else found

    def status(self, column: str) -> str:
        """Whether a figure is published, kept back or was never collected."""
        found = self.cells[normal(column)].strip().casefold()
        if found in KEPT_BACK:
            return SUPPRESSED
        return NOT_COLLECTED if found in NOTHING else PUBLISHED

    def number(self, column: str) -> float | None:
        """The figure, None where there is none. No figure of these tables is negative."""
        found = self.text(column)
        if not found or found.casefold() in KEPT_BACK:
            return None
        try:
            value = float(found.replace(",", ""))
        except ValueError:
            value = math.nan
        if not math.isfinite(value) or value < 0:
            raise OutsideError(
                f"Line {self.line}: {column} {found!r} is not a figure. Mend the cell, or leave it blank."
            )
        return value


@dataclass(frozen=True)
class Sheet:
    """A file: headers as written and its rows."""

    headers: list[str]
    rows: list[Row]

    @property
    def known(self) -> set[str]:
        return {normal(header) for header in self.headers}


def read(content: bytes, name: str) -> Sheet:
    """The rows of a CSV file. Raises OutsideError where it is none."""
    if not content.strip():
        raise OutsideError(f"{name} is empty. Download it again.")
    lines = csv.reader(io.StringIO(_decoded(content, name)), strict=True)
    try:
        headers = [header.strip() for header in next(lines, [])]
        return Sheet(headers, list(_rows(lines, headers)))
    except csv.Error as error:
        raise OutsideError(
            f"{name} is not a CSV file: line {lines.line_num}, {error}. {HINT}"
        ) from None


def _decoded(content: bytes, name: str) -> str:
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise OutsideError(
            f"{name} is a workbook. Save the sheet with the table as CSV UTF-8 and import that."
        )
    if content.lstrip()[:15].lower().startswith((b"<!doctype", b"<html", b"<?xml")):
        raise OutsideError(
            f"{name} is a web page, not the table. Download the CSV file itself."
        )
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise OutsideError(
            f"{name} is not UTF-8 text: line {line} has byte 0x{content[error.start]:02X}. Save it as CSV UTF-8 and import that."
        ) from None
    if "\0" in text:
        raise OutsideError(f"{name} is not text. {HINT}")
    return text


def _rows(lines: Iterator[list[str]], headers: list[str]) -> Iterator[Row]:
    names = [normal(header) for header in headers]
    for cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(names):
            raise OutsideError(
                f"Line {lines.line_num} has {len(cells)} cells and the header {len(names)}. {HINT}"
            )
        yield Row(lines.line_num, dict(zip(names, cells)))


def content_of(path: Path) -> bytes:
    """The bytes of a file. Raises OutsideError where there is none."""
    try:
        return Path(path).read_bytes()
    except IsADirectoryError:
        raise OutsideError(f"{path} is a folder. Name the files in it.") from None
    except OSError as error:
        raise OutsideError(
            f"{path} cannot be read: {error.strerror}. Check the name."
        ) from None
