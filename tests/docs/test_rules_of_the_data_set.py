"""Every numbered rule of the reference is a rule of the catalogue, and nothing there is numbered out of the air."""

import re
from pathlib import Path

import pytest

from throughcare.rules.catalogue import catalogue

REFERENCE = Path(__file__).parents[3] / "shared/reference/dataset.md"
OF_OUTCOME_PROFILES = {"T13", "T14"}
"""From outcomes.md 1.1 and 1.3."""


def numbered() -> set[str]:
    """Numbers of section 6, and those that section 13 adds."""
    if not REFERENCE.exists():
        pytest.skip("../shared/reference/dataset.md is not there")
    told = REFERENCE.read_text(encoding="utf-8")
    rules = told[told.index("## 6. ") : told.index("## 7. ")]
    corrections = told[told.index("## 13. ") :]
    added = re.findall(r"New rule \*\*([A-Z]\d\d)\*\*", corrections)
    return set(re.findall(r"^\| ([FRXTL]\d\d) \|", rules, re.M)) | set(added)


def test_every_numbered_rule_is_in_the_catalogue():
    asked = numbered()
    known = {rule.number for rule in catalogue()}
    assert len(asked) >= 70
    assert asked - known == set()
    assert known - asked == OF_OUTCOME_PROFILES
