"""Working at exit: the edges of indicators.md D4."""

from .asking import Contributions
from .paired import NOBODY, NONE_OF_ONE, ONE, journey

title = "Working at exit"
ALL = Contributions("working_at_exit", period="2013-14")


def worked(days, taken="2013-06-15", reason="80"):
    return journey(
        "paid_work_days", (taken, "E", days), ended="2013-06-15", reason=reason
    )


def test_ten_days_are_enough(spec_test):
    spec_test(worked(10), ALL, ONE)


def test_nine_days_are_not(spec_test):
    spec_test(worked(9), ALL, NONE_OF_ONE)


def test_not_answered_is_not_in_the_base(spec_test):
    spec_test(worked(""), ALL, NOBODY)


def test_an_exit_profile_on_day_15_is_none(spec_test):
    spec_test(worked(28, taken="2013-06-30"), ALL, NOBODY)


def test_an_exit_profile_on_day_14_counts(spec_test):
    spec_test(worked(28, taken="2013-06-29"), ALL, ONE)


def test_dropped_out_while_working_is_not_in_the_base(spec_test):
    spec_test(worked(28, reason="84"), ALL, NOBODY)
