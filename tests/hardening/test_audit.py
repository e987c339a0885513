"""S60: every part is locked with hashes and listed, and a check for known faults never passes in silence."""

import json
import re
from pathlib import Path

import pytest

from tests.hardening import audit

PIN = re.compile(r"^[A-Za-z0-9._\[\],-]+==[^ ;\\]+( ; [^\\]+)? \\$")


@pytest.mark.parametrize("lock", sorted(p.name for p in audit.LOCKS.glob("*.txt")))
def test_s60_every_part_is_pinned_with_a_hash(lock):
    text = (audit.LOCKS / lock).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    parts = [line for line in lines if not line.startswith(" ")]
    assert [line for line in parts if not PIN.match(line)] == []
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert [b.split()[0] for b in blocks if "--hash=sha256:" not in b] == []
    assert "http" not in text


def test_s60_every_part_of_the_service_is_on_the_page():
    page = Path("docs/reference/libraries.md").read_text(encoding="utf-8")
    text = (audit.LOCKS / "demo.txt").read_text(encoding="utf-8")
    parts = re.findall(r"^([A-Za-z0-9._-]+)(?:\[.*?\])?==([^ ;\\]+)", text, re.M)
    assert len(parts) > 20
    assert [
        name for name, version in parts if f"| {name} | {version} |" not in page
    ] == []


def programs(folder: Path, says: str, code: int = 0) -> Path:
    """A folder with a pip-audit that says this."""
    (folder / "said").write_text(says)
    program = folder / "pip-audit"
    program.write_text(f"#!/bin/sh\ncat {folder}/said\nexit {code}\n")
    program.chmod(0o755)
    return folder


CLEAN = {"name": "django", "version": "5.2", "vulns": []}
FAULT = {"id": "PYSEC-0000-1", "fix_versions": ["5.2.1"]}
SKIPPED = {"name": "odd", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("parts", "looked_up", "faults", "unknown"),
    [
        ([CLEAN], 1, [], []),
        (
            [CLEAN | {"vulns": [FAULT]}],
            1,
            ["django 5.2: PYSEC-0000-1, mended in 5.2.1"],
            [],
        ),
        ([CLEAN, SKIPPED], 1, [], ["odd"]),
    ],
)
def test_s60_faults_and_what_was_not_looked_up_are_told_apart(
    parts, looked_up, faults, unknown, tmp_path
):
    told = json.dumps({"dependencies": parts})
    found = audit.look_up(tmp_path / "lock.txt", programs(tmp_path, told))
    assert (found.looked_up, found.faults, found.unknown) == (
        looked_up,
        faults,
        unknown,
    )


@pytest.mark.parametrize("says", ["", "no network", "{}"])
def test_s60_source_that_is_not_reached_is_said(says, tmp_path):
    found = audit.look_up(tmp_path / "lock.txt", programs(tmp_path, says, code=1))
    (line,) = audit.words("lock.txt", found)[1:]
    assert (
        line == "  NOT looked up: all of it: the source of known faults was not reached"
    )
    assert audit.look_up(tmp_path / "x", tmp_path / "nowhere").unknown
