"""One version of the data set: its fields, code lists and column layout.

Headers that start with `?` are placeholders for items whose national header is not known. They are kept
for reading about, and never exported.
"""

import csv
import datetime as dt
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

FOLDER = Path(__file__).parent

RECORDS = (
    "client",
    "episode",
    "modality",
    "review",
    "time_in_treatment",
    "outcome_profile",
)
"""The records that one row of a return carries, in the order of its columns."""

KEYS = {
    "client": ("agency", "client_id"),
    "episode": ("agency", "client_id", "episode_id"),
    "modality": ("agency", "client_id", "episode_id", "modality_id"),
    "review": ("agency", "client_id", "episode_id", "review_id"),
    "time_in_treatment": ("agency", "client_id", "episode_id", "time_in_treatment_id"),
    "outcome_profile": ("agency", "client_id", "episode_id", "profile_id"),
}
"""What identifies a record within a return."""


ADULT_DRUG = "adult-drug"
"""The data set of a return that names none."""
SECURE_SETTING = "secure-setting"
"""The data set of treatment in prisons and other secure settings, kept apart from all others in a cut."""


class UnknownVersion(ValueError):
    """A data-set letter that is not in versions.csv."""


class UnknownDataSet(UnknownVersion):
    """A data set that is not in data_sets.csv."""


def _table(name: str) -> list[dict[str, str]]:
    with open(FOLDER / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True)
class Version:
    """A version of the data set. `in_force_from` is None where no source gives the date; `changes` is what a source says."""

    letter: str
    documents: str
    in_force_from: dt.date | None
    changes: str
    evidence: str
    source: str


@dataclass(frozen=True)
class DataSet:
    """One of the data sets that share versions: adult drug, adult alcohol, young people, secure setting, CJIT.

    `records`: the records that it has.
    """

    slug: str
    name: str
    records: tuple[str, ...]
    description: str
    evidence: str
    source: str


@dataclass(frozen=True)
class Field:
    """One item of a record.

    `type` is `text`, `code`, `whole_number` or `date`. `required` is M (record refused if blank), W (warning),
    O (optional) or `C: condition`. `evidence` is H (header from a source), I (item from a source, header not)
    or M (memory); `sets` names the data sets that have the item, all with its record where empty. The format and the required mark of an H row are from memory unless `source` says otherwise.
    """

    record: str
    header: str
    name: str
    description: str
    type: str
    length: str
    codes: str
    required: str
    sets: str
    since: str
    until: str
    evidence: str
    source: str

    @property
    def is_placeholder(self) -> bool:
        return "?" in self.header

    @property
    def column(self) -> str:
        """Where the parsed value stands in a row that holds all records."""
        return f"{self.record}_{self.name}"


@dataclass(frozen=True)
class Code:
    list: str
    code: str
    label: str
    since: str
    until: str
    evidence: str
    source: str


@cache
def versions() -> dict[str, Version]:
    """Every version known, oldest first, by letter."""
    rows = _table("versions.csv")
    rows.sort(key=lambda row: _rank_hint(row["version"]))
    return {
        row["version"]: Version(
            row["version"],
            row["documents"],
            dt.date.fromisoformat(row["in_force_from"])
            if row["in_force_from"]
            else None,
            row["changes"],
            row["evidence"],
            row["source"],
        )
        for row in rows
    }


@cache
def data_sets() -> dict[str, DataSet]:
    """Every data set by its slug."""
    return {
        row["data_set"]: DataSet(
            row["data_set"],
            row["name"],
            tuple(row["records"].split()),
            row["description"],
            row["evidence"],
            row["source"],
        )
        for row in _table("data_sets.csv")
    }


def data_set_called(name: str) -> DataSet:
    """The data set with this slug or name: `young-people`, `young people`. Raises UnknownDataSet."""
    wanted = name.strip().lower().replace(" ", "-").replace("_", "-")
    for slug, known in data_sets().items():
        if wanted in (slug, f"{slug}s"):
            return known
    raise UnknownDataSet(
        f"There is no data set {name[:60]!r}. Known: {', '.join(data_sets())}."
    )


def is_data_set(name: str) -> bool:
    """Whether a text names a data set, without a version."""
    try:
        data_set_called(name)
    except UnknownDataSet:
        return False
    return True


def _rank_hint(version: str) -> tuple[int, str]:
    """Numbered versions came before lettered ones."""
    return (
        1 if version[:1].isalpha() and len(version) == 1 else 0,
        version.lstrip("v"),
    )


def rank(version: str) -> int:
    """Place of a version in time; of `K-young-people` that of K. Raises UnknownVersion."""
    order = list(versions())
    version = version.partition("-")[0]
    if version not in order:
        raise UnknownVersion(
            f"There is no data set {version!r}. Known versions: {', '.join(order)}."
        )
    return order.index(version)


def _since(text: str) -> int:
    """First version of an item. `<=H` is present in H with its older history unknown: it counts from the start."""
    if not text or text.startswith(("<=", "?")):
        return -1
    return rank(text.split()[0].split("-")[0])


def _until(text: str) -> int:
    """Last version of an item. Empty or `?`: no removal found. A letter before the first version listed is long gone."""
    text = text.replace("<=", "").rstrip("?")
    if not text:
        return len(versions())
    return rank(text) if text in versions() else -1


_RENAMED = {"from": "since", "to": "until"}


@cache
def all_fields() -> tuple[Field, ...]:
    return tuple(
        Field(**{_RENAMED.get(k, k): v for k, v in row.items()})
        for row in _table("fields.csv")
    )


@cache
def all_codes() -> tuple[Code, ...]:
    return tuple(
        Code(
            row["codes"],
            row["code"],
            row["label"],
            row["from"],
            row["to"],
            row["evidence"],
            row["source"],
        )
        for row in _table("codes.csv")
    )


@dataclass(frozen=True)
class Spec:
    """A data set as it stood in one version."""

    version: Version
    data_set: str = ADULT_DRUG

    @classmethod
    def at(cls, letter: str, data_set: str | None = None) -> "Spec":
        """The view of version `letter` of a data set: `Spec.at("H")` for adult drug treatment, `Spec.at("K", "young people")`.

        The two may stand in one word, as in `Spec.at("K-young-people")`. Raises UnknownVersion or UnknownDataSet.
        """
        version, _, named = letter.strip().partition("-")
        if not data_set and is_data_set(letter):
            raise UnknownVersion(
                f"{letter!r} says no version. Name one with it, as K-{data_set_called(letter).slug}."
            )
        chosen = data_set_called(data_set or named or ADULT_DRUG)
        return _spec(_known_version(version), chosen.slug)

    @property
    def slug(self) -> str:
        """Version and data set in one word: `K`, `K-young-people`."""
        own = "" if self.data_set == ADULT_DRUG else f"-{self.data_set}"
        return self.letter + own

    @property
    def title(self) -> str:
        """For people: `K, young people's treatment`."""
        return f"{self.letter}, {data_sets()[self.data_set].name.lower()}"

    @property
    def letter(self) -> str:
        return self.version.letter

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The fields in force, placeholders included."""
        here = rank(self.letter)
        return tuple(
            f
            for f in all_fields()
            if _since(f.since) <= here <= _until(f.until) and self._has(f)
        )

    def _has(self, field: Field) -> bool:
        if field.sets:
            return self.data_set in field.sets.split()
        return field.record in data_sets()[self.data_set].records

    @cached_property
    def columns(self) -> tuple[Field, ...]:
        """The fields that a return's row may carry: no placeholder, and a record of the row."""
        return tuple(
            f for f in self.fields if f.record in RECORDS and not f.is_placeholder
        )

    @cached_property
    def by_header(self) -> dict[str, Field]:
        return {f.header: f for f in self.columns}

    @cached_property
    def by_column(self) -> dict[str, Field]:
        return {f.column: f for f in self.columns}

    def field(self, record: str, name: str) -> Field:
        """The field called `name` of `record`. Raises KeyError where this version has none."""
        return self.by_column[f"{record}_{name}"]

    def of(self, record: str) -> tuple[Field, ...]:
        """The columns of one record."""
        return tuple(f for f in self.columns if f.record == record)

    @cached_property
    def records(self) -> tuple[str, ...]:
        """The records that exist in this version, in the order of RECORDS: those whose own key it has."""
        return tuple(r for r in RECORDS if f"{r}_{KEYS[r][-1]}" in self.by_column)

    def record_names(self, record: str) -> tuple[str, ...]:
        """Column names of a record's table: the keys of its parents, then its own fields."""
        own = [field.name for field in self.of(record)]
        parents = [name for name in KEYS[record] if name not in own]
        return (*parents, *own)

    @property
    def can_be_read(self) -> bool:
        """Whether the keys of a return are known, without which no record can be told from another."""
        return {"client", "episode"} <= set(self.records)

    @cached_property
    def layout(self) -> tuple[str, ...]:
        """Headers in the order in which a return is written; known for adult drug treatment in H and K, else empty."""
        if self.data_set != ADULT_DRUG:
            return ()
        rows = [r for r in _table("layouts.csv") if r["version"] == self.letter]
        return tuple(
            r["header"] for r in sorted(rows, key=lambda r: int(r["position"]))
        )

    def codes(self, code_list: str) -> tuple[Code, ...]:
        """The codes of a list in this version. Labels without a known code are left out."""
        here = rank(self.letter)
        return tuple(
            c
            for c in all_codes()
            if c.list == code_list
            and c.code
            and _since(c.since) <= here <= _until(c.until)
        )


def _known_version(text: str) -> str:
    """The version as it is written in versions.csv, whatever its case."""
    found = [v for v in versions() if v.lower() == text.lower()]
    return found[0] if found else list(versions())[rank(text)]


@cache
def _spec(letter: str, data_set: str) -> Spec:
    return Spec(versions()[letter], data_set)
