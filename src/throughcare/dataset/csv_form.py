"""The form of a CSV return before its content: encoding, line ends, header.

Real programs write a byte order mark or none, CRLF or LF, UTF-8 or Windows-1252. One streaming pass over the bytes
finds out, without holding the file.
"""

import codecs
import csv
import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from .file import BOM, CHUNK, MOST_COLUMNS, FileForm, FileName, Unreadable

LONGEST_LINE = 1 << 20
NEWLINE = ord("\n")
OTHER_KINDS = {
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a ZIP archive or a spreadsheet",
    b"\xd0\xcf\x11\xe0": "an old Excel or Word document",
    b"\xff\xfe": "text in UTF-16",
    b"\xfe\xff": "text in UTF-16",
    b"\x1f\x8b": "a gzip archive",
}


def inspect(path: Path, name: str, start: bytes) -> FileForm:
    """The form of the CSV file at `path`, which begins with `start`. Raises Unreadable where it is no return at all."""
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
