"""Successful completion by its two denominators: the edges of indicators.md C4."""

from .asking import Contributions

title = "Successful completion"
OF_EXITS = Contributions("completion_of_exits")
OF_ALL = Contributions("completion_of_all_in_treatment")
OF_ALL_IN_AREAS = Contributions("completion_of_all_in_treatment", "area")
PEOPLE = {
    "episodes": """
       | person    | triaged    | discharged | discharge_reason
    ---+-----------+------------+------------+-----------------
    1  | completed | 2012-02-01 | 2012-05-01 | 80
    2  | occasion  | 2012-02-01 | 2012-05-01 | 81
    3  | dropped   | 2012-02-01 | 2012-05-01 | 84
    4  | died      | 2012-02-01 | 2012-05-01 | 88
    5  | referred  | 2012-02-01 | 2012-05-01 | 5
    6  | moved     | 2012-02-01 | 2012-05-01 | 82
    7  | open      | 2012-02-01 |            |
    8  | twice     | 2012-02-01 | 2012-05-01 | 80
    9  | twice     | 2012-09-01 | 2012-12-01 | 80
    10 | again     | 2012-02-01 | 2012-05-01 | 80
    11 | again     | 2012-09-01 |            |
    12 | resumed   | 2012-02-01 | 2012-05-01 | 80
    13 | resumed   | 2012-05-20 |            |
    14 | next_year | 2012-02-01 | 2013-04-01 | 80
    """
}


def test_completed_of_all_leaving(spec_test):
    """One row a person who left; died and referred on are no completions; a return within 21 days is no exit."""
    spec_test(
        PEOPLE,
        OF_EXITS,
        """
                  | numerator | denominator
        ----------+-----------+------------
        completed | 1         | 1
        occasion  | 1         | 1
        dropped   | 0         | 1
        died      | 0         | 1
        referred  | 0         | 1
        moved     | 0         | 1
        twice     | 1         | 1
        """,
    )


def test_completed_of_all_in_treatment(spec_test):
    spec_test(
        PEOPLE,
        OF_ALL,
        """
                  | numerator | denominator
        ----------+-----------+------------
        completed | 1         | 1
        occasion  | 1         | 1
        dropped   | 0         | 1
        died      | 0         | 1
        referred  | 0         | 1
        moved     | 0         | 1
        open      | 0         | 1
        twice     | 1         | 1
        again     | 0         | 1
        resumed   | 0         | 1
        next_year | 0         | 1
        """,
    )


def test_completion_counts_in_the_area_where_the_journey_ended(spec_test):
    spec_test(
        {
            "episodes": """
              | area      | triaged    | discharged | discharge_reason
            --+-----------+------------+------------+-----------------
            1 | E08000037 | 2012-05-01 | 2012-07-01 | 82
            2 | E06000001 | 2012-07-10 | 2012-09-01 | 80
            """
        },
        OF_ALL_IN_AREAS,
        """
          | area      | numerator | denominator
        --+-----------+-----------+------------
        p | E08000037 | 0         | 1
        p | E06000001 | 1         | 1
        """,
    )
