"""Write typed records as a return in the national form.

One row carries client, episode and at most one modality, review, time in treatment and outcome profile; further ones
of the episode go on further rows with the client and episode columns repeated (dataset.md sections 2 to 4). Every
value stands in double quotes, lines end in LF, dates are YYYYMMDD, what is blank is empty, and NA stands for an
item of the outcome profile that was asked and not answered.
"""

import csv
import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path

from .spec import KEYS, Field, Spec, versions

Record = Mapping[str, object]
Records = Mapping[str, Sequence[Record]]
CHILDREN = ("modality", "review", "time_in_treatment", "outcome_profile")
NOT_ANSWERED = "NA"


class NoLayout(ValueError):
    """The column order of the version is not known."""


def file_name(agency: str, first: dt.date, last: dt.date, letter: str) -> str:
    """AGENCY-YYYYMMDD-YYYYMMDD-TREAT-IN-V.csv."""
    return f"{agency}-{first:%Y%m%d}-{last:%Y%m%d}-TREAT-IN-{letter}.csv"


def write_return(path: Path, spec: Spec, records: Records) -> int:
    """Write `records` (typed records by kind, as in `Spec.record_names`) to `path`; returns the number of rows.

    Raises NoLayout for a version or data set whose layout is not known: a file in an order of our own would only look
    like the national one.
    """
    if not spec.layout:
        raise NoLayout(
            f"The column order of data set {spec.slug} is not known; {_known_layouts()} can be written."
        )
    fields = [spec.by_header[header] for header in spec.layout]
    written = 0
    with open(path, "w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        lines.writerow(spec.layout)
        for row in rows_of(spec, records):
            lines.writerow([_cell(field, row.get(field.record)) for field in fields])
            written += 1
    return written


def _known_layouts() -> str:
    return " and ".join(v for v in versions() if Spec.at(v).layout)


def rows_of(spec: Spec, records: Records) -> Iterator[dict[str, Record]]:
    """The records that stand together on each row, by kind."""
    clients = {_key("client", c): c for c in records.get("client", ())}
    children = {kind: _by_episode(records.get(kind, ())) for kind in CHILDREN}
    for episode in records.get("episode", ()):
        key = _key("episode", episode)
        head = {"client": clients[_key("client", episode)], "episode": episode}
        lists = [children[kind].get(key, []) for kind in CHILDREN]
        together = list(zip_longest(*lists)) or [(None,) * len(CHILDREN)]
        for found in together:
            yield head | {k: r for k, r in zip(CHILDREN, found) if r is not None}


def _key(kind: str, record: Record) -> tuple:
    return tuple(record[name] for name in KEYS[kind])


def _by_episode(found: Sequence[Record]) -> dict[tuple, list[Record]]:
    grouped: dict[tuple, list[Record]] = defaultdict(list)
    for record in found:
        grouped[_key("episode", record)].append(record)
    return grouped


def _cell(field: Field, record: Record | None) -> str:
    if record is None:
        return ""
    value = record.get(field.name)
    if value is None:
        asked = (record.get("not_answered") or "").split()
        return NOT_ANSWERED if field.name in asked else ""
    return f"{value:%Y%m%d}" if isinstance(value, dt.date) else str(value)
