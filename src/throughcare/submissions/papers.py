"""The papers of a return: what the store writes beside its file when it is received, checked and accepted."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from . import files
from .errors import Damaged


@dataclass(frozen=True)
class Received:
    """A return as it arrived. `period_start` and `period_end` are None where the name does not say them."""

    id: str
    name: str
    provider: str
    dataset: str
    sha256: str
    size: int
    at: str
    by: str
    period_start: str | None = None
    period_end: str | None = None


@dataclass(frozen=True)
class Result:
    """What the check of a return said.

    `counts`: findings by level, without the warnings that are confirmed, which `confirmed` counts. `former`: the last
    accepted return that it was compared with. `vanishing`: what would be missing, in words, where that is much.
    `software`: rows by the software that they say made them.
    """

    id: str
    outcome: str
    rows: int
    counts: dict[str, int]
    by_rule: list[dict]
    rejected_records: dict[str, int]
    agencies: list[str]
    at: str
    confirmed: int = 0
    former: str | None = None
    vanishing: str = ""
    entitled: list[str] | None = None
    software: dict[str, int] = field(default_factory=dict)

    @property
    def approvals(self) -> tuple[str, ...]:
        """What the sender must agree to before it can be accepted: `part`, `replace-fuller`."""
        asked = {"part": self.outcome == "part", "replace-fuller": self.vanishing}
        return tuple(name for name, needed in asked.items() if needed)

    @property
    def records(self) -> int:
        return self.rows


@dataclass(frozen=True)
class Receipt:
    """Proof of acceptance, kept in the return's folder."""

    id: str
    name: str
    provider: str
    dataset: str
    sha256: str
    period_start: str | None
    period_end: str | None
    rows: int
    records: dict[str, int]
    rejected_records: dict[str, int]
    counts: dict[str, int]
    by_rule: list[dict]
    part: bool
    received_at: str
    received_by: str
    accepted_at: str
    accepted_by: str
    version: str
    files: dict[str, str] = field(default_factory=dict)
    confirmed: int = 0
    former: str | None = None
    vanishing: str = ""
    software: dict[str, int] = field(default_factory=dict)

    @property
    def age(self) -> tuple[str, str]:
        """By which receipts are put in the order of their acceptance."""
        return self.accepted_at, self.id


OF_RECEIVED = "id name provider dataset sha256 period_start period_end".split()
OF_RESULT = (
    "rows rejected_records counts by_rule confirmed former vanishing software".split()
)
"""What a receipt repeats of what was received, and of what the check said."""


def receipt_for(
    received: Received, result: Result, folder: Path, **accepted
) -> Receipt:
    """The receipt of the return in `folder`; `accepted` says when, by whom, which part, what is kept, and the version."""
    return Receipt(
        **{name: getattr(received, name) for name in OF_RECEIVED},
        **{name: getattr(result, name) for name in OF_RESULT},
        received_at=received.at,
        received_by=received.by,
        files=hashes(folder),
        **accepted,
    )


def read(path: Path) -> dict:
    """A JSON file of the store. Raises Damaged where it is gone or no longer whole."""
    try:
        told = files.read_json(path)
    except (ValueError, FileNotFoundError):
        told = None
    if not isinstance(told, dict):
        raise Damaged(
            f"{path.name} of the return {path.parent.name} is damaged. Nothing else is; `throughcare mend` makes a receipt anew, other files come back from a backup."
        )
    return told


def received_in(folder: Path) -> Received:
    return Received(**_known(Received, read(folder / "received.json")))


def result_in(folder: Path) -> Result:
    return Result(**_known(Result, read(folder / "checked.json")))


def receipt_in(folder: Path) -> Receipt:
    """The receipt of a return. Raises Damaged where it cannot be read."""
    try:
        return Receipt(**read(folder / "receipt.json"))
    except TypeError:
        raise Damaged(
            f"The receipt of the return {folder.name} is damaged, or of a newer version of this program. `throughcare mend` makes it anew."
        ) from None


def readable_receipt(folder: Path) -> Receipt | None:
    try:
        return receipt_in(folder)
    except Damaged:
        return None


def _known(kind, told: dict) -> dict:
    """The values that `kind` has a field for."""
    return {k: v for k, v in told.items() if k in kind.__dataclass_fields__}


def newest(receipts: Iterable[Receipt]) -> dict[tuple[str, str], Receipt]:
    """The newest receipt of each provider and data set."""
    in_order = sorted(receipts, key=lambda r: r.age)
    return {(r.provider, r.dataset): r for r in in_order}


def original_of(folder: Path) -> Path:
    """The file of a return as it was sent."""
    xml = folder / "original.xml"
    return xml if xml.exists() else folder / "original.csv"


def sha256(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of every file but the receipt, by name."""
    paths = sorted(p for p in folder.iterdir() if p.name != "receipt.json")
    return {p.name: sha256(p) for p in paths}


def now() -> str:
    """This moment, as papers write it: UTC, to the microsecond, in an order that sorts as text."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="microseconds")


def plain(provider: str) -> str:
    """A provider's code as it may stand in the name of a folder."""
    return re.sub(r"[^A-Za-z0-9]", "", provider)[:12] or "unknown"
