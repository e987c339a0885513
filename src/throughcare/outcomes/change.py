"""What changed between two outcome profiles, in days of 28 (outcomes.md section 3).

A person who used at the start is abstinent, reliably improved, unchanged or deteriorated at the later profile. Abstinence takes
precedence. Reliable means by at least the threshold of the substance, which is provisional wherever it is shown.
"""

import math

import ibis
import ibis.expr.types as ir

ABSTINENT, IMPROVED = "abstinent", "reliably_improved"
UNCHANGED, DETERIORATED = "unchanged", "deteriorated"
CATEGORIES = (ABSTINENT, IMPROVED, UNCHANGED, DETERIORATED)
CRITICAL = 1.96
"""The normal deviate of Jacobson and Truax: a change beyond it is not one of measurement in 95 of 100 (memory)."""


def threshold_days(deviation: float, reliability: float) -> int:
    """The smallest whole number of days that is a reliable change.

    `deviation`: standard deviation at the start, in days; `reliability`: of the item, 0 to 1. Jacobson and Truax,
    J Consult Clin Psychol 1991; 59: 12-19.

    >>> threshold_days(10, 0.80), threshold_days(10, 0.78)
    (13, 14)
    """
    if deviation < 0 or not 0 <= reliability <= 1:
        raise ValueError(
            "A standard deviation is not negative, and a reliability is from 0 to 1."
        )
    of_difference = math.sqrt(2) * deviation * math.sqrt(1 - reliability)
    return math.floor(CRITICAL * of_difference) + 1


def category(
    start: ir.IntegerValue, later: ir.IntegerValue, threshold: int | None
) -> ir.StringValue:
    """The change of one item; null where it was not used at the start, or either answer is missing.

    Without a threshold only abstinence can be told: the rest is null.
    """
    used = start > 0
    known = used & later.notnull()
    if threshold is None:
        return ibis.cases((known & (later == 0), ABSTINENT), else_=ibis.null("string"))
    return ibis.cases(
        (known & (later == 0), ABSTINENT),
        (known & (start - later >= threshold), IMPROVED),
        (known & (later - start >= threshold), DETERIORATED),
        (known, UNCHANGED),
        else_=ibis.null("string"),
    )


ABSTAINED, REDUCED, SAME, INCREASED = "abstinent", "reduced", "same", "increased"
IN_DAYS = (ABSTAINED, REDUCED, SAME, INCREASED)


def in_days(start: ir.IntegerValue, later: ir.IntegerValue) -> ir.StringValue:
    """The change of one item of young people, to whom reliable change is not applied (outcomes.md 5; proposed).

    Null where it was not used at the start, or either answer is missing.
    """
    known = (start > 0) & later.notnull()
    return ibis.cases(
        (known & (later == 0), ABSTAINED),
        (known & (later < start), REDUCED),
        (known & (later > start), INCREASED),
        (known, SAME),
        else_=ibis.null("string"),
    )


def is_assessable(start: ir.IntegerValue, later: ir.IntegerValue) -> ir.BooleanValue:
    """Used at the start, and both answered: NA is never abstinence."""
    return ((start > 0) & later.notnull()).fill_null(False)
