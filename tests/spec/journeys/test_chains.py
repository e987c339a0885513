"""Journeys: the worked edges of indicators.md A2."""

from dataclasses import dataclass

from throughcare import journeys

title = "Treatment journeys"


@dataclass(frozen=True)
class Journeys:
    """Asks for the journeys of the episodes."""

    gap_days: int = 21

    def ask(self, tables):
        return journeys.build(tables["episodes"], self.gap_days).journeys


@dataclass(frozen=True)
class Links:
    """Asks for the journey of each episode."""

    gap_days: int = 21

    def ask(self, tables):
        return journeys.build(tables["episodes"], self.gap_days).links


def test_gap_of_21_days_is_the_same_journey(spec_test):
    """Discharge on 20 April and triage on 11 May: 21 days, one journey."""
    spec_test(
        {
            "episodes": """
              | triaged    | discharged | discharge_reason
            --+------------+------------+-----------------
            1 | 2012-01-10 | 2012-04-20 | 84
            2 | 2012-05-11 | 2012-08-01 | 80
            """
        },
        Journeys(),
        """
          | journey | started    | ended      | exit      | episodes
        --+---------+------------+------------+-----------+---------
        p | 1       | 2012-01-10 | 2012-08-01 | completed | 2
        """,
    )


def test_gap_of_22_days_is_a_new_journey(spec_test):
    """Discharge on 20 April and triage on 12 May: 22 days, two journeys."""
    spec_test(
        {
            "episodes": """
              | triaged    | discharged | discharge_reason
            --+------------+------------+-----------------
            1 | 2012-01-10 | 2012-04-20 | 84
            2 | 2012-05-12 | 2012-08-01 | 80
            """
        },
        Journeys(),
        """
          | journey | started    | ended      | exit        | episodes
        --+---------+------------+------------+-------------+---------
        p | 1       | 2012-01-10 | 2012-04-20 | dropped_out | 1
        p | 2       | 2012-05-12 | 2012-08-01 | completed   | 1
        """,
    )


def test_gap_is_counted_over_the_leap_day(spec_test):
    """From 9 February to 1 March are 21 days in 2012 and 20 in 2013."""
    spec_test(
        {
            "episodes": """
              | person | triaged    | discharged | discharge_reason
            --+--------+------------+------------+-----------------
            1 | a      | 2012-01-10 | 2012-02-08 | 84
            2 | a      | 2012-03-01 | 2012-08-01 | 80
            3 | b      | 2013-01-10 | 2013-02-08 | 84
            4 | b      | 2013-03-01 | 2013-08-01 | 80
            """
        },
        Journeys(),
        """
          | journey | started    | ended
        --+---------+------------+-----------
        a | 1       | 2012-01-10 | 2012-02-08
        a | 2       | 2012-03-01 | 2012-08-01
        b | 1       | 2013-01-10 | 2013-08-01
        """,
    )


def test_gap_follows_the_parameter(spec_test):
    """With a gap of 7 days, 8 days make a new journey."""
    spec_test(
        {
            "episodes": """
              | triaged    | discharged | discharge_reason
            --+------------+------------+-----------------
            1 | 2012-01-10 | 2012-04-20 | 84
            2 | 2012-04-28 | 2012-08-01 | 80
            """
        },
        Journeys(gap_days=7),
        """
          | journey | started
        --+---------+-----------
        p | 1       | 2012-01-10
        p | 2       | 2012-04-28
        """,
    )


def test_gap_is_measured_from_the_latest_discharge_so_far(spec_test):
    """A short episode inside a long one does not open a gap."""
    spec_test(
        {
            "episodes": """
              | triaged    | discharged | discharge_reason
            --+------------+------------+-----------------
            1 | 2012-01-01 | 2012-09-30 | 80
            2 | 2012-02-01 | 2012-03-01 | 82
            3 | 2012-10-05 | 2012-11-01 | 84
            """
        },
        Journeys(),
        """
          | journey | started    | ended      | exit        | exit_episode
        --+---------+------------+------------+-------------+-------------
        p | 1       | 2012-01-01 | 2012-11-01 | dropped_out | 3
        """,
    )


def test_overlapping_episodes_at_two_agencies_are_one_journey(spec_test):
    spec_test(
        {
            "episodes": """
              | agency | triaged    | discharged | discharge_reason
            --+--------+------------+------------+-----------------
            1 | N0001  | 2012-01-10 | 2012-06-20 | 82
            2 | N0002  | 2012-03-01 | 2012-09-01 | 80
            """
        },
        Journeys(),
        """
          | journey | started    | ended      | exit
        --+---------+------------+------------+----------
        p | 1       | 2012-01-10 | 2012-09-01 | completed
        """,
    )


def test_completion_while_another_episode_is_open_is_not_a_completion(spec_test):
    spec_test(
        {
            "episodes": """
              | agency | area      | triaged    | discharged | discharge_reason
            --+--------+-----------+------------+------------+-----------------
            1 | N0001  | E08000037 | 2012-01-10 | 2012-06-20 | 80
            2 | N0002  | E06000001 | 2012-03-01 |            |
            """
        },
        Journeys(),
        """
          | journey | started    | ended | exit | exit_episode | first_area | last_area
        --+---------+------------+-------+------+--------------+------------+----------
        p | 1       | 2012-01-10 |       |      |              | E08000037  | E06000001
        """,
    )


def test_open_episode_never_updated_keeps_everything_after_it_in_one_journey(spec_test):
    spec_test(
        {
            "episodes": """
              | triaged    | discharged | discharge_reason
            --+------------+------------+-----------------
            1 | 2008-01-10 |            |
            2 | 2012-03-01 | 2012-05-01 | 80
            3 | 2014-03-01 | 2014-05-01 | 80
            """
        },
        Journeys(),
        """
          | journey | started    | ended | exit | episodes
        --+---------+------------+-------+------+---------
        p | 1       | 2008-01-10 |       |      | 3
        """,
    )


def test_on_one_day_the_transfer_stands_before_the_completion(spec_test):
    spec_test(
        {
            "episodes": """
              | agency | triaged    | discharged | discharge_reason
            --+--------+------------+------------+-----------------
            1 | N0001  | 2012-01-10 | 2012-06-20 | 82
            2 | N0002  | 2012-02-10 | 2012-06-20 | 80
            """
        },
        Journeys(),
        """
          | journey | ended      | exit                       | exit_episode
        --+---------+------------+----------------------------+-------------
        p | 1       | 2012-06-20 | transferred_not_in_custody | 1
        """,
    )


def test_on_one_day_the_incomplete_exit_stands_before_the_transfer(spec_test):
    spec_test(
        {
            "episodes": """
              | agency | triaged    | discharged | discharge_reason
            --+--------+------------+------------+-----------------
            1 | N0001  | 2012-01-10 | 2012-06-20 | 85
            2 | N0002  | 2012-02-10 | 2012-06-20 | 83
            """
        },
        Journeys(),
        """
          | exit      | exit_episode
        --+-----------+-------------
        p | withdrawn | 1
        """,
    )


def test_on_one_day_died_always_wins(spec_test):
    spec_test(
        {
            "episodes": """
              | agency | triaged    | discharged | discharge_reason
            --+--------+------------+------------+-----------------
            1 | N0001  | 2012-01-10 | 2012-06-20 | 88
            2 | N0002  | 2012-02-10 | 2012-06-20 | 84
            3 | N0003  | 2012-02-10 | 2012-06-20 | 80
            """
        },
        Journeys(),
        """
          | exit | exit_episode
        --+------+-------------
        p | died | 1
        """,
    )


def test_a_later_discharge_stands_whatever_its_reason(spec_test):
    """Severity decides only on one day: a completion the day after a drop-out elsewhere is a completion."""
    spec_test(
        {
            "episodes": """
              | agency | triaged    | discharged | discharge_reason
            --+--------+------------+------------+-----------------
            1 | N0001  | 2012-01-10 | 2012-06-20 | 84
            2 | N0002  | 2012-01-10 | 2012-06-21 | 80
            """
        },
        Journeys(),
        """
          | ended      | exit      | exit_episode
        --+------------+-----------+-------------
        p | 2012-06-21 | completed | 2
        """,
    )


def test_between_equally_severe_exits_the_later_triage_stands(spec_test):
    spec_test(
        {
            "episodes": """
              | agency | triaged    | discharged | discharge_reason
            --+--------+------------+------------+-----------------
            1 | N0002  | 2012-01-10 | 2012-06-20 | 84
            2 | N0001  | 2012-03-10 | 2012-06-20 | 87
            """
        },
        Journeys(),
        """
          | exit     | exit_episode
        --+----------+-------------
        p | declined | 2
        """,
    )


def test_same_day_episodes_are_told_apart_by_their_number(spec_test):
    spec_test(
        {
            "episodes": """
              | triaged    | discharged | discharge_reason
            --+------------+------------+-----------------
            2 | 2012-01-10 | 2012-06-20 | 87
            1 | 2012-01-10 | 2012-06-20 | 84
            """
        },
        Journeys(),
        """
          | exit     | exit_episode | first_episode
        --+----------+--------------+--------------
        p | declined | 2            | 1
        """,
    )


def test_transfer_picked_up_within_21_days_goes_on(spec_test):
    spec_test(
        {
            "episodes": """
              | agency | triaged    | discharged | discharge_reason
            --+--------+------------+------------+-----------------
            1 | N0001  | 2012-01-10 | 2012-06-01 | 82
            2 | N0002  | 2012-06-22 |            |
            """
        },
        Journeys(),
        """
          | journey | ended | exit
        --+---------+-------+-----
        p | 1       |       |
        """,
    )


def test_transfer_not_picked_up_is_a_transfer(spec_test):
    spec_test(
        {
            "episodes": """
              | agency | triaged    | discharged | discharge_reason
            --+--------+------------+------------+-----------------
            1 | N0001  | 2012-01-10 | 2012-06-01 | 82
            2 | N0002  | 2012-06-23 |            |
            """
        },
        Journeys(),
        """
          | journey | ended      | exit
        --+---------+------------+---------------------------
        p | 1       | 2012-06-01 | transferred_not_in_custody
        p | 2       |            |
        """,
    )


def test_return_within_21_days_of_a_completion_reopens_the_journey(spec_test):
    spec_test(
        {
            "episodes": """
              | triaged    | discharged | discharge_reason
            --+------------+------------+-----------------
            1 | 2012-01-10 | 2012-06-01 | 80
            2 | 2012-06-15 | 2012-07-01 | 84
            """
        },
        Journeys(),
        """
          | journey | ended      | exit
        --+---------+------------+------------
        p | 1       | 2012-07-01 | dropped_out
        """,
    )


def test_discharge_without_a_reason_is_an_incomplete_exit(spec_test):
    spec_test(
        {
            "episodes": """
              | triaged    | discharged | discharge_reason
            --+------------+------------+-----------------
            1 | 2012-01-10 | 2012-06-01 |
            """
        },
        Journeys(),
        """
          | ended      | exit  | exit_episode
        --+------------+-------+-------------
        p | 2012-06-01 | other | 1
        """,
    )


def test_people_do_not_share_journeys(spec_test):
    spec_test(
        {
            "episodes": """
              | person | triaged    | discharged | discharge_reason
            --+--------+------------+------------+-----------------
            1 | a      | 2012-01-10 | 2012-06-01 | 80
            2 | b      | 2012-06-05 |            |
            """
        },
        Journeys(),
        """
          | journey | started    | ended
        --+---------+------------+-----------
        a | 1       | 2012-01-10 | 2012-06-01
        b | 1       | 2012-06-05 |
        """,
    )


def test_each_episode_knows_its_journey(spec_test):
    spec_test(
        {
            "episodes": """
              | triaged    | discharged | discharge_reason
            --+------------+------------+-----------------
            1 | 2012-01-10 | 2012-04-20 | 84
            2 | 2012-05-11 | 2012-05-20 | 82
            3 | 2012-06-12 |            |
            """
        },
        Links(),
        """
          | episode | journey | opens_journey
        --+---------+---------+--------------
        p | 1       | 1       | 1
        p | 2       | 1       | 0
        p | 3       | 2       | 1
        """,
    )
