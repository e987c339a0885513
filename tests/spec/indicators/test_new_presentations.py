"""New presentations: the edges of indicators.md A2 and B2."""

from .asking import Contributions

title = "New presentations"
IN_ENGLAND = Contributions("new_presentations")
IN_AREAS = Contributions("new_presentations", "area")


def test_started_on_the_first_and_last_day_of_the_year(spec_test):
    spec_test(
        {
            "episodes": """
              | person | triaged
            --+--------+-----------
            1 | before | 2012-03-31
            2 | first  | 2012-04-01
            3 | last   | 2013-03-31
            4 | after  | 2013-04-01
            """,
            "modalities": """
              | episode | started
            --+---------+-----------
            1 | 1       | 2012-04-02
            2 | 2       | 2012-04-02
            3 | 3       | 2013-04-02
            4 | 4       | 2013-04-02
            """,
        },
        IN_ENGLAND,
        """
              | numerator
        ------+----------
        first | 1
        last  | 1
        """,
    )


def test_two_new_journeys_in_a_year_are_one_person(spec_test):
    spec_test(
        {
            "episodes": """
              | triaged    | discharged | discharge_reason
            --+------------+------------+-----------------
            1 | 2012-05-01 | 2012-06-01 | 84
            2 | 2012-09-01 |            |
            """,
            "modalities": """
              | episode | started
            --+---------+-----------
            1 | 1       | 2012-05-02
            2 | 2       | 2012-09-02
            """,
        },
        IN_ENGLAND,
        """
          | journey | numerator
        --+---------+----------
        p | 2       | 1
        """,
    )


def test_break_within_the_same_year_is_a_new_presentation(spec_test):
    """In treatment since before the year, left, and back after 22 days."""
    spec_test(
        {
            "episodes": """
              | triaged    | discharged | discharge_reason
            --+------------+------------+-----------------
            1 | 2011-05-01 | 2012-06-01 | 84
            2 | 2012-06-23 |            |
            """,
            "modalities": """
              | episode | started
            --+---------+-----------
            1 | 1       | 2011-05-02
            2 | 2       | 2012-06-30
            """,
        },
        IN_ENGLAND,
        """
          | journey | numerator
        --+---------+----------
        p | 2       | 1
        """,
    )


def test_return_within_21_days_is_not_a_new_presentation(spec_test):
    spec_test(
        {
            "episodes": """
              | triaged    | discharged | discharge_reason
            --+------------+------------+-----------------
            1 | 2011-05-01 | 2012-06-01 | 84
            2 | 2012-06-22 |            |
            """,
            "modalities": """
              | episode | started
            --+---------+-----------
            1 | 1       | 2011-05-02
            2 | 2       | 2012-06-30
            """,
        },
        IN_ENGLAND,
        """
          | numerator
        --+----------
        """,
    )


def test_without_a_structured_start_it_is_no_presentation(spec_test):
    """Advice (10) is not structured; a planned modality has not started; prison does not count."""
    spec_test(
        {
            "episodes": """
              | person     | triaged
            --+------------+-----------
            1 | nothing    | 2012-05-01
            2 | advice     | 2012-05-01
            3 | planned    | 2012-05-01
            4 | inside     | 2012-05-01
            5 | structured | 2012-05-01
            """,
            "modalities": """
              | episode | modality_type | setting | started
            --+---------+---------------+---------+-----------
            2 | 2       | 10            |         | 2012-05-02
            3 | 3       | 2             |         |
            4 | 4       | 94            | 5       | 2012-05-02
            5 | 5       | 94            | 6       | 2012-05-02
            """,
        },
        IN_ENGLAND,
        """
                   | numerator
        -----------+----------
        structured | 1
        """,
    )


def test_structured_start_in_a_later_episode_of_the_journey_is_enough(spec_test):
    spec_test(
        {
            "episodes": """
              | area      | triaged    | discharged | discharge_reason
            --+-----------+------------+------------+-----------------
            1 | E08000037 | 2012-05-01 | 2012-05-20 | 82
            2 | E06000001 | 2012-06-01 |            |
            """,
            "modalities": """
              | episode | started
            --+---------+-----------
            2 | 2       | 2012-06-05
            """,
        },
        IN_AREAS,
        """
          | area      | numerator
        --+-----------+----------
        p | E08000037 | 1
        """,
    )


def test_age_is_taken_at_triage(spec_test):
    spec_test(
        {
            "episodes": """
              | person    | triaged    | age_at_triage | birth_cohort
            --+-----------+------------+---------------+-------------
            1 | seventeen | 2012-05-01 | 17            | 1994
            2 | eighteen  | 2012-11-01 | 18            | 1995
            3 | thirty    | 2012-11-01 | 30            | 1983
            """,
            "modalities": """
              | episode | started
            --+---------+-----------
            1 | 1       | 2012-05-02
            2 | 2       | 2012-11-02
            3 | 3       | 2012-11-02
            """,
        },
        IN_ENGLAND,
        """
                 | age_band
        ---------+---------
        eighteen | 18-29
        thirty   | 30-49
        """,
    )
