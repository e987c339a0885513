"""Alarms on weekly presentations: a planted rise is found, noise raises about as many as it is said to."""

import numpy as np
import pytest

from throughcare.comparison import watch
from throughcare.comparison.alarms import EARS, FARRINGTON, WEEKS_BEFORE

WEEKS = 5 * 52 + 13


def noise(series: int, mean: float = 12, seed: int = 1) -> dict:
    draw = np.random.default_rng(seed)
    season = 1 + 0.2 * np.sin(np.arange(WEEKS) * 2 * np.pi / 52)
    return {
        ("cannabis", f"place {n:02}"): draw.poisson(mean * season).astype(float)
        for n in range(series)
    }


def test_a_planted_rise_in_one_place_is_found_in_its_week():
    series = noise(5)
    series["cannabis", "place 03"][-2:] += 25
    found = watch(series, 4, 0.01, 0.001)
    risen = {(a.place, a.week) for a in found.alarms if a.method == FARRINGTON}
    assert {("place 03", WEEKS - 2), ("place 03", WEEKS - 1)} <= risen
    early = {(a.place, a.week) for a in found.alarms if a.method == EARS}
    assert ("place 03", WEEKS - 2) in early


def test_noise_alone_raises_few_alarms_and_the_page_says_how_many_by_chance():
    found = watch(noise(60), 13, 0.01, 0.001)
    raised = sum(a.method == FARRINGTON for a in found.alarms)
    assert found.judged[FARRINGTON] == 60 * 13
    assert found.by_chance[FARRINGTON] == pytest.approx(7.8)
    assert raised <= 2.5 * found.by_chance[FARRINGTON]


def test_the_seasonal_peak_of_every_year_is_no_alarm():
    draw = np.random.default_rng(4)
    season = np.where(np.arange(WEEKS) % 52 < 6, 40, 8)
    peak = WEEKS - WEEKS % 52
    series = {("cannabis", "here"): draw.poisson(season)[: peak + 3].astype(float)}
    found = watch(series, 3, 0.01, 0.001)
    assert [a for a in found.alarms if a.method == FARRINGTON] == []


def test_too_few_weeks_leave_the_early_method_and_fewer_none():
    short = {("cannabis", "here"): np.r_[np.full(30, 2.0), 40.0]}
    found = watch(short, 4, 0.01, 0.001)
    assert found.judged == {FARRINGTON: 0, EARS: 4}
    assert [a.method for a in found.alarms] == [EARS]
    assert watch({("cannabis", "here"): np.ones(5)}, 4, 0.01, 0.001).alarms == ()


def test_the_first_week_that_can_be_judged_is_judged():
    series = {("cannabis", "here"): np.full(WEEKS_BEFORE + 1, 5.0)}
    assert watch(series, 13, 0.01, 0.001).judged[FARRINGTON] == 1


def test_fewer_than_five_in_four_weeks_is_never_an_alarm():
    quiet = np.zeros(WEEKS)
    quiet[-1] = 4
    assert watch({("cannabis", "here"): quiet}, 4, 0.01, 0.001).alarms == ()
    quiet[-1] = 5
    assert watch({("cannabis", "here"): quiet}, 4, 0.01, 0.001).alarms != ()


def test_nothing_to_watch_is_no_alarm():
    found = watch({}, 13, 0.01, 0.001)
    assert found.alarms == () and found.judged == {FARRINGTON: 0, EARS: 0}
