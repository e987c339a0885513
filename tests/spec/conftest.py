"""Spec tests: small text tables in, a small text table out, the same on every engine.

A spec test is a function that calls `spec_test(tables, question, expected)` once. It runs on DuckDB and on Spark. All
spec tests of a module are computed together, one query a question, each with people and records of its own; so the
large engine is asked a few times instead of once a test.

The first column of a table, before the first `|`, has no name: in `episodes`, `modalities` and `profiles` it is the
number of the record, in an expected table the person.
"""

import datetime as dt
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from throughcare.warehouse import engines

EPISODES = pa.schema(
    [
        ("episode", pa.int64()),
        ("return_no", pa.int32()),
        ("line", pa.int64()),
        ("person", pa.string()),
        ("agency", pa.string()),
        ("area", pa.string()),
        ("region", pa.string()),
        ("sex", pa.string()),
        ("birth_cohort", pa.int32()),
        ("age_at_triage", pa.int32()),
        ("referred", pa.date32()),
        ("triaged", pa.date32()),
        ("discharged", pa.date32()),
        ("discharge_reason", pa.string()),
        ("drug_1", pa.string()),
        ("drug_2", pa.string()),
        ("drug_3", pa.string()),
        ("referral_source", pa.string()),
        ("parental_status", pa.string()),
        ("accommodation_need", pa.string()),
        ("employment", pa.string()),
        ("injecting_status", pa.string()),
        ("hep_b_intervention", pa.string()),
        ("hep_b_vaccinations", pa.string()),
        ("hep_c_tested", pa.date32()),
        ("naloxone_issued", pa.string()),
    ]
)
MODALITIES = pa.schema(
    [
        ("modality", pa.int64()),
        ("episode", pa.int64()),
        ("return_no", pa.int32()),
        ("line", pa.int64()),
        ("person", pa.string()),
        ("modality_type", pa.string()),
        ("setting", pa.string()),
        ("referred", pa.date32()),
        ("first_offered", pa.date32()),
        ("started", pa.date32()),
        ("ended", pa.date32()),
        ("exit_status", pa.string()),
    ]
)
PROFILES = pa.schema(
    [
        ("profile", pa.int64()),
        ("episode", pa.int64()),
        ("return_no", pa.int32()),
        ("line", pa.int64()),
        ("person", pa.string()),
        ("completed_on", pa.date32()),
        ("stage", pa.string()),
        ("opiate_days", pa.int32()),
        ("crack_days", pa.int32()),
        ("injecting_days", pa.int32()),
        ("paid_work_days", pa.int32()),
        ("acute_housing_problem", pa.string()),
        ("eviction_risk", pa.string()),
    ]
)
SCHEMAS = {"episodes": EPISODES, "modalities": MODALITIES, "profiles": PROFILES}
KEYS = {"episodes": "episode", "modalities": "modality", "profiles": "profile"}
DEFAULTS = {
    "episodes": {
        "return_no": 1,
        "person": "p",
        "agency": "N0001",
        "area": "E08000037",
        "region": "E12000001",
        "sex": "M",
        "birth_cohort": 1980,
        "age_at_triage": 32,
        "drug_1": "1105",
        "drug_2": "9996",
        "drug_3": "9997",
        "referral_source": "4",
    },
    "modalities": {"return_no": 1, "modality_type": "2"},
    "profiles": {"return_no": 1},
}
"""What a record says where a test does not."""
ROOM = 1_000_000
"""Records of a case are numbered from its number times this."""


def read(text: str, key: str) -> list[dict[str, str | None]]:
    """The rows of a text table; a blank cell is None."""
    lines = [line.strip() for line in text.strip().splitlines()]
    lines = [line for line in lines if line and set(line) - set("-+ ")]
    header, *rows = [[cell.strip() for cell in line.split("|")] for line in lines]
    names = [key, *[name for name in header if name]]
    return [dict(zip(names, [c or None for c in row], strict=True)) for row in rows]


def typed(value: str | None, kind: pa.DataType):
    """A cell as a value of its column's type."""
    if value is None or pa.types.is_string(kind):
        return value
    if pa.types.is_date(kind):
        return dt.date.fromisoformat(value)
    return int(value)


@dataclass(frozen=True)
class Case:
    """One spec test: what goes in, what is asked, what should come out."""

    tables: dict[str, str]
    question: object
    expected: str


@dataclass
class Recorder:
    """Stands in for `spec_test` to learn what a test would ask."""

    cases: list[Case] = field(default_factory=list)

    def __call__(self, tables: dict[str, str], question, expected: str) -> None:
        self.cases.append(Case(tables, question, expected))


def rows_of(cases: dict[int, Case], name: str) -> list[dict]:
    """The rows of one table over all cases, each case with people and records of its own."""
    return [
        _row(name, number, row)
        for number, case in cases.items()
        for row in read(case.tables.get(name, "|"), KEYS[name])
    ]


def _row(name: str, number: int, row: dict) -> dict:
    schema = SCHEMAS[name]
    row = DEFAULTS[name] | row
    values = {f.name: typed(row.get(f.name), f.type) for f in schema if f.name in row}
    values = {k: int(v) if k in KEYS.values() else v for k, v in values.items()}
    for key in KEYS.values():
        if key in values:
            values[key] += number * ROOM
    values["line"] = values[KEYS[name]]
    if name == "episodes":
        values["person"] = f"{number}/{values['person']}"
    return values


def load(backend, name: str, rows: list[dict], folder: Path):
    """Rows as a table of the backend."""
    schema = SCHEMAS[name]
    full = [{f.name: row.get(f.name) for f in schema} for row in rows]
    path = folder / f"{name}.parquet"
    pq.write_table(pa.Table.from_pylist(full, schema), path)
    return backend.read_parquet(path)


def answers(backend, cases: dict[int, Case]) -> dict[int, list[dict]]:
    """What the backend answers to each case."""
    found: dict[int, list[dict]] = {number: [] for number in cases}
    questions = {case.question for case in cases.values()}
    for question in sorted(questions, key=repr):
        asked = {n: c for n, c in cases.items() if c.question == question}
        for row in _ask(backend, question, asked):
            number, person = row["person"].split("/", 1)
            found[int(number)].append(row | {"person": person})
    return found


def _ask(backend, question, cases: dict[int, Case]) -> list[dict]:
    episodes = rows_of(cases, "episodes")
    people = {row["episode"]: row["person"] for row in episodes}
    records = {name: rows_of(cases, name) for name in ("modalities", "profiles")}
    for row in [row for rows in records.values() for row in rows]:
        row["person"] = people[row["episode"]]
    with tempfile.TemporaryDirectory() as folder:
        tables = {
            name: load(backend, name, rows, Path(folder))
            for name, rows in {"episodes": episodes, **records}.items()
        }
        return fetch(backend, question.ask(tables)).to_pylist()


def fetch(backend, table) -> pa.Table:
    """The rows of a table. On Spark not through pandas, which makes fractions of whole numbers beside nulls."""
    if backend.name == "pyspark":
        return backend._session.sql(backend.compile(table)).toArrow()
    return backend.to_pyarrow(table)


def shown(rows: list[dict], names: list[str], number: int) -> list[tuple[str, ...]]:
    """Rows as text, in order, to be compared with an expected table."""
    return sorted(
        tuple(_text(row[name], name, number) for name in names) for row in rows
    )


def _text(value, name: str, number: int) -> str:
    if value is None:
        return ""
    if name in ("exit_episode", "modality", "episode", "first_episode"):
        value -= number * ROOM
    return f"{value:g}" if isinstance(value, float) else str(value)


def module_cases(module) -> dict[str, Case]:
    """Every spec test of a module by its name: each is run once with a recorder."""
    found = {}
    for name, function in vars(module).items():
        if name.startswith("test_") and "spec_test" in _arguments(function):
            recorder = Recorder()
            function(recorder)
            found[name] = recorder.cases
    return {
        f"{name} {place}": case
        for name, cases in found.items()
        for place, case in enumerate(cases)
    }


def _arguments(function) -> tuple[str, ...]:
    return function.__code__.co_varnames[: function.__code__.co_argcount]


@pytest.fixture(scope="session")
def backends():
    """Each engine, connected when first asked for."""
    connected = {}

    def backend(name: str):
        if name not in connected:
            connected[name] = engines.connect(name)
        return connected[name]

    yield backend
    for known in connected.values():
        known.disconnect()


@pytest.fixture(scope="module", params=engines.ENGINES)
def answered(request, backends):
    """The module's cases and what one engine answers to them."""
    names = module_cases(request.module)
    cases = dict(enumerate(names.values(), 1))
    numbers = dict(zip(names, cases, strict=True))
    return cases, numbers, answers(backends(request.param), cases)


@pytest.fixture
def spec_test(request, answered):
    """Check a case: `spec_test(tables, question, expected)`. Rows may come in any order."""
    cases, numbers, found = answered
    asked = iter(range(1000))

    def check(tables: dict[str, str], question, expected: str) -> None:
        number = numbers[f"{request.function.__name__} {next(asked)}"]
        rows = read(expected, "person")
        names = list(rows[0]) if rows else ["person"]
        wanted = sorted(tuple(row[name] or "" for name in names) for row in rows)
        assert cases[number].question == question
        assert shown(found[number], names, number) == wanted

    return check
