"""Continuity of care from prison: the edges of indicators.md E. Agencies that begin with HMP are secure settings."""

from .asking import WithSecure

title = "Continuity of care"
IN_ENGLAND = WithSecure("continuity_of_care")
IN_AREAS = WithSecure("continuity_of_care", "area")


def test_triaged_on_day_21_after_release_is_engaged_and_on_day_22_is_not(spec_test):
    """On the day of release it is."""
    spec_test(
        {
            "episodes": """
              | person | agency | triaged    | discharged | discharge_reason
            --+--------+--------+------------+------------+-----------------
            1 | day 21 | HMP01  | 2012-01-01 | 2012-06-01 | 82
            2 | day 21 | N0001  | 2012-06-22 |            |
            3 | day 22 | HMP01  | 2012-01-01 | 2012-06-01 | 82
            4 | day 22 | N0001  | 2012-06-23 |            |
            5 | day 0  | HMP01  | 2012-01-01 | 2012-06-01 | 82
            6 | day 0  | N0001  | 2012-06-01 | 2012-06-05 | 84
            7 | nobody | HMP01  | 2012-01-01 | 2012-06-01 | 82
            """
        },
        IN_ENGLAND,
        """
               | numerator | denominator
        -------+-----------+------------
        day 21 | 1         | 1
        day 22 | 0         | 1
        day 0  | 1         | 1
        nobody | 0         | 1
        """,
    )


def test_already_in_community_treatment_at_release_is_engaged(spec_test):
    """Not so where that ended before the release."""
    spec_test(
        {
            "episodes": """
              | person | agency | triaged    | discharged | discharge_reason
            --+--------+--------+------------+------------+-----------------
            1 | open   | N0001  | 2011-01-01 |            |
            2 | open   | HMP01  | 2012-01-01 | 2012-06-01 | 82
            3 | closed | N0001  | 2011-01-01 | 2012-05-31 | 84
            4 | closed | HMP01  | 2012-01-01 | 2012-06-01 | 82
            """
        },
        IN_ENGLAND,
        """
               | numerator | denominator
        -------+-----------+------------
        open   | 1         | 1
        closed | 0         | 1
        """,
    )


def test_back_in_prison_within_21_days_stays_in_the_denominator(spec_test):
    """Treatment in another prison is no community treatment."""
    spec_test(
        {
            "episodes": """
              | agency | triaged    | discharged | discharge_reason
            --+--------+------------+------------+-----------------
            1 | HMP01  | 2012-01-01 | 2012-06-01 | 82
            2 | HMP02  | 2012-06-10 |            |
            """
        },
        IN_ENGLAND,
        """
          | numerator | denominator
        --+-----------+------------
        p | 0         | 1
        """,
    )


def test_released_twice_in_the_period_is_two_events(spec_test):
    spec_test(
        {
            "episodes": """
              | agency | triaged    | discharged | discharge_reason
            --+--------+------------+------------+-----------------
            1 | HMP01  | 2012-01-01 | 2012-06-01 | 82
            2 | HMP01  | 2012-09-01 | 2012-12-01 | 82
            3 | N0001  | 2012-12-05 |            |
            """
        },
        IN_ENGLAND,
        """
          | journey | numerator | denominator
        --+---------+-----------+------------
        p | 1       | 0         | 1
        p | 2       | 1         | 1
        """,
    )


def test_other_exits_and_releases_to_nowhere_named_are_no_releases(spec_test):
    """Completed, moved to another prison, retained; and a release outside England, which has no region."""
    spec_test(
        {
            "episodes": """
              | person    | agency | region    | triaged    | discharged | discharge_reason
            --+-----------+--------+-----------+------------+------------+-----------------
            1 | released  | HMP01  | E12000001 | 2012-01-01 | 2012-06-01 | 82
            2 | completed | HMP01  | E12000001 | 2012-01-01 | 2012-06-01 | 80
            3 | moved     | HMP01  | E12000001 | 2012-01-01 | 2012-06-01 | 83
            4 | retained  | HMP01  | E12000001 | 2012-01-01 | 2012-06-01 | 86
            5 | abroad    | HMP01  |           | 2012-01-01 | 2012-06-01 | 82
            """
        },
        IN_ENGLAND,
        """
                 | numerator | denominator
        ---------+-----------+------------
        released | 0         | 1
        """,
    )


def test_release_counts_in_the_area_of_residence(spec_test):
    """Whichever area the community provider is of."""
    spec_test(
        {
            "episodes": """
              | agency | area      | triaged    | discharged | discharge_reason
            --+--------+-----------+------------+------------+-----------------
            1 | HMP01  | E08000037 | 2012-01-01 | 2012-06-01 | 82
            2 | N0001  | E06000001 | 2012-06-05 |            |
            """
        },
        IN_AREAS,
        """
          | area      | numerator | denominator
        --+-----------+-----------+------------
        p | E08000037 | 1         | 1
        """,
    )
