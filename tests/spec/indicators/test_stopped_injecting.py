"""Injecting stopped by review: the edges of indicators.md D3."""

from .asking import Contributions
from .paired import NOBODY, NONE_OF_ONE, ONE, journey

title = "Stopped injecting"
ALL = Contributions("stopped_injecting", period="2013-14")


def injected(start, later):
    return journey(
        "injecting_days", ("2013-01-02", "S", start), ("2013-05-01", "R", later)
    )


def test_one_day_at_the_start_and_none_at_review_has_stopped(spec_test):
    spec_test(injected(1, 0), ALL, ONE)


def test_one_day_at_review_has_not(spec_test):
    spec_test(injected(28, 1), ALL, NONE_OF_ONE)


def test_no_injecting_at_the_start_is_not_in_the_base(spec_test):
    spec_test(injected(0, 0), ALL, NOBODY)


def test_not_answered_at_review_is_not_in_the_base(spec_test):
    spec_test(injected(5, ""), ALL, NOBODY)
