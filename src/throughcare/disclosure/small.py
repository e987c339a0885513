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

    A count of 1 to 4 must remain possible as 5, so that it may be none of those; any must keep `rules.width` counts.

    >>> rules = Protection(base=5, largest_hidden=4, decimals=1)
    >>> [x.tolist() for x in levels(np.array([1, 4, 30]), rules)]
    [[0, 3, 2], [4, 1, 2]]
    """
    room = rules.width - 1
    below, above = _room(counts, rules, room)
    if others is not None:
        more_above, more_below = _room(others, rules, room)
        is_told = is_small(others, rules)
        below = np.where(is_told, np.maximum(below, more_below), below)
        above = np.where(is_told, np.maximum(above, more_above), above)
        below, above = np.minimum(below, counts), np.minimum(above, others)
    return below, above


def _room(counts, rules: Protection, room: int):
    small = is_small(counts, rules)
    above = np.where(small, rules.largest_hidden + 1 - counts, room - room // 2)
    above = np.where(counts == 0, room, above)
    below = np.maximum(room - above, np.where(small, counts - 1, 0))
    return np.minimum(below, counts), above
