"""The form of an XML return before its content: encoding, what stands before the root, the root's attributes.

No source gives the national XML schema, so elements and attributes are this project's own (dataset.md section 10):
`submission`, then `client`, `episode`, and in it `modality`, `sir`, `tit` and `top`, with the national headers as the
names of items. A document type declaration is refused before anything is parsed, so no entity can be declared.
"""

import codecs
import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from .file import BOM, CHUNK, FileForm, FileName, Unreadable
from .spec import Spec, versions

ROOT = "submission"
TAGS = {
    "client": "client",
    "episode": "episode",
    "modality": "modality",
    "review": "sir",
    "time_in_treatment": "tit",
    "outcome_profile": "top",
    "client_review": "cir",
}
"""The element of each record."""
ATTRIBUTES = (
    "agency",
    "period-start",
    "period-end",
    "data-set",
    "software",
    "software-version",
    "items",
)
"""Attributes of the root."""

BEGINNING = 1 << 16
"""Bytes within which the root element must begin."""
ENCODINGS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "utf-16": "utf-16",
    "iso-8859-1": "latin-1",
    "latin-1": "latin-1",
    "windows-1252": "cp1252",
    "cp1252": "cp1252",
}
"""Encodings that an XML return may declare, and what they are called here."""
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
WEB_PAGE = re.compile(rb"\s*(?:<!doctype\s+html|<html)", re.IGNORECASE)
DECLARATION = re.compile(rb"""<\?xml\s[^>]*?encoding\s*=\s*["']([^"']*)["']""")
BEFORE_THE_ROOT = re.compile(rb"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
START_TAG = re.compile(
    rb"""<([^\s<>/!?=]+)(?:\s+[^\s<>/=]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*/?>"""
)


@dataclass(frozen=True)
class Root:
    """What the root element says; empty or None where it does not. `items` are the items that the sender's software holds."""

    agency: str
    first: dt.date | None
    last: dt.date | None
    data_set: str
    software: str
    software_version: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class XmlForm(FileForm):
    """How an XML return is written.

    `header` are the columns that its rows have as CSV: the items that the root names, else all of the version.
    `start_tag` is the root's start tag, `content` where it ends, in bytes of the file as UTF-8, `content_line` the line
    there. `spec` is the version that it is read as, once that is known.
    """

    root: Root | None = None
    start_tag: bytes = b""
    content: int = 0
    content_line: int = 1
    spec: Spec | None = None

    def for_version(self, spec: Spec) -> "XmlForm":
        """The form with the columns of a version, unless the root names its own."""
        return replace(self, header=self.root.items or columns_of(spec), spec=spec)


def columns_of(spec: Spec) -> tuple[str, ...]:
    """The columns of a return: the layout of the version, all it has where the layout is not known."""
    return spec.layout or tuple(field.header for field in spec.columns)


def looks_like_xml(start: bytes) -> bool:
    """Whether the first bytes of a file are those of an XML document, in UTF-8 or UTF-16."""
    if start.startswith(UTF_16):
        return start[2:].replace(b"\0", b"").lstrip().startswith(b"<")
    return start.removeprefix(BOM).lstrip().startswith(b"<")


def inspect(path: Path, name: str) -> XmlForm:
    """The form of the XML file at `path`. Raises Unreadable where it is no XML return at all."""
    size, sha256 = _size_and_hash(path)
    encoding = _encoding(path)
    begun = b"".join(_first(utf_8(path, encoding), BEGINNING))
    start = _root_begins(begun)
    tag = START_TAG.match(begun, start)
    if not tag:
        raise Unreadable(
            f"Line {_line(begun, start)}: the file does not begin with the start tag of an element. Begin the XML with <{ROOT} ...>."
        )
    root = _root(tag[0])
    return XmlForm(
        path=path,
        name=name,
        size=size,
        sha256=sha256,
        encoding=encoding,
        header=root.items,
        lines=1,
        newline="\n",
        is_plain=False,
        file_name=FileName.parse(name),
        root=root,
        start_tag=re.sub(rb"\s+", b" ", tag[0]),
        content=tag.end(),
        content_line=_line(begun, tag.end()),
    )


def _size_and_hash(path: Path) -> tuple[int, str]:
    with open(path, "rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        return file.tell(), sha256


def _encoding(path: Path) -> str:
    with open(path, "rb") as file:
        start = file.read(1024)
    if start.startswith(UTF_16):
        return "utf-16"
    declared = DECLARATION.search(start)
    told = declared[1].decode("ascii", "replace") if declared else "utf-8"
    encoding = ENCODINGS.get(told.lower())
    if encoding is None or encoding == "utf-16":
        raise Unreadable(
            f"The XML says that it is written in {told[:40]!r}, which is not read here or not so. Write it in UTF-8."
        )
    return encoding


def utf_8(path: Path, encoding: str) -> Iterator[bytes]:
    """The file in parts, as UTF-8 without a byte order mark. Raises Unreadable where it is not in its encoding."""
    decoder = None
    if encoding != "utf-8":
        decoder = codecs.getincrementaldecoder(encoding)()
    with open(path, "rb") as file:
        if not decoder and file.read(len(BOM)) != BOM:
            file.seek(0)
        while part := file.read(CHUNK >> 4):
            yield _decoded(decoder, part, encoding) if decoder else part
        if decoder:
            yield _decoded(decoder, b"", encoding)


def _decoded(decoder, part: bytes, encoding: str) -> bytes:
    try:
        return decoder.decode(part, final=not part).encode("utf-8")
    except UnicodeError:
        raise Unreadable(
            f"The XML says that it is written in {encoding}, and holds bytes that are not. Write it in UTF-8."
        ) from None


def _first(parts: Iterator[bytes], size: int) -> Iterator[bytes]:
    for part in parts:
        yield part[:size]
        size -= len(part)
        if size <= 0:
            return


def _line(begun: bytes, place: int) -> int:
    return begun.count(b"\n", 0, place) + 1


def _root_begins(begun: bytes) -> int:
    """Where the root's start tag begins. Raises Unreadable for a document type declaration, or where there is no root."""
    place = 0
    if WEB_PAGE.match(begun):
        raise Unreadable(
            "The file is a web page (HTML), not a return. Export the return as CSV or XML and send that file."
        )
    while passed := BEFORE_THE_ROOT.match(begun, place):
        place = passed.end()
    if begun[place : place + 9].upper() == b"<!DOCTYPE":
        raise Unreadable(
            f"Line {_line(begun, place)}: the XML has a document type declaration (DOCTYPE), which is not read. Take it out; a return needs none."
        )
    return place


def _root(tag: bytes) -> Root:
    """The root from its start tag. Raises Unreadable where it is not a submission."""
    from lxml import etree

    closed = tag if tag.endswith(b"/>") else tag[:-1] + b"/>"
    try:
        element = etree.fromstring(closed, parser())
    except etree.XMLSyntaxError:
        raise Unreadable(
            f"The start tag of the XML's root element cannot be read. Begin the XML with <{ROOT} ...>."
        ) from None
    _refuse_other_roots(etree.QName(element))
    told = {name: element.get(name, "").strip() for name in ATTRIBUTES}
    return Root(
        agency=told["agency"].upper(),
        first=_day(told["period-start"]),
        last=_day(told["period-end"]),
        data_set=told["data-set"],
        software=told["software"],
        software_version=told["software-version"],
        items=tuple(dict.fromkeys(told["items"].upper().split())),
    )


def _refuse_other_roots(name) -> None:
    if name.localname != ROOT:
        raise Unreadable(
            f"The root element of the XML is {name.localname[:40]}, and that of a return is {ROOT}. Write it by the schema (throughcare schema)."
        )
    if name.namespace:
        raise Unreadable(
            f"The elements of the XML stand in the namespace {name.namespace[:60]!r}. Write them without a namespace."
        )


def parser():
    """A parser of libxml2 that resolves nothing and reaches nowhere."""
    from lxml import etree

    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def version_of(form: XmlForm) -> str:
    """The data set of an XML return: its root and its name must agree. Raises Unreadable where neither says it."""
    named = form.file_name.letter if form.file_name else ""
    told = form.root.data_set.partition("-")[0].upper()
    known = [letter for letter in (named, told) if letter in versions()]
    if len(set(known)) == 2:
        raise Unreadable(
            f"The file's name says data set {named} and its root element says {told}. Make them say the same."
        )
    if told in known:
        return form.root.data_set
    if not known:
        raise Unreadable(
            f'Neither the file\'s name nor its root element says a data set that is known. Write <{ROOT} data-set="K" ...>, with the letter of yours.'
        )
    return known[0]
