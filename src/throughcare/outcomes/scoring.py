"""Totals and bands of an instrument, from answers to its items."""

import math
from collections.abc import Mapping

from throughcare.outcomes.instruments import CutOff, Instrument, Item, Version

WEEKS, DAYS_A_WEEK = 4, 7


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
) -> tuple[int, bool | None] | None:
    """A shorter form within an instrument: its score, and whether that is positive (None where no cut-off is known).

    None while any of its items is unanswered.

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
    score = sum(given)
    return score, None if found.positive is None else score >= found.positive


def cut_offs(instrument: Instrument, score: int, sex: str | None = None) -> list[str]:
    """What a total says by the cut-offs it reaches; `sex` "F" for a woman, whose cut-off can be lower.

    >>> from throughcare.outcomes import instruments
    >>> cut_offs(instruments.get("audit"), 7), cut_offs(instruments.get("audit"), 7, "F")
    ([], ['hazardous or harmful drinking'])
    """
    _possible(instrument, score)
    return [c.says for c in instrument.cut_offs if score >= _begins(c, sex)]


def _begins(cut_off: CutOff, sex: str | None) -> int:
    is_other = sex == "F" and cut_off.women is not None
    return cut_off.women if is_other else cut_off.low


def _possible(instrument: Instrument, score: int, scoring: str | None = None) -> int:
    """A total that the instrument can have."""
    low, high = instrument.range_of(scoring)
    is_number = isinstance(score, int | float) and not isinstance(score, bool)
    if not (is_number and low <= score <= high and score % 1 == 0):
        raise AnswerError(f"The total of {instrument.title} is from {low} to {high}.")
    return score


def amount(item: Item, days: int | None, given: float | None) -> float | None:
    """The average amount on a using day: above zero, and only where days were used; None where it is not said.

    Days without an amount are accepted (outcomes.md 1.3; proposed).
    """
    if given is None:
        return None
    if not item.amount:
        raise AnswerError(f"{item.asks}: no amount is asked for.")
    is_number = isinstance(given, int | float) and not isinstance(given, bool)
    if not (is_number and math.isfinite(given) and given > 0):
        raise AnswerError(f"{item.asks}: give an amount above zero, in {item.amount}.")
    if not days:
        raise AnswerError(f"{item.asks}: an amount is given only with days of use.")
    return given


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
    if len(weeks) != WEEKS or any(not _is_week(days) for days in weeks):
        raise AnswerError("Four weeks are needed, each with 0 to 7 days.")
    return sum(weeks)


def _is_week(days) -> bool:
    is_number = isinstance(days, int | float) and not isinstance(days, bool)
    return is_number and days % 1 == 0 and 0 <= days <= DAYS_A_WEEK


def band(instrument: Instrument, score: int, scoring: str | None = None) -> str | None:
    """What a total is called; None for an instrument without bands, and for another `scoring`, which has none.

    Raises AnswerError for an impossible total.
    """
    _possible(instrument, score, scoring)
    if scoring:
        return None
    names = [b.name for b in instrument.bands if b.low <= score]
    return names[-1] if names else None
