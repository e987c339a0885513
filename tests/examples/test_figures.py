"""Days of use at the start and at about six months; figures beside those expected."""

import datetime as dt

import pytest

from examples.figures import Figure, opioid_days, retained

START = dt.date(2013, 4, 1)


def profile(person: str, day: int, days: int, stage: str = "R") -> dict:
    return {
        "person": person,
        "stage": stage,
        "completed_on": START + dt.timedelta(day),
        "opiate_days": days,
    }


@pytest.mark.parametrize(("day", "pairs"), [(167, 0), (168, 1), (195, 1), (196, 0)])
def test_about_six_months_is_the_seventh_four_weeks(day, pairs):
    found = opioid_days([profile("a", 0, 28, "S"), profile("a", day, 2)])
    assert found["pairs"] == pairs


def test_pairs_are_of_one_person():
    found = opioid_days(
        [
            profile("a", 0, 28, "S"),
            profile("b", 0, 10, "S"),
            profile("a", 170, 2),
            profile("c", 170, 20),
        ]
    )
    assert (found["asked_at_start"], found["mean_at_start"]) == (2, 19.0)
    assert (found["pairs"], found["first"], found["later"]) == (1, 28.0, 2.0)


def test_of_two_interviews_the_earlier_counts():
    found = opioid_days(
        [profile("a", 0, 28, "S"), profile("a", 190, 9), profile("a", 170, 2)]
    )
    assert found["later"] == 2.0


def test_a_figure_agrees_at_the_decimals_shown():
    assert Figure("mean", 8.35532, 8.355, 3).agrees is True
    assert Figure("mean", 8.3562, 8.355, 3).agrees is False
    assert Figure("count", 25).agrees is None


def test_retained_people_are_counted_once():
    journeys = [
        {"person": "a", "start": "2013-04-01", "end": "2013-06-24"},
        {"person": "a", "start": "2013-08-01", "end": "2013-12-01"},
        {"person": "b", "start": "2013-04-01", "end": "2013-06-23"},
        {"person": "c", "start": "2013-04-01", "end": ""},
    ]
    assert retained(journeys) == 1
