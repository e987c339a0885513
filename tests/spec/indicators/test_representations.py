"""Re-presentations: the edges of indicators.md C6."""

import datetime as dt

from .asking import Contributions

title = "Re-presentations"
IN_ENGLAND = Contributions("representations")
IN_AREAS = Contributions("representations", "area")
EARLY = Contributions("representations", as_of=dt.date(2012, 9, 20))
OF_CRIMINAL_JUSTICE = Contributions("criminal_justice:representations")


def test_return_the_day_before_six_months_counts_and_on_that_day_does_not(spec_test):
    """31 August and six months is 28 February."""
    spec_test(
        {
            "episodes": """
              | person | triaged    | discharged | discharge_reason
            --+--------+------------+------------+-----------------
            1 | before | 2012-01-01 | 2012-08-31 | 80
            2 | before | 2013-02-27 |            |
            3 | on     | 2012-01-01 | 2012-08-31 | 80
            4 | on     | 2013-02-28 |            |
            5 | never  | 2012-01-01 | 2012-08-31 | 80
            """
        },
        IN_ENGLAND,
        """
               | numerator | denominator
        -------+-----------+------------
        before | 1         | 1
        on     | 0         | 1
        never  | 0         | 1
        """,
    )


def test_completed_in_the_seventh_month_is_not_followed(spec_test):
    """Nor is who dropped out."""
    spec_test(
        {
            "episodes": """
              | person    | triaged    | discharged | discharge_reason
            --+-----------+------------+------------+-----------------
            1 | september | 2012-01-01 | 2012-09-30 | 80
            2 | october   | 2012-01-01 | 2012-10-01 | 80
            3 | dropped   | 2012-01-01 | 2012-09-30 | 84
            """
        },
        IN_ENGLAND,
        """
                  | numerator | denominator
        ----------+-----------+------------
        september | 0         | 1
        """,
    )


def test_return_within_the_same_months_counts_once_and_elsewhere(spec_test):
    """Completed, back in another area for another substance, and completed again: judged by the later completion."""
    spec_test(
        {
            "episodes": """
              | person | area      | drug_1 | triaged    | discharged | discharge_reason
            --+--------+-----------+--------+------------+------------+-----------------
            1 | back   | E08000037 | 1105   | 2012-01-01 | 2012-05-01 | 80
            2 | back   | E06000001 | 7000   | 2012-08-01 |            |
            3 | twice  | E08000037 | 1105   | 2012-01-01 | 2012-05-01 | 80
            4 | twice  | E06000001 | 1105   | 2012-06-01 | 2012-08-01 | 80
            """
        },
        IN_ENGLAND,
        """
              | journey | area      | substance_group | numerator | denominator
        ------+---------+-----------+-----------------+-----------+------------
        back  | 1       | E08000037 | opiate          | 1         | 1
        twice | 2       | E06000001 | opiate          | 0         | 1
        """,
    )


def test_each_area_counts_its_own_completion(spec_test):
    spec_test(
        {
            "episodes": """
              | area      | triaged    | discharged | discharge_reason
            --+-----------+------------+------------+-----------------
            1 | E08000037 | 2012-01-01 | 2012-05-01 | 80
            2 | E06000001 | 2012-06-01 | 2012-08-01 | 80
            """
        },
        IN_AREAS,
        """
          | area      | journey | numerator
        --+-----------+---------+----------
        p | E08000037 | 1       | 1
        p | E06000001 | 2       | 0
        """,
    )


def test_return_within_21_days_is_no_completion(spec_test):
    spec_test(
        {
            "episodes": """
              | person | triaged    | discharged | discharge_reason
            --+--------+------------+------------+-----------------
            1 | day 21 | 2012-01-01 | 2012-05-01 | 80
            2 | day 21 | 2012-05-22 |            |
            3 | day 22 | 2012-01-01 | 2012-05-01 | 80
            4 | day 22 | 2012-05-23 |            |
            """
        },
        IN_ENGLAND,
        """
               | numerator | denominator
        -------+-----------+------------
        day 22 | 1         | 1
        """,
    )


def test_completion_that_may_still_be_reopened_waits_for_the_next_freeze(spec_test):
    spec_test(
        {
            "episodes": """
              | person | triaged    | discharged | discharge_reason
            --+--------+------------+------------+-----------------
            1 | may    | 2012-01-01 | 2012-05-01 | 80
            2 | fresh  | 2012-01-01 | 2012-08-30 | 80
            """
        },
        EARLY,
        """
            | numerator | denominator
        ----+-----------+------------
        may | 0         | 1
        """,
    )


def test_criminal_justice_clients_are_a_segment(spec_test):
    spec_test(
        {
            "episodes": """
              | person  | referral_source | triaged    | discharged | discharge_reason
            --+---------+-----------------+------------+------------+-----------------
            1 | probation | 8             | 2012-01-01 | 2012-05-01 | 80
            2 | probation | 4             | 2012-08-01 |            |
            3 | self    | 4               | 2012-01-01 | 2012-05-01 | 80
            """
        },
        OF_CRIMINAL_JUSTICE,
        """
                  | numerator | denominator
        ----------+-----------+------------
        probation | 1         | 1
        """,
    )
