"""Whether outcome profiles were taken of enough people for the outcome figures of a place to stand for them.

Source: outcomes.md section 2 (the level verified; that both kinds of profile have to reach it proposed).
"""

from collections.abc import Callable

from throughcare import parameters
from throughcare.indicators import Period
from throughcare.publish import words
from throughcare.publish.figures import Row

OUTCOMES = (
    "abstinent_at_review",
    "housed_at_exit",
    "reliably_improved_at_review",
    "stopped_injecting",
    "working_at_exit",
)
"""Indicators that are read off profiles."""
TAKEN = {
    "start_profiles": "of new journeys at the start",
    "review_profiles": "of journeys of 26 weeks at review",
}
"""Indicators that say of how many journeys profiles were taken, in words."""


def caution(key: str, row: Row | None, find: Callable[[str], Row | None]) -> str:
    """What to mind about an outcome figure; empty where profiles reach the level, or it is not known.

    `find` gives the figure of another indicator for the same place and period.
    """
    if key not in OUTCOMES or row is None or row.value is None:
        return ""
    level = parameters.at("outcomes.compliance_level", Period.parse(row.period).start)
    low = {
        name: taken.value
        for name in TAKEN
        if (taken := find(name)) and taken.value is not None
        if taken.value < level.value
    }
    if not low:
        return ""
    told = " and ".join(
        f"{words.amount(share, '%', 0)} {TAKEN[name]}" for name, share in low.items()
    )
    asked = words.amount(level.value, "%", 0)
    return f"Read it with care: outcome profiles were taken in time of {told}, fewer than the {asked} with which such figures stand for an area (proposed)."
