"""Housing at the start: the edges of indicators.md D5."""

from .asking import Contributions

title = "Housing at the start"
STATED = Contributions("housing_at_start")
NOT_STATED = Contributions("housing_at_start:not_stated")
TABLES = {
    "episodes": """
      | person | triaged    | discharged | discharge_reason | accommodation_need
    --+--------+------------+------------+------------------+-------------------
    1 | nfa    | 2012-05-01 |            |                  | 1
    2 | other  | 2012-05-01 |            |                  | 2
    3 | none   | 2012-05-01 |            |                  | 3
    4 | blank  | 2012-05-01 |            |                  |
    5 | twice  | 2012-05-01 | 2012-06-01 | 84               | 1
    6 | twice  | 2012-09-01 |            |                  | 3
    7 | before | 2012-03-31 |            |                  | 1
    """,
    "modalities": """
      | episode | started
    --+---------+-----------
    1 | 1       | 2012-05-02
    2 | 2       | 2012-05-02
    3 | 3       | 2012-05-02
    4 | 4       | 2012-05-02
    5 | 5       | 2012-05-02
    6 | 6       | 2012-09-02
    7 | 7       | 2012-05-02
    """,
}


def test_not_stated_is_out_of_the_base_and_the_later_journey_says_it(spec_test):
    spec_test(
        TABLES,
        STATED,
        """
              | answer             | numerator | denominator
        ------+--------------------+-----------+------------
        nfa   | no_fixed_abode     | 1         | 1
        other | housing_problem    | 1         | 1
        none  | no_housing_problem | 1         | 1
        twice | no_housing_problem | 1         | 1
        """,
    )


def test_not_stated_is_shown_as_a_share_of_new_presentations(spec_test):
    spec_test(
        TABLES,
        NOT_STATED,
        """
              | answer | numerator | denominator
        ------+--------+-----------+------------
        nfa   |        | 0         | 1
        other |        | 0         | 1
        none  |        | 0         | 1
        blank |        | 1         | 1
        twice |        | 0         | 1
        """,
    )
