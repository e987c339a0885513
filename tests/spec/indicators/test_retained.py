"""Retained in or effective treatment: the edges of indicators.md C1."""

from .asking import Contributions

title = "Retained"
ALL = Contributions("retained")
IN_AREAS = Contributions("retained", "area")
NEW = Contributions("retained:new_presentations")
EDGES = {
    "episodes": """
      | person    | triaged    | discharged | discharge_reason
    --+-----------+------------+------------+-----------------
    1 | day_83    | 2012-06-01 | 2012-08-23 | 84
    2 | day_84    | 2012-06-01 | 2012-08-24 | 84
    3 | completed | 2012-06-01 | 2012-06-11 | 80
    4 | open_50   | 2013-02-09 |            |
    5 | open_83   | 2013-01-07 |            |
    6 | open_84   | 2013-01-06 |            |
    """,
    "modalities": """
      | episode | started
    --+---------+-----------
    1 | 1       | 2012-06-05
    2 | 2       | 2012-06-05
    3 | 3       | 2012-06-05
    4 | 4       | 2013-02-10
    5 | 5       | 2013-02-10
    6 | 6       | 2013-02-10
    """,
}


def test_discharged_on_day_84_is_retained_and_on_day_83_is_not(spec_test):
    """Completed on day 10 is effective; open on day 50 at the end of the period is not retained yet."""
    spec_test(
        EDGES,
        ALL,
        """
                  | numerator | denominator
        ----------+-----------+------------
        day_83    | 0         | 1
        day_84    | 1         | 1
        completed | 1         | 1
        open_50   | 0         | 1
        open_83   | 0         | 1
        open_84   | 1         | 1
        """,
    )


def test_open_on_day_50_is_not_assessable_among_new_presentations(spec_test):
    spec_test(
        EDGES,
        NEW,
        """
                  | numerator | denominator
        ----------+-----------+------------
        day_83    | 0         | 1
        day_84    | 1         | 1
        completed | 1         | 1
        open_84   | 1         | 1
        """,
    )


def test_what_happens_after_the_period_does_not_count(spec_test):
    """Completed in April, on day 59: at the end of March neither long enough nor completed."""
    spec_test(
        {
            "episodes": """
              | triaged    | discharged | discharge_reason
            --+------------+------------+-----------------
            1 | 2013-02-20 | 2013-04-20 | 80
            """,
            "modalities": """
              | episode | started
            --+---------+-----------
            1 | 1       | 2013-02-20
            """,
        },
        ALL,
        """
          | numerator | denominator
        --+-----------+------------
        p | 0         | 1
        """,
    )


def test_without_a_structured_start_by_the_end_of_the_period_it_does_not_count(
    spec_test,
):
    spec_test(
        {
            "episodes": """
              | person | triaged
            --+--------+-----------
            1 | none   | 2012-06-01
            2 | later  | 2012-06-01
            3 | last   | 2012-06-01
            """,
            "modalities": """
              | episode | started
            --+---------+-----------
            2 | 2       | 2013-04-01
            3 | 3       | 2013-03-31
            """,
        },
        ALL,
        """
             | numerator
        -----+----------
        last | 1
        """,
    )


def test_one_effective_journey_of_two_is_enough(spec_test):
    spec_test(
        {
            "episodes": """
              | triaged    | discharged | discharge_reason
            --+------------+------------+-----------------
            1 | 2012-04-10 | 2012-09-01 | 84
            2 | 2013-03-01 |            |
            """,
            "modalities": """
              | episode | started
            --+---------+-----------
            1 | 1       | 2012-04-15
            2 | 2       | 2013-03-05
            """,
        },
        ALL,
        """
          | journey | numerator | denominator
        --+---------+-----------+------------
        p | 1       | 1         | 1
        """,
    )


def test_journey_is_judged_in_each_area_it_passed_through(spec_test):
    """Twelve weeks run from the start of the journey, also where the person lives later."""
    spec_test(
        {
            "episodes": """
              | area      | triaged    | discharged | discharge_reason
            --+-----------+------------+------------+-----------------
            1 | E08000037 | 2012-05-01 | 2012-07-01 | 82
            2 | E06000001 | 2012-07-10 | 2012-09-01 | 84
            3 |           | 2012-07-10 | 2012-08-01 | 84
            """,
            "modalities": """
              | episode | started
            --+---------+-----------
            1 | 1       | 2012-05-05
            """,
        },
        IN_AREAS,
        """
          | area      | numerator | denominator
        --+-----------+-----------+------------
        p | E08000037 | 1         | 1
        p | E06000001 | 1         | 1
        p |           | 1         | 1
        """,
    )
