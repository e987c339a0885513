"""The returns that figures come from, as their receipts tell."""

import json
from functools import lru_cache
from pathlib import Path

from throughcare.indicators import Period
from throughcare.publish import words
from throughcare.publish.reports.document import COUNT, Column, Row, Section
from throughcare.publish.reports.origin import Origin

COLUMNS = (
    Column("provider", "Provider"),
    Column("dataset", "Data set"),
    Column("period", "Period of the return"),
    Column("accepted", "Accepted"),
    Column("rows", "Rows", COUNT),
    Column("rejected", "Records left out", COUNT),
    Column("warnings", "Warnings", COUNT),
)


def section(origin: Origin, numbers: set[int]) -> Section:
    """One line a return of the cut, for the returns with these numbers."""
    told = [r for number, r in receipts(origin).items() if number in numbers]
    count = words.number(len(told))
    sentence = f"The figures come from {count} return{'' if len(told) == 1 else 's'}."
    return Section("returns", "Returns", (sentence,), COLUMNS, tuple(map(_row, told)))


def short_of(origin: Origin, period: Period) -> list[str]:
    """A warning where the newest return of the cut ends before the period does."""
    newest = max(told["period_end"] or "" for told in receipts(origin).values())
    if newest >= period.last.isoformat():
        return []
    return [
        f"The newest return in this cut ends on {words.date(newest)}: what happened later is not in these figures."
    ]


def receipts(origin: Origin) -> dict[int, dict]:
    """The receipts of the returns of a cut, by their number in it."""
    store = origin.cut.store
    return {r["no"]: receipt(store / r["folder"]) for r in origin.cut.returns.values()}


@lru_cache(maxsize=4096)
def receipt(folder: Path) -> dict:
    """The receipt of an accepted return."""
    return json.loads((folder / "receipt.json").read_text(encoding="utf-8"))


def _row(told: dict) -> Row:
    return Row(
        (
            told["provider"],
            told["dataset"],
            f"{words.date(told['period_start'])} to {words.date(told['period_end'])}",
            words.date(told["accepted_at"]),
            told["rows"],
            sum(told["rejected_records"].values()),
            told["counts"].get("warn", 0),
        )
    )
