"""The rows of an XML return as its CSV would have them, read in constant memory.

The file is cut behind the last client that a part of it holds, and each portion is parsed by itself: so no more than a
portion is ever in memory, and lines are counted exactly. A row carries client, episode and at most one modality,
review, time in treatment and outcome profile, further ones stand on further rows, as the CSV writer flattens them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from operator import attrgetter

from .file import MOST_COLUMNS, Unreadable
from .spec import RECORDS, Spec
from .xml_form import ROOT, TAGS, XmlForm, parser, utf_8

TAG_AND_TEXT = attrgetter("tag", "text")
CLIENT_ENDS = re.compile(rb"</client\s*>")
MARGIN = 64
"""Bytes within which the end tag of a client is looked for again, where a part of the file cut it in two."""
ROOT_ENDS = re.compile(rf"</{ROOT}\s*>".encode())
CLOSED = f"</{ROOT}>".encode()
SHOWN = 80
MOST_NOTED = 10_000
"""Elements out of place that are told one by one; a file with more of them is mended by its pattern."""
WHITE = str.maketrans("\r\n", "  ")


@dataclass(frozen=True)
class Limits:
    """What a return may hold at most: bytes of one client, characters of one value, levels of elements."""

    client_bytes: int
    value_characters: int
    depth: int


@dataclass(frozen=True)
class Portion:
    """Some clients of a file: their tree, the line that they begin on, their bytes, and how many elements these seem to hold."""

    tree: object
    line: int
    size: int
    elements: int


class _Odd(Exception):
    """The quick way does not do for this portion."""


@dataclass
class Rows:
    """The rows of one file, and what is odd about it.

    Iterating gives (line, cells): the line of the first element that the row adds, and the texts by header. Where
    several records stand on one line, each further one counts on from there, so that no two rows have one number.
    `unknown` are items that the version does not have, with the line of the first; `out_of_place` are lines and texts of
    elements that could not be read where they stand; `extra` items that the columns of the form leave out.
    """

    form: XmlForm
    spec: Spec
    limits: Limits
    count: int = 0
    read: int = 0
    unknown: dict[str, int] = field(default_factory=dict)
    out_of_place: list[tuple[int, str]] = field(default_factory=list)
    extra: dict[str, None] = field(default_factory=dict)

    def __post_init__(self):
        self._items = {
            record: frozenset(f.header for f in self.spec.of(record))
            for record in RECORDS
        }
        self._children = {
            TAGS[record]: record for record in RECORDS[2:] if self.spec.of(record)
        }
        self._columns = set(self.form.header)
        self._line = 1

    def __iter__(self) -> Iterator[tuple[int, dict[str, str]]]:
        for portion in portions(self.form, self.limits):
            for line, cells in self._rows_of(portion):
                self._line = max(self._line + 1, line)
                self.count += 1
                yield self._line, cells
            self.read += portion.size

    def _rows_of(self, portion: Portion) -> list[tuple[int, dict[str, str]]]:
        try:
            quick = _Quick(self, portion)
            rows = quick.rows()
            if quick.visited == portion.elements:
                return rows
        except _Odd:
            pass
        return _Careful(self, portion).rows()


class _Quick:
    """Reads a portion in which every element stands where it belongs; raises _Odd where one does not."""

    def __init__(self, rows: Rows, portion: Portion):
        self.spec, self.limits = rows.spec, rows.limits
        self.items, self.children = rows._items, rows._children
        self.columns = rows._columns
        self.found = rows
        self.portion = portion
        self.visited = 0

    def rows(self) -> list[tuple[int, dict[str, str]]]:
        return [row for client in self._clients() for row in self._of_client(client)]

    def _clients(self) -> list:
        clients = self.portion.tree.findall("client")
        self.visited += len(clients)
        if len(clients) != len(self.portion.tree):
            raise _Odd
        return clients

    def line(self, element) -> int:
        return self.portion.line + element.sourceline - 1

    def _of_client(self, client) -> Iterator[tuple[int, dict[str, str]]]:
        cells, episodes = self._parts(client, "client", ("episode",))
        if not episodes:
            yield self.line(client), cells
        begins = client
        for episode in episodes:
            own, children = self._parts(episode, "episode", tuple(self.children))
            yield from self._of_episode(begins, episode, cells | own, children)
            begins = None

    def _of_episode(self, client, episode, cells, children):
        """One row for each child of the kind that has most, the n-th of every kind together."""
        lists = [[c for c in children if c.tag == tag] for tag in self.children]
        lists = [some for some in map(self._filled, lists) if some]
        begins = client if client is not None else episode
        for together in zip_longest(*lists) if lists else [()]:
            told = [child for child in together if child is not None]
            first = min((line for line, _ in told), default=0)
            line = self.line(begins) if begins is not None else first
            begins = None
            row = dict(cells)
            for _, own in told:
                row.update(own)
            yield line, row

    def _filled(self, elements) -> list[tuple[int, dict[str, str]]]:
        """The records among elements of one kind: those with a value."""
        read = [(self.line(e), self._record(e)) for e in elements]
        return [(line, own) for line, own in read if any(own.values())]

    def _record(self, element) -> dict[str, str]:
        return self._parts(element, self.children[element.tag], ())[0]

    def _parts(self, element, record: str, tags: tuple[str, ...]):
        """The items of a record by header, and the records in it."""
        cells = dict(map(TAG_AND_TEXT, element))
        inner = list(element.iterchildren(*tags)) if tags else []
        for tag in tags:
            cells.pop(tag, None)
        self.visited += len(element)
        if len(cells) + len(inner) != len(element):
            raise _Odd
        text = "".join(filter(None, cells.values()))
        if "\n" in text or "\r" in text or len(text) > self.limits.value_characters:
            raise _Odd
        names = cells.keys()
        if not (names <= self.items[record] and names <= self.columns):
            raise _Odd
        return cells, inner


class _Careful(_Quick):
    """Reads a portion element by element, and notes what is odd about it."""

    def _clients(self) -> list:
        for element in self.portion.tree:
            if element.tag != "client":
                self._out_of_place(element)
        return self.portion.tree.findall("client")

    def _parts(self, element, record: str, tags: tuple[str, ...]):
        cells: dict[str, str] = {}
        inner = []
        for child in element:
            if child.tag in tags:
                inner.append(child)
            elif child.tag in self.items[record]:
                self._take(child, cells)
            elif child.tag in self.spec.by_header or child.tag in TAGS.values():
                self._out_of_place(child)
            else:
                self._unknown(child)
        return cells, inner

    def _take(self, item, cells: dict[str, str]) -> None:
        """Keep the value of an item, or say that it cannot be read; of an item that stands twice the first counts."""
        if len(item) or item.tag in cells:
            self._out_of_place(item)
            return
        text = item.text or ""
        if len(text) > self.limits.value_characters:
            raise Unreadable(
                f"Line {self.line(item)}: the value of {item.tag} is longer than {self.limits.value_characters:,} characters. Send the value of the data set only."
            )
        cells[item.tag] = text.translate(WHITE)
        if item.tag not in self.columns:
            self.found.extra[item.tag] = None

    def _unknown(self, element) -> None:
        self._measure(element)
        unknown = self.found.unknown
        unknown.setdefault(str(element.tag)[:SHOWN], self.line(element))
        if len(unknown) > MOST_COLUMNS:
            raise Unreadable(
                f"Line {self.line(element)}: the XML has more than {MOST_COLUMNS:,} elements that the data set does not know. Write it by the schema (throughcare schema)."
            )

    def _out_of_place(self, element) -> None:
        self._measure(element)
        told = f"<{element.tag}>{(element.text or '').strip()}"[:SHOWN]
        if len(self.found.out_of_place) < MOST_NOTED:
            self.found.out_of_place.append((self.line(element), told))

    def _measure(self, element) -> None:
        """Raises Unreadable where elements stand too deep in this one."""
        above = sum(1 for _ in element.iterancestors()) + 1
        level, below = above, list(element)
        while below:
            level += 1
            if level > self.limits.depth:
                raise Unreadable(
                    f"Line {self.line(element)}: elements stand more than {self.limits.depth} deep in {str(element.tag)[:40]}. The schema has five levels."
                )
            below = [inner for outer in below for inner in outer]


def portions(form: XmlForm, limits: Limits) -> Iterator[Portion]:
    """The clients of a file in portions, each of at least one client. Raises Unreadable where it is not well-formed."""
    line, pending, looked, tried = form.content_line, b"", 0, 0
    for part in _content(form):
        pending += part
        end = _behind_the_last_client(pending, max(looked - MARGIN, 0)) or 0
        looked = len(pending)
        tree = None
        if end and looked >= 2 * tried:
            tree = _tree(form, pending[:end] + CLOSED)
            tried = looked if tree is None else 0
        if tree is not None:
            yield Portion(tree, line, end, _elements(pending[:end]))
            line += pending.count(b"\n", 0, end)
            pending, looked = pending[end:], 0
        elif looked > limits.client_bytes:
            _refuse_large(form, pending, line, limits)
    tree = _tree(form, pending)
    if tree is None:
        _refuse_broken(form, pending, line)
    yield Portion(tree, line, len(pending), _elements(pending) - 1)


def _content(form: XmlForm) -> Iterator[bytes]:
    """What follows the start tag of the root, in parts."""
    passed = 0
    for part in utf_8(form.path, form.encoding):
        yield part[max(form.content - passed, 0) :]
        passed += len(part)


def _behind_the_last_client(pending: bytes, since: int) -> int | None:
    place = len(pending)
    while (place := pending.rfind(b"</client", since, place)) >= 0:
        if found := CLIENT_ENDS.match(pending, place):
            return found.end()
    return None


def _elements(portion: bytes) -> int:
    """How many elements end in these bytes, where no comment or text only looks so."""
    return portion.count(b"</") + portion.count(b"/>")


def _tree(form: XmlForm, content: bytes):
    """The root with this content, None where it cannot be parsed."""
    from lxml import etree

    try:
        return etree.fromstring(form.start_tag + content, parser())
    except etree.XMLSyntaxError:
        return None


def _refuse_large(form: XmlForm, pending: bytes, line: int, limits: Limits) -> None:
    """The portion has no end of a client, or does not become whole with it."""
    end = _behind_the_last_client(pending, 0)
    if end:
        _refuse_broken(form, pending[:end] + CLOSED, line)
    megabytes = limits.client_bytes // 1_000_000
    raise Unreadable(
        f"Line {line}: what follows holds no whole client in {megabytes} MB. Write each client as one element, with its own episodes only."
    )


def _refuse_broken(form: XmlForm, content: bytes, line: int) -> None:
    from lxml import etree

    try:
        etree.fromstring(form.start_tag + content, parser())
    except etree.XMLSyntaxError as error:
        if _is_cut_short(error, content):
            error.code = etree.ErrorTypes.ERR_TAG_NOT_FINISHED
        raise Unreadable(_sentence(error, line)) from None


def _is_cut_short(error, content: bytes) -> bool:
    """Whether the file ends where it could not be read, before its root is closed."""
    return error.lineno > content.count(b"\n") and not ROOT_ENDS.search(content)


def _sentence(error, line: int) -> str:
    """One sentence for what libxml2 found, with the line of the file."""
    from lxml import etree

    kinds = etree.ErrorTypes
    place = line + (error.lineno or 1) - 1
    said = {
        kinds.ERR_DOCUMENT_END: "something follows the end of the root element. Write one submission a file",
        kinds.ERR_TAG_NOT_FINISHED: "the XML ends before its elements are closed, so the file was cut short. Export it again",
        kinds.ERR_INVALID_ENCODING: 'the XML holds bytes that are not UTF-8. Save it as UTF-8, or name its encoding in the first line, as <?xml version="1.0" encoding="windows-1252"?>',
        kinds.ERR_INVALID_CHAR: "the XML holds a character that XML does not allow. Take the control character out",
        kinds.ERR_UNDECLARED_ENTITY: "the XML uses an entity that is not known. Write &amp; for an ampersand, and other characters as they are",
        kinds.ERR_ENTITYREF_SEMICOL_MISSING: "an ampersand stands alone. Write &amp; for it",
        kinds.ERR_NAME_REQUIRED: "an ampersand or a < stands alone. Write &amp; or &lt; for it",
        kinds.ERR_TAG_NAME_MISMATCH: "an element is closed by the end tag of another one. Write the file with an XML library, and send that",
        kinds.ERR_RESOURCE_LIMIT: "the XML is nested too deep or has too long a value. Write it by the schema (throughcare schema)",
    }.get(error.code)
    if said is None:
        told = _without_content(str(error.msg))
        said = f"the XML is not well-formed ({told}). Write the file with an XML library, and send that"
    return f"Line {place}: {said}."


def _without_content(told: str) -> str:
    """The words of libxml2 up to where it quotes the file, which may name a person."""
    return re.split(r"[\r\n]|, line", told)[0].strip()[:120]


def refuse_broken(form: XmlForm, limits: Limits) -> None:
    """Read the whole file and keep nothing. Raises Unreadable where it is not well-formed."""
    for _ in portions(form, limits):
        pass
