"""Penetration: the edges of indicators.md B6; how estimates are chosen holds for unmet need and the bullseye too."""

import datetime as dt

import pytest

from throughcare.disclosure import protect
from throughcare.indicators import BreakdownError, Period, from_outside
from throughcare.indicators.estimates import Estimate
from throughcare.indicators.penetration import reached

from .asking import Counted, financial_year, outside_of

title = "Penetration"
USERS = Counted("penetration")
USERS_IN_AREAS = Counted("penetration", "area")
DRINKERS = Counted("penetration:alcohol")


def test_crack_alone_counts_beside_opiates_and_cocaine_does_not(spec_test):
    spec_test(
        {
            "episodes": """
              | person | triaged    | drug_1 | drug_2
            --+--------+------------+--------+-------
            1 | heroin | 2012-06-01 | 1105   | 9996
            2 | crack  | 2012-06-01 | 7000   | 3201
            3 | powder | 2012-06-01 | 3200   | 9996
            """
        },
        USERS,
        """
               | numerator
        -------+----------
        heroin | 1
        crack  | 1
        """,
    )


def test_opiate_in_any_episode_of_the_period_counts_and_one_before_it_does_not(
    spec_test,
):
    spec_test(
        {
            "episodes": """
              | person | triaged    | discharged | drug_1
            --+--------+------------+------------+-------
            1 | within | 2012-04-10 | 2012-05-01 | 1105
            2 | within | 2012-05-02 |            | 7000
            3 | before | 2010-04-10 | 2010-05-01 | 1105
            4 | before | 2012-05-02 |            | 7000
            """
        },
        USERS,
        """
               | numerator
        -------+----------
        within | 1
        """,
    )


def test_15_and_64_on_30_september_count_and_14_and_65_do_not(spec_test):
    spec_test(
        {
            "episodes": """
              | person  | triaged    | birth_cohort
            --+---------+------------+-------------
            1 | young   | 2012-06-01 | 1997
            2 | younger | 2012-06-01 | 1998
            3 | old     | 2012-06-01 | 1948
            4 | older   | 2012-06-01 | 1947
            5 | unknown | 2012-06-01 |
            """
        },
        USERS,
        """
                | numerator
        --------+----------
        young   | 1
        old     | 1
        unknown | 1
        """,
    )


def test_person_in_two_areas_counts_once_in_each(spec_test):
    spec_test(
        {
            "episodes": """
              | triaged    | discharged | area
            --+------------+------------+----------
            1 | 2012-05-01 | 2012-06-01 | E06000001
            2 | 2012-08-01 |            | E06000002
            """
        },
        USERS_IN_AREAS,
        """
          | area      | numerator
        --+-----------+----------
        p | E06000001 | 1
        p | E06000002 | 1
        """,
    )


def test_alcohol_alone_and_with_other_drugs_counts_and_with_opiates_does_not(spec_test):
    spec_test(
        {
            "episodes": """
              | person  | triaged    | drug_1 | drug_2
            --+---------+------------+--------+-------
            1 | alone   | 2012-06-01 | 7000   | 9996
            2 | with    | 2012-06-01 | 4000   | 7000
            3 | opiates | 2012-06-01 | 7000   | 1105
            4 | none    | 2012-06-01 | 4000   | 9996
            """
        },
        DRINKERS,
        """
              | numerator
        ------+----------
        alone | 1
        with  | 1
        """,
    )


YEAR = Period.parse("2012-13")
ENGLAND = {"value": 200.0, "lower": 100.0, "upper": 400.0}


def estimate(value, lower=None, upper=None):
    return Estimate(value, lower, upper, "2012-13", {})


def test_limits_of_the_estimate_are_carried_through():
    """50 of 200 (100 to 400): a quarter, between an eighth and a half."""
    assert reached(50, estimate(**ENGLAND)) == {
        "numerator": 50,
        "value": 25,
        "lower": 12.5,
        "upper": 50,
    }


def test_more_people_than_the_estimate_is_above_100():
    assert reached(300, estimate(200.0))["value"] == 150


def test_estimate_without_limits_gives_a_share_without_limits():
    found = reached(50, estimate(200.0))
    assert (found["value"], found["lower"], found["upper"]) == (25, None, None)


def test_published_met_need_of_england_in_2015_16_is_reproduced():
    """85,035 alcohol only and 28,187 with other drugs over 595,856: 19.0015708% as published."""
    found = reached(85_035 + 28_187, estimate(595_856.0))
    assert found["value"] == pytest.approx(19.0015708493327)


def told(inputs, outside, name="penetration", by=(), keep=list, period=YEAR):
    asked = from_outside.Asked(inputs, outside, period, tuple(by), keep)
    return from_outside.get(name).measure(asked)


def test_old_and_new_method_never_stand_in_one_table(inputs):
    """2016-17 was 313,971 on the old method and 324,840 on the new one."""
    old = {"value": 313_971.0, "method": "before the revision"}
    new = {
        "value": 324_840.0,
        "method": "after the revision",
        "vintage": dt.date(2023, 10, 1),
    }
    only_old = old | {"area": "E06000001", "value": 900.0}
    table = outside_of(old, new, only_old)
    (england,) = told(inputs, table).rows
    assert england["denominator"] == 324_840
    by_area = told(inputs, table, by=["area"])
    assert [row["denominator"] for row in by_area.rows] == [None, None]


def test_estimate_of_an_earlier_year_serves_for_three_years_and_its_year_is_told(
    inputs,
):
    table = outside_of(ENGLAND | financial_year(2009))
    found = told(inputs, table)
    assert [row["estimate"] for row in found.rows] == ["2009-10"]
    assert found.notes[0] == "Estimates of 2009-10; before."
    older = outside_of(ENGLAND | financial_year(2008))
    with pytest.raises(
        from_outside.NotMeasured, match="no estimate of opiate and crack"
    ):
        told(inputs, older)


def test_estimate_of_a_later_year_does_not_serve(inputs):
    with pytest.raises(from_outside.NotMeasured, match="for 2012-13 in this store"):
        told(inputs, outside_of(ENGLAND | financial_year(2013)))


def test_of_two_estimates_of_a_year_the_one_with_limits_stands(inputs):
    without = {"value": 210.0, "vintage": dt.date(2020, 1, 1)}
    (row,) = told(inputs, outside_of(ENGLAND, without)).rows
    assert (row["denominator"], row["lower"] is not None) == (200, True)


def test_second_figure_of_a_cell_is_not_added_and_does_not_stand(inputs):
    second = ENGLAND | {"value": 300.0, "status": "published twice", "line": 3}
    (row,) = told(inputs, outside_of(ENGLAND, second)).rows
    assert row["denominator"] == 200


def test_estimate_for_more_land_than_the_area_does_not_stand(inputs):
    wider = ENGLAND | {"area": "E06000001", "fit": "wider"}
    rows = told(inputs, outside_of(ENGLAND, wider), by=["area"]).rows
    assert [row["value"] for row in rows] == [None, None]


def test_store_without_estimates_is_told_what_to_import(inputs):
    with pytest.raises(from_outside.NotMeasured) as caught:
        told(inputs, outside_of())
    assert str(caught.value) == (
        "penetration is not measured: no estimate of opiate and crack use in this store. "
        "Import a published table of it: throughcare outside import FILE --store DIR."
    )


def test_share_is_of_the_count_as_shown_and_a_small_count_is_kept_back(inputs):
    """Three people of a public estimate would follow from the share."""
    both = [ENGLAND | {"area": code} for code in ("E06000001", "E06000002")]
    rows = told(inputs, outside_of(*both), by=["area"], keep=protect).rows
    by_area = {row["area"]: row for row in rows}
    small = by_area["E06000002"]
    assert {small[n] for n in ("numerator", "value", "lower", "upper")} == {"[c]"}
    assert small["denominator"] == 200


def test_sources_and_licences_stand_beside_the_figures(inputs):
    found = told(inputs, outside_of(ENGLAND))
    assert found.notes[-1] == "Source: A study (2014-01-01). Licence: CC0."


@pytest.mark.parametrize("by", [["substance_group"], ["area", "region"]])
def test_breakdown_that_no_estimate_has_is_refused(inputs, by):
    with pytest.raises(BreakdownError):
        told(inputs, outside_of(ENGLAND), by=by)


def test_region_is_found_by_its_name(inputs):
    table = outside_of(ENGLAND | {"area": "E12000001"})
    (row,) = told(inputs, table, by=["region"]).rows
    assert (row["region"], row["numerator"], row["denominator"]) == (
        "North East",
        103,
        200,
    )
