"""The bullseye: the edges of indicators.md B7."""

from throughcare.indicators import from_outside
from throughcare.indicators.bullseye import RINGS

from .asking import Counted, outside_of
from .test_penetration import ENGLAND, YEAR

title = "Bullseye"
IN_ENGLAND = Counted("bullseye")
IN_AREAS = Counted("bullseye", "area")


def test_open_on_31_march_is_in_treatment_now_and_discharged_that_day_in_the_year(
    spec_test,
):
    spec_test(
        {
            "episodes": """
              | person | triaged    | discharged
            --+--------+------------+-----------
            1 | open   | 2012-06-01 |
            2 | later  | 2012-06-01 | 2013-04-01
            3 | that   | 2012-06-01 | 2013-03-31
            """
        },
        IN_ENGLAND,
        """
              | ring
        ------+-------------------------
        open  | in_treatment_now
        later | in_treatment_now
        that  | in_treatment_in_the_year
        """,
    )


def test_discharged_before_1_april_is_known_earlier_and_on_it_in_the_year(spec_test):
    spec_test(
        {
            "episodes": """
              | person | triaged    | discharged
            --+--------+------------+-----------
            1 | before | 2010-06-01 | 2012-03-31
            2 | on     | 2010-06-01 | 2012-04-01
            3 | after  | 2013-04-01 |
            """
        },
        IN_ENGLAND,
        """
               | ring
        -------+-------------------------
        before | known_earlier
        on     | in_treatment_in_the_year
        """,
    )


def test_each_person_is_in_the_innermost_ring_that_fits(spec_test):
    spec_test(
        {
            "episodes": """
              | person | triaged    | discharged
            --+--------+------------+-----------
            1 | p      | 2009-06-01 | 2010-01-01
            2 | p      | 2012-06-01 | 2012-08-01
            3 | p      | 2013-02-01 |
            4 | q      | 2009-06-01 | 2010-01-01
            5 | q      | 2012-06-01 | 2012-08-01
            """
        },
        IN_ENGLAND,
        """
          | ring
        --+-------------------------
        p | in_treatment_now
        q | in_treatment_in_the_year
        """,
    )


def test_somebody_who_moved_is_known_earlier_in_the_former_area(spec_test):
    spec_test(
        {
            "episodes": """
              | triaged    | discharged | area
            --+------------+------------+----------
            1 | 2009-06-01 | 2010-01-01 | E06000001
            2 | 2013-02-01 |            | E06000002
            """
        },
        IN_AREAS,
        """
          | area      | ring
        --+-----------+-----------------
        p | E06000001 | known_earlier
        p | E06000002 | in_treatment_now
        """,
    )


def test_alcohol_alone_is_in_no_ring(spec_test):
    spec_test(
        {
            "episodes": """
              | person  | triaged    | drug_1
            --+---------+------------+-------
            1 | alcohol | 2012-06-01 | 7000
            2 | crack   | 2012-06-01 | 3201
            """
        },
        IN_ENGLAND,
        """
              | ring
        ------+-----------------
        crack | in_treatment_now
        """,
    )


def rings(inputs, outside, keep=list, by=()):
    asked = from_outside.Asked(inputs, outside, YEAR, tuple(by), keep)
    found = from_outside.get("bullseye").measure(asked)
    return {row["ring"]: row for row in found.rows}, found.notes


def test_not_known_is_the_estimate_less_the_rings_with_its_limits(inputs):
    found, _ = rings(inputs, outside_of(ENGLAND))
    assert list(found) == list(RINGS)
    outermost = found["not_known"]
    assert (outermost["value"], outermost["lower"], outermost["upper"]) == (97, 0, 297)


def test_more_people_known_than_the_estimate_leaves_nobody(inputs):
    found, _ = rings(inputs, outside_of(ENGLAND | {"value": 50.0}))
    assert found["not_known"]["value"] == 0


def test_ring_of_criminal_justice_and_prison_is_not_matched_and_not_0(inputs):
    found, notes = rings(inputs, outside_of(ENGLAND))
    assert found["known_to_dip_or_prison_only"]["value"] is None
    assert any("takes matched data, which no store holds" in note for note in notes)


def test_look_back_is_told(inputs):
    _, notes = rings(inputs, outside_of(ENGLAND))
    assert any("known since 2012-05-01" in note for note in notes)


def test_ring_kept_back_keeps_the_outermost_back(inputs):
    """The estimate is public: what is left of it would tell the hidden ring."""

    def keep(rows):
        return [row | {"numerator": "[c]", "value": "[c]"} for row in rows]

    found, _ = rings(inputs, outside_of(ENGLAND), keep)
    assert found["not_known"]["value"] == "[c]"
    assert found["not_known"]["lower"] == "[c]"
