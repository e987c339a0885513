"""Periods that overlap: what a hidden figure would be, taken from the year less its other quarters, or from two rolling
years and the quarters by which they differ. Figures of periods add up but for people counted in several of them; that
surplus is taken for known to the attacker. All counts are seen rounded.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from .knowledge import is_safe
from .rounding import ranges
from .rules import Protection

Span = tuple[dt.date, dt.date]
"""A period: its first day and the first day after it."""


@dataclass(frozen=True)
class Relation:
    """Periods, by position, whose counts add up to the surplus when each is taken with its sign."""

    at: tuple[int, ...]
    signs: tuple[int, ...]


def relations(spans: list[Span]) -> list[Relation]:
    """Every way in which one of the periods, or the difference of two, is made up of shorter ones among them.

    >>> d = dt.date
    >>> half, other = (d(2012, 4, 1), d(2012, 10, 1)), (d(2012, 10, 1), d(2013, 4, 1))
    >>> relations([(d(2012, 4, 1), d(2013, 4, 1)), half, other])
    [Relation(at=(0, 1, 2), signs=(1, -1, -1))]
    """
    found: dict[Relation, None] = {}
    for at, span in enumerate(spans):
        for tiles in _tilings(span, spans):
            if at not in tiles:
                found[_relation([at], tiles)] = None
    for one, two in combinations(range(len(spans)), 2):
        for left, right in _differences(spans, one, two):
            found[_relation([one, *right], [two, *left])] = None
    return list(found)


def _relation(plus: list[int], minus: list[int]) -> Relation:
    """One form for each: the side with fewer periods first, else that with the first of them."""
    plus, minus = sorted(
        (sorted(plus), sorted(minus)), key=lambda side: (len(side), side)
    )
    return Relation((*plus, *minus), (1,) * len(plus) + (-1,) * len(minus))


def _differences(spans, one: int, two: int) -> Iterator[tuple[list[int], list[int]]]:
    """Tiles of what only the first period covers, and of what only the second does, where they overlap in part."""
    (a, b), (c, d) = spans[one], spans[two]
    if (a, b) == (c, d) or b <= c or d <= a:
        return
    only_one = [span for span in ((a, min(b, c)), (max(a, d), b)) if span[0] < span[1]]
    only_two = [span for span in ((c, min(d, a)), (max(c, b), d)) if span[0] < span[1]]
    for left in _all_tiled(only_one, spans):
        for right in _all_tiled(only_two, spans):
            if len({one, two, *left, *right}) == 2 + len(left) + len(right):
                yield left, right


def _all_tiled(wanted: list[Span], spans) -> list[list[int]]:
    """Ways to tile several spans at once; one way, with no tile, where there is none to tile."""
    ways: list[list[int]] = [[]]
    for span in wanted:
        ways = [way + tiles for way in ways for tiles in _tilings(span, spans)]
    return ways


def _tilings(span: Span, spans: list[Span]) -> list[list[int]]:
    """Ways to make up a span of periods of one length, in months."""
    by_length: dict[int, dict[dt.date, int]] = {}
    for at, (start, end) in enumerate(spans):
        if span[0] <= start and end <= span[1]:
            by_length.setdefault(_months(start, end), {}).setdefault(start, at)
    chains = (_chain(span, starts, spans) for starts in by_length.values())
    return [chain for chain in chains if chain]


def _chain(span: Span, starts: dict[dt.date, int], spans) -> list[int]:
    found, day = [], span[0]
    while day < span[1]:
        if day not in starts:
            return []
        found.append(starts[day])
        day = spans[starts[day]][1]
    return found


def _months(start: dt.date, end: dt.date) -> int:
    return 12 * (end.year - start.year) + end.month - start.month


def reach(
    relation: Relation, counts: np.ndarray, hidden: np.ndarray, rules: Protection
) -> tuple[np.ndarray, np.ndarray]:
    """Least and most of each count that the relation alone leaves. Arrays: period of the relation first."""
    signs = np.array(relation.signs).reshape(-1, *[1] * (counts.ndim - 1))
    surplus = (signs * counts).sum(axis=0)
    least, most = ranges(counts, rules)
    least, most = np.where(hidden, 0, least), np.where(hidden, np.inf, most)
    low = np.where(signs > 0, least, -most)
    high = np.where(signs > 0, most, -least)
    others_low, others_high = _sums_of_others(low), _sums_of_others(high)
    least = np.where(signs > 0, surplus - others_high, others_low - surplus)
    most = np.where(signs > 0, surplus - others_low, others_high - surplus)
    return np.maximum(least, 0), most


def _sums_of_others(values: np.ndarray) -> np.ndarray:
    """For each period the sum of the others: infinities cannot be taken off again."""
    is_infinite = ~np.isfinite(values)
    finite = np.where(is_infinite, 0, values)
    rest = finite.sum(axis=0) - finite
    others = is_infinite.sum(axis=0) - is_infinite
    # All infinities of one call have the same sign: the highs are plus, the lows minus.
    ends = np.where(is_infinite, values, 0).sum(axis=0)
    return np.where(others > 0, ends, rest)


def alone_in(
    relation: Relation, sheets: list, rules: Protection
) -> Iterator[tuple[object, np.ndarray]]:
    """Sheets, with the cells to hide besides, so that no hidden figure follows from the relation."""
    counts = np.stack([sheet.counts for sheet in sheets])
    hidden = np.stack([sheet.hidden | sheet.wanted for sheet in sheets])
    if not hidden.any():
        return
    least, most = reach(relation, counts, hidden, rules)
    secret = hidden & (counts > 0) & np.stack([sheet.secret for sheet in sheets])
    is_told = (secret & ~is_safe(least, most, rules)).any(axis=0)
    can_hide = ~hidden & (counts > 0)
    cost = np.where(can_hide, counts, np.inf)
    chosen = cost.argmin(axis=0)
    is_told = is_told & can_hide.any(axis=0)
    for at, sheet in enumerate(sheets):
        cells = is_told & (chosen == at)
        if cells.any():
            yield sheet, cells
