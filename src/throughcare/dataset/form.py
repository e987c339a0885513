"""The form of a file before its content: encoding, line ends, header, name.

Real programs write a byte order mark or none, CRLF or LF, UTF-8 or Windows-1252, and names that are wrong about
the period. One streaming pass over the bytes finds out, without holding the file.
"""

import codecs
import csv
import datetime as dt
import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from .spec import Spec, versions

CHUNK = 1 << 20
LONGEST_LINE = 1 << 20
MOST_COLUMNS = 2_000
"""Columns up to which a header may still be a return's: no version has 300."""
BOM = b"\xef\xbb\xbf"
NEWLINE = ord("\n")
NAME = re.compile(
    r"^(?P<agency>[^-]+)-(?P<first>\d{8})-(?P<last>\d{8})-TREAT-IN-(?P<letter>[A-Za-z])\.(csv|CSV|xml|XML)$"
)
OTHER_KINDS = {
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a ZIP archive or a spreadsheet",
    b"\xd0\xcf\x11\xe0": "an old Excel or Word document",
    b"\xff\xfe": "text in UTF-16",
    b"\xfe\xff": "text in UTF-16",
    b"\x1f\x8b": "a gzip archive",
}


class Unreadable(ValueError):
    """The file cannot be read as a return. The message is one sentence with a way out."""


@dataclass(frozen=True)
class FileName:
    """What the name of a return says: AGENCY-YYYYMMDD-YYYYMMDD-TREAT-IN-V.csv."""

    agency: str
    first: dt.date | None
    last: dt.date | None
    letter: str

    @classmethod
    def parse(cls, name: str) -> "FileName | None":
        """None where the name does not follow the pattern; a day that does not exist reads as None."""
        match = NAME.match(name)
        if not match:
            return None
        return cls(
            match["agency"].strip().upper(),
            _day(match["first"]),
            _day(match["last"]),
            match["letter"].upper(),
        )


def _day(text: str) -> dt.date | None:
    try:
        return dt.datetime.strptime(text, "%Y%m%d").date()
    except ValueError:
        return None


@dataclass(frozen=True)
class FileForm:
    """How a file is written. `is_plain` says that an engine can read its rows without help."""

    path: Path
    name: str
    size: int
    sha256: str
    encoding: str
    header: tuple[str, ...]
    lines: int
    newline: str
    is_plain: bool
    file_name: FileName | None
    duplicated: tuple[str, ...] = field(default=())
    root = None  # what the root element of an XML return says

    @property
    def suffix(self) -> str:
        """What the name of a copy of the file ends in."""
        return ".csv" if self.root is None else ".xml"

    def for_version(self, spec: Spec) -> "FileForm":
        """The form with the columns of a version; a CSV return says itself what it has."""
        return self

    @property
    def rows(self) -> int:
        """Lines that hold something, without the header."""
        return max(self.lines - 1, 0)


def inspect(path: Path, name: str | None = None) -> FileForm:
    """The form of the file at `path`. Raises Unreadable where it is no return at all."""
    path = Path(path)
    name = name or path.name
    from . import xml_form

    with open(path, "rb") as file:
        start = file.read(1024)
    if xml_form.looks_like_xml(start):
        return xml_form.inspect(path, name)
    if name.lower().endswith(".xml") and start.strip():
        raise Unreadable(
            "The file is named .xml and does not begin like XML. Send the XML, or name a CSV file .csv."
        )
    _refuse_other_kinds(start)
    seen = _Scan()
    with open(path, "rb") as file, ThreadPoolExecutor(1) as beside:
        while chunk := file.read(CHUNK):
            hashed = beside.submit(seen.hash.update, chunk)
            seen.take(chunk)
            hashed.result()
    seen.finish()
    if not seen.lines:
        raise Unreadable(
            "The file is empty. Export it again from your system and send that file."
        )
    header = _header(seen.first_line, seen.encoding)
    return FileForm(
        path=path,
        name=name,
        size=seen.size,
        sha256=seen.hash.hexdigest(),
        encoding=seen.encoding,
        header=header,
        lines=seen.lines,
        newline=seen.newline,
        is_plain=seen.is_plain,
        file_name=FileName.parse(name),
        duplicated=tuple(sorted({h for h in header if h and header.count(h) > 1})),
    )


def _refuse_other_kinds(start: bytes) -> None:
    for magic, kind in OTHER_KINDS.items():
        if start.startswith(magic):
            raise Unreadable(
                f"The file is {kind}, not a CSV return. Export the return as CSV (UTF-8) and send that file."
            )


class _Scan:
    """What one pass over the bytes has seen so far."""

    def __init__(self):
        self.hash = hashlib.sha256()
        self.size = 0
        self.lines = 0
        self.first_line = b""
        self.encoding = "utf-8"
        self.decoder = codecs.getincrementaldecoder("utf-8")()
        self.carriage_returns = self.newlines = self.pairs = 0
        self.blank_inside = self.blank_pending = self.mark_inside = False
        self.rest = b""

    def take(self, chunk: bytes) -> None:
        """Look at the next part of the file. `hash` is fed beside, by the caller."""
        self.size += len(chunk)
        if b"\0" in chunk:
            raise Unreadable(
                "The file holds NUL bytes, so it is not plain text. Export the return as CSV (UTF-8) and send that file."
            )
        self._check_encoding(chunk)
        if b"\r" in chunk:
            self.carriage_returns += chunk.count(b"\r")
        if chunk.rfind(BOM) > 0:
            self.mark_inside = True
        self._split(self.rest + chunk)

    def _check_encoding(self, chunk: bytes) -> None:
        if self.encoding != "utf-8" or (
            chunk.isascii() and not self.decoder.getstate()[0]
        ):
            return
        try:
            self.decoder.decode(chunk)
        except UnicodeDecodeError:
            self.encoding = "cp1252"

    def _split(self, data: bytes) -> None:
        """Count the lines that end in `data`; keep what follows the last of them."""
        if b"\r" in data:
            data = self._with_newlines(data)
        end = data.rfind(b"\n") + 1
        block, self.rest = data[:end], data[end:]
        if len(self.rest) > LONGEST_LINE:
            raise Unreadable(
                "A line of the file is longer than 1 MB, so it is no return. Send one record a line."
            )
        if block:
            self._count(block)

    def _with_newlines(self, data: bytes) -> bytes:
        """CRLF and a lone CR end a line like LF; a CR at the very end waits for what follows it."""
        waiting = b"\r" if data.endswith(b"\r") else b""
        data = data[: len(data) - len(waiting)]
        self.pairs += data.count(b"\r\n")
        return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n") + waiting

    def _count(self, block: bytes) -> None:
        """Count filled lines, and notice a blank line that has a filled one after it."""
        ends = block.count(b"\n")
        self.newlines += ends
        if ends == len(block):
            self.blank_pending = self.lines > 0
            return
        if not self.first_line:
            begun = block.lstrip()
            self.first_line = begun.split(b"\n", 1)[0]
            self.blank_inside = len(begun) < len(block)
        trailing = _blank_lines_at_the_end(block)
        filled = _filled_lines(block, ends)
        inside = filled + trailing < ends
        if self.blank_pending or inside:
            self.blank_inside = True
        self.blank_pending = trailing > 0
        self.lines += filled

    def finish(self) -> None:
        if self.rest.strip():
            if not self.first_line:
                self.first_line = self.rest
            if self.blank_pending:
                self.blank_inside = True
            self.lines += 1

    @property
    def newline(self) -> str:
        return "\r\n" if self.pairs else "\n"

    @property
    def is_plain(self) -> bool:
        """UTF-8, one kind of line end, no blank line between rows, no space between comma and quote."""
        one_kind = self.carriage_returns in (0, self.pairs) and self.pairs in (
            0,
            self.newlines,
        )
        odd = self.blank_inside or self.mark_inside or b', "' in self.first_line
        return self.encoding == "utf-8" and one_kind and not odd


def _blank_lines_at_the_end(block: bytes) -> int:
    """How many line ends follow the last filled line's own; looked at from the end, for a block is large."""
    last = len(block)
    while block[last - 1] == NEWLINE:
        last -= 1
    return len(block) - last - 1


def _filled_lines(block: bytes, ends: int) -> int:
    """Lines of a block, which ends in a line end, that hold something."""
    if block.rfind(b"\n\n") < 0 and not block.startswith(b"\n"):
        return ends  # looked for from the end, which is three times as fast
    return sum(1 for line in block.split(b"\n") if line.strip())


def _header(line: bytes, encoding: str) -> tuple[str, ...]:
    text = line.decode(encoding, errors="replace").lstrip("\ufeff").strip("\r\n")
    try:
        cells = next(csv.reader([text], skipinitialspace=True), [])
    except csv.Error:
        raise Unreadable(
            "The first row cannot be read as column names. Begin the file with the row of column names, separated by commas."
        ) from None
    if len(cells) > MOST_COLUMNS:
        raise Unreadable(
            f"The first row has {len(cells):,} columns, and no return has more than {MOST_COLUMNS:,}. Send the columns of the data set only."
        )
    return tuple(cell.strip().upper() for cell in cells)


def known_headers(header: tuple[str, ...], spec: Spec) -> list[str]:
    """The columns of the file that this version knows."""
    return [h for h in header if h in spec.by_header]


def guess_version(form: FileForm) -> str:
    """The data set of a file: the letter in its name, else the version that its header fits best.

    Raises Unreadable where the first row holds no header of any version.
    """
    if form.root is not None:
        from . import xml_form

        return xml_form.version_of(form)
    if form.file_name and form.file_name.letter in versions():
        return form.file_name.letter
    fit = {
        letter: len(known_headers(form.header, Spec.at(letter)))
        for letter in ("H", "K", *versions())
    }
    best = max(fit, key=lambda letter: fit[letter])
    if not fit[best]:
        _refuse_header(form)
    return best


def _refuse_header(form: FileForm) -> None:
    way_out = (
        "separate the columns with commas"
        if ";" in "".join(form.header) or "\t" in "".join(form.header)
        else "begin the file with the row of column names"
    )
    raise Unreadable(
        f"The first row holds none of the data set's column names (AGNCY, CLIENTID, DOB ...): {way_out}."
    )


def refuse_without_header(form: FileForm, spec: Spec) -> None:
    """Raises Unreadable where the first row has no column of this version, or returns of the data set cannot be read."""
    if not spec.can_be_read:
        raise Unreadable(
            f"Returns of {spec.title}, cannot be read: the names of their key columns are not known. Send a return of a treatment data set."
        )
    if form.root is None and not known_headers(form.header, spec):
        _refuse_header(form)
