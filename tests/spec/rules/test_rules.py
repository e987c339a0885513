"""Every rule finds its fault, and nothing else, on DuckDB and on Spark alike."""

import datetime as dt
import tempfile
import uuid
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from throughcare.dataset import Spec
from throughcare.dataset.typed import raw_schema
from throughcare.rules.catalogue import catalogue, level, limits
from throughcare.rules.findings import (
    across_findings,
    across_rules,
    compared,
    compared_episodes,
    faults,
    looks_at_whole_records,
    row_findings,
    typed_rows,
)

from .cases import LINES, PROFILE, SOUND, SOUND_IN_K, parse

SUBMITTED = dt.date(2012, 10, 1)
DAY = dt.date(2012, 10, 1)
WORK = tempfile.TemporaryDirectory(prefix="throughcare-test-")
"""Tables of the cases, removed when the tests end."""


def raw_rows(version: str, rows: list[dict]) -> pa.Table:
    schema = raw_schema(Spec.at(version))
    full = [
        {name: None for name in schema.names}
        | {"line": line, "submitted_on": SUBMITTED}
        | {header: value for header, value in row.items()}
        for line, row in enumerate(rows, start=2)
    ]
    return pa.Table.from_pylist(full, schema=schema.to_pyarrow())


def on(engine, rows: pa.Table):
    """A table of the engine, by way of a file, which keeps nulls as they are."""
    path = Path(WORK.name) / f"{uuid.uuid4().hex}.parquet"
    pq.write_table(rows, path)
    return engine.read_parquet(str(path))


def found_by(engine, version: str, rows: list[dict]) -> dict[int, set[tuple[str, str]]]:
    """Findings on each row: (rule, header)."""
    spec = Spec.at(version)
    looked_for = faults(spec)
    table = on(engine, raw_rows(version, rows))
    told = engine.to_pyarrow(row_findings(spec, table, looked_for, limits(DAY)))
    found: dict[int, set] = {place: set() for place in range(len(rows))}
    for hit in told.to_pylist():
        fault = looked_for[hit["fault"]]
        found[hit["line"] - 2].add((fault.rule.name, fault.field.header))
    return found


@pytest.fixture(scope="module")
def found(engine):
    """Findings of all cases, one run a version."""
    results = {}
    for version in sorted({parse(line)[0] for line in LINES}):
        lines = [line for line in LINES if parse(line)[0] == version]
        rows = [parse(line)[2] for line in lines]
        told = found_by(engine, version, rows)
        results |= {line: told[place] for place, line in enumerate(lines)}
    return results


@pytest.mark.parametrize("line", LINES)
def test_case(line, found):
    _, rule, _, where = parse(line)
    headers = {header for name, header in found[line] if name == rule}
    assert headers == (set() if where == "-" else {where})


@pytest.mark.parametrize(
    ("version", "row"),
    [("H", SOUND), ("K", SOUND_IN_K), ("H", SOUND | PROFILE)],
)
def test_a_sound_row_has_no_finding(engine, version, row):
    assert found_by(engine, version, [row]) == {0: set()}


def test_every_rule_on_rows_has_a_case_that_finds_and_one_that_does_not():
    named = {(parse(line)[1], parse(line)[3] != "-") for line in LINES}
    rules = [r.name for r in catalogue() if r.kind == "row"]
    assert [(r, f) for r in rules for f in (True, False) if (r, f) not in named] == []


def test_what_rests_on_memory_or_proposal_does_not_reject_by_default():
    """But for the form of the file, without which nothing can be read."""
    rejecting = {
        rule.number
        for rule in catalogue()
        if rule.evidence != "source" and level(rule, DAY).startswith("reject")
    }
    assert rejecting == {"F02", "F03", "F05", "F06"}


EPISODE = SOUND | {"DISD": "", "DISRSN": ""}


def lines_found(engine, name, rows, version="H"):
    spec = Spec.at(version)
    table = on(engine, raw_rows(version, rows))
    rule = next(r for r in across_rules(spec) if r.name == name)
    whole = typed_rows(spec, table)
    few = compared(whole, spec)
    episodes = compared_episodes(few, limits(DAY))
    looked_at = whole if looks_at_whole_records(rule) else few
    told = engine.to_pyarrow(
        across_findings(rule, spec, looked_at, limits(DAY), episodes)
    )
    return sorted(told["line"].to_pylist())


def test_one_key_with_different_episode_data_is_found_on_the_later_row(engine):
    rows = [EPISODE, EPISODE | {"MODID": "M2"}, EPISODE | {"TRIAGED": "20120406"}]
    assert lines_found(engine, "one_key_with_different_episodes", rows) == [4]


def test_refusals_may_be_identical(engine):
    refusal = {"AGNCY": "X0001", "CLIENTID": "C1", "CONSENT": "N"}
    assert lines_found(engine, "one_key_with_different_episodes", [refusal] * 3) == []


def test_one_person_under_two_client_ids_of_an_agency(engine):
    rows = [
        EPISODE,
        EPISODE | {"CLIENTID": "C2", "EPISODID": "E2"},
        EPISODE | {"CLIENTID": "C3", "EPISODID": "E3", "SEX": "M"},
        EPISODE | {"CLIENTID": "C4", "EPISODID": "E4", "AGNCY": "X0002"},
    ]
    assert lines_found(engine, "one_person_under_two_references", rows) == [2, 3]


@pytest.mark.parametrize(
    ("first_ends", "second_starts", "lines"),
    [
        ("20120501", "20120501", []),
        ("20120502", "20120501", [3]),
        ("", "20120501", [3]),
        ("20120420", "20120501", []),
    ],
)
def test_overlapping_episodes(engine, first_ends, second_starts, lines):
    rows = [
        EPISODE | {"DISD": first_ends, "DISRSN": "80" if first_ends else ""},
        EPISODE | {"EPISODID": "E2", "TRIAGED": second_starts},
    ]
    assert lines_found(engine, "episodes_overlap", rows) == lines
