"""Numbers in, numbers out: values with their intervals. Methods and sources: reference/statistics.md.

Each function is tested on answers that other software computed (`python -m tests.oracles`). Papers that
reference/statistics.md does not name, and the pages within papers, are cited from memory and not verified.
"""

from .alarms import cusum, ears, farrington, farrington_flexible
from .change import difference_of_proportions, reliable_change
from .control import xmr
from .funnels import funnel_limits, funnel_significance, overdispersion
from .graphs import bayesian_capture_recapture
from .inequality import slope_index_of_inequality
from .intervals import Estimates, mean, proportion, rate
from .lists import capture_recapture, two_lists
from .matching import propensity_match
from .mortality import life_expectancy
from .ranks import quantiles
from .standardised import (
    directly_standardised_rate,
    indirectly_standardised_rate,
    indirectly_standardised_ratio,
)
from .survival import competing_risks, kaplan_meier, log_rank
from .trends import broken_line

__all__ = [
    "Estimates",
    "bayesian_capture_recapture",
    "broken_line",
    "capture_recapture",
    "competing_risks",
    "cusum",
    "difference_of_proportions",
    "directly_standardised_rate",
    "ears",
    "farrington",
    "farrington_flexible",
    "funnel_limits",
    "funnel_significance",
    "indirectly_standardised_rate",
    "indirectly_standardised_ratio",
    "kaplan_meier",
    "life_expectancy",
    "log_rank",
    "mean",
    "overdispersion",
    "proportion",
    "propensity_match",
    "quantiles",
    "rate",
    "reliable_change",
    "slope_index_of_inequality",
    "two_lists",
    "xmr",
]
