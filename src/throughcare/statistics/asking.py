"""What every statistic asks of its numbers: finite, of one shape, not negative where they count something.

A blank is NaN and stays allowed: it makes the value it belongs to NaN. Anything else that cannot be meant raises a
ValueError that names the argument, the place and the way out.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Floats = NDArray[np.float64]


def numbers(name: str, values: ArrayLike) -> Floats:
    """Finite numbers, or NaN for a blank."""
    try:
        found = np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(
            f"{name} must be numbers of one shape; leave a blank as NaN."
        ) from None
    refuse(np.isinf(found), found, name, "is not finite; leave a blank as NaN")
    return found


def counts(name: str, values: ArrayLike) -> Floats:
    """Finite numbers of zero or more, or NaN."""
    found = numbers(name, values)
    refuse(found < 0, found, name, "is negative; it must be zero or more")
    return found


def probabilities(name: str, values: ArrayLike) -> Floats:
    """Numbers from 0 to 1, or NaN."""
    found = numbers(name, values)
    refuse((found < 0) | (found > 1), found, name, "is not between 0 and 1")
    return found


def series(name: str, values: ArrayLike, least: int = 1) -> Floats:
    """Counts in one dimension, at least so many and none of them blank."""
    found = counts(name, values)
    if found.ndim != 1:
        raise ValueError(f"{name} must have one dimension, not {found.ndim}.")
    if len(found) < least:
        raise ValueError(f"{name} must hold at least {least} values, not {len(found)}.")
    refuse(np.isnan(found), found, name, "is blank; fill it in or leave it out")
    return found


def refuse(wrong: NDArray[np.bool_], values: NDArray, name: str, why: str) -> None:
    """Raise for the first place that is wrong."""
    if np.any(wrong):
        place = np.argwhere(wrong)[0]
        where = f" at {', '.join(map(str, place))}" if len(place) else ""
        raise ValueError(f"{name}{where}: {values[tuple(place)]:g} {why}.")


def alike(**arrays: NDArray) -> list[NDArray]:
    """Arrays stretched to one shape."""
    try:
        return np.broadcast_arrays(*arrays.values())
    except ValueError:
        shapes = ", ".join(f"{name} {each.shape}" for name, each in arrays.items())
        raise ValueError(f"Shapes do not fit each other: {shapes}.") from None


def same_shape(**arrays: NDArray) -> None:
    """Raise where shapes differ."""
    if len({each.shape for each in arrays.values()}) > 1:
        shapes = ", ".join(f"{name} {each.shape}" for name, each in arrays.items())
        raise ValueError(f"Shapes must be the same: {shapes}.")


def choice(name: str, given: str, known) -> str:
    """One of the words known."""
    if given not in known:
        raise ValueError(f"{name} {given!r} is not known; use {', '.join(known)}.")
    return given


def tail(confidence: float) -> float:
    """What lies beyond each limit: 0.025 at a confidence of 0.95."""
    if not 0 < confidence < 1:
        raise ValueError(
            f"confidence must lie between 0 and 1, as 0.95 does, not {confidence}."
        )
    return (1 - confidence) / 2


def normal(confidence: float) -> float:
    """The normal quantile of a two-sided interval: 1.96 at 0.95."""
    return float(-special.ndtri(tail(confidence)))
