"""Keeping small counts from view: rounding and suppression before anything leaves.

Percentages and intervals come from counts as they are; then a row is hidden where its numerator or denominator is 1 to
4, and the counts that remain are rounded to the nearest 5 (indicators.md A5: rounding verified, the rest proposed).

What this does not protect against: a hidden cell can often be worked out from the total of its row or column less the
cells shown beside it; `protect` hides one more cell of a breakdown where exactly one is hidden, which makes that harder
within that table alone. It does not look across linked tables, nested areas, or periods that differ by little, and a
percentage shown beside a rounded denominator narrows down the numerator.
"""

from .protect import HIDDEN, Protection, protect, rounded

__all__ = ["HIDDEN", "Protection", "protect", "rounded"]
