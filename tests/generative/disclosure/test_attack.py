"""Random releases against an attacker who is written here and shares no code with the one that releases are checked by.

The attacker sees the rounded figures and the [c] of all tables at once: every count is unknown within what its figure says, and
adds up in every way in which the tables do. For each hidden count of 1 to 4 two linear programmes give its range.
"""

import datetime as dt

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from throughcare.disclosure import Axis, Figures, Protection, protect_release
from throughcare.publish.suppressing import solve

RULES = Protection(base=5, largest_hidden=4, decimals=1, few=10)
PLACES = Axis(
    9, ((0, (1, 2, 3)), (1, (4, 5)), (2, (6, 7)), (3, (8,)))
)  # England, three regions, five areas
LEAVES = (4, 5, 6, 7, 8)
LARGE = 10_000


def release(seed: int) -> list[Figures]:
    """Three shares of the same people in two years, by place and group, and the people as a count."""
    random = np.random.default_rng(seed)
    made = []
    for year in (2010, 2011):
        start, end = dt.date(year, 4, 1), dt.date(year + 1, 4, 1)
        people = random.poisson(random.lognormal(2.5, 1, (5, 3)))
        base = whole(people)
        named = {"period": str(year), "start": start, "end": end}
        kept = np.zeros((9, 4, 1), bool)
        made.append(
            Figures(
                "people",
                numerators=base[..., None],
                denominators=None,
                kept=kept,
                **named,
            )
        )
        for share in (0.1, 0.4, 0.9):
            top = whole(random.binomial(people, share))[..., None]
            made.append(
                Figures(
                    f"share {share}",
                    numerators=top,
                    denominators=base,
                    kept=kept,
                    **named,
                )
            )
    return made  # fmt: skip


def whole(inner: np.ndarray) -> np.ndarray:
    """Areas by groups with their totals: regions, England, all groups; somebody who moved counts twice in parts."""
    found = np.zeros((9, 4), int)
    found[4:, 1:] = inner
    for total, parts in ((3, (8,)), (2, (6, 7)), (1, (4, 5)), (0, (1, 2, 3))):
        found[total, 1:] = found[list(parts), 1:].sum(axis=0)
    found[:, 0] = found[:, 1:].sum(axis=1)
    return found


class Attacker:
    """Equations and ranges of everything that is published in one year."""

    def __init__(self, figures: list[Figures], hidden: list[np.ndarray]):
        self.numbers: dict[tuple, int] = {}
        self.low: list[float] = []
        self.high: list[float] = []
        self.equations: list[dict[int, int]] = []
        base, cells = figures[0].numerators[..., 0], hidden[0][..., 0]
        self.table("people", base, cells)
        for one, hid in zip(figures[1:], hidden[1:]):
            top, cells = one.numerators[..., 0], hid[..., 0]
            self.table(one.indicator, top, cells)
            # Those of whom it is not true are as many as are left, and not fewer than none.
            self.table(f"not {one.indicator}", base - top, np.ones(top.shape, bool))
            for at in np.ndindex(top.shape):
                yes, no = self.numbers[one.indicator, at], self.numbers[f"not {one.indicator}", at]  # fmt: skip
                self.equations.append({self.numbers["people", at]: -1, yes: 1, no: 1})

    def table(self, name: str, counts: np.ndarray, hidden: np.ndarray) -> None:
        for at in np.ndindex(counts.shape):
            self.numbers[name, at] = len(self.low)
            low, high = (0, LARGE) if hidden[at] else said(int(counts[at]))
            self.low.append(low)
            self.high.append(high)
        for place in range(9):
            self.add_up(name, (place, 0), [(place, group) for group in (1, 2, 3)])
        for total, parts in PLACES.lines:
            for group in range(4):
                self.add_up(name, (total, group), [(part, group) for part in parts])

    def add_up(self, name: str, total: tuple, parts: list[tuple]) -> None:
        line = {self.numbers[name, total]: -1}
        self.equations.append(line | {self.numbers[name, part]: 1 for part in parts})

    def range_of(self, number: int) -> tuple[float, float]:
        a = np.zeros((len(self.equations), len(self.low)))
        for row, equation in enumerate(self.equations):
            a[row, list(equation)] = list(equation.values())
        goal = np.zeros(len(self.low))
        goal[number] = 1
        limits = list(zip(self.low, self.high))
        found = [
            linprog(sign * goal, A_eq=a, b_eq=np.zeros(len(a)), bounds=limits)
            for sign in (1, -1)
        ]
        return found[0].fun, -found[1].fun


def said(count: int) -> tuple[int, int]:
    """What a shown figure says: 5 stands for 5, 6 and 7, since 1 to 4 are never shown."""
    if count == 0:
        return 0, 0
    shown = (2 * count + 5) // 10 * 5
    return max(shown - 2, 5), shown + 2


def is_told(low: float, high: float) -> bool:
    low, high = np.ceil(low - 1e-6), np.floor(high + 1e-6)
    return high - low < 4 or (low >= 1 and high <= 4)


def attacked(figures: list[Figures], hidden: list[np.ndarray], most: int = 12):
    """Hidden counts of 1 to 4 of the first year that the attacker knows too well: name, place and group, range."""
    attacker = Attacker(figures[:4], hidden[:4])
    for one, hid in zip(figures[:4], hidden[:4]):
        counts = one.numerators[..., 0]
        small = np.argwhere((counts > 0) & (counts < 5))
        assert all(hid[tuple(at)][0] for at in small)
        for at in map(tuple, small[:most]):
            low, high = attacker.range_of(attacker.numbers[one.indicator, at])
            if is_told(low, high):
                yield one.indicator, at, (low, high)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)  # fmt: skip
@given(st.integers(0, 10_000))
def test_no_hidden_count_of_a_random_release_is_told(seed):
    figures = release(seed)
    found = protect_release(figures, PLACES, RULES, solve)
    assert found.attack.told == 0
    assert list(attacked(figures, found.hidden)) == []


def test_attacker_finds_what_is_told_without_hiding_more():
    """The attack is none that always fails: with small counts alone hidden it succeeds."""
    succeeded = 0
    for seed in range(6):
        figures = release(seed)
        alone = [one.numerators > 0 for one in figures]
        alone = [a & (one.numerators < 5) for a, one in zip(alone, figures)]
        succeeded += bool(list(attacked(figures, alone)))
    assert succeeded


@pytest.mark.parametrize("seed", [1, 2])
def test_same_release_is_protected_the_same_way_again(seed):
    first, second = (
        protect_release(release(seed), PLACES, RULES, solve) for _ in range(2)
    )
    assert all((a == b).all() for a, b in zip(first.hidden, second.hidden))
