"""Employment at the start: the edges of indicators.md D5."""

from .asking import Contributions

title = "Employment at the start"
STATED = Contributions("employment_at_start")
NOT_STATED = Contributions("employment_at_start:not_stated")
TABLES = {
    "episodes": """
      | person     | triaged    | employment
    --+------------+------------+-----------
    1 | works      | 2012-05-01 | 1
    2 | ill        | 2012-05-01 | 9
    3 | not known  | 2012-05-01 | 6
    4 | not stated | 2012-05-01 | 99
    5 | blank      | 2012-05-01 |
    6 | no class   | 2012-05-01 | 77
    """,
    "modalities": """
      | episode | started
    --+---------+-----------
    1 | 1       | 2012-05-02
    2 | 2       | 2012-05-02
    3 | 3       | 2012-05-02
    4 | 4       | 2012-05-02
    5 | 5       | 2012-05-02
    6 | 6       | 2012-05-02
    """,
}


def test_not_known_not_stated_and_no_class_are_out_of_the_base(spec_test):
    spec_test(
        TABLES,
        STATED,
        """
              | answer                     | numerator | denominator
        ------+----------------------------+-----------+------------
        works | regular_employment         | 1         | 1
        ill   | long_term_sick_or_disabled | 1         | 1
        """,
    )


def test_not_known_and_not_stated_are_shown_as_a_share(spec_test):
    spec_test(
        TABLES,
        NOT_STATED,
        """
                   | numerator | denominator
        -----------+-----------+------------
        works      | 0         | 1
        ill        | 0         | 1
        not known  | 1         | 1
        not stated | 1         | 1
        blank      | 1         | 1
        no class   | 1         | 1
        """,
    )
