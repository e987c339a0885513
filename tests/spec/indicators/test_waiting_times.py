"""Waiting times: the edges of indicators.md B4."""

from .asking import Contributions

title = "Waiting times"
FIRST = Contributions("waiting_times")
LATER = Contributions("waiting_times:subsequent")
LONG = Contributions("waiting_times:over_six_weeks")
THREE_PEOPLE = """
  | person | triaged
--+--------+-----------
1 | a      | 2012-06-01
2 | b      | 2012-06-01
3 | c      | 2012-06-01
"""


def test_offered_on_day_21_is_within(spec_test):
    """An appointment offered on day 21 counts as within three weeks; on day 22 it does not; on day 0 it does."""
    spec_test(
        {
            "episodes": THREE_PEOPLE,
            "modalities": """
              | episode | referred   | first_offered | started
            --+---------+------------+---------------+-----------
            1 | 1       | 2012-06-01 | 2012-06-22    | 2012-06-24
            2 | 2       | 2012-06-01 | 2012-06-23    | 2012-06-24
            3 | 3       | 2012-06-01 | 2012-06-01    | 2012-06-24
            """,
        },
        FIRST,
        """
          | modality | numerator | denominator
        --+----------+-----------+------------
        a | 1        | 1         | 1
        b | 2        | 0         | 1
        c | 3        | 1         | 1
        """,
    )


def test_first_offer_declined_still_ends_the_wait(spec_test):
    """Started long after the first offer: the offer counts."""
    spec_test(
        {
            "episodes": THREE_PEOPLE,
            "modalities": """
              | episode | referred   | first_offered | started
            --+---------+------------+---------------+-----------
            1 | 1       | 2012-06-01 | 2012-06-05    | 2012-09-24
            """,
        },
        FIRST,
        """
          | numerator | denominator
        --+-----------+------------
        a | 1         | 1
        """,
    )


def test_missing_or_negative_wait_is_left_out(spec_test):
    spec_test(
        {
            "episodes": THREE_PEOPLE,
            "modalities": """
              | episode | referred   | first_offered | started
            --+---------+------------+---------------+-----------
            1 | 1       |            | 2012-06-22    | 2012-06-24
            2 | 2       | 2012-06-01 |               | 2012-06-24
            3 | 3       | 2012-06-02 | 2012-06-01    | 2012-06-24
            """,
        },
        FIRST,
        """
          | numerator
        --+----------
        """,
    )


def test_started_in_the_year(spec_test):
    spec_test(
        {
            "episodes": """
              | person | triaged
            --+--------+-----------
            1 | before | 2012-03-01
            2 | first  | 2012-03-01
            3 | last   | 2013-03-01
            4 | after  | 2013-03-01
            """,
            "modalities": """
              | episode | referred   | first_offered | started
            --+---------+------------+---------------+-----------
            1 | 1       | 2012-03-01 | 2012-03-05    | 2012-03-31
            2 | 2       | 2012-03-01 | 2012-03-05    | 2012-04-01
            3 | 3       | 2013-03-01 | 2013-03-05    | 2013-03-31
            4 | 4       | 2013-03-01 | 2013-03-05    | 2013-04-01
            """,
        },
        FIRST,
        """
              | numerator
        ------+----------
        first | 1
        last  | 1
        """,
    )


SEVERAL = {
    "episodes": """
      | triaged    | discharged | discharge_reason
    --+------------+------------+-----------------
    1 | 2012-05-01 | 2012-05-30 | 82
    2 | 2012-06-10 |            |
    """,
    "modalities": """
      | episode | modality_type | referred   | first_offered | started
    --+---------+---------------+------------+---------------+-----------
    1 | 1       | 10            | 2012-05-01 | 2012-05-02    | 2012-05-02
    2 | 1       | 4             | 2012-05-01 | 2012-05-08    | 2012-05-08
    3 | 2       | 2             | 2012-06-10 | 2012-07-15    | 2012-07-15
    4 | 2       | 6             | 2012-06-10 | 2012-06-15    | 2012-07-15
    """,
}


def test_first_intervention_of_the_journey_is_the_first_structured_one(spec_test):
    spec_test(
        SEVERAL,
        FIRST,
        """
          | modality | numerator
        --+----------+----------
        p | 2        | 1
        """,
    )


def test_subsequent_interventions_are_counted_apart(spec_test):
    spec_test(
        SEVERAL,
        LATER,
        """
          | modality | numerator
        --+----------+----------
        p | 3        | 0
        p | 4        | 1
        """,
    )


def test_first_intervention_before_the_year_makes_those_in_it_subsequent(spec_test):
    spec_test(
        {
            "episodes": """
              | triaged
            --+-----------
            1 | 2011-05-01
            """,
            "modalities": """
              | episode | referred   | first_offered | started
            --+---------+------------+---------------+-----------
            1 | 1       | 2011-05-01 | 2011-05-08    | 2011-05-08
            2 | 1       | 2012-06-10 | 2012-06-15    | 2012-06-15
            """,
        },
        FIRST,
        """
          | modality
        --+---------
        """,
    )


def test_the_second_does_not_take_the_place_of_a_first_with_no_valid_wait(spec_test):
    spec_test(
        {
            "episodes": THREE_PEOPLE,
            "modalities": """
              | episode | referred   | first_offered | started
            --+---------+------------+---------------+-----------
            1 | 1       | 2012-06-01 |               | 2012-06-08
            2 | 1       | 2012-06-10 | 2012-06-15    | 2012-06-15
            """,
        },
        FIRST,
        """
          | modality
        --+---------
        """,
    )


def test_transfers_from_custody_and_prison_are_left_out(spec_test):
    spec_test(
        {
            "episodes": """
              | person    | triaged    | referral_source
            --+-----------+------------+----------------
            1 | custody   | 2012-06-01 | 13
            2 | inside    | 2012-06-01 | 4
            3 | community | 2012-06-01 |
            """,
            "modalities": """
              | episode | setting | referred   | first_offered | started
            --+---------+---------+------------+---------------+-----------
            1 | 1       |         | 2012-06-01 | 2012-06-05    | 2012-06-05
            2 | 2       | 5       | 2012-06-01 | 2012-06-05    | 2012-06-05
            3 | 3       | 6       | 2012-06-01 | 2012-06-05    | 2012-06-05
            """,
        },
        FIRST,
        """
                  | numerator
        ----------+----------
        community | 1
        """,
    )


def test_each_journey_has_a_first_intervention(spec_test):
    spec_test(
        {
            "episodes": """
              | area      | triaged    | discharged | discharge_reason
            --+-----------+------------+------------+-----------------
            1 | E08000037 | 2012-05-01 | 2012-05-30 | 84
            2 | E06000001 | 2012-07-10 |            |
            """,
            "modalities": """
              | episode | referred   | first_offered | started
            --+---------+------------+---------------+-----------
            1 | 1       | 2012-05-01 | 2012-05-08    | 2012-05-08
            2 | 2       | 2012-07-10 | 2012-09-15    | 2012-09-15
            """,
        },
        FIRST,
        """
          | journey | area      | numerator
        --+---------+-----------+----------
        p | 1       | E08000037 | 1
        p | 2       | E06000001 | 0
        """,
    )


def test_offered_on_day_42_is_not_longer_than_six_weeks(spec_test):
    """An appointment offered on day 43 is longer than six weeks; on day 42 it is not; on day 21 neither."""
    spec_test(
        {
            "episodes": THREE_PEOPLE,
            "modalities": """
              | episode | referred   | first_offered | started
            --+---------+------------+---------------+-----------
            1 | 1       | 2012-06-01 | 2012-07-13    | 2012-07-24
            2 | 2       | 2012-06-01 | 2012-07-14    | 2012-07-24
            3 | 3       | 2012-06-01 | 2012-06-22    | 2012-06-24
            """,
        },
        LONG,
        """
          | modality | numerator | denominator
        --+----------+-----------+------------
        a | 1        | 0         | 1
        b | 2        | 1         | 1
        c | 3        | 0         | 1
        """,
    )
