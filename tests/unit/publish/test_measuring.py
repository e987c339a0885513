"""Figures for people: tables by indicator, and a sentence on who is left out."""

import pytest

from throughcare.publish.measuring import LAST, Measured, _people, tables


def row(slug: str, **more) -> dict:
    return {"indicator": slug, "period": "2012-13", **dict.fromkeys(LAST, 5), **more}


def measured(*rows: dict) -> Measured:
    columns = list(dict.fromkeys(name for r in rows for name in r))
    return Measured([{c: r.get(c) for c in columns} for r in rows], columns, None)


def test_one_indicator_is_one_table_under_the_title():
    found = tables(measured(row("in_treatment", sex="F")), "B1, 2012-13, cut c")
    assert [t.title for t in found] == ["B1, 2012-13, cut c"]


def test_indicators_without_breakdown_stand_together_by_title():
    (found,) = tables(measured(row("in_treatment"), row("waiting_times")), "all")
    assert [r["number"] for r in found.rows] == ["B1", "B4"]
    assert found.rows[0]["indicator"] == "People in treatment"


def test_indicators_that_are_broken_down_stand_apart():
    rows = [row(slug, sex=s) for slug in ("in_treatment", "retained") for s in "FM"]
    found = tables(measured(*rows), "all")
    assert [len(t.rows) for t in found] == [2, 2]
    assert found[0].title == "B1 People in treatment (in_treatment), 2012-13"


def test_parts_stand_in_the_table_of_their_indicator():
    rows = [row(f"exits:{r}", sex="F") for r in ("completed", "died")]
    (found,) = tables(measured(*rows, row("in_treatment")), "all")[1:]
    assert found.title == "C3 Exits from treatment by reason (exits), 2012-13"
    assert len(found.rows) == 2


def test_nothing_is_an_empty_table():
    assert [t.rows for t in tables(measured(), "all")] == [[]]


@pytest.mark.parametrize(
    ("count", "is_protected", "said"),
    [
        (1, False, "1 person"),
        (1234, False, "1,234 people"),
        (4, True, "fewer than 5 people"),
        (5, True, "about 5 people"),
        (1234, True, "about 1,235 people"),
    ],
)
def test_people_left_out_are_said_as_they_may_be(count, is_protected, said):
    assert _people(count, is_protected) == said
