"""Unmet need: the edges of indicators.md B6."""

from throughcare.disclosure import protect
from throughcare.indicators.unmet_need import left

from .asking import Counted, outside_of
from .test_penetration import ENGLAND, estimate, told

title = "Unmet need"
UNMET = Counted("unmet_need")
DRINKERS = Counted("unmet_need:alcohol")


def test_episode_in_prison_alone_does_not_reach_anybody(spec_test):
    spec_test(
        {
            "episodes": """
              | person | triaged
            --+--------+-----------
            1 | prison | 2012-06-01
            2 | both   | 2012-06-01
            """,
            "modalities": """
              | episode | setting | started
            --+---------+---------+-----------
            1 | 1       | 5       | 2012-06-02
            2 | 2       | 5       | 2012-06-02
            3 | 2       | 1       | 2012-06-02
            """,
        },
        UNMET,
        """
             | numerator
        -----+----------
        both | 1
        """,
    )


def test_alcohol_beside_opiates_is_no_met_need_for_alcohol(spec_test):
    spec_test(
        {
            "episodes": """
              | person  | triaged    | drug_1 | drug_2
            --+---------+------------+--------+-------
            1 | alone   | 2012-06-01 | 7000   | 9996
            2 | opiates | 2012-06-01 | 7000   | 1105
            """
        },
        DRINKERS,
        """
              | numerator
        ------+----------
        alone | 1
        """,
    )


def test_limits_of_the_estimate_are_carried_through():
    """50 of 200 (100 to 400): three quarters, between a half and seven eighths."""
    unmet = left(50, estimate(**ENGLAND))
    assert unmet == {"numerator": 150, "value": 75, "lower": 50, "upper": 87.5}


def test_unmet_need_is_never_below_0():
    unmet = left(300, estimate(**ENGLAND))
    assert (unmet["numerator"], unmet["value"], unmet["lower"]) == (0, 0, 0)
    assert unmet["upper"] == 25


def test_met_and_unmet_need_make_up_the_estimate(inputs):
    need = ENGLAND | {"value": 412.0}
    met = told(inputs, outside_of(need)).rows[0]
    unmet = told(inputs, outside_of(need), name="unmet-need").rows[0]
    assert met["value"] + unmet["value"] == 100
    assert met["numerator"] + unmet["numerator"] == 412


def test_small_count_in_treatment_keeps_unmet_need_back(inputs):
    both = [ENGLAND | {"area": code} for code in ("E06000001", "E06000002")]
    rows = told(
        inputs, outside_of(*both), name="unmet_need", by=["area"], keep=protect
    ).rows
    small = next(row for row in rows if row["area"] == "E06000002")
    assert {small[n] for n in ("numerator", "value", "lower", "upper")} == {"[c]"}
