"""The ledger of acceptances, held level with the folders of accepted returns, which are the truth."""

import shutil
from dataclasses import asdict
from pathlib import Path

from throughcare.warehouse import parquet

from . import files, ledger, papers
from .errors import Damaged
from .papers import Receipt

FILE = "ledger.jsonl"
IN_LEDGER = "id provider dataset sha256 accepted_at accepted_by part".split()


def lines(root: Path) -> list[dict]:
    """The acceptances on record in the store at `root`, oldest first. A damaged line is passed over."""
    return ledger.read(root / FILE, *IN_LEDGER)


def add(root: Path, receipt: Receipt) -> None:
    told = {name: getattr(receipt, name) for name in (*IN_LEDGER, "version")}
    ledger.append(root / FILE, told)


def clear_inbox(root: Path) -> None:
    """An accepted return is in no inbox."""
    for left in (root / "inbox").iterdir():
        if (root / "returns" / left.name).is_dir():
            shutil.rmtree(left, ignore_errors=True)


def add_missing(root: Path) -> None:
    """Every accepted return has its line, once. The caller holds the store's lock."""
    known = {line["id"] for line in lines(root)}
    folders = [f for f in (root / "returns").iterdir() if f.name not in known]
    missing = [r for r in map(papers.readable_receipt, folders) if r]
    for receipt in sorted(missing, key=lambda r: r.age):
        add(root, receipt)


def write_anew(root: Path, receipts: list[Receipt]) -> None:
    """The ledger from the receipts, oldest first. The caller holds the store's lock."""
    (root / FILE).unlink(missing_ok=True)
    for receipt in receipts:
        add(root, receipt)


def mend_receipts(root: Path) -> list[str]:
    """Make damaged receipts anew from what stands beside them; says which. Raises Damaged where that cannot be."""
    known = {line["id"]: line for line in lines(root)}
    mended = []
    for folder in sorted((root / "returns").iterdir()):
        if papers.readable_receipt(folder) is None:
            receipt = _receipt_anew(folder, known.get(folder.name, {}))
            files.write_json(folder / "receipt.json", asdict(receipt))
            mended.append(f"The receipt of the return {folder.name} is made anew.")
    return mended


def _receipt_anew(folder: Path, line: dict) -> Receipt:
    """A receipt from what was received, what the check said, the records kept and the ledger line, if there is one."""
    received, result = papers.received_in(folder), papers.result_in(folder)
    if papers.sha256(papers.original_of(folder)) != line.get("sha256", received.sha256):
        raise Damaged(
            f"The original file of the return {folder.name} has changed. Bring the folder back from a backup."
        )
    kept = {p.stem: parquet.count(p) for p in sorted(folder.glob("*.parquet"))}
    kept.pop("findings", None)
    return papers.receipt_for(
        received,
        result,
        folder,
        records=kept,
        part=line.get("part", result.outcome == "part"),
        accepted_at=line.get("accepted_at", result.at),
        accepted_by=line.get("accepted_by", received.by),
        version=line.get("version", "not known"),
    )
