"""Completion without re-presentation: the edges of indicators.md C5."""

from .asking import Contributions

title = "Completion without re-presentation"
IN_ENGLAND = Contributions("completion_without_representation")
IN_AREAS = Contributions("completion_without_representation", "area")


def test_triage_on_30_september_after_31_march_is_outside_and_29_inside(spec_test):
    """31 March plus six months is 30 September, the first day outside."""
    spec_test(
        {
            "episodes": """
              | person  | triaged    | discharged | discharge_reason
            --+---------+------------+------------+-----------------
            1 | outside | 2012-05-01 | 2013-03-31 | 80
            2 | outside | 2013-09-30 |            |
            3 | inside  | 2012-05-01 | 2013-03-31 | 80
            4 | inside  | 2013-09-29 |            |
            """
        },
        IN_ENGLAND,
        """
                | numerator | denominator
        --------+-----------+------------
        outside | 1         | 1
        inside  | 0         | 1
        """,
    )


def test_six_months_from_the_end_of_august_end_with_february(spec_test):
    """31 August plus six months is 28 February: a triage on that day is outside, on 27 February inside."""
    spec_test(
        {
            "episodes": """
              | person  | triaged    | discharged | discharge_reason
            --+---------+------------+------------+-----------------
            1 | outside | 2012-05-01 | 2012-08-31 | 80
            2 | outside | 2013-02-28 | 2013-04-02 | 84
            3 | inside  | 2012-05-01 | 2012-08-31 | 80
            4 | inside  | 2013-02-27 | 2013-04-02 | 84
            """
        },
        Contributions("completion_without_representation", period="12m-to-2013-01"),
        """
                | numerator | denominator
        --------+-----------+------------
        outside | 1         | 1
        inside  | 0         | 1
        """,
    )


def test_return_in_another_area_and_for_another_substance_counts(spec_test):
    spec_test(
        {
            "episodes": """
              | area      | triaged    | discharged | discharge_reason | drug_1
            --+-----------+------------+------------+------------------+-------
            1 | E08000037 | 2012-05-01 | 2013-02-01 | 80               | 1105
            2 | E06000001 | 2013-05-01 |            |                  | 7000
            """
        },
        IN_AREAS,
        """
          | area      | substance_group | numerator | denominator
        --+-----------+-----------------+-----------+------------
        p | E08000037 | opiate          | 0         | 1
        """,
    )


def test_completed_twice_is_one_person_and_the_latest_journey(spec_test):
    spec_test(
        {
            "episodes": """
              | triaged    | discharged | discharge_reason
            --+------------+------------+-----------------
            1 | 2012-02-01 | 2012-05-01 | 80
            2 | 2012-07-01 | 2012-12-01 | 80
            """
        },
        IN_ENGLAND,
        """
          | journey | numerator | denominator
        --+---------+-----------+------------
        p | 2       | 1         | 1
        """,
    )


def test_new_journey_after_23_days_in_the_same_period(spec_test):
    """Not in the numerator, once in the denominator."""
    spec_test(
        {
            "episodes": """
              | triaged    | discharged | discharge_reason
            --+------------+------------+-----------------
            1 | 2012-02-01 | 2012-05-01 | 80
            2 | 2012-05-24 |            |
            """
        },
        IN_ENGLAND,
        """
          | journey | numerator | denominator
        --+---------+-----------+------------
        p | 2       | 0         | 1
        """,
    )


def test_return_within_21_days_is_no_completion(spec_test):
    spec_test(
        {
            "episodes": """
              | triaged    | discharged | discharge_reason
            --+------------+------------+-----------------
            1 | 2012-02-01 | 2012-05-01 | 80
            2 | 2012-05-22 | 2012-12-01 | 84
            """
        },
        IN_ENGLAND,
        """
          | journey | numerator | denominator
        --+---------+-----------+------------
        p | 1       | 0         | 1
        """,
    )


def test_not_completed_is_in_the_denominator_alone(spec_test):
    spec_test(
        {
            "episodes": """
              | person  | triaged    | discharged | discharge_reason
            --+---------+------------+------------+-----------------
            1 | dropped | 2012-02-01 | 2012-05-01 | 84
            2 | open    | 2012-02-01 |            |
            3 | died    | 2012-02-01 | 2012-05-01 | 88
            """
        },
        IN_ENGLAND,
        """
                | numerator | denominator
        --------+-----------+------------
        dropped | 0         | 1
        open    | 0         | 1
        died    | 0         | 1
        """,
    )


def test_completed_and_seen_no_more_stays_in_the_numerator(spec_test):
    """Whoever dies after completion has no new journey and stays in."""
    spec_test(
        {
            "episodes": """
              | triaged    | discharged | discharge_reason
            --+------------+------------+-----------------
            1 | 2012-02-01 | 2012-05-01 | 81
            """
        },
        IN_ENGLAND,
        """
          | numerator | denominator
        --+-----------+------------
        p | 1         | 1
        """,
    )


def test_treatment_in_prison_is_not_a_return(spec_test):
    spec_test(
        {
            "episodes": """
              | triaged    | discharged | discharge_reason
            --+------------+------------+-----------------
            1 | 2012-05-01 | 2013-02-01 | 80
            2 | 2013-05-01 |            |
            """,
            "modalities": """
              | episode | setting | started
            --+---------+---------+-----------
            2 | 2       | 5       | 2013-05-02
            """,
        },
        IN_ENGLAND,
        """
          | numerator | denominator
        --+-----------+------------
        p | 1         | 1
        """,
    )
