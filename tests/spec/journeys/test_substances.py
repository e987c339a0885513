"""Substance groups: the worked edges of indicators.md A3, over a whole journey."""

from dataclasses import dataclass

from throughcare import journeys

title = "Substance group"


@dataclass(frozen=True)
class Groups:
    """Asks for the substance group of each journey."""

    def ask(self, tables):
        return journeys.build(tables["episodes"], 21).journeys


def test_any_opiate_comes_before_everything_else(spec_test):
    spec_test(
        {
            "episodes": """
              | person  | triaged    | drug_1 | drug_2 | drug_3
            --+---------+------------+--------+--------+-------
            1 | heroin  | 2012-01-10 | 1011   | 9996   | 9997
            2 | third   | 2012-01-10 | 7000   | 3201   | 1105
            3 | alone   | 2012-01-10 | 7000   | 1000   | 9997
            """
        },
        Groups(),
        """
               | group
        -------+-------
        heroin | opiate
        third  | opiate
        alone  | opiate
        """,
    )


def test_opiate_in_a_second_episode_moves_the_whole_journey_to_opiate(spec_test):
    spec_test(
        {
            "episodes": """
              | triaged    | discharged | discharge_reason | drug_1
            --+------------+------------+------------------+-------
            1 | 2012-01-10 | 2012-03-01 | 82               | 7000
            2 | 2012-03-10 |            |                  | 1105
            """
        },
        Groups(),
        """
          | group
        --+-------
        p | opiate
        """,
    )


def test_crack_alone_is_non_opiate(spec_test):
    spec_test(
        {
            "episodes": """
              | triaged    | drug_1
            --+------------+-------
            1 | 2012-01-10 | 3201
            """
        },
        Groups(),
        """
          | group
        --+----------------
        p | non_opiate_only
        """,
    )


def test_codeine_or_misused_prescribed_opioids_are_opiates(spec_test):
    """Their codes are not known here; the national list keeps opiates under 1xxx, and `other opiates` is 1000."""
    spec_test(
        {
            "episodes": """
              | person | triaged    | drug_1
            --+--------+------------+-------
            1 | other  | 2012-01-10 | 1000
            2 | listed | 2012-01-10 | 1199
            """
        },
        Groups(),
        """
               | group
        -------+-------
        other  | opiate
        listed | opiate
        """,
    )


def test_alcohol_in_one_episode_and_cannabis_in_another_is_both(spec_test):
    spec_test(
        {
            "episodes": """
              | triaged    | discharged | discharge_reason | drug_1
            --+------------+------------+------------------+-------
            1 | 2012-01-10 | 2012-03-01 | 82               | 7000
            2 | 2012-03-10 |            |                  | 5000
            """
        },
        Groups(),
        """
          | group
        --+-----------------------
        p | non_opiate_and_alcohol
        """,
    )


def test_alcohol_alone_is_alcohol_only(spec_test):
    spec_test(
        {
            "episodes": """
              | triaged    | drug_1
            --+------------+-------
            1 | 2012-01-10 | 7000
            """
        },
        Groups(),
        """
          | group
        --+-------------
        p | alcohol_only
        """,
    )


def test_no_substance_recorded_is_no_group(spec_test):
    """Fillers and blanks are no substance."""
    spec_test(
        {
            "episodes": """
              | person | triaged    | drug_1 | drug_2 | drug_3
            --+--------+------------+--------+--------+-------
            1 | filler | 2012-01-10 | 9997   | 9996   | 9997
            2 | blank  | 2012-01-10 |        |        |
            """
        },
        Groups(),
        """
               | group
        -------+------
        filler |
        blank  |
        """,
    )
