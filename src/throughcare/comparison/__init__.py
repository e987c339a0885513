"""Fair comparison: similar areas, case-mix, funnels, the gap to the best, direction of travel, inequality, alarms.

Nothing here ranks areas: each comparison has an interval, the number of people, and what it cannot say (`caveats`).
"""

from .alarms import Alarm, Watch, watch
from .card import Card, card
from .case_mix import Counts, Model, fit
from .expected import by_area, by_complexity, shares_of
from .factors import FACTORS, CannotCompare, in_order, patterns
from .funnel import VERDICTS, Compared, against_expected, of_shares
from .gap import Gap, to_top_quartile
from .inequality import Inequality, slope
from .similar import Neighbour, by_character, by_expected
from .travel import Travel, direction

__all__ = [
    "FACTORS",
    "VERDICTS",
    "Alarm",
    "CannotCompare",
    "Card",
    "Compared",
    "Counts",
    "Gap",
    "Inequality",
    "Model",
    "Neighbour",
    "Travel",
    "Watch",
    "against_expected",
    "by_area",
    "by_character",
    "by_complexity",
    "by_expected",
    "card",
    "direction",
    "fit",
    "in_order",
    "of_shares",
    "patterns",
    "shares_of",
    "slope",
    "to_top_quartile",
    "watch",
]
