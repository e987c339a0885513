"""The returns of a store with their states, as a sender looks at them."""

from pathlib import Path

from . import papers
from .errors import Damaged

PLACES = ("inbox", "returns", "withdrawn")
KEPT = ("id", "name", "provider", "dataset", "by", "at")


def entries(root: Path, provider: str | None = None) -> list[dict]:
    """Every return of the store at `root` with its state, newest first; of one provider, where one is asked for."""
    those = f"{papers.plain(provider)}-*" if provider is not None else "*"
    receipts = map(papers.readable_receipt, (root / "returns").glob(those))
    current = {r.id for r in papers.newest(r for r in receipts if r).values()}
    found = [
        _entry(folder, current)
        for place in PLACES
        for folder in (root / place).glob(those)
        if (folder / "received.json").exists()
        and not (place == "inbox" and (root / "returns" / folder.name).exists())
    ]
    wanted = [e for e in found if provider in (None, e["provider"])]
    return sorted(wanted, key=lambda e: (e["at"], e["id"]), reverse=True)


def _entry(folder: Path, current: set[str]) -> dict:
    try:
        received = papers.read(folder / "received.json")
        entry = {k: received[k] for k in KEPT}
        entry |= {k: received.get(k) for k in ("period_start", "period_end")}
        return entry | {"rows": None, "counts": {}} | _state(folder, current)
    except (Damaged, KeyError):
        return _damaged_entry(folder)


def _state(folder: Path, current: set[str]) -> dict:
    if (folder / "receipt.json").exists():
        return _accepted(papers.read(folder / "receipt.json"), folder.name in current)
    if (folder / "withdrawn.json").exists():
        return papers.read(folder / "withdrawn.json") | {"state": "withdrawn"}
    if (folder / "checked.json").exists():
        result = papers.read(folder / "checked.json")
        state = "refused" if result["outcome"] == "refused" else "checked"
        return {"state": state, "rows": result["rows"], "counts": result["counts"]}
    return {"state": "received"}


def _accepted(receipt: dict, is_current: bool) -> dict:
    state = "accepted-in-part" if receipt["part"] else "accepted"
    return {
        "at": receipt["accepted_at"],
        "by": receipt["accepted_by"],
        "state": state if is_current else "superseded",
        "rows": receipt["rows"],
        "counts": receipt["counts"],
    }


def _damaged_entry(folder: Path) -> dict:
    """What the history says of a return whose files cannot be read: its id tells provider and data set."""
    provider, dataset, _ = f"{folder.name}--".split("-", 2)
    told = {"id": folder.name, "provider": provider, "dataset": dataset}
    blank = dict.fromkeys(("name", "by", "at"), "")
    blank |= dict.fromkeys(("period_start", "period_end", "rows"))
    return told | blank | {"counts": {}, "state": "damaged"}
