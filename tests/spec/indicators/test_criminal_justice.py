"""Criminal justice clients: the edges of indicators.md D7."""

from .asking import Contributions

title = "Criminal justice clients"
IN_AREAS = Contributions("criminal_justice", "area")
IN_ENGLAND = Contributions("criminal_justice")
COMPLETIONS = Contributions("criminal_justice:completions")


def test_one_referral_of_the_period_counts_everywhere(spec_test):
    """Referred by probation to one agency and by themselves to another."""
    spec_test(
        {
            "episodes": """
              | area      | referral_source | triaged    | discharged | discharge_reason
            --+-----------+-----------------+------------+------------+-----------------
            1 | E08000037 | 8               | 2012-05-01 | 2012-07-01 | 84
            2 | E06000001 | 4               | 2012-09-01 |            |
            """
        },
        IN_AREAS,
        """
          | area      | numerator | denominator
        --+-----------+-----------+------------
        p | E08000037 | 1         | 1
        p | E06000001 | 1         | 1
        """,
    )


def test_referral_of_an_earlier_journey_and_a_blank_do_not_count(spec_test):
    spec_test(
        {
            "episodes": """
              | person  | referral_source | triaged    | discharged | discharge_reason
            --+---------+-----------------+------------+------------+-----------------
            1 | earlier | 8               | 2011-05-01 | 2012-03-01 | 84
            2 | earlier | 4               | 2012-09-01 |            |
            3 | blank   |                 | 2012-09-01 |            |
            """
        },
        IN_ENGLAND,
        """
                | numerator | denominator
        --------+-----------+------------
        earlier | 0         | 1
        blank   | 0         | 1
        """,
    )


def test_completions_of_criminal_justice_clients(spec_test):
    spec_test(
        {
            "episodes": """
              | person    | referral_source | triaged    | discharged | discharge_reason
            --+-----------+-----------------+------------+------------+-----------------
            1 | completed | 5               | 2012-05-01 | 2012-07-01 | 80
            2 | open      | 6               | 2012-05-01 |            |
            3 | other     | 4               | 2012-05-01 | 2012-07-01 | 80
            """
        },
        COMPLETIONS,
        """
                  | numerator | denominator
        ----------+-----------+------------
        completed | 1         | 1
        open      | 0         | 1
        """,
    )
