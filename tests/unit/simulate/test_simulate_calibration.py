"""Simulated counts come near the published figures, scaled by population."""

import pytest

from throughcare.simulate.calibration import compare, show

TOLERANCE = {
    "in treatment": 0.06,
    "new presentations": 0.05,
    "12 weeks or completed": 0.04,
    "completed, of exits": 0.12,
    "waited 3 weeks or less": 0.05,
    "back within six months": 0.35,
}


@pytest.fixture(scope="module")
def lines():
    return compare(people=20_000, seed=7)


def test_later_years_of_data_set_k_come_near_too():
    found = [
        line
        for line in compare(people=20_000, seed=7, dataset="K")
        if line.measure == "in treatment"
    ]
    assert {line.period for line in found} >= {"2009-10", "2012-13", "2013-14"}
    for line in found:
        assert abs(line.ratio - 1) < 0.08, line


@pytest.mark.parametrize("measure", list(TOLERANCE))
def test_figure_is_near_the_published_one(lines, measure):
    found = [line for line in lines if line.measure == measure]
    assert found
    for line in found:
        assert abs(line.ratio - 1) < TOLERANCE[measure], line


def test_exits_by_reason_are_within_two_points(lines):
    found = [line for line in lines if line.measure == "exits by reason"]
    assert len(found) == 18
    for line in found:
        assert abs(line.simulated - line.published) < 2.5, line
    for period in {line.period for line in found}:
        shares = [line.simulated for line in found if line.period == period]
        assert sum(shares) == pytest.approx(100)


def test_opiate_completions_rise_to_2011_12(lines):
    shares = {
        line.period: line.simulated
        for line in lines
        if (line.measure, line.breakdown) == ("completed, of exits", "opiate")
    }
    assert shares["2009-10"] < shares["2010-11"] < shares["2011-12"]


def test_the_comparison_is_printed(lines, capsys):
    show(lines)
    printed = capsys.readouterr().out
    assert "published" in printed and "ratio" in printed
    assert "170,032" in printed


APART = {
    ("young people in treatment", "all"): 0.08,
    ("young people completed", "of exits"): 0.05,
    ("young people", "alcohol first"): 0.16,
    ("young people", "cannabis or alcohol first"): 0.06,
    ("young people", "referred by education"): 0.2,
    ("young people", "mean wait"): 0.2,
    ("secure settings", "secure completed"): 0.15,
    ("secure settings", "secure completed opiate"): 0.25,
    ("secure settings", "taken on after release"): 0.2,
}


@pytest.mark.parametrize("measure, breakdown", list(APART))
def test_figure_of_young_people_or_prisons_is_near_the_published_one(
    lines, measure, breakdown
):
    found = [n for n in lines if (n.measure, n.breakdown) == (measure, breakdown)]
    assert found
    for line in found:
        assert abs(line.ratio - 1) < APART[measure, breakdown], line
