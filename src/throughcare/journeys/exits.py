"""How an episode or a journey ended: the exit that each discharge code stands for.

exit_reasons.csv gives for each code the exit, its kind (planned, transferred, unplanned, died) and its severity: of two
episodes that end a journey on one day the more severe exit stands (indicators.md A2, A4).
"""

import csv
from functools import cache
from pathlib import Path

import ibis.expr.types as ir

EXITS = (
    "completed",
    "transferred_not_in_custody",
    "transferred_in_custody",
    "dropped_out",
    "withdrawn",
    "declined",
    "other",
    "died",
)
UNKNOWN = ("other", 3)
"""Exit and severity of a discharge without a known reason: an incomplete one (proposed)."""


@cache
def table() -> dict[str, dict[str, str]]:
    """Rows of exit_reasons.csv by discharge code."""
    path = Path(__file__).with_name("exit_reasons.csv")
    with open(path, encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def kind_of(name: str) -> str:
    """planned, transferred, unplanned or died."""
    return next(row["kind"] for row in table().values() if row["exit"] == name)


def exit_of(code: str | None) -> tuple[str, int]:
    """Exit and severity of one discharge code."""
    row = table().get(code or "")
    return (row["exit"], int(row["severity"])) if row else UNKNOWN


def exit_named(discharge_reason: ir.StringValue) -> ir.StringValue:
    """The exit of each discharge code; `other` where it is blank or unknown."""
    pairs = [(code, row["exit"]) for code, row in table().items()]
    return discharge_reason.cases(*pairs, else_=UNKNOWN[0])


def severity(discharge_reason: ir.StringValue) -> ir.IntegerValue:
    """1 completed, 2 transferred, 3 other incomplete, 4 died."""
    pairs = [(code, int(row["severity"])) for code, row in table().items()]
    return discharge_reason.cases(*pairs, else_=UNKNOWN[1])
