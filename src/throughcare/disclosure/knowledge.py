"""What an attacker knows of some counts before he does any sums: how they add up, and the range of each."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from .rules import Protection

TRACE = 1e-6


@dataclass(frozen=True)
class Knowledge:
    """Sums (`matrix @ counts == constant`, of whole signs) and the least and most of each count.

    `counts` are the true ones. Where least and most are the same, the count is known.
    """

    counts: np.ndarray
    matrix: sparse.csr_matrix
    constant: np.ndarray
    least: np.ndarray
    most: np.ndarray


def is_safe(least, most, rules: Protection) -> np.ndarray:
    """Whether ranges hold enough whole counts, and one at least that is not 1 to 4 (nothing, or more)."""
    low, high = np.ceil(least - TRACE), np.floor(most + TRACE)
    is_wide = high - low + 1 >= rules.width
    return is_wide & ((low < 1) | (high > rules.largest_hidden))
