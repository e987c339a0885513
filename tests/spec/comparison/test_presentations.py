"""Presentations that alarms are raised on: one a journey and watched substance."""

from .asking import Presentations

title = "Presentations with a watched substance"
ALL = Presentations()


def test_a_presentation_counts_in_the_week_of_its_triage(spec_test):
    """2012-04-01 begins week 0; the seventh day is still in it, the eighth is not."""
    spec_test(
        {
            "episodes": """
              | person | triaged    | drug_1
            --+--------+------------+-------
            1 | first  | 2012-04-01 | 5000
            2 | last   | 2012-04-07 | 5000
            3 | next   | 2012-04-08 | 5000
            4 | before | 2012-03-31 | 5000
            """
        },
        ALL,
        """
              | substance | week
        ------+-----------+-----
        first | Cannabis  | 0
        last  | Cannabis  | 0
        next  | Cannabis  | 1
        """,
    )


def test_two_watched_substances_are_two_and_two_codes_of_one_are_one(spec_test):
    spec_test(
        {
            "episodes": """
              | person | triaged    | drug_1 | drug_2 | drug_3
            --+--------+------------+--------+--------+-------
            1 | two    | 2012-05-01 | 5000   | 2200   | 9997
            2 | one    | 2012-05-01 | 2100   | 2200   | 9997
            3 | none   | 2012-05-01 | 1105   | 9996   | 9997
            """
        },
        ALL,
        """
            | substance
        ----+----------
        two | Cannabis
        two | Medicines
        one | Medicines
        """,
    )


def test_a_later_episode_of_the_same_journey_is_no_presentation(spec_test):
    """Within the gap it goes on; after it a new journey presents again."""
    spec_test(
        {
            "episodes": """
              | person | triaged    | discharged | drug_1
            --+--------+------------+------------+-------
            1 | on     | 2012-05-01 | 2012-06-01 | 5000
            2 | on     | 2012-06-22 |            | 5000
            3 | again  | 2012-05-01 | 2012-06-01 | 5000
            4 | again  | 2012-06-23 |            | 5000
            5 | late   | 2012-05-01 | 2012-06-01 | 1105
            6 | late   | 2012-06-10 |            | 5000
            """
        },
        ALL,
        """
              | week
        ------+-----
        on    | 4
        again | 4
        again | 11
        """,
    )


def test_prison_and_people_under_18_do_not_present(spec_test):
    """No structured start is asked for."""
    spec_test(
        {
            "episodes": """
              | person | triaged    | drug_1 | age_at_triage
            --+--------+------------+--------+--------------
            1 | prison | 2012-05-01 | 5000   | 30
            2 | young  | 2012-05-01 | 5000   | 17
            3 | adult  | 2012-05-01 | 5000   | 18
            """,
            "modalities": """
              | episode | started    | setting
            --+---------+------------+--------
            1 | 1       | 2012-05-01 | 5
            """,
        },
        ALL,
        """
              | substance
        ------+----------
        adult | Cannabis
        """,
    )
