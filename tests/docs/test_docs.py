"""The reference is current and complete, links resolve, and the tutorial's commands run."""

import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from throughcare import indicators, parameters
from throughcare.cli import app
from throughcare.dataset.spec import all_fields
from throughcare.indicators import from_outside
from throughcare.outside import layouts
from throughcare.publish import viewit
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


def command_name(command) -> str:
    """As it is called: a function's name with dashes."""
    return command.name or command.callback.__name__.replace("_", "-")


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
        ("indicators.md", [f"**{i.id}." for i in from_outside.catalogue().values()]),
        ("outside.md", [f"### {s.replace('_', '-')}" for s in layouts.catalogue()]),
        ("viewit.md", [f"| `{name}` |" for name in viewit.header()]),
        ("parameters.md", list(parameters.catalogue())),
        ("commands.md", [f"## {command_name(c)}" for c in app.registered_commands]),
    ],
)
def test_everything_has_an_entry(reference, name, wanted):
    text = reference["pages"]()[name]
    assert [w for w in wanted if w not in text] == []


def test_every_field_of_a_return_has_an_entry(reference):
    text = reference["pages"]()["data-set.md"]
    assert [f.header for f in all_fields() if f"| `{f.header}` |" not in text] == []


def test_every_setting_has_an_entry(reference):
    """Whatever the settings read from the environment, their own file or the helpers beside it."""
    code = reference["SETTINGS"].read_text(encoding="utf-8")
    helpers = reference["SETTINGS"].with_name("environment.py").read_text("utf-8")
    asked = re.findall(r"environ(?:ment)?(?:\.get\(|\[)\"(\w+)\"", code + helpers)
    text = reference["pages"]()["settings.md"]
    assert asked
    assert [name for name in asked if f"`{name}`" not in text] == []


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


def test_every_rule_has_a_test_that_names_it():
    """By name in the spec; rules on the form of an XML file by number, on whole files."""
    spec = _text_of(ROOT / "tests/spec/rules")
    files = _text_of(ROOT / "tests/unit/submissions")
    found = [
        (r.number, files) if r.function.__module__.endswith(".xml") else (r.name, spec)
        for r in catalogue()
    ]
    assert [n for n, text in found if not re.search(rf"(\b|_){n}\b", text)] == []


def _text_of(folder):
    return "\n".join(p.read_text(encoding="utf-8") for p in folder.glob("*.py"))


def test_every_indicator_has_spec_tests_and_a_reference(reference):
    found = [*indicators.catalogue().values(), *from_outside.catalogue().values()]
    assert [
        i.slug
        for i in found
        if len(reference["spec_tests"](i.slug)) < 4 or not i.references
    ] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_links_resolve(page):
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (page.parent / link).exists()] == []


def run(commands, folder):
    """Run shell commands, one after another until one fails, with `throughcare` as it is here."""
    script = (
        f"set -e\nthroughcare() {{ '{sys.executable}' -m throughcare.cli \"$@\"; }}\n"
    )
    return subprocess.run(
        ["bash", "-c", script + "\n".join(commands)],
        cwd=folder,
        capture_output=True,
        text=True,
    )


def test_the_tutorial_runs(tmp_path):
    blocks = re.findall(
        r"<!-- run -->\n```sh\n(.*?)```", TUTORIAL.read_text(), re.DOTALL
    )
    assert len(blocks) == 6
    done = run(blocks, tmp_path)
    assert done.returncode == 0, done.stderr
    assert "waiting_times.limit_days = 21 day" in done.stdout


def test_the_commands_of_the_readme_run(tmp_path):
    """But for the check, which exits 1 on purpose: it finds records to reject."""
    lines = re.findall(
        r"^    (throughcare .*)$", (ROOT / "README.md").read_text(), re.MULTILINE
    )
    assert len(lines) == 7
    checked = [
        f"{line} || test $? = 1" if line.startswith("throughcare check") else line
        for line in lines
    ]
    done = run(checked, tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Records, with their line in the return" in done.stdout
