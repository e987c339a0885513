"""Abstinence at review: the edges of indicators.md D2 and outcomes.md 3.1."""

from .asking import Contributions
from .paired import NOBODY, NONE_OF_ONE, ONE, journey

title = "Abstinent at review"
ALL = Contributions("abstinent_at_review", period="2013-14")
CRACK = Contributions("abstinent_at_review:crack", period="2013-14")


def used(*days):
    """Days of opiate use at the start (2 January) and at later dates."""
    first, *later = days
    return journey(
        "opiate_days",
        ("2013-01-02", "S", first),
        *((day, "R", count) for day, count in later),
    )


def test_28_days_at_the_start_and_none_at_review_is_abstinent(spec_test):
    spec_test(used(28, ("2013-05-01", 0)), ALL, ONE)


def test_one_day_at_review_is_not_abstinent(spec_test):
    spec_test(used(28, ("2013-05-01", 1)), ALL, NONE_OF_ONE)


def test_no_use_at_the_start_is_not_in_the_base(spec_test):
    spec_test(used(0, ("2013-05-01", 0)), ALL, NOBODY)


def test_not_answered_at_review_is_not_in_the_base(spec_test):
    spec_test(used(28, ("2013-05-01", "")), ALL, NOBODY)


def test_not_answered_at_the_start_is_not_in_the_base(spec_test):
    spec_test(used("", ("2013-05-01", 0)), ALL, NOBODY)


def test_the_later_of_two_reviews_counts(spec_test):
    spec_test(used(28, ("2013-05-01", 0), ("2013-06-01", 5)), ALL, NONE_OF_ONE)


def test_a_review_after_day_182_does_not_count(spec_test):
    spec_test(used(28, ("2013-07-02", 5), ("2013-07-03", 0)), ALL, NONE_OF_ONE)


def test_the_review_counts_in_the_period_of_its_own_date(spec_test):
    """Begun in 2012-13, reviewed on 31 March and on 1 April 2013."""
    last_year = Contributions("abstinent_at_review", period="2012-13")
    spec_test(used(28, ("2013-03-31", 0)), last_year, ONE)
    spec_test(used(28, ("2013-04-01", 0)), last_year, NOBODY)


def test_without_a_start_profile_in_time_nothing_is_compared(spec_test):
    late = journey("opiate_days", ("2013-01-16", "S", 28), ("2013-05-01", "R", 0))
    spec_test(late, ALL, NOBODY)


def test_of_two_starts_the_nearest_to_the_start_of_treatment_counts(spec_test):
    tables = journey(
        "opiate_days",
        ("2012-12-20", "S", 0),
        ("2013-01-03", "S", 28),
        ("2013-05-01", "R", 0),
    )
    spec_test(tables, ALL, ONE)


def test_another_substance_is_a_variant(spec_test):
    tables = journey(
        "opiate_days | crack_days",
        ("2013-01-02", "S", 28, 4),
        ("2013-05-01", "R", 28, 0),
    )
    spec_test(tables, CRACK, ONE)
