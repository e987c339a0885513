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


LENGTHS = """
  | person  | triaged
--+---------+-----------
1 | day 730 | 2011-04-01
2 | day 731 | 2011-03-31
3 | 4 years | 2009-03-31
4 | 6 years | 2007-03-31
5 | today   | 2013-03-31
"""


def test_730_days_are_under_two_years(spec_test):
    spec_test(
        {"episodes": LENGTHS},
        Contributions("time_in_treatment:under_2_years"),
        """
                | numerator | denominator
        --------+-----------+------------
        day 730 | 1         | 1
        day 731 | 0         | 1
        4 years | 0         | 1
        6 years | 0         | 1
        today   | 1         | 1
        """,
    )


def test_731_days_are_two_years_and_1461_days_are_four(spec_test):
    spec_test(
        {"episodes": LENGTHS},
        Contributions("time_in_treatment:2_to_4_years"),
        """
                | numerator | denominator
        --------+-----------+------------
        day 730 | 0         | 1
        day 731 | 1         | 1
        4 years | 0         | 1
        6 years | 0         | 1
        today   | 0         | 1
        """,
    )


def test_two_years_and_over_takes_all_the_longer_ones(spec_test):
    spec_test(
        {"episodes": LENGTHS},
        Contributions("time_in_treatment:2_years_and_over"),
        """
                | numerator | denominator
        --------+-----------+------------
        day 730 | 0         | 1
        day 731 | 1         | 1
        4 years | 1         | 1
        6 years | 1         | 1
        today   | 0         | 1
        """,
    )
