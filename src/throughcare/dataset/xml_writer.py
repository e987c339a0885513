"""Write rows of a return as XML, so that reading it gives the same rows again.

Rows that repeat a client or an episode go into one element; where a row could not come out of the episode again as it
is (dataset/xml_rows.py says how children stand together), a further `episode` element with the same items begins.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import TextIO
from xml.sax.saxutils import escape, quoteattr

from .file import FileName
from .spec import RECORDS, Spec
from .xml_form import ROOT, TAGS, columns_of

NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
NOTE = "<!-- Element names are Throughcare's own: the national XML schema could not be had. -->\n"


class NotInXml(ValueError):
    """A value holds a character that XML cannot carry. `header` is the item's."""

    def __init__(self, header: str):
        super().__init__(header)
        self.header = header


def file_name(agency: str, first: dt.date, last: dt.date, letter: str) -> str:
    """AGENCY-YYYYMMDD-YYYYMMDD-TREAT-IN-V.xml."""
    return f"{agency}-{first:%Y%m%d}-{last:%Y%m%d}-TREAT-IN-{letter}.xml"


class Writer:
    """Writes rows to an open text file. Enter it before the first row, leave it after the last."""

    def __init__(
        self,
        file: TextIO,
        spec: Spec,
        headers: Iterable[str],
        named: FileName | None = None,
        software: tuple[str, str] = ("", ""),
    ):
        """`headers`: the columns that the rows have, in their order. `software`: name and version of what writes."""
        self.file = file
        self.spec = spec
        self.headers = tuple(headers)
        self.attributes = self._attributes(named, software)
        order = dict.fromkeys([*columns_of(spec), *spec.by_header])
        held = [spec.by_header[h] for h in order if h in self.headers]
        self.of = {r: [f.header for f in held if f.record == r] for r in RECORDS}
        self.client: tuple = ()
        self.episode: tuple = ()
        self.rows_of_episode = 0
        self.counts: dict[str, int] = {}

    def _attributes(self, named: FileName | None, software) -> dict[str, str]:
        told = {"data-set": self.spec.slug}
        if named:
            told = {"agency": named.agency} | told
            if named.first and named.last:
                told["period-start"] = named.first.isoformat()
                told["period-end"] = named.last.isoformat()
        if software[0]:
            told |= {"software": software[0], "software-version": software[1]}
        if self.headers != columns_of(self.spec):
            told["items"] = " ".join(self.headers)
        return told

    def __enter__(self) -> "Writer":
        told = "".join(f" {k}={quoteattr(v)}" for k, v in self.attributes.items())
        self.file.write(f"{DECLARATION}{NOTE}<{ROOT}{told}>\n")
        return self

    def __exit__(self, kind, *_) -> None:
        if kind is None:
            self._close_client()
            self.file.write(f"</{ROOT}>\n")

    def row(self, cells: Mapping[str, str]) -> None:
        """Write one row, its texts by header. Raises NotInXml."""
        client = tuple(cells.get(h, "") for h in self.of["client"])
        episode = tuple(cells.get(h, "") for h in self.of["episode"])
        children = {r: found for r in RECORDS[2:] if (found := self._filled(r, cells))}
        if client != self.client or not self.rows_of_episode:
            self._close_client()
            self._open("  ", "client", client)
            self._open("    ", "episode", episode)
        elif episode != self.episode or not self._stands_together(children):
            self._close_episode()
            self._open("    ", "episode", episode)
        self.client, self.episode = client, episode
        self.rows_of_episode += 1
        for record, found in children.items():
            self.counts[record] = self.rows_of_episode
            self._open("      ", record, found)
            self.file.write(f"      </{TAGS[record]}>\n")

    def _filled(self, record: str, cells: Mapping[str, str]) -> tuple:
        found = tuple(cells.get(h, "") for h in self.of[record])
        return found if any(found) else ()

    def _stands_together(self, children: Mapping[str, tuple]) -> bool:
        """Whether reading gives this row as the next one: each of its records is the next of its kind."""
        before = self.rows_of_episode
        return bool(children) and all(self.counts.get(r, 0) == before for r in children)

    def _open(self, indent: str, record: str, values: tuple) -> None:
        lines = [f"{indent}<{TAGS[record]}>\n"]
        for header, value in zip(self.of[record], values):
            if value:
                lines.append(f"{indent}  <{header}>{_text(header, value)}</{header}>\n")
        self.file.write("".join(lines))

    def _close_episode(self) -> None:
        if self.rows_of_episode:
            self.file.write("    </episode>\n")
        self.rows_of_episode = 0
        self.counts = {}

    def _close_client(self) -> None:
        if self.rows_of_episode:
            self._close_episode()
            self.file.write("  </client>\n")


def _text(header: str, value: str) -> str:
    if NOT_IN_XML.search(value):
        raise NotInXml(header)
    return escape(value)
