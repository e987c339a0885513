"""Deaths in treatment: the edges of indicators.md C8."""

from .asking import Contributions

title = "Deaths in treatment"
IN_ENGLAND = Contributions("deaths_in_treatment")
IN_AREAS = Contributions("deaths_in_treatment", "area")
EXPECTED = Contributions("deaths_in_treatment:observed_to_expected", "area")


def test_died_on_the_last_day_counts_and_on_the_day_after_does_not(spec_test):
    """Of two episodes that end on one day, one completed and one died, the death stands."""
    spec_test(
        {
            "episodes": """
              | person | agency | triaged    | discharged | discharge_reason
            --+--------+--------+------------+------------+-----------------
            1 | last   | N0001  | 2012-05-01 | 2013-03-31 | 88
            2 | after  | N0001  | 2012-05-01 | 2013-04-01 | 88
            3 | both   | N0001  | 2012-05-01 | 2012-07-01 | 80
            4 | both   | N0002  | 2012-05-01 | 2012-07-01 | 9
            5 | left   | N0001  | 2012-05-01 | 2012-07-01 | 84
            """
        },
        IN_ENGLAND,
        """
              | numerator | denominator
        ------+-----------+------------
        last  | 1         | 1
        after | 0         | 1
        both  | 1         | 1
        left  | 0         | 1
        """,
    )


def test_death_counts_in_the_area_of_the_episode_that_ended_the_journey(spec_test):
    spec_test(
        {
            "episodes": """
              | area      | triaged    | discharged | discharge_reason
            --+-----------+------------+------------+-----------------
            1 | E08000037 | 2012-05-01 | 2012-07-01 | 82
            2 | E06000001 | 2012-07-10 | 2012-09-01 | 88
            """
        },
        IN_AREAS,
        """
          | area      | numerator | denominator
        --+-----------+-----------+------------
        p | E08000037 | 0         | 1
        p | E06000001 | 1         | 1
        """,
    )


def test_expected_is_the_share_of_deaths_of_the_same_sex_age_and_group(spec_test):
    """Sex and age that are not known are a stratum of their own."""
    spec_test(
        {
            "episodes": """
              | person | area      | sex | birth_cohort | drug_1 | triaged    | discharged | discharge_reason
            --+--------+-----------+-----+--------------+--------+------------+------------+-----------------
            1 | a      | E08000037 | F   | 1950         | 7000   | 2012-05-01 | 2012-07-01 | 88
            2 | b      | E08000037 | F   | 1951         | 7000   | 2012-05-01 |            |
            3 | c      | E06000001 | F   | 1952         | 7000   | 2012-05-01 |            |
            4 | d      | E06000001 | F   | 1953         | 7000   | 2012-05-01 |            |
            5 | e      | E06000001 |     |              | 5000   | 2012-05-01 | 2012-07-01 | 88
            6 | f      | E08000037 |     |              | 5000   | 2012-05-01 |            |
            """
        },
        EXPECTED,
        """
          | area      | numerator | denominator
        --+-----------+-----------+------------
        a | E08000037 | 1         | 0.25
        b | E08000037 | 0         | 0.25
        c | E06000001 | 0         | 0.25
        d | E06000001 | 0         | 0.25
        e | E06000001 | 1         | 0.5
        f | E08000037 | 0         | 0.5
        """,
    )
