"""What every statistic asks of its numbers: finite, of one shape, not negative where they count something.

A blank is NaN and stays allowed: it makes the value it belongs to NaN. Anything else that cannot be meant raises a
ValueError that names the argument, the place and the way out.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Floats = NDArray[np.float64]
LARGEST, SMALLEST = 1e100, 1e-100
"""Beyond these, squares and quotients leave what a computer can hold."""


def numbers(name: str, values: ArrayLike) -> Floats:
    """Finite numbers, or NaN for a blank. What is masked is blank; dates and complex numbers are no numbers here."""
    try:
        found = _floats(values)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(
            f"{name} must be numbers of one shape; leave a blank as NaN."
        ) from None
    refuse(np.isinf(found), found, name, "is not finite; leave a blank as NaN")
    refuse(np.abs(found) > LARGEST, found, name, "is too large; check the unit")
    return found


def _floats(values: ArrayLike) -> Floats:
    if isinstance(values, np.ma.MaskedArray):
        return values.astype(float).filled(np.nan)
    given = values if hasattr(values, "dtype") else np.asarray(values)
    if given.dtype.kind in "mMc":
        raise TypeError
    return np.asarray(given, dtype=float)


def number(name: str, value: float) -> float:
    """One finite number."""
    found = numbers(name, value)
    if found.ndim or np.isnan(found):
        raise ValueError(f"{name} must be one number, not {value!r}.")
    return float(found)


def positive(name: str, value: float) -> float:
    """One number above zero."""
    found = number(name, value)
    if not found > 0:
        raise ValueError(f"{name} must be above zero, not {value}.")
    return found


def whole(name: str, value: int, least: int, most: int | None = None) -> int:
    """One whole number, from `least` up to `most`."""
    found = number(name, value)
    if found % 1 or found < least or (most is not None and found > most):
        span = f"from {least} to {most}" if most is not None else f"of {least} or more"
        raise ValueError(f"{name} must be a whole number {span}, not {value}.")
    return int(found)


def flag(name: str, value: bool) -> bool:
    """True or False."""
    if not isinstance(value, bool | np.bool_):
        raise ValueError(f"{name} must be True or False, not {value!r}.")
    return bool(value)


def scales(multiplier: ArrayLike, shape: tuple[int, ...]) -> Floats:
    """Multipliers above zero, one for all values or one for each."""
    found = numbers("multiplier", multiplier)
    refuse(~(found > 0), found, "multiplier", "is not above zero")
    if found.ndim and found.shape != shape:
        raise ValueError(f"multiplier has shape {found.shape}, the values {shape}.")
    return found


def counts(name: str, values: ArrayLike) -> Floats:
    """Finite numbers of zero or more, or NaN."""
    found = numbers(name, values)
    refuse(found < 0, found, name, "is negative; it must be zero or more")
    is_tiny = (found > 0) & (found < SMALLEST)
    refuse(is_tiny, found, name, "is too small; check the unit")
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


def labels(groups: ArrayLike, shape: tuple[int, ...]) -> tuple[NDArray, NDArray]:
    """The different labels in order, and the place of each entry among them; `shape` is that of the values."""
    given = np.asarray(groups)
    if len(shape) != 1 or given.shape != shape:
        raise ValueError(
            f"values and groups must have one dimension and one length, not {shape} and {given.shape}."
        )
    try:
        return np.unique(given, return_inverse=True)
    except TypeError:
        raise ValueError(
            "groups mixes words with numbers or blanks; give each entry a label of one kind."
        ) from None


def choice(name: str, given: str, known) -> str:
    """One of the words known."""
    if not isinstance(given, str) or given not in known:
        raise ValueError(f"{name} {given!r} is not known; use {', '.join(known)}.")
    return given


def tail(confidence: float) -> float:
    """What lies beyond each limit: 0.025 at a confidence of 0.95."""
    try:
        is_between = np.ndim(confidence) == 0 and 0 < confidence < 1
    except TypeError:
        is_between = False
    if not is_between:
        raise ValueError(
            f"confidence must lie between 0 and 1, as 0.95 does, not {confidence}."
        )
    return float((1 - confidence) / 2)


def normal(confidence: float) -> float:
    """The normal quantile of a two-sided interval: 1.96 at 0.95."""
    return float(-special.ndtri(tail(confidence)))
