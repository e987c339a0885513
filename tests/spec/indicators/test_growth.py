"""Growth since the baseline: the edges of indicators.md C7. Growth is the sum of the numerators, over the baseline."""

from .asking import Contributions

title = "Growth since the baseline"
COMPLETIONS = Contributions("growth_of_completions")
EFFECTIVE = Contributions("growth_of_effective_treatment")


def test_completions_now_less_those_of_the_year_before(spec_test):
    """Completed in both years: in both. What was not completed is in neither."""
    spec_test(
        {
            "episodes": """
              | person | triaged    | discharged | discharge_reason
            --+--------+------------+------------+-----------------
            1 | now    | 2012-01-01 | 2012-05-01 | 80
            2 | then   | 2011-01-01 | 2011-05-01 | 80
            3 | both   | 2011-01-01 | 2011-05-01 | 80
            4 | both   | 2012-04-10 | 2012-05-01 | 80
            5 | left   | 2012-01-01 | 2012-05-01 | 84
            6 | before | 2010-01-01 | 2011-03-31 | 80
            """
        },
        COMPLETIONS,
        """
             | journey | numerator | denominator
        -----+---------+-----------+------------
        now  | 1       | 1         | 0
        then | 1       | -1        | 1
        both | 1       | -1        | 1
        both | 2       | 1         | 0
        """,
    )


def test_effective_treatment_in_both_years_is_no_growth(spec_test):
    spec_test(
        {
            "episodes": """
              | person | triaged
            --+--------+-----------
            1 | both   | 2011-05-01
            2 | now    | 2012-05-01
            """,
            "modalities": """
              | episode | started
            --+---------+-----------
            1 | 1       | 2011-05-02
            2 | 2       | 2012-05-02
            """,
        },
        EFFECTIVE,
        """
             | numerator | denominator
        -----+-----------+------------
        both | 1         | 0
        both | -1        | 1
        now  | 1         | 0
        """,
    )
