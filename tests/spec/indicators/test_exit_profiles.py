"""Outcome profiles at exit: the edges of outcomes.md section 2."""

from .asking import Contributions

title = "Exit profiles"
ALL = Contributions("exit_profiles")


def journey(*profiles, reason: str = "80") -> dict[str, str]:
    """A journey discharged on 15 September 2012."""
    listed = "\n".join(
        f"{n} | 1 | {day} | {stage}" for n, (day, stage) in enumerate(profiles, 1)
    )
    return {
        "episodes": f"""
          | triaged    | discharged | discharge_reason
        --+------------+------------+-----------------
        1 | 2012-06-01 | 2012-09-15 | {reason}
        """,
        "profiles": f"""
          | episode | completed_on | stage
        --+---------+--------------+------
        {listed}
        """,
    }


TAKEN = """
  | numerator | denominator
--+-----------+------------
p | 1         | 1
"""
NOT_TAKEN = """
  | numerator | denominator
--+-----------+------------
p | 0         | 1
"""
NOBODY = "| numerator"


def test_day_14_after_discharge_counts(spec_test):
    spec_test(journey(("2012-09-29", "E")), ALL, TAKEN)


def test_day_15_after_discharge_does_not(spec_test):
    spec_test(journey(("2012-09-30", "E")), ALL, NOT_TAKEN)


def test_day_14_before_discharge_counts(spec_test):
    spec_test(journey(("2012-09-01", "E")), ALL, TAKEN)


def test_day_15_before_discharge_does_not(spec_test):
    spec_test(journey(("2012-08-31", "E")), ALL, NOT_TAKEN)


def test_other_stages_do_not_count(spec_test):
    spec_test(journey(("2012-09-15", "R"), ("2012-09-16", "P")), ALL, NOT_TAKEN)


def test_two_exit_profiles_count_once(spec_test):
    spec_test(journey(("2012-09-15", "E"), ("2012-09-16", "E")), ALL, TAKEN)


def test_dropped_out_is_not_in_the_base(spec_test):
    spec_test(journey(("2012-09-15", "E"), reason="84"), ALL, NOBODY)
