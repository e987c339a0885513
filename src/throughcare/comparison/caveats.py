"""What a comparison cannot say: printed beside every one of them.

The first three are those that the National Treatment Agency's report of outcomes carried in November 2009
(reference/indicators.md F, verified); the others are this project's.
"""

SMALL = (
    "Numbers of one area and period are small: look at the interval before the value."
)
NOT_ADJUSTED = (
    "Not adjusted for case-mix: areas whose people have fewer problems come out better."
)
NO_STANDARD = "There is no standard by which to call performance good: beyond a limit means unlike the others, not good or bad."
NOT_CAUSE = "A difference does not say why: recording, local offer and who comes forward all move it."
ADJUSTED = "Adjusted for what is recorded of people at the start; need that is not recorded is not adjusted for."
MANY = "Of 152 areas without any true difference, about 8 lie beyond a 95% limit by chance."
SIMILAR = "Similar areas are similar in what was compared, not in everything."


def of(adjusted: bool) -> tuple[str, ...]:
    """The caveats of a comparison, with or without an adjustment for case-mix."""
    return (SMALL, ADJUSTED if adjusted else NOT_ADJUSTED, NO_STANDARD, NOT_CAUSE, MANY)
