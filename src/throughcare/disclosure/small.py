"""Which figures point to people by themselves: primary suppression.

Hidden is a share whose numerator or denominator is 1 to 4, or whose denominator less numerator is (the people to whom
it did not happen), and a share of all, or of none, of a few people: it says of each what happened.
"""

import numpy as np

from .rules import Protection


def is_small(counts: np.ndarray, rules: Protection) -> np.ndarray:
    """Whether each count is one of those that are hidden."""
    counts = np.asarray(counts)
    return (counts > 0) & (counts <= rules.largest_hidden)


def is_primary(
    numerators: np.ndarray, denominators: np.ndarray, rules: Protection
) -> np.ndarray:
    """Whether each share is hidden for its own counts: arrays of one shape.

    >>> rules = Protection(base=5, largest_hidden=4, decimals=1, few=10)
    >>> is_primary(np.array([20, 3, 20, 7, 20]), np.array([40, 40, 22, 7, 20]), rules).tolist()
    [False, True, True, True, False]
    """
    others = denominators - numerators
    told = is_small(numerators, rules) | is_small(denominators, rules)
    return told | is_small(others, rules) | _is_of_few(numerators, denominators, rules)


def _is_of_few(numerators, denominators, rules: Protection) -> np.ndarray:
    is_few = (denominators > 0) & (denominators < rules.few)
    return is_few & ((numerators == 0) | (numerators == denominators))


def levels(
    counts: np.ndarray, rules: Protection, others: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """How far below and above the true count a hidden one must remain possible. `others`: denominators less numerators.

    A count of 1 to 4 must remain possible as 5, so that it may be none of those, and keep `rules.width` counts in all;
    so must the others. Nothing is asked of any other count.

    >>> rules = Protection(base=5, largest_hidden=4, decimals=1)
    >>> [x.tolist() for x in levels(np.array([0, 1, 4, 30]), rules)]
    [[0, 0, 3, 0], [0, 4, 1, 0]]
    """
    below, above = _room(counts, rules)
    if others is not None:
        more_above, more_below = _room(others, rules)
        below, above = np.maximum(below, more_below), np.maximum(above, more_above)
        below, above = np.minimum(below, counts), np.minimum(above, others)
    return below, above


def _room(counts: np.ndarray, rules: Protection):
    small = is_small(counts, rules)
    above = np.where(small, rules.largest_hidden + 1 - counts, 0)
    below = np.where(small, np.maximum(rules.width - 1 - above, counts - 1), 0)
    return np.minimum(below, counts), above
