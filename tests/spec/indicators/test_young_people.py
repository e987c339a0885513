"""Young people: the edges of indicators.md I."""

from .asking import Contributions

title = "Young people"
IN_TREATMENT = Contributions("young_people")
ADULTS = Contributions("in_treatment")
EXITS = Contributions("young_people_planned_exits")
REFERRED = Contributions("young_people_referral_source")
NOT_REFERRED = Contributions("young_people_referral_source:not_stated")
WAITS = Contributions("young_people_waits")
RETURNS = Contributions("young_people_representations")
LENGTH = Contributions("young_people_length")
AGES = {
    "episodes": """
      | person  | age_at_triage | birth_cohort | triaged    | discharged | discharge_reason
    --+---------+---------------+--------------+------------+------------+-----------------
    1 | day off | 17            | 1994         | 2012-05-01 |            |
    2 | on day  | 18            | 1994         | 2012-05-02 |            |
    3 | stayed  | 17            | 1994         | 2011-12-01 |            |
    4 | again   | 17            | 1994         | 2011-05-01 | 2012-04-10 | 80
    5 | again   | 18            | 1994         | 2012-09-01 |            |
    6 | unknown |               |              | 2012-05-01 |            |
    """
}


def test_young_is_who_began_before_eighteen(spec_test):
    """Turned 18 during the journey still counts; a later journey begun at 18 does not, nor does an unknown age."""
    spec_test(
        AGES,
        IN_TREATMENT,
        """
                | age_band | numerator
        --------+----------+----------
        day off |          | 1
        stayed  |          | 1
        """,
    )


def test_adult_figures_count_by_age_on_30_september(spec_test):
    """So somebody who began at 17 can be in both; the two are never added."""
    spec_test(
        AGES,
        ADULTS,
        """
                | numerator
        --------+----------
        day off | 1
        on day  | 1
        stayed  | 1
        again   | 1
        unknown | 1
        """,
    )


def test_planned_exit_is_a_completion_and_a_move_to_adult_services_is_no_exit(
    spec_test,
):
    spec_test(
        {
            "episodes": """
              | person    | age_at_triage | birth_cohort | triaged    | discharged | discharge_reason
            --+-----------+---------------+--------------+------------+------------+-----------------
            1 | completed | 17            | 1995         | 2012-05-01 | 2012-09-01 | 80
            2 | left      | 16            | 1996         | 2012-05-01 | 2012-09-01 | 84
            3 | moved     | 17            | 1995         | 2012-05-01 | 2012-09-01 | 82
            4 | moved     | 18            | 1995         | 2012-09-20 |            |
            5 | lost      | 17            | 1995         | 2012-05-01 | 2012-09-01 | 82
            6 | adult     | 18            | 1993         | 2012-05-01 | 2012-09-01 | 80
            """
        },
        EXITS,
        """
                  | numerator | denominator
        ----------+-----------+------------
        completed | 1         | 1
        left      | 0         | 1
        lost      | 0         | 1
        """,
    )


SOURCES = {
    "episodes": """
      | person  | age_at_triage | birth_cohort | referral_source | triaged
    --+---------+---------------+--------------+-----------------+-----------
    1 | school  | 16            | 1996         | 16              | 2012-05-01
    2 | none    | 16            | 1996         | 14              | 2012-05-01
    3 | blank   | 16            | 1996         |                 | 2012-05-01
    4 | adult   | 20            | 1992         | 16              | 2012-05-01
    5 | earlier | 16            | 1996         | 16              | 2012-03-31
    """
}


def test_source_of_no_group_is_other_and_a_blank_is_not_stated(spec_test):
    spec_test(
        SOURCES,
        REFERRED,
        """
               | answer    | numerator | denominator
        -------+-----------+-----------+------------
        school | education | 1         | 1
        none   | other     | 1         | 1
        """,
    )


def test_blank_source_is_shown_as_a_share(spec_test):
    spec_test(
        SOURCES,
        NOT_REFERRED,
        """
               | numerator | denominator
        -------+-----------+------------
        school | 0         | 1
        none   | 0         | 1
        blank  | 1         | 1
        """,
    )


def test_waits_of_young_people_in_days(spec_test):
    """An offer before the referral is left out, and so are adults."""
    spec_test(
        {
            "episodes": """
              | person | age_at_triage | birth_cohort | triaged
            --+--------+---------------+--------------+-----------
            1 | same   | 16            | 1996         | 2012-05-01
            2 | four   | 17            | 1995         | 2012-05-01
            3 | before | 17            | 1995         | 2012-05-01
            4 | adult  | 18            | 1994         | 2012-05-01
            """,
            "modalities": """
              | episode | referred   | first_offered | started
            --+---------+------------+---------------+-----------
            1 | 1       | 2012-05-01 | 2012-05-01    | 2012-05-09
            2 | 2       | 2012-05-01 | 2012-05-05    | 2012-05-09
            3 | 3       | 2012-05-05 | 2012-05-01    | 2012-05-09
            4 | 4       | 2012-05-01 | 2012-05-05    | 2012-05-09
            """,
        },
        WAITS,
        """
             | numerator | denominator
        -----+-----------+------------
        same | 0         | 1
        four | 4         | 1
        """,
    )


def test_return_of_a_young_person_counts_with_services_for_adults(spec_test):
    """Six months with the end of the month: 27 February is a return, 28 February is not; who began at 18 is left out."""
    spec_test(
        {
            "episodes": """
              | person  | age_at_triage | triaged    | discharged | discharge_reason
            --+---------+---------------+------------+------------+-----------------
            1 | inside  | 17            | 2012-05-01 | 2012-08-31 | 80
            2 | inside  | 18            | 2013-02-27 |            |
            3 | outside | 17            | 2012-05-01 | 2012-08-31 | 80
            4 | outside | 17            | 2013-02-28 |            |
            5 | adult   | 18            | 2012-05-01 | 2012-08-31 | 80
            6 | late    | 17            | 2012-05-01 | 2012-10-01 | 80
            7 | soon    | 17            | 2012-05-01 | 2012-08-01 | 80
            8 | soon    | 17            | 2012-08-22 |            |
            9 | left    | 17            | 2012-05-01 | 2012-08-01 | 84
            """
        },
        RETURNS,
        """
                | age_band | numerator | denominator
        --------+----------+-----------+------------
        inside  |          | 1         | 1
        outside |          | 0         | 1
        """,
    )


def test_length_of_interventions_that_ended_in_days(spec_test):
    """The last day of the period is in it; adults, open ones and those that ended before they started are left out."""
    spec_test(
        {
            "episodes": """
              | person | age_at_triage | triaged
            --+--------+---------------+-----------
            1 | same   | 16            | 2012-05-01
            2 | last   | 17            | 2012-05-01
            3 | after  | 17            | 2012-05-01
            4 | adult  | 18            | 2012-05-01
            5 | open   | 17            | 2012-05-01
            6 | odd    | 17            | 2012-05-01
            """,
            "modalities": """
              | episode | started    | ended
            --+---------+------------+-----------
            1 | 1       | 2012-05-09 | 2012-05-09
            2 | 2       | 2013-03-01 | 2013-03-31
            3 | 3       | 2013-03-01 | 2013-04-01
            4 | 4       | 2012-05-01 | 2012-05-09
            5 | 5       | 2012-05-01 |
            6 | 6       | 2012-05-09 | 2012-05-08
            """,
        },
        LENGTH,
        """
             | numerator | denominator
        -----+-----------+------------
        same | 0         | 1
        last | 30        | 1
        """,
    )
