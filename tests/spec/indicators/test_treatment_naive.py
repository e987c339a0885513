"""Treatment naive: the edges of indicators.md B3."""

from .asking import Contributions

title = "Treatment naive"
IN_ENGLAND = Contributions("treatment_naive")
IN_AREAS = Contributions("treatment_naive", "area")


def test_earlier_journey_anywhere_and_without_structured_start_is_an_earlier_one(
    spec_test,
):
    spec_test(
        {
            "episodes": """
              | person  | area      | triaged    | discharged | discharge_reason
            --+---------+-----------+------------+------------+-----------------
            1 | first   | E08000037 | 2012-05-01 |            |
            2 | known   | E06000001 | 1999-05-01 | 1999-06-01 | 84
            3 | known   | E08000037 | 2012-05-01 |            |
            """,
            "modalities": """
              | episode | started
            --+---------+-----------
            1 | 1       | 2012-05-02
            2 | 3       | 2012-05-02
            """,
        },
        IN_ENGLAND,
        """
              | numerator | denominator
        ------+-----------+------------
        first | 1         | 1
        known | 0         | 1
        """,
    )


def test_two_new_journeys_the_first_of_them_the_first_of_all_are_one_naive_person(
    spec_test,
):
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
          | journey | numerator | denominator
        --+---------+-----------+------------
        p | 2       | 1         | 1
        """,
    )


def test_in_the_area_of_a_second_journey_nobody_is_naive(spec_test):
    spec_test(
        {
            "episodes": """
              | area      | triaged    | discharged | discharge_reason
            --+-----------+------------+------------+-----------------
            1 | E08000037 | 2012-05-01 | 2012-06-01 | 84
            2 | E06000001 | 2012-09-01 |            |
            """,
            "modalities": """
              | episode | started
            --+---------+-----------
            1 | 1       | 2012-05-02
            2 | 2       | 2012-09-02
            """,
        },
        IN_AREAS,
        """
          | area      | numerator
        --+-----------+----------
        p | E08000037 | 1
        p | E06000001 | 0
        """,
    )


def test_triage_21_days_after_a_discharge_is_neither_new_nor_earlier(spec_test):
    """On day 22 it is a new journey of somebody treated before."""
    spec_test(
        {
            "episodes": """
              | person | triaged    | discharged | discharge_reason
            --+--------+------------+------------+-----------------
            1 | day 21 | 2011-05-01 | 2012-04-20 | 80
            2 | day 21 | 2012-05-11 |            |
            3 | day 22 | 2011-05-01 | 2012-04-20 | 80
            4 | day 22 | 2012-05-12 |            |
            """,
            "modalities": """
              | episode | started
            --+---------+-----------
            1 | 2       | 2012-05-20
            2 | 4       | 2012-05-20
            """,
        },
        IN_ENGLAND,
        """
               | numerator | denominator
        -------+-----------+------------
        day 22 | 0         | 1
        """,
    )
