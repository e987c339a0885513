"""Numbers in, numbers out: values with their intervals. Methods and sources: reference/statistics.md."""

from .intervals import Estimates, proportion, rate

__all__ = ["Estimates", "proportion", "rate"]
