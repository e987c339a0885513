"""Factors of the case-mix model: what a person brought, with its edges, on either engine."""

from .asking import Factors

title = "Factors of the case-mix model"
ALL = Factors()


def test_years_in_treatment_are_those_before_the_period(spec_test):
    """Begun on the first day is new; a year to the day before is under 1; longer is the next band."""
    spec_test(
        {
            "episodes": """
              | person | triaged
            --+--------+-----------
            1 | new    | 2012-04-01
            2 | before | 2012-03-31
            3 | year   | 2011-04-01
            4 | more   | 2011-03-31
            5 | long   | 2006-01-01
            """
        },
        ALL,
        """
               | years_in_treatment
        -------+--------------------
        new    | began in the period
        before | under 1
        year   | 1 to 2
        more   | 1 to 2
        long   | 6 or more
        """,
    )


def test_prior_journeys_are_counted_up_to_three(spec_test):
    """An episode within the gap is no journey of its own."""
    spec_test(
        {
            "episodes": """
              | person | triaged    | discharged | discharge_reason
            --+--------+------------+------------+-----------------
            1 | none   | 2012-05-01 |            |
            2 | chain  | 2012-01-01 | 2012-04-20 | 71
            3 | chain  | 2012-05-11 |            |
            4 | one    | 2012-01-01 | 2012-04-20 | 71
            5 | one    | 2012-05-12 |            |
            6 | four   | 2008-01-01 | 2008-02-01 | 71
            7 | four   | 2009-01-01 | 2009-02-01 | 71
            8 | four   | 2010-01-01 | 2010-02-01 | 71
            9 | four   | 2011-01-01 | 2011-02-01 | 71
            10 | four  | 2012-06-01 |            |
            """
        },
        ALL,
        """
              | prior_journeys
        ------+---------------
        none  | 0
        chain | 0
        one   | 1
        four  | 3 or more
        """,
    )


def test_substances_are_a_combination_with_the_first_named_one(spec_test):
    """Crack comes before cocaine and cannabis; alcohol beside is said; an opiate is said first."""
    spec_test(
        {
            "episodes": """
              | person  | triaged    | drug_1 | drug_2 | drug_3
            --+---------+------------+--------+--------+-------
            1 | heroin  | 2012-05-01 | 1105   | 9996   | 9997
            2 | both    | 2012-05-01 | 5000   | 3201   | 1105
            3 | all     | 2012-05-01 | 3201   | 1105   | 7000
            4 | cocaine | 2012-05-01 | 5000   | 3200   | 7000
            5 | other   | 2012-05-01 | 6000   | 9996   | 9997
            6 | drink   | 2012-05-01 | 7000   | 9996   | 9997
            """
        },
        ALL,
        """
                | substances                    | substance_group
        --------+-------------------------------+-----------------------
        heroin  | opiate                        | opiate
        both    | opiate and crack              | opiate
        all     | opiate and crack with alcohol | opiate
        cocaine | cocaine with alcohol          | non_opiate_and_alcohol
        other   | other drug                    | non_opiate_only
        drink   | alcohol                       | alcohol_only
        """,
    )


def test_referral_is_a_group_and_a_blank_is_a_level_of_its_own(spec_test):
    spec_test(
        {
            "episodes": """
              | person | triaged    | referral_source
            --+--------+------------+----------------
            1 | self   | 2012-05-01 | 4
            2 | court  | 2012-05-01 | 6
            3 | other  | 2012-05-01 | 15
            4 | blank  | 2012-05-01 |
            """
        },
        ALL,
        """
              | referral
        ------+-----------------
        self  | self or family
        court | criminal justice
        other | other
        blank | not known
        """,
    )


def test_days_of_use_are_those_of_the_substance_used_most_at_the_start(spec_test):
    """No profile, and one outside the window, are not known; none of 28 days is a band of its own."""
    spec_test(
        {
            "episodes": """
              | person | triaged
            --+--------+-----------
            1 | most   | 2012-05-01
            2 | none   | 2012-05-01
            3 | late   | 2012-05-01
            4 | nobody | 2012-05-01
            5 | blank  | 2012-05-01
            """,
            "modalities": """
              | episode | started
            --+---------+-----------
            1 | 1       | 2012-05-01
            2 | 2       | 2012-05-01
            3 | 3       | 2012-05-01
            4 | 4       | 2012-05-01
            5 | 5       | 2012-05-01
            """,
            "profiles": """
              | episode | completed_on | stage | opiate_days | crack_days
            --+---------+--------------+-------+-------------+-----------
            1 | 1       | 2012-05-02   | S     | 7           | 8
            2 | 2       | 2012-05-02   | S     | 0           |
            3 | 3       | 2012-06-02   | S     | 20          | 20
            5 | 5       | 2012-05-02   | S     |             |
            """,
        },
        ALL,
        """
               | drug_days_at_start
        -------+-------------------
        most   | 8 to 14
        none   | 0
        late   | not known
        nobody | not known
        blank  | not known
        """,
    )


def test_a_person_in_two_areas_is_counted_in_each_with_what_is_true_there(spec_test):
    spec_test(
        {
            "episodes": """
              | person | area      | triaged    | discharged | discharge_reason
            --+--------+-----------+------------+------------+-----------------
            1 | moved  | E08000035 | 2011-06-01 | 2012-06-01 | 71
            2 | moved  | E08000037 | 2012-09-01 |            |
            """
        },
        ALL,
        """
              | area      | prior_journeys | years_in_treatment
        ------+-----------+----------------+--------------------
        moved | E08000035 | 0              | under 1
        moved | E08000037 | 1              | began in the period
        """,
    )
