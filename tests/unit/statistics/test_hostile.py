"""Blank, negative, infinite, empty, words: each statistic says what is wrong or what it made of it."""

import dataclasses
import inspect

import numpy as np
import pytest

from throughcare import statistics

from .catalogue import CASES

CONTRACT = set(
    """proportion rate mean directly_standardised_rate indirectly_standardised_ratio indirectly_standardised_rate
    quantiles slope_index_of_inequality life_expectancy funnel_limits funnel_significance overdispersion
    difference_of_proportions reliable_change kaplan_meier competing_risks xmr farrington farrington_flexible ears
    capture_recapture propensity_match""".split()
)
every = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
counting = pytest.mark.parametrize(
    ("case", "argument"),
    [(case, name) for case in CASES for name in case.counted],
    ids=lambda value: getattr(value, "name", value),
)


def spoiled(case, argument: str, value: float):
    """The argument with its last number replaced."""
    numbers = np.array(case.arguments[argument], float)
    numbers.flat[-1] = value
    return {argument: numbers}


def first(case) -> str:
    return next(iter(case.arguments))


def test_every_public_function_is_in_the_catalogue():
    public = {
        name
        for name in statistics.__all__
        if inspect.isfunction(getattr(statistics, name))
    }
    assert CONTRACT <= public
    assert public == {case.name for case in CASES}


@every
def test_answers_are_frozen_and_hold_a_value_and_a_method(case):
    found = case()
    names = {field.name for field in dataclasses.fields(found)}
    assert names & {"value", "at"}
    assert found.__dataclass_params__.frozen


@every
def test_every_function_says_its_source_and_shows_an_example(case):
    text = inspect.getdoc(case.function)
    assert ">>>" in text
    assert len(text.splitlines()[0]) < 130


@every
@pytest.mark.parametrize("value", [np.inf, -np.inf])
def test_an_infinite_number_is_refused_by_name(case, value):
    argument = first(case)
    with pytest.raises(ValueError, match=argument):
        case(**spoiled(case, argument, value))


@counting
def test_a_negative_count_is_refused_by_name(case, argument):
    with pytest.raises(ValueError, match=f"{argument}.*negative"):
        case(**spoiled(case, argument, -1))


@every
def test_a_word_is_refused(case):
    with pytest.raises(ValueError, match="numbers"):
        case(**{first(case): ["many", "few"]})


@every
def test_a_blank_is_nan_or_left_out_or_refused_as_told(case):
    changed = spoiled(case, first(case), np.nan)
    if case.blank == "refused":
        with pytest.raises(ValueError, match="blank"):
            case(**changed)
        return
    found = case(**changed)
    shown = np.asarray(getattr(found, "value", getattr(found, "upper", None)))
    if shown.dtype.kind == "f":
        assert (
            np.isnan(shown).any() == (case.blank == "nan") or case.blank == "left out"
        )
        assert case.blank != "nan" or np.isnan(shown).any()
    else:
        assert case.blank == "left out"


@every
def test_nothing_gives_nothing_or_is_refused(case):
    arrays = {
        name: np.array([], float)
        for name, value in case.arguments.items()
        if isinstance(value, list | np.ndarray)
    }
    if case.empty == "refused":
        with pytest.raises(ValueError):
            case(**arrays)
    else:
        found = case(**arrays)
        assert np.size(getattr(found, "value", getattr(found, "upper", None))) == 0


@every
def test_shapes_that_do_not_fit_are_refused(case):
    with pytest.raises(ValueError):
        case(**{first(case): np.ones((7, 3, 4))})


@pytest.mark.parametrize("confidence", [0, 1, 95, -0.5, float("nan")])
def test_a_confidence_outside_0_to_1_is_refused(confidence):
    with pytest.raises(ValueError, match="as 0.95 does"):
        statistics.proportion(1, 10, confidence)


def test_input_is_not_changed():
    for case in CASES:
        before = {k: np.array(v, copy=True) for k, v in case.arguments.items()}
        case()
        for name, value in case.arguments.items():
            np.testing.assert_array_equal(value, before[name], err_msg=case.name)
