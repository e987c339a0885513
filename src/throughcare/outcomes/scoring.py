"""Totals and bands of an instrument, from answers to its items."""

import math
from collections.abc import Mapping

from throughcare.outcomes.instruments import Instrument, Item, Version


class AnswerError(ValueError):
    """An answer that the item does not allow. The message names the item and what it allows."""


def total(instrument: Instrument, version: Version, answers: Mapping) -> int | None:
    """The sum of the answers; None while any item is unanswered. Raises AnswerError for an answer out of range."""
    if instrument.total is None:
        raise AnswerError(
            f"{instrument.title} has no total: each item is its own outcome."
        )
    given = [answer(item, answers.get(item.name)) for item in version.items]
    return None if None in given else sum(given)


def part(
    instrument: Instrument, version: Version, name: str, answers: Mapping
) -> tuple[int, bool] | None:
    """A shorter form within an instrument: its score, and whether that is positive; None while any of its items is unanswered.

    >>> from throughcare.outcomes import instruments
    >>> audit = instruments.get("audit")
    >>> drinks = {"frequency": 3, "typical_amount": 2, "heavy_drinking": 0}
    >>> part(audit, audit.versions[-1], "audit_c", drinks)
    (5, True)
    """
    found = next((p for p in instrument.parts if p.name == name), None)
    if found is None:
        known = ", ".join(p.name for p in instrument.parts) or "none"
        raise AnswerError(f"{instrument.title} has no part {name!r}. Known: {known}.")
    asked = [item for item in version.items if item.name in found.items]
    given = [answer(item, answers.get(item.name)) for item in asked]
    if None in given:
        return None
    return sum(given), sum(given) >= found.positive


def answer(item: Item, given) -> int | None:
    """An answer as it is; None (not answered) stays None and is never a zero."""
    if given is None:
        return None
    is_number = isinstance(given, int | float) and not isinstance(given, bool)
    if not is_number or not math.isfinite(given):
        raise AnswerError(f"{item.asks}: answer with a number, not {given!r}.")
    if item.kind != "amount" and given % 1:
        raise AnswerError(f"{item.asks}: answer with a whole number, not {given}.")
    if item.scores and given not in item.scores:
        raise AnswerError(f"{item.asks}: answer with one of {_listed(item.scores)}.")
    if given < item.low or (item.high is not None and given > item.high):
        raise AnswerError(f"{item.asks}: answer from {item.low} to {item.high}.")
    return given


def _listed(scores: tuple[int, ...]) -> str:
    return ", ".join(map(str, scores))


def days_of_weeks(weeks: list[int]) -> int:
    """The total of 28 days from four weekly boxes of 0 to 7 days each (outcomes.md 1.3).

    >>> days_of_weeks([7, 7, 3, 0])
    17
    """
    if len(weeks) != 4 or any(not 0 <= days <= 7 for days in weeks):
        raise AnswerError("Four weeks are needed, each with 0 to 7 days.")
    return sum(weeks)


def band(instrument: Instrument, score: int) -> str | None:
    """What a total is called; None for an instrument without bands. Raises AnswerError for an impossible total."""
    low, high = instrument.total or (0, -1)
    if not low <= score <= high:
        raise AnswerError(f"The total of {instrument.title} is from {low} to {high}.")
    names = [b.name for b in instrument.bands if b.low <= score]
    return names[-1] if names else None
