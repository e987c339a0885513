"""What shown figures say of the true ones, and that the difference of two never says that it is 1 to 4."""

from itertools import product

import numpy as np
import pytest

from throughcare.disclosure import Protection, ranges, shares
from throughcare.disclosure.attack import is_safe

RULES = Protection(base=5, largest_hidden=4, decimals=1)
SHOWN = [n for n in range(63) if not 0 < n < 5]


def test_range_holds_the_count_and_every_other_that_is_shown_alike():
    least, most = ranges(np.array(SHOWN), RULES)
    for count, low, high in zip(SHOWN, least, most, strict=True):
        alike = [n for n in SHOWN if round_half_up(n) == round_half_up(count)]
        alike = [0] if count == 0 else [n for n in alike if n]
        assert (low, high) == (min(alike), max(alike))


def round_half_up(count: int) -> int:
    return (2 * count + 5) // 10 * 5


def test_difference_of_two_shown_counts_never_says_one_to_four():
    """Two periods, two releases, a total less a group: whatever the pair of counts."""
    counts = np.array(SHOWN)
    least, most = ranges(counts, RULES)
    for (low, high), (other_low, other_high) in product(
        zip(least, most, strict=True), repeat=2
    ):
        smallest, largest = low - other_high, high - other_low
        assert not (smallest >= 1 and largest <= 4)


@pytest.mark.parametrize("people", [30, 150, 900])
def test_share_tells_no_more_than_the_rounded_counts(people):
    """Every pair of counts that rounds alike is shown with the same share and limits."""
    tops, bases = 5 * round(people / 15), 5 * round(people / 5)
    pairs = np.array(
        list(product(range(tops - 2, tops + 3), range(bases - 2, bases + 3)))
    )
    found = shares(pairs[:, 0], pairs[:, 1], 100, RULES)
    for name in ("value", "lower", "upper"):
        assert len(set(found[name].tolist())) == 1


def test_interval_of_rounded_counts_holds_the_share_of_the_true_ones():
    random = np.random.default_rng(0)
    bases = random.integers(10, 400, 3000)
    tops = np.array([random.integers(5, base - 4) for base in bases])
    found = shares(tops, bases, 100, RULES)
    exact = 100 * tops / bases
    assert ((found["lower"] <= exact) & (exact <= found["upper"])).all()


def test_nobody_has_no_share():
    found = shares(np.array([0]), np.array([0]), 100, RULES)
    assert np.isnan(found["value"]).all()


@pytest.mark.parametrize(
    ("least", "most", "safe"),
    [(0, 4, True), (1, 5, True), (1, 4, False), (0, 3, False), (3, 3, False)],
)
def test_what_is_safe(least, most, safe):
    found = is_safe(np.array([float(least)]), np.array([float(most)]), RULES)
    assert found.tolist() == [safe]
