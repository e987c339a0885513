"""Hepatitis B and C: the edges of indicators.md D6."""

from .asking import Contributions, started_in_time

title = "Hepatitis"
ACCEPTED = Contributions("hepatitis_b")
STARTED = Contributions("hepatitis_b:started")
COMPLETED = Contributions("hepatitis_b:completed")
TESTED = Contributions("hepatitis_c")
STATUSES = {
    "episodes": """
      | person    | triaged    | hep_b_intervention | hep_b_vaccinations
    --+-----------+------------+--------------------+-------------------
    1 | accepted  | 2012-05-01 | A                  | 1
    2 | refused   | 2012-05-01 | B                  |
    3 | immunised | 2012-05-01 | C                  |
    4 | not asked | 2012-05-01 | D                  |
    5 | immune    | 2012-05-01 | E                  |
    6 | blank     | 2012-05-01 |                    |
    """,
    "modalities": started_in_time(6),
}
ACCEPTERS = {
    "episodes": """
      | person | triaged    | hep_b_intervention | hep_b_vaccinations
    --+--------+------------+--------------------+-------------------
    1 | none   | 2012-05-01 | A                  |
    2 | three  | 2012-05-01 | A                  | 3
    3 | whole  | 2012-05-01 | A                  | C
    4 | other  | 2012-05-01 | B                  | C
    """,
    "modalities": started_in_time(4),
}


def test_immunised_immune_and_not_assessed_are_out_of_the_base(spec_test):
    spec_test(
        STATUSES,
        ACCEPTED,
        """
                  | numerator | denominator
        ----------+-----------+------------
        accepted  | 1         | 1
        refused   | 0         | 1
        not asked | 0         | 1
        """,
    )


def test_started_counts_any_vaccination_of_those_who_accepted(spec_test):
    spec_test(
        ACCEPTERS,
        STARTED,
        """
              | numerator | denominator
        ------+-----------+------------
        none  | 0         | 1
        three | 1         | 1
        whole | 1         | 1
        """,
    )


def test_completed_counts_the_whole_course_only(spec_test):
    spec_test(
        ACCEPTERS,
        COMPLETED,
        """
              | numerator | denominator
        ------+-----------+------------
        none  | 0         | 1
        three | 0         | 1
        whole | 1         | 1
        """,
    )


def test_current_and_past_injectors_are_to_be_tested_for_hepatitis_c(spec_test):
    spec_test(
        {
            "episodes": """
              | person  | triaged    | injecting_status | hep_c_tested
            --+---------+------------+------------------+-------------
            1 | current | 2012-05-01 | C                | 2009-01-01
            2 | past    | 2012-05-01 | P                |
            3 | never   | 2012-05-01 | N                | 2012-05-01
            4 | silent  | 2012-05-01 | Z                | 2012-05-01
            5 | blank   | 2012-05-01 |                  |
            """,
            "modalities": started_in_time(5),
        },
        TESTED,
        """
                | numerator | denominator
        --------+-----------+------------
        current | 1         | 1
        past    | 0         | 1
        """,
    )
