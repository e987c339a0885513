"""Time in treatment: the edges of indicators.md B5. The numerator is in days."""

from .asking import Contributions

title = "Time in treatment"
IN_ENGLAND = Contributions("time_in_treatment")
IN_AREAS = Contributions("time_in_treatment", "area")


def test_from_the_start_of_the_journey_to_the_last_day_of_the_period(spec_test):
    """From 31 March 2012 to 31 March 2013 are 365 days, whatever episode of the journey is open."""
    spec_test(
        {
            "episodes": """
              | triaged    | discharged | discharge_reason
            --+------------+------------+-----------------
            1 | 2012-03-31 | 2012-06-01 | 82
            2 | 2012-06-20 |            |
            """
        },
        IN_ENGLAND,
        """
          | numerator | denominator
        --+-----------+------------
        p | 365       | 1
        """,
    )


def test_discharged_on_the_last_day_is_still_in_treatment(spec_test):
    spec_test(
        {
            "episodes": """
              | person | triaged    | discharged | discharge_reason
            --+--------+------------+------------+-----------------
            1 | on     | 2013-03-01 | 2013-03-31 | 80
            2 | before | 2013-03-01 | 2013-03-30 | 80
            3 | after  | 2013-03-01 | 2013-04-10 | 80
            4 | that   | 2013-03-31 |            |
            """
        },
        IN_ENGLAND,
        """
              | numerator
        ------+----------
        on    | 30
        after | 30
        that  | 0
        """,
    )


def test_earlier_journeys_are_not_added(spec_test):
    spec_test(
        {
            "episodes": """
              | triaged    | discharged | discharge_reason
            --+------------+------------+-----------------
            1 | 2010-04-01 | 2012-06-01 | 84
            2 | 2013-03-01 |            |
            """
        },
        IN_ENGLAND,
        """
          | journey | numerator
        --+---------+----------
        p | 2       | 30
        """,
    )


def test_between_two_episodes_of_a_journey_on_the_last_day(spec_test):
    spec_test(
        {
            "episodes": """
              | triaged    | discharged | discharge_reason
            --+------------+------------+-----------------
            1 | 2013-03-01 | 2013-03-25 | 82
            2 | 2013-04-05 |            |
            """
        },
        IN_ENGLAND,
        """
          | numerator
        --+----------
        p | 30
        """,
    )


def test_person_in_two_areas_counts_in_that_of_the_later_triage(spec_test):
    spec_test(
        {
            "episodes": """
              | area      | triaged    | discharged | discharge_reason
            --+-----------+------------+------------+-----------------
            1 | E08000037 | 2013-03-01 |            |
            2 | E06000001 | 2013-03-10 |            |
            """
        },
        IN_AREAS,
        """
          | area      | numerator
        --+-----------+----------
        p | E06000001 | 30
        """,
    )
