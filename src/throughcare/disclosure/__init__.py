"""Keeping small counts from view: rounding and suppression before anything leaves.

`protect` is for one table, `protect_release` for all that a release publishes at once. Which cells go besides the small
ones is found by a solver that is passed in (`publish.suppressing`); `attack` checks what somebody could work out.
docs/explanation/protection.md says what is protected, and what is not promised.
"""

from .problem import Problem, Solve, by_rule_of_thumb
from .protect import protect
from .release import Protected, protect_release
from .rounding import over_expected, ranges, ratios, rounded, rounded_all, shares
from .rules import HIDDEN, Protection
from .sheets import Figures
from .sums import Axis, Sums

__all__ = [
    "HIDDEN",
    "Axis",
    "Figures",
    "Problem",
    "Protected",
    "Protection",
    "Solve",
    "Sums",
    "by_rule_of_thumb",
    "over_expected",
    "protect",
    "protect_release",
    "ranges",
    "ratios",
    "rounded",
    "rounded_all",
    "shares",
]
