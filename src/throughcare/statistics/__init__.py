"""Numbers in, numbers out: values with their intervals. Methods and sources: reference/statistics.md."""

from .inequality import slope_index_of_inequality
from .intervals import Estimates, mean, proportion, rate
from .mortality import life_expectancy
from .ranks import quantiles
from .standardised import (
    directly_standardised_rate,
    indirectly_standardised_rate,
    indirectly_standardised_ratio,
)

__all__ = [
    "Estimates",
    "directly_standardised_rate",
    "indirectly_standardised_rate",
    "indirectly_standardised_ratio",
    "life_expectancy",
    "mean",
    "proportion",
    "quantiles",
    "rate",
    "slope_index_of_inequality",
]
