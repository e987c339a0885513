"""Every module that opens the tables of a cut is named here with the way in which its figures leave.

A new one fails the first test until it is named; naming it means saying through what its figures are protected, or that they are
for people entitled to them, which its readers are told.
"""

import ast
import re
from pathlib import Path

import throughcare

SOURCE = Path(throughcare.__file__).parent
OPENS = re.compile(r"\.inputs\(|\bcut\.(?:table|records)\(")

RESTRICTED = {
    "publish/left_out.py": "return and line of episodes in no figure, for analysts on the machine of the store",
    "publish/journeys.py": "persons' journeys, for analysts on the machine of the store",
    "publish/reports/making.py": "routine reports",
    "publish/reports/units.py": "routine reports",
    "publish/reports/exceptions.py": "routine reports",
    "publish/reports/quality.py": "routine reports",
}
"""Not protected: for those entitled (statistics.md f: unsuppressed figures for registered users)."""

PROTECTED = {
    "publish/release.py": ["protecting.protected("],
    "publish/measuring.py": ["leaving("],
    "publish/with_outside.py": ["leaving"],
    "publish/explain.py": ["leaving("],
    "publish/comparing.py": ["Release.of(", "adjusting.adjust(", "watching.alarms("],
    "publish/comparing_live.py": ["measuring.measure(", "adjusting.adjust("],
    "publish/packs/source.py": ["release.measured_rows(", "flows(", "viewit.export("],
    "publish/viewit/export.py": ["cells.round_all("],
    "cli/comparing.py": ["adjusting.shown(", "watching.alarms("],
}
"""Through what the figures of each module go before they leave it."""

WITHIN = {
    "publish/adjusting.py": ["protect(", "rounded("],
    "publish/watching.py": ["rules.is_small(", "rounded("],
    "publish/packs/flow.py": ["protected("],
}
"""Modules that are given tables, and protect what they make of them by themselves."""


def modules() -> dict[str, str]:
    return {
        path.relative_to(SOURCE).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(SOURCE.rglob("*.py"))
        if path.relative_to(SOURCE).parts[0] in ("publish", "web", "cli")
    }


def test_every_module_that_opens_the_tables_of_a_cut_is_named_with_its_way_out():
    found = {name for name, text in modules().items() if OPENS.search(text)}
    unnamed = found - set(RESTRICTED) - set(PROTECTED)
    assert not unnamed, (
        f"{', '.join(sorted(unnamed))} reads figures that are not protected. Let them leave through "
        "publish.protecting.leaving and name the module in PROTECTED, or in RESTRICTED with who may see them."
    )
    gone = (set(RESTRICTED) | set(PROTECTED)) - found
    assert not gone, f"{', '.join(sorted(gone))} opens no table of a cut any more."


def test_every_module_uses_the_way_it_is_named_with():
    texts = modules()
    for name, ways in (PROTECTED | WITHIN).items():
        for way in ways:
            assert way in texts[name], f"{name} does not use {way}"


def test_rule_of_thumb_is_called_by_those_named_alone():
    """`protect` without a solver is weaker than `leaving`."""
    allowed = {"publish/protecting.py", *WITHIN}
    callers = {name for name, text in modules().items() if _imports_protect(text)}
    assert callers <= allowed


def _imports_protect(text: str) -> bool:
    nodes = ast.walk(ast.parse(text))
    return any(
        isinstance(node, ast.ImportFrom)
        and node.module == "throughcare.disclosure"
        and any(name.name == "protect" for name in node.names)
        for node in nodes
    )


def test_entitled_readers_are_told_that_nothing_is_protected():
    from throughcare.publish.reports import notes
    from throughcare.publish.reports.document import Unit

    assert notes.RESTRICTED in notes.of(Unit("area", "E08000037", "Gateshead"))


def test_pages_read_figures_of_releases_alone():
    """No page computes a figure: what it shows has been through the release."""
    computing = re.compile(
        r"indicators\.(?:results|measure)\b|contributions\(|sums_of\("
    )
    pages = {n: t for n, t in modules().items() if n.startswith("web/public/")}
    assert pages
    assert not [name for name, text in pages.items() if computing.search(text)]
