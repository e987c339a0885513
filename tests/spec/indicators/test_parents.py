"""Parents in treatment: the edges of indicators.md B8."""

from .asking import Contributions

title = "Parents"
IN_ENGLAND = Contributions("parents")
IN_AREAS = Contributions("parents", "area")
NOT_STATED = Contributions("parents:not_stated")
STATUSES = {
    "episodes": """
      | person  | triaged    | parental_status
    --+---------+------------+----------------
    1 | all     | 2012-05-01 | 11
    2 | some    | 2012-05-01 | 12
    3 | none    | 2012-05-01 | 13
    4 | childless | 2012-05-01 | 14
    5 | silent  | 2012-05-01 | 15
    6 | blank   | 2012-05-01 |
    7 | older   | 2012-05-01 | 7
    """
}


def test_not_stated_is_out_of_the_base(spec_test):
    """Declined to answer, blank, and codes of the older list."""
    spec_test(
        STATUSES,
        IN_ENGLAND,
        """
                  | answer                  | numerator | denominator
        ----------+-------------------------+-----------+------------
        all       | living_with_children    | 1         | 1
        some      | living_with_children    | 1         | 1
        none      | children_live_elsewhere | 1         | 1
        childless | not_a_parent            | 1         | 1
        """,
    )


def test_not_stated_is_shown_as_a_share_of_all_in_treatment(spec_test):
    spec_test(
        STATUSES,
        NOT_STATED,
        """
                  | answer | numerator | denominator
        ----------+--------+-----------+------------
        all       |        | 0         | 1
        some      |        | 0         | 1
        none      |        | 0         | 1
        childless |        | 0         | 1
        silent    |        | 1         | 1
        blank     |        | 1         | 1
        older     |        | 1         | 1
        """,
    )


TWO = {
    "episodes": """
      | area      | triaged    | discharged | discharge_reason | parental_status
    --+-----------+------------+------------+------------------+----------------
    1 | E08000037 | 2012-05-01 | 2012-07-01 | 84               | 11
    2 | E06000001 | 2012-09-01 |            |                  | 13
    3 |           | 2012-10-01 |            |                  | 14
    """
}


def test_latest_episode_of_the_area_says_it(spec_test):
    """Also where the area is not known."""
    spec_test(
        TWO,
        IN_AREAS,
        """
          | area      | answer
        --+-----------+------------------------
        p | E08000037 | living_with_children
        p | E06000001 | children_live_elsewhere
        p |           | not_a_parent
        """,
    )


def test_in_england_the_episode_triaged_last_says_it(spec_test):
    spec_test(
        TWO,
        IN_ENGLAND,
        """
          | answer       | numerator
        --+--------------+----------
        p | not_a_parent | 1
        """,
    )
