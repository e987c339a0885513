"""Figures of periods that overlap: the attacks that take one from the other, before and after."""

import datetime as dt

import numpy as np
import pytest

from throughcare.disclosure import Protection
from throughcare.disclosure.attack import is_safe
from throughcare.disclosure.periods import Relation, alone_in, reach, relations
from throughcare.disclosure.sheets import Sheet

RULES = Protection(base=5, largest_hidden=4, decimals=1)


def months(start: int, number: int) -> tuple[dt.date, dt.date]:
    """A period of whole months, counted from April 2012."""
    first, last = start + 3, start + 3 + number
    return (
        dt.date(2012 + first // 12, first % 12 + 1, 1),
        dt.date(2012 + last // 12, last % 12 + 1, 1),
    )


def sheet(count: int, is_hidden: bool) -> Sheet:
    counts = np.array([[count]])
    made = Sheet("made up", counts, np.array([[is_hidden]]), *[counts] * 3)
    made.hidden = np.array([[is_hidden]])
    return made


YEAR = months(0, 12)
QUARTERS = [months(start, 3) for start in (0, 3, 6, 9)]


def test_year_is_its_quarters():
    assert relations([YEAR, *QUARTERS]) == [
        Relation((0, 1, 2, 3, 4), (1, -1, -1, -1, -1))
    ]


def test_rolling_years_differ_by_the_quarter_in_and_the_quarter_out():
    rolling = [months(0, 12), months(3, 12)]
    quarters = [months(0, 3), months(12, 3)]
    assert relations(rolling + quarters) == [Relation((0, 3, 1, 2), (1, 1, -1, -1))]


def test_rolling_years_without_the_quarters_between_them_make_no_relation():
    assert relations([months(0, 12), months(3, 12)]) == []


def test_months_rolling_by_one():
    spans = [months(0, 12), months(1, 12), months(0, 1), months(12, 1)]
    assert relations(spans) == [Relation((0, 3, 1, 2), (1, 1, -1, -1))]


def test_periods_apart_have_nothing_to_do_with_each_other():
    assert relations([months(0, 12), months(12, 12)]) == []


RELATION = Relation((0, 1, 2, 3, 4), (1, -1, -1, -1, -1))


@pytest.mark.parametrize(
    ("counts", "is_hidden"),
    [
        # 6 in the year, 5 in one quarter and nobody in two: one in the other.
        ([6, 5, 0, 0, 1], [False, False, False, False, True]),
        # 5 to 7 in the year and in one quarter: two at most in another.
        ([7, 5, 0, 0, 2], [False, False, False, False, True]),
    ],
)
def test_quarter_that_follows_from_the_year_takes_another_with_it(counts, is_hidden):
    sheets = [sheet(*one) for one in zip(counts, is_hidden, strict=True)]
    before = told(sheets)
    assert before
    for _ in range(5):
        for found, cells in alone_in(RELATION, sheets, RULES):
            found.want(cells)
            found.hidden = found.wanted
    assert not told(sheets)


def told(sheets: list[Sheet]) -> list[int]:
    """Hidden counts that an attacker knows too well."""
    counts = np.stack([s.counts for s in sheets])
    hidden = np.stack([s.hidden for s in sheets])
    least, most = reach(RELATION, counts, hidden, RULES)
    weak = hidden & (counts > 0) & ~is_safe(least, most, RULES)
    return counts[weak].tolist()


def test_range_of_the_relation_is_that_of_rounded_figures():
    """15 shown for 16, 5 for 6 and for 7, and one hidden: 13 to 17 less 10 to 14, so 0 to 7."""
    counts = np.array([16, 6, 7, 3]).reshape(4, 1, 1)
    hidden = np.array([False, False, False, True]).reshape(4, 1, 1)
    relation = Relation((0, 1, 2, 3), (1, -1, -1, -1))
    least, most = reach(relation, counts, hidden, RULES)
    assert (least[3].item(), most[3].item()) == (0, 7)


def test_people_counted_in_two_quarters_are_known_to_the_attacker():
    counts = np.array([20, 12, 10]).reshape(3, 1, 1)
    hidden = np.array([False, False, True]).reshape(3, 1, 1)
    relation = Relation((0, 1, 2), (1, -1, -1))
    least, most = reach(relation, counts, hidden, RULES)
    assert (least[2].item(), most[2].item()) == (18 - 12 + 2, 22 - 8 + 2)
