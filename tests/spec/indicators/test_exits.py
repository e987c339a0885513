"""Exits by reason: the edges of indicators.md A4 and C3."""

import datetime as dt

from .asking import Contributions

title = "Exits"
IN_ENGLAND = Contributions("exits")
IN_AREAS = Contributions("exits", "area")


def test_each_person_has_one_reason(spec_test):
    """Two journeys end in the year: the latest counts."""
    spec_test(
        {
            "episodes": """
              | triaged    | discharged | discharge_reason
            --+------------+------------+-----------------
            1 | 2012-02-01 | 2012-05-01 | 80
            2 | 2012-09-01 | 2012-12-01 | 84
            """
        },
        IN_ENGLAND,
        """
          | journey | exit_reason | numerator | denominator
        --+---------+-------------+-----------+------------
        p | 2       | dropped_out | 1         | 1
        """,
    )


def test_ended_on_the_first_and_last_day_of_the_year(spec_test):
    spec_test(
        {
            "episodes": """
              | person | triaged    | discharged | discharge_reason
            --+--------+------------+------------+-----------------
            1 | before | 2012-02-01 | 2012-03-31 | 80
            2 | first  | 2012-02-01 | 2012-04-01 | 80
            3 | last   | 2012-02-01 | 2013-03-31 | 87
            4 | after  | 2012-02-01 | 2013-04-01 | 80
            """
        },
        IN_ENGLAND,
        """
              | exit_reason
        ------+------------
        first | completed
        last  | declined
        """,
    )


def test_transfer_picked_up_is_no_exit_and_one_not_picked_up_is_a_transfer(spec_test):
    spec_test(
        {
            "episodes": """
              | person | triaged    | discharged | discharge_reason
            --+--------+------------+------------+-----------------
            1 | picked | 2012-02-01 | 2012-05-01 | 82
            2 | picked | 2012-05-22 |            |
            3 | not    | 2012-02-01 | 2012-05-01 | 83
            """
        },
        IN_ENGLAND,
        """
            | exit_reason
        ----+-----------------------
        not | transferred_in_custody
        """,
    )


def test_in_a_new_journey_at_the_end_of_the_period_is_no_exit(spec_test):
    spec_test(
        {
            "episodes": """
              | triaged    | discharged | discharge_reason
            --+------------+------------+-----------------
            1 | 2012-02-01 | 2012-05-01 | 80
            2 | 2012-09-01 |            |
            """
        },
        IN_ENGLAND,
        """
          | exit_reason
        --+------------
        """,
    )


def test_completed_while_another_episode_is_open_is_no_exit(spec_test):
    spec_test(
        {
            "episodes": """
              | agency | triaged    | discharged | discharge_reason
            --+--------+------------+------------+-----------------
            1 | N0001  | 2012-02-01 | 2012-05-01 | 80
            2 | N0002  | 2012-03-01 |            |
            """
        },
        IN_ENGLAND,
        """
          | exit_reason
        --+------------
        """,
    )


def test_died_is_an_exit(spec_test):
    spec_test(
        {
            "episodes": """
              | triaged    | discharged | discharge_reason
            --+------------+------------+-----------------
            1 | 2012-02-01 | 2012-05-01 | 88
            """
        },
        IN_ENGLAND,
        """
          | exit_reason
        --+------------
        p | died
        """,
    )


def test_journey_is_finally_closed_only_once_21_days_have_passed(spec_test):
    """With data up to 22 April: an end on 31 March is final (22 days), one on 1 April would not be."""
    spec_test(
        {
            "episodes": """
              | person | triaged    | discharged | discharge_reason
            --+--------+------------+------------+-----------------
            1 | final  | 2013-02-01 | 2013-03-31 | 80
            2 | not    | 2013-02-01 | 2013-04-01 | 80
            """
        },
        Contributions("exits", period="2012-13", as_of=dt.date(2013, 4, 22)),
        """
              | exit_reason
        ------+------------
        final | completed
        """,
    )


def test_end_within_the_last_21_days_of_the_data_is_not_final(spec_test):
    spec_test(
        {
            "episodes": """
              | triaged    | discharged | discharge_reason
            --+------------+------------+-----------------
            1 | 2013-02-01 | 2013-03-31 | 80
            """
        },
        Contributions("exits", period="2012-13", as_of=dt.date(2013, 4, 21)),
        """
          | exit_reason
        --+------------
        """,
    )


def test_exit_counts_in_the_area_where_the_journey_ended(spec_test):
    spec_test(
        {
            "episodes": """
              | area      | triaged    | discharged | discharge_reason
            --+-----------+------------+------------+-----------------
            1 | E08000037 | 2012-05-01 | 2012-07-01 | 82
            2 | E06000001 | 2012-07-10 | 2012-09-01 | 80
            """
        },
        IN_AREAS,
        """
          | area      | exit_reason
        --+-----------+------------
        p | E06000001 | completed
        """,
    )


def test_person_who_left_one_area_and_is_in_treatment_in_another_left_the_first(
    spec_test,
):
    spec_test(
        {
            "episodes": """
              | area      | triaged    | discharged | discharge_reason
            --+-----------+------------+------------+-----------------
            1 | E08000037 | 2012-05-01 | 2012-07-01 | 84
            2 | E06000001 | 2012-09-10 |            |
            """
        },
        IN_AREAS,
        """
          | area      | journey | exit_reason
        --+-----------+---------+------------
        p | E08000037 | 1       | dropped_out
        """,
    )
