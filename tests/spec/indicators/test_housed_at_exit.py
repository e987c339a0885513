"""Housing problem solved at exit: the edges of indicators.md D4."""

from .asking import Contributions
from .paired import NOBODY, NONE_OF_ONE, ONE, journey

title = "Housed at exit"
ALL = Contributions("housed_at_exit", period="2013-14")


def housed(start, later, reason="80"):
    """Homeless and risk of eviction, at the start and at exit."""
    return journey(
        "acute_housing_problem | eviction_risk",
        ("2013-01-02", "S", *start),
        ("2013-06-15", "E", *later),
        ended="2013-06-15",
        reason=reason,
    )


def test_homeless_at_the_start_and_neither_at_exit_is_solved(spec_test):
    spec_test(housed("YN", "NN"), ALL, ONE)


def test_at_risk_of_eviction_at_exit_is_not_solved(spec_test):
    spec_test(housed("YN", "NY"), ALL, NONE_OF_ONE)


def test_at_risk_of_eviction_alone_is_a_problem(spec_test):
    spec_test(housed("NY", "NN"), ALL, ONE)


def test_no_problem_at_the_start_is_not_in_the_base(spec_test):
    spec_test(housed("NN", "NN"), ALL, NOBODY)


def test_not_answered_at_exit_is_not_in_the_base(spec_test):
    spec_test(housed("YN", ("", "")), ALL, NOBODY)


def test_dropped_out_is_not_in_the_base(spec_test):
    spec_test(housed("YN", "NN", reason="84"), ALL, NOBODY)
