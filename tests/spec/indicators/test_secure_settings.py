"""Secure settings apart: the edges of indicators.md J. Agencies that begin with HMP are secure settings."""

from .asking import WithSecure

title = "Secure settings"
SECURE = WithSecure("secure_in_treatment")
COMMUNITY = WithSecure("in_treatment")
EXITS = WithSecure("secure_completion_of_exits")
COMMUNITY_EXITS = WithSecure("completion_of_exits")
BOTH = {
    "episodes": """
      | person | agency | triaged    | discharged | discharge_reason
    --+--------+--------+------------+------------+-----------------
    1 | both   | N0001  | 2012-04-10 | 2012-06-01 | 84
    2 | both   | HMP01  | 2012-06-05 | 2012-09-01 | 80
    3 | both   | N0001  | 2012-09-10 |            |
    4 | prison | HMP01  | 2012-06-05 |            |
    """,
    "modalities": """
      | episode | setting | started
    --+---------+---------+-----------
    1 | 2       | 5       | 2012-06-06
    2 | 4       | 5       | 2012-06-06
    """,
}


def test_in_prison_and_in_the_community_is_one_person_in_each(spec_test):
    """Interventions of setting prison are what a secure setting gives: they are no reason to leave it out."""
    spec_test(
        BOTH,
        SECURE,
        """
               | journey | numerator
        -------+---------+----------
        both   | 1       | 1
        prison | 1       | 1
        """,
    )


def test_prison_episode_joins_no_community_journey(spec_test):
    """The two community episodes are 101 days apart: two journeys, the second the latest."""
    spec_test(
        BOTH,
        COMMUNITY,
        """
             | journey | numerator
        -----+---------+----------
        both | 2       | 1
        """,
    )


LEAVERS = {
    "episodes": """
      | person    | agency | triaged    | discharged | discharge_reason
    --+-----------+--------+------------+------------+-----------------
    1 | completed | HMP01  | 2012-04-10 | 2012-06-01 | 80
    2 | released  | HMP01  | 2012-04-10 | 2012-06-01 | 82
    3 | released  | N0001  | 2012-06-05 |            |
    4 | moved     | HMP01  | 2012-04-10 | 2012-06-01 | 83
    5 | moved     | HMP02  | 2012-06-05 |            |
    6 | outside   | N0001  | 2012-04-10 | 2012-06-01 | 80
    """
}


def test_release_is_an_exit_and_a_move_to_another_prison_is_not(spec_test):
    spec_test(
        LEAVERS,
        EXITS,
        """
                  | numerator | denominator
        ----------+-----------+------------
        completed | 1         | 1
        released  | 0         | 1
        """,
    )


def test_exits_from_prison_are_no_community_exits(spec_test):
    spec_test(
        LEAVERS,
        COMMUNITY_EXITS,
        """
                | numerator | denominator
        --------+-----------+------------
        outside | 1         | 1
        """,
    )
