"""Levels of rules as an operator has changed them: one line a change in STORE/levels.jsonl, never rewritten.

The level of a rule is a parameter of the package. An operator may raise or lower it from a day on, with a reason; what was
changed, by whom and when stays on record, and a check uses the level in force on the day of sending.
"""

import datetime as dt
import fcntl
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from throughcare.warehouse.checking import Looked, Plan

FILE = "levels.jsonl"
AS_DELIVERED = "default"
"""The level that the package gives, to go back to."""
ON_ROWS = ("reject-record", "reject-field", "warn", "info")
ON_FILES = ("reject-file", "reject-record", "warn", "info")


class LevelError(ValueError):
    """A change that cannot be made. The message is one sentence with a way out."""


@dataclass(frozen=True)
class Change:
    """A level that is in force from `since` on, for the rule called `name`. `level` may be `default`."""

    rule: str
    name: str
    level: str
    since: str
    reason: str
    by: str
    at: str


def set_level(
    store: Path, rule: str, level: str, *, reason: str, since: dt.date, by: str
) -> list[Change]:
    """Change the level of a rule, by its number (all rules of that number) or its name; returns what was recorded.

    Raises LevelError.
    """
    changed = _rules_called(rule)
    for found in changed:
        _refuse_level(found, level)
    if not reason.strip():
        raise LevelError("A reason is needed. Say why the level changes.")
    at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    made = [
        Change(r.number, r.name, level, since.isoformat(), reason.strip(), by, at)
        for r in changed
    ]
    _append(Path(store) / FILE, made)
    return made


def _rules_called(rule: str) -> list:
    from throughcare.rules.catalogue import catalogue

    wanted = "_".join(rule.split())
    found = [r for r in catalogue() if wanted.upper() == r.number or wanted == r.name]
    if not found:
        raise LevelError(
            f"There is no rule {wanted[:60]!r}. `throughcare rules` lists them."
        )
    return found


def _refuse_level(rule, level: str) -> None:
    allowed = (*(ON_FILES if rule.kind == "file" else ON_ROWS), AS_DELIVERED)
    if level not in allowed:
        raise LevelError(
            f"{rule.number} {rule.name} cannot have the level {level[:60]!r}. Choose {', '.join(allowed)}."
        )


def _append(path: Path, made: list[Change]) -> None:
    """Whole lines at the end, on the disk before this returns; one writer at a time."""
    text = "".join(json.dumps(asdict(c), ensure_ascii=False) + "\n" for c in made)
    with open(path, "a", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if file.tell() and not _ends_in_a_line(path):
            file.write("\n")
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _ends_in_a_line(path: Path) -> bool:
    with open(path, "rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def changes(store: Path) -> list[Change]:
    """Every change, oldest first. A line that a power cut has broken off is left out."""
    path = Path(store) / FILE
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    return [Change(**told) for told in map(_read, lines) if told]


def _read(line: str) -> dict | None:
    try:
        return json.loads(line)
    except ValueError:
        return None


def in_force(store: Path, day: dt.date) -> dict[str, Change]:
    """The change that holds on `day` for each rule that has one, by name: the latest start, of one day the last made."""
    found: dict[str, Change] = {}
    for change in sorted(changes(store), key=lambda c: c.since):
        if change.since <= day.isoformat():
            found[change.name] = change
    return {n: c for n, c in found.items() if c.level != AS_DELIVERED}


def levels(store: Path, day: dt.date) -> dict[str, str]:
    """The changed levels in force on `day`, by the rule's name."""
    return {name: change.level for name, change in in_force(store, day).items()}


def apply(plan: Plan, changed: Mapping[str, str]) -> Plan:
    """The plan with the changed levels."""
    if not changed:
        return plan
    on_file = {n: changed.get(n, level) for n, level in plan.file_levels.items()}
    looked = tuple(relevelled(plan.looked, changed))
    return replace(plan, looked=looked, file_levels=on_file)


def relevelled(looked: Iterable[Looked], changed: Mapping[str, str]) -> list[Looked]:
    """What is looked for, with the changed levels."""
    return [replace(f, level=changed.get(f.name, f.level)) for f in looked]
