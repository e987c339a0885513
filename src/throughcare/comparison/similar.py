"""Similar areas: those an area is fairly compared with.

By what an area is like (people, deprivation, prevalence), or by what its people in treatment lead to expect
(reference/indicators.md G, proposed).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
CHARACTERISTICS = ("population", "deprivation", "prevalence")
BY_CHARACTER = "characteristics"
BY_EXPECTED = "expected outcome"


@dataclass(frozen=True)
class Neighbour:
    """One similar area: its code, its place from 1 (the nearest), and how far it is."""

    code: str
    place: int
    distance: float


def by_expected(
    codes: Sequence[str], expected: Sequence[float], k: int
) -> dict[str, list[Neighbour]]:
    """The `k` areas with the nearest expected share; equals in the order of their codes, an area not its own.

    >>> [n.code for n in by_expected(["a", "b", "c"], [0.2, 0.25, 0.4], 1)["c"]]
    ['b']
    """
    return nearest(codes, np.asarray(expected, float)[:, None], k)


def by_character(
    codes: Sequence[str], characteristics: dict[str, Sequence[float]], k: int
) -> dict[str, list[Neighbour]]:
    """The `k` areas nearest in the `characteristics` (any of CHARACTERISTICS), each in standard deviations.

    Of a population the logarithm counts. What differs between no two areas counts for nothing. An area with a blank has no
    neighbours and is nobody's.
    """
    columns = [_measured(name, values) for name, values in characteristics.items()]
    return nearest(codes, np.column_stack([_scaled(c) for c in columns]), k)


def _measured(name: str, values: Sequence[float]) -> Floats:
    found = np.asarray(values, float)
    if name != "population":
        return found
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(found > 0, np.log(found), np.nan)


def _scaled(values: Floats) -> Floats:
    known = values[~np.isnan(values)]
    spread = known.std() if len(known) else 0
    return (values - known.mean()) / spread if spread > 0 else values * 0


def nearest(
    codes: Sequence[str], features: Floats, k: int
) -> dict[str, list[Neighbour]]:
    """For each area with all its features (areas, features) the `k` nearest others, fewer where there are no more."""
    if k < 1:
        raise ValueError(f"An area is compared with 1 area or more, not with {k}.")
    known = [i for i in range(len(codes)) if not np.isnan(features[i]).any()]
    order = sorted(known, key=lambda i: codes[i])
    placed = features[order]
    gaps = placed[:, None, :] - placed[None, :, :]
    # Rounded, so that areas equally far stay equal whatever the order of subtraction.
    distance = np.sqrt((gaps**2).sum(-1)).round(12)
    np.fill_diagonal(distance, np.inf)
    ranked = np.argsort(distance, axis=1, kind="stable")[:, : min(k, len(order) - 1)]
    names = [codes[i] for i in order]
    return {
        name: [
            Neighbour(names[j], place, float(distance[row, j]))
            for place, j in enumerate(ranked[row], start=1)
        ]
        for row, name in enumerate(names)
    }
