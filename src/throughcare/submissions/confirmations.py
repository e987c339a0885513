"""Soft checks that a person has confirmed: who, why, when, and a mark that tells the same value again.

The mark is a keyed hash over provider, data set, rule, field, the keys of the record and the values that the rule
looked at (warehouse/marks.py). Neither keys nor values stand in the file; when a value changes, the mark changes and
the question is asked again.
"""

from dataclasses import asdict, dataclass
from pathlib import Path

from . import ledger


@dataclass(frozen=True)
class Confirmation:
    """One confirmed finding. `rule` is its number, `name` the rule's name; `row` its line in the return;
    `seen` a keyed hash of the value shown."""

    id: str
    provider: str
    dataset: str
    rule: str
    name: str
    field: str
    mark: str
    seen: str
    return_id: str
    row: int
    by: str
    why: str
    at: str

    @property
    def told(self) -> dict[str, str]:
        """Who, why and when, as a finding shows it."""
        return {"by": self.by, "why": self.why, "at": self.at}


FILE = "confirmations.jsonl"
NEEDED = tuple(Confirmation.__dataclass_fields__)


def read(path: Path, provider: str, dataset: str) -> list[Confirmation]:
    """The confirmations of one provider and data set, oldest first."""
    lines = ledger.read(path, *NEEDED)
    found = [Confirmation(**{k: line[k] for k in NEEDED}) for line in lines]
    return [c for c in found if (c.provider, c.dataset) == (provider, dataset)]


def add(path: Path, confirmation: Confirmation) -> None:
    """Add one confirmation for good."""
    ledger.append(path, asdict(confirmation))
