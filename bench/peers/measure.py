"""Ours against each of the others, on the same rows."""

from ..files import return_of
from ..measuring import alternating, job, peak, seconds
from ..result import Result

OTHERS = ("pandera", "frictionless", "pandas", "pandas_by_row")
TARGET = 1 / 50
"""At least fifty times as fast."""


class NotTheSame(RuntimeError):
    """Two of them find another number of faults, so that their times cannot be compared."""


def measure(other: str, rows: int, times: int) -> list[Result]:
    path = return_of(rows)
    ours, least, theirs = alternating(
        times,
        lambda: job("bench.peers.ours:checked", path),
        lambda: job("bench.peers.ours:blanks_counted", path),
        lambda: job(f"bench.peers.with_{other}:checked", path),
    )
    if ours[0].answer != theirs[0].answer:
        raise NotTheSame(f"ours {ours[0].answer}, {other} {theirs[0].answer}")
    spent = seconds(theirs)
    return [
        Result(
            f"twenty_rules_{rows}_{other}",
            seconds(ours) / spent,
            seconds(ours),
            peak(ours),
            f"{other}, {spent / seconds(ours):.0f} times as long: {spent:.2f} s, {peak(theirs):,.0f} MB; "
            f"{sum(ours[0].answer)} faults by each; counting the blanks of these cells alone is "
            f"{spent / seconds(least):.0f} times as fast",
            TARGET,
        )
    ]
