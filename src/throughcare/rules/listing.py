"""The rules as a list: number, name, level in force, fields, versions, evidence, and what a finding says.

The command `throughcare rules`, the page of the site and the download show this list.
"""

import datetime as dt
from collections.abc import Mapping

from throughcare.dataset import Spec, versions

from .catalogue import catalogue, level
from .rule import Rule

COLUMNS = (
    "number",
    "name",
    "level",
    "fields",
    "since",
    "until",
    "evidence",
    "message",
)


def listed(
    day: dt.date, spec: Spec | None = None, changed: Mapping[str, str] | None = None
) -> list[dict[str, str]]:
    """Every rule of a version, or of all, as a row of COLUMNS, in the order of numbers.

    `changed`: levels that an operator has changed, by the rule's name. `fields` are headers parted by a space, empty
    for a rule on the form of the file; `since` and `until` are letters of versions, empty for all.
    """
    rules = [r for r in catalogue() if spec is None or r.is_in(spec)]
    changed = changed or {}
    return [
        {
            "number": rule.number,
            "name": rule.name,
            "level": changed.get(rule.name) or level(rule, day),
            "fields": " ".join(headers(rule, spec)),
            "since": rule.since,
            "until": rule.until,
            "evidence": rule.evidence,
            "message": message(rule, spec),
        }
        for rule in rules
    ]


def headers(rule: Rule, spec: Spec | None = None) -> list[str]:
    """The headers that a rule is about, in a version or in any of adult drug treatment."""
    if not rule.each:
        return [h for h in rule.fields if spec is None or _known(h, spec)]
    specs = [spec] if spec else [Spec.at(letter) for letter in versions()]
    found = [f.header for s in specs if rule.is_in(s) for f in rule.each(s)]
    return list(dict.fromkeys(found))


def _known(header: str, spec: Spec) -> bool:
    return header in spec.by_header


def message(rule: Rule, spec: Spec | None = None) -> str:
    """What a finding says; where the rule is about several fields it names none of them."""
    about = headers(rule, spec)
    if len(about) == 1:
        return rule.message(about[0])
    text = f"{rule.wrong} {rule.do}"
    if text.startswith("{field}"):
        text = "The item" + text.removeprefix("{field}")
    return text.replace("{field}", "the item")
