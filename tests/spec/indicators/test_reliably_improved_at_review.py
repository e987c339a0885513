"""Reliable change at review: the edges of outcomes.md 3.1, with the provisional threshold of 13 days."""

from .asking import Contributions
from .paired import NOBODY, NONE_OF_ONE, ONE, journey

title = "Reliably improved at review"
IMPROVED = Contributions("reliably_improved_at_review", period="2013-14")
WORSE = Contributions(
    "reliably_improved_at_review:opiate_deteriorated", period="2013-14"
)


def changed(start, later):
    return journey(
        "opiate_days", ("2013-01-02", "S", start), ("2013-05-01", "R", later)
    )


def test_a_fall_by_the_threshold_counts(spec_test):
    spec_test(changed(20, 7), IMPROVED, ONE)


def test_a_fall_by_one_day_less_does_not(spec_test):
    spec_test(changed(20, 8), IMPROVED, NONE_OF_ONE)


def test_abstinent_takes_precedence(spec_test):
    spec_test(changed(28, 0), IMPROVED, NONE_OF_ONE)


def test_from_under_the_threshold_nobody_improves(spec_test):
    spec_test(changed(12, 1), IMPROVED, NONE_OF_ONE)


def test_a_rise_by_the_threshold_is_deterioration(spec_test):
    spec_test(changed(10, 23), WORSE, ONE)


def test_a_rise_by_one_day_less_is_not(spec_test):
    spec_test(changed(10, 22), WORSE, NONE_OF_ONE)


def test_from_above_28_less_the_threshold_nobody_deteriorates(spec_test):
    spec_test(changed(16, 28), WORSE, NONE_OF_ONE)


def test_no_use_at_the_start_is_not_in_the_base(spec_test):
    spec_test(changed(0, 20), WORSE, NOBODY)
