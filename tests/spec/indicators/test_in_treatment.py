"""In treatment: the edges of indicators.md A1, A3 and B1."""

from .asking import Contributions

title = "In treatment"
IN_ENGLAND = Contributions("in_treatment")
IN_AREAS = Contributions("in_treatment", "area")
IN_REGIONS = Contributions("in_treatment", "region")


def test_discharged_on_1_april_counts_and_on_31_march_before_does_not(spec_test):
    spec_test(
        {
            "episodes": """
              | person | triaged    | discharged | discharge_reason
            --+--------+------------+------------+-----------------
            1 | april  | 2011-06-01 | 2012-04-01 | 80
            2 | march  | 2011-06-01 | 2012-03-31 | 80
            """
        },
        IN_ENGLAND,
        """
              | numerator | denominator
        ------+-----------+------------
        april | 1         |
        """,
    )


def test_triaged_on_31_march_counts_and_on_1_april_after_does_not(spec_test):
    spec_test(
        {
            "episodes": """
              | person | triaged
            --+--------+-----------
            1 | march  | 2013-03-31
            2 | april  | 2013-04-01
            """
        },
        IN_ENGLAND,
        """
              | numerator
        ------+----------
        march | 1
        """,
    )


def test_episode_without_a_modality_start_counts_from_triage(spec_test):
    spec_test(
        {
            "episodes": """
              | triaged
            --+-----------
            1 | 2012-05-01
            """,
            "modalities": """
              | episode | started
            --+---------+--------
            1 | 1       |
            """,
        },
        IN_ENGLAND,
        """
          | numerator
        --+----------
        p | 1
        """,
    )


def test_person_at_two_agencies_of_an_area_counts_once_there(spec_test):
    spec_test(
        {
            "episodes": """
              | agency | triaged    | discharged | discharge_reason
            --+--------+------------+------------+-----------------
            1 | N0001  | 2012-05-01 | 2012-07-01 | 84
            2 | N0002  | 2012-06-01 | 2012-08-01 | 84
            """
        },
        IN_AREAS,
        """
          | area      | journey | numerator
        --+-----------+---------+----------
        p | E08000037 | 1       | 1
        """,
    )


def test_person_in_two_areas_counts_once_in_each_area(spec_test):
    spec_test(
        {
            "episodes": """
              | area      | region    | triaged    | discharged | discharge_reason
            --+-----------+-----------+------------+------------+-----------------
            1 | E08000037 | E12000001 | 2012-05-01 | 2012-07-01 | 84
            2 | E06000001 | E12000001 | 2012-09-01 |            |
            """
        },
        IN_AREAS,
        """
          | area      | region    | journey | numerator
        --+-----------+-----------+---------+----------
        p | E08000037 | E12000001 | 1       | 1
        p | E06000001 | E12000001 | 2       | 1
        """,
    )


def test_person_in_two_areas_of_a_region_counts_once_in_the_region(spec_test):
    """The area named is that of the episode triaged last."""
    spec_test(
        {
            "episodes": """
              | area      | region    | triaged    | discharged | discharge_reason
            --+-----------+-----------+------------+------------+-----------------
            1 | E08000037 | E12000001 | 2012-05-01 | 2012-07-01 | 84
            2 | E06000001 | E12000001 | 2012-09-01 |            |
            3 | E09000007 | E12000007 | 2012-08-01 | 2012-08-09 | 84
            """
        },
        IN_REGIONS,
        """
          | area      | region    | numerator
        --+-----------+-----------+----------
        p | E06000001 | E12000001 | 1
        p | E09000007 | E12000007 | 1
        """,
    )


def test_person_in_two_areas_counts_once_in_england(spec_test):
    spec_test(
        {
            "episodes": """
              | area      | triaged    | discharged | discharge_reason
            --+-----------+------------+------------+-----------------
            1 | E08000037 | 2012-05-01 | 2012-07-01 | 84
            2 | E06000001 | 2012-09-01 |            |
            """
        },
        IN_ENGLAND,
        """
          | area      | journey | numerator
        --+-----------+---------+----------
        p | E06000001 | 2       | 1
        """,
    )


def test_person_without_a_known_area_counts_in_england_and_in_no_area(spec_test):
    spec_test(
        {
            "episodes": """
              | area | region | triaged
            --+------+--------+-----------
            1 |      |        | 2012-05-01
            """
        },
        IN_AREAS,
        """
          | area | region | numerator
        --+------+--------+----------
        p |      |        | 1
        """,
    )


def test_opiate_in_one_area_makes_the_person_opiate_in_the_other(spec_test):
    spec_test(
        {
            "episodes": """
              | area      | triaged    | discharged | discharge_reason | drug_1
            --+-----------+------------+------------+------------------+-------
            1 | E08000037 | 2012-05-01 | 2012-07-01 | 84               | 1105
            2 | E06000001 | 2012-09-01 |            |                  | 7000
            """
        },
        IN_AREAS,
        """
          | area      | substance_group
        --+-----------+----------------
        p | E08000037 | opiate
        p | E06000001 | opiate
        """,
    )


def test_alcohol_and_cannabis_in_two_episodes_of_the_year_is_both(spec_test):
    spec_test(
        {
            "episodes": """
              | triaged    | discharged | discharge_reason | drug_1
            --+------------+------------+------------------+-------
            1 | 2012-05-01 | 2012-07-01 | 84               | 7000
            2 | 2012-09-01 |            |                  | 5000
            """
        },
        IN_ENGLAND,
        """
          | substance_group
        --+-----------------------
        p | non_opiate_and_alcohol
        """,
    )


def test_opiate_cited_before_the_year_does_not_count_in_it(spec_test):
    spec_test(
        {
            "episodes": """
              | triaged    | discharged | discharge_reason | drug_1
            --+------------+------------+------------------+-------
            1 | 2011-05-01 | 2012-03-20 | 82               | 1105
            2 | 2012-04-05 |            |                  | 7000
            """
        },
        IN_ENGLAND,
        """
          | substance_group | journey
        --+-----------------+--------
        p | alcohol_only    | 1
        """,
    )


def test_no_substance_recorded_is_left_out(spec_test):
    spec_test(
        {
            "episodes": """
              | person | triaged    | drug_1
            --+--------+------------+-------
            1 | none   | 2012-05-01 | 9997
            2 | some   | 2012-05-01 | 7000
            """
        },
        IN_ENGLAND,
        """
             | substance_group
        -----+----------------
        some | alcohol_only
        """,
    )


def test_age_is_taken_on_30_september_of_the_year(spec_test):
    """Adults are 18 by then; bands begin at 18, 30 and 50. An unknown age shows as no band."""
    spec_test(
        {
            "episodes": """
              | person    | triaged    | birth_cohort
            --+-----------+------------+-------------
            1 | seventeen | 2012-05-01 | 1995
            2 | eighteen  | 2012-05-01 | 1994
            3 | twenty_9  | 2012-05-01 | 1983
            4 | thirty    | 2012-05-01 | 1982
            5 | forty_9   | 2012-05-01 | 1963
            6 | fifty     | 2012-05-01 | 1962
            7 | unknown   | 2012-05-01 |
            """
        },
        IN_ENGLAND,
        """
                  | age_band
        ----------+---------
        eighteen  | 18-29
        twenty_9  | 18-29
        thirty    | 30-49
        forty_9   | 30-49
        fifty     | 50+
        unknown   |
        """,
    )


def test_episode_in_prison_alone_is_left_out(spec_test):
    spec_test(
        {
            "episodes": """
              | person | triaged
            --+--------+-----------
            1 | inside | 2012-05-01
            2 | both   | 2012-05-01
            """,
            "modalities": """
              | episode | setting | started
            --+---------+---------+-----------
            1 | 1       | 5       | 2012-05-02
            2 | 2       | 5       | 2012-05-02
            3 | 2       | 6       | 2012-07-02
            """,
        },
        IN_ENGLAND,
        """
             | numerator
        -----+----------
        both | 1
        """,
    )


def test_quarter_counts_its_own_days(spec_test):
    spec_test(
        {
            "episodes": """
              | person | triaged    | discharged | discharge_reason
            --+--------+------------+------------+-----------------
            1 | june   | 2012-01-01 | 2012-06-30 | 84
            2 | july   | 2012-01-01 | 2012-07-01 | 84
            3 | autumn | 2012-10-01 |            |
            """
        },
        Contributions("in_treatment", period="2012-13-Q2"),
        """
             | numerator
        -----+----------
        july | 1
        """,
    )


def test_rolling_twelve_months_end_with_the_month(spec_test):
    spec_test(
        {
            "episodes": """
              | person | triaged    | discharged | discharge_reason
            --+--------+------------+------------+-----------------
            1 | before | 2012-01-01 | 2012-06-30 | 84
            2 | first  | 2012-01-01 | 2012-07-01 | 84
            3 | last   | 2013-06-30 |            |
            4 | after  | 2013-07-01 |            |
            """
        },
        Contributions("in_treatment", period="12m-to-2013-06"),
        """
              | numerator
        ------+----------
        first | 1
        last  | 1
        """,
    )
