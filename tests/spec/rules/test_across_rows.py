"""Every rule across the rows of one file finds its fault, and nothing else, on DuckDB and on Spark alike."""

import pytest

from throughcare.dataset import Spec
from throughcare.rules.catalogue import catalogue, limits
from throughcare.rules.findings import (
    across_findings,
    across_rules,
    compared,
    compared_episodes,
    looks_at_whole_records,
    typed_rows,
)

from .across_cases import LINES, parse
from .test_rules import DAY, on, raw_rows

PARSED = {line: parse(line, number) for number, line in enumerate(LINES, 1)}
MODULES = ("duplicates", "review", "timing")
TESTED_WITH_WORDS = {
    "one_key_with_different_episodes",
    "one_person_under_two_references",
    "episodes_overlap",
}
"""Rules across rows whose edges stand in test_rules."""


def lines_of(engine, version, rows, names):
    """The lines that each rule finds, all rows in one file."""
    spec = Spec.at(version)
    few = compared(typed_rows(spec, on(engine, raw_rows(version, rows))), spec)
    kept = on(engine, engine.to_pyarrow(few))
    whole = typed_rows(spec, on(engine, raw_rows(version, rows)))
    numbers = limits(DAY)
    episodes = compared_episodes(kept, numbers)
    found = {}
    for rule in across_rules(spec):
        if rule.name in names:
            rows = whole if looks_at_whole_records(rule) else kept
            told = across_findings(rule, spec, rows, numbers, episodes, kept)
            found[rule.name] = engine.to_pyarrow(told)["line"].to_pylist()
    return found


@pytest.fixture(scope="module")
def found(engine):
    """The rows of each case where its rule finds fault, counted from 1; one run a rule and version."""
    results = {}
    for version in ("H", "K"):
        cases = {line: case for line, case in PARSED.items() if case[0] == version}
        rows, places = [], {}
        for line, (_, _, case_rows, _) in cases.items():
            places[line] = range(len(rows) + 2, len(rows) + 2 + len(case_rows))
            rows += case_rows
        told = lines_of(engine, version, rows, {c[1] for c in cases.values()})
        for line, (_, rule, _, _) in cases.items():
            here = [n for n in told[rule] if n in places[line]]
            results[line] = sorted(n - places[line].start + 1 for n in here)
    return results


@pytest.mark.parametrize("line", LINES)
def test_case_across_rows(line, found):
    assert found[line] == PARSED[line][3]


def test_every_rule_across_rows_has_a_case_that_finds_and_one_that_does_not():
    named = {(case[1], bool(case[3])) for case in PARSED.values()}
    rules = [
        r.name
        for r in catalogue()
        if r.kind == "across"
        and r.function.__module__.rsplit(".", 1)[-1] in MODULES
        and r.name not in TESTED_WITH_WORDS
    ]
    assert rules
    assert [(r, f) for r in rules for f in (True, False) if (r, f) not in named] == []


@pytest.mark.parametrize(
    ("version", "is_asked"), [("J", True), ("M", True), ("N", False)]
)
def test_flags_whose_headers_are_not_known_are_not_asked_for(version, is_asked):
    """From N the pharmacological flags are one for each drug and purpose."""
    names = {r.name for r in across_rules(Spec.at(version))}
    assert ("pharmacological_without_review" in names) is is_asked
    assert "psychosocial_without_review" in names


def test_a_rule_whose_columns_are_absent_says_nothing():
    """A file without the columns of modalities says nothing of them."""
    names = {r.name for r in across_rules(Spec.at("H"), frozenset({"EPISODID"}))}
    assert "one_key_with_different_episodes" in names
    assert "open_without_structured_modality" not in names
