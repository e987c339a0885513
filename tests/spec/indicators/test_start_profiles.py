"""Outcome profiles at the start: the edges of outcomes.md section 2."""

from .asking import Contributions

title = "Start profiles"
ALL = Contributions("start_profiles")
IN_AREAS = Contributions("start_profiles", "area")


def journey(*profiles, more: str = "") -> dict[str, str]:
    """A journey triaged on 1 June 2012 with its first structured intervention on the 10th, and its profiles."""
    listed = "\n".join(
        f"{n} | 1 | {day} | {stage}" for n, (day, stage) in enumerate(profiles, 1)
    )
    return {
        "episodes": f"""
          | triaged    | discharged | agency
        --+------------+------------+-------
        1 | 2012-06-01 |            | N0001
        {more}
        """,
        "modalities": """
          | episode | started
        --+---------+-----------
        1 | 1       | 2012-06-10
        """,
        "profiles": f"""
          | episode | completed_on | stage
        --+---------+--------------+------
        {listed}
        """,
    }


IN_TIME = """
  | numerator | denominator
--+-----------+------------
p | 1         | 1
"""
NOT_IN_TIME = """
  | numerator | denominator
--+-----------+------------
p | 0         | 1
"""
NOBODY = "| numerator"


def test_day_14_after_the_start_is_in_time(spec_test):
    spec_test(journey(("2012-06-24", "S")), ALL, IN_TIME)


def test_day_15_after_the_start_is_not(spec_test):
    spec_test(journey(("2012-06-25", "S")), ALL, NOT_IN_TIME)


def test_day_14_before_the_start_is_in_time(spec_test):
    spec_test(journey(("2012-05-27", "S")), ALL, IN_TIME)


def test_day_15_before_the_start_is_not(spec_test):
    spec_test(journey(("2012-05-26", "S")), ALL, NOT_IN_TIME)


def test_a_profile_stamped_review_is_no_start(spec_test):
    spec_test(journey(("2012-06-10", "R")), ALL, NOT_IN_TIME)


def test_no_profile_at_all(spec_test):
    spec_test(journey(), ALL, NOT_IN_TIME)


def test_two_profiles_in_time_count_once(spec_test):
    spec_test(journey(("2012-06-10", "S"), ("2012-06-12", "S")), ALL, IN_TIME)


def test_a_profile_without_a_date_or_stage_does_not_count(spec_test):
    spec_test(journey(("", "S"), ("2012-06-10", "")), ALL, NOT_IN_TIME)


def test_another_provider_of_the_journey_may_take_it(spec_test):
    tables = journey(more="2 | 2012-06-15 | | N0002")
    tables["profiles"] = """
      | episode | completed_on | stage
    --+---------+--------------+------
    1 | 2       | 2012-06-20   | S
    """
    spec_test(tables, ALL, IN_TIME)


def test_without_structured_treatment_nothing_is_asked(spec_test):
    tables = journey(("2012-06-10", "S"))
    tables["modalities"] = """
      | episode | started    | modality_type
    --+---------+------------+--------------
    1 | 1       | 2012-06-10 | 10
    """
    spec_test(tables, ALL, NOBODY)


def test_two_journeys_of_one_person_count_twice(spec_test):
    spec_test(
        {
            "episodes": """
              | triaged    | discharged
            --+------------+-----------
            1 | 2012-05-01 | 2012-06-30
            2 | 2012-09-01 |
            """,
            "modalities": """
              | episode | started
            --+---------+-----------
            1 | 1       | 2012-05-02
            2 | 2       | 2012-09-02
            """,
            "profiles": """
              | episode | completed_on | stage
            --+---------+--------------+------
            1 | 2       | 2012-09-02   | S
            """,
        },
        ALL,
        """
          | journey | numerator | denominator
        --+---------+-----------+------------
        p | 1       | 0         | 1
        p | 2       | 1         | 1
        """,
    )


def test_it_counts_in_the_area_of_the_first_episode(spec_test):
    tables = journey(("2012-06-10", "S"))
    tables["episodes"] = """
      | triaged    | discharged | area
    --+------------+------------+----------
    1 | 2012-06-01 | 2012-06-20 | E08000037
    2 | 2012-06-25 |            | E08000024
    """
    spec_test(
        tables,
        IN_AREAS,
        """
          | area      | numerator | denominator
        --+-----------+-----------+------------
        p | E08000037 | 1         | 1
        """,
    )
