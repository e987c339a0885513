"""Outcome profiles at review: the edges of outcomes.md section 2."""

from .asking import Contributions

title = "Review profiles"
ALL = Contributions("review_profiles")


def journey(*profiles, ended: str = "") -> dict[str, str]:
    """A journey begun on 1 January 2013, whose day 182 is 2 July 2013."""
    listed = "\n".join(
        f"{n} | 1 | {day} | {stage}" for n, (day, stage) in enumerate(profiles, 1)
    )
    return {
        "episodes": f"""
          | triaged    | discharged | discharge_reason
        --+------------+------------+-----------------
        1 | 2013-01-01 | {ended}    | {"80" if ended else ""}
        """,
        "modalities": """
          | episode | started
        --+---------+-----------
        1 | 1       | 2013-01-05
        """,
        "profiles": f"""
          | episode | completed_on | stage
        --+---------+--------------+------
        {listed}
        """,
    }


DUE = Contributions("review_profiles", period="2013-14")
REVIEWED = """
  | numerator | denominator
--+-----------+------------
p | 1         | 1
"""
NOT_REVIEWED = """
  | numerator | denominator
--+-----------+------------
p | 0         | 1
"""
NOBODY = "| numerator"


def test_day_29_counts(spec_test):
    spec_test(journey(("2013-01-30", "R")), DUE, REVIEWED)


def test_day_28_does_not(spec_test):
    spec_test(journey(("2013-01-29", "R")), DUE, NOT_REVIEWED)


def test_day_182_counts(spec_test):
    spec_test(journey(("2013-07-02", "R")), DUE, REVIEWED)


def test_day_183_does_not(spec_test):
    spec_test(journey(("2013-07-03", "R")), DUE, NOT_REVIEWED)


def test_an_exit_profile_on_day_60_is_no_review(spec_test):
    spec_test(journey(("2013-03-02", "E")), DUE, NOT_REVIEWED)


def test_several_reviews_count_once(spec_test):
    spec_test(journey(("2013-03-01", "R"), ("2013-06-01", "R")), DUE, REVIEWED)


def test_ended_on_day_182_is_not_in_the_base(spec_test):
    spec_test(journey(("2013-03-01", "R"), ended="2013-07-02"), DUE, NOBODY)


def test_ended_on_day_183_is_in_the_base(spec_test):
    spec_test(journey(("2013-03-01", "R"), ended="2013-07-03"), DUE, REVIEWED)


def test_it_falls_due_in_the_year_of_day_182(spec_test):
    spec_test(journey(("2013-03-01", "R")), ALL, NOBODY)


def test_due_on_the_last_and_on_the_first_day_of_a_year(spec_test):
    """Day 182 of 30 September 2012 is 31 March 2013, of 1 October the day after."""
    spec_test(
        {
            "episodes": """
              | person | triaged    | discharged
            --+--------+------------+-----------
            1 | last   | 2012-09-30 |
            2 | first  | 2012-10-01 |
            """,
            "modalities": """
              | episode | started
            --+---------+-----------
            1 | 1       | 2012-10-05
            2 | 2       | 2012-10-05
            """,
        },
        ALL,
        """
             | numerator | denominator
        -----+-----------+------------
        last | 0         | 1
        """,
    )


def test_without_structured_treatment_nothing_is_asked(spec_test):
    tables = journey(("2013-03-01", "R"))
    del tables["modalities"]
    spec_test(tables, DUE, NOBODY)
