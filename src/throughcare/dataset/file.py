"""What a file of a return is like, whatever its format: its name, how it is written, or that it cannot be read."""

import datetime as dt
import re
from dataclasses import dataclass, field
from pathlib import Path

from .spec import Spec

CHUNK = 1 << 20
MOST_COLUMNS = 2_000
"""Columns up to which a header may still be a return's: no version has 300."""
BOM = b"\xef\xbb\xbf"
NAME = re.compile(
    r"^(?P<agency>[^-]+)-(?P<first>\d{8})-(?P<last>\d{8})-TREAT-IN-(?P<letter>[A-Za-z])\.(csv|CSV|xml|XML)$"
)


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
