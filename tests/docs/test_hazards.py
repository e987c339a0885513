"""The hazard log: every control is held by a test that there is."""

import ast
import csv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COLUMNS = (
    "number",
    "hazard",
    "cause",
    "harm",
    "control",
    "tests",
    "residual risk",
    "owner",
)


def rows() -> list[dict[str, str]]:
    with (ROOT / "docs/hazards.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def functions_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_s52_every_hazard_is_told_whole_and_numbered_in_order():
    assert [row["number"] for row in rows()] == [
        f"H{n + 1}" for n in range(len(rows()))
    ]
    assert {tuple(row) for row in rows()} == {COLUMNS}
    assert [row["number"] for row in rows() if not all(row.values())] == []


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["number"])
def test_s53_every_control_names_tests_that_exist(row):
    for test in row["tests"].split("; "):
        path, _, name = test.partition("::")
        assert name in functions_of(ROOT / path), test


def test_s52_owners_are_roles_of_the_site():
    with (ROOT / "src/throughcare/web/accounts/permissions.csv").open() as file:
        roles = set(csv.DictReader(file).fieldnames)
    assert {row["owner"].replace(" ", "-") for row in rows()} <= roles
