"""The reference is current and complete, links resolve, and the tutorial's commands run."""

import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from throughcare import indicators, parameters
from throughcare.cli import app
from throughcare.rules.catalogue import catalogue

ROOT = Path(__file__).parent.parent.parent
PAGES = sorted(
    [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "examples").glob("*.md"),
    ]
)
TUTORIAL = ROOT / "docs/tutorials/first-figure.md"


@pytest.fixture(scope="module")
def reference():
    return runpy.run_path(str(ROOT / "docs/generate.py"))


def test_the_reference_is_current(reference):
    assert reference["stale"](reference["pages"]()) == []


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("rules.md", [r.name for r in catalogue()]),
        ("indicators.md", [f"**{i.id}." for i in indicators.catalogue().values()]),
        ("parameters.md", list(parameters.catalogue())),
        ("commands.md", [f"## {c.callback.__name__}" for c in app.registered_commands]),
    ],
)
def test_everything_has_an_entry(reference, name, wanted):
    text = reference["pages"]()[name]
    assert [w for w in wanted if w not in text] == []


def test_every_parameter_names_its_source_and_mark():
    values = [v for p in parameters.catalogue().values() for v in p.values]
    assert [
        v.name
        for v in values
        if not v.reference or v.evidence not in parameters.EVIDENCE
    ] == []


def test_every_rule_has_a_level():
    assert [
        r.name for r in catalogue() if r.parameter not in parameters.catalogue()
    ] == []


def test_every_indicator_has_a_spec_test_and_a_reference():
    specs = "\n".join(
        p.read_text() for p in (ROOT / "tests/spec/indicators").glob("*.py")
    )
    found = indicators.catalogue().values()
    assert [i.slug for i in found if i.slug not in specs or not i.references] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_links_resolve(page):
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (page.parent / link).exists()] == []


def test_the_tutorial_runs(tmp_path):
    blocks = re.findall(
        r"<!-- run -->\n```sh\n(.*?)```", TUTORIAL.read_text(), re.DOTALL
    )
    assert len(blocks) == 6
    script = (
        "set -e\nthroughcare() { "
        + f"'{sys.executable}' -m throughcare.cli "
        + '"$@"; }\n'
    )
    done = subprocess.run(
        ["bash", "-c", script + "\n".join(blocks)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "waiting_times.limit_days = 21 day" in done.stdout
