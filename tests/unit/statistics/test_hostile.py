"""Blank, negative, infinite, empty, words: each statistic says what is wrong or what it made of it."""

import dataclasses
import inspect
import warnings

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


def shapes_of(numbers):
    """The same argument as hostile data may have it, by name."""
    some = np.array(numbers, float)
    one_zero = some.copy()
    one_zero.flat[0] = 0
    return {
        "all zero": np.zeros_like(some),
        "all alike": np.ones_like(some),
        "beyond measure": np.full_like(some, 1e15),
        "fractions": some + 0.5,
        "a zero": one_zero,
        "one only": some[:1],
        "two only": some[:2],
        "all blank": np.full_like(some, np.nan),
        "all infinite": np.full_like(some, np.inf),
        "all negative": -np.ones_like(some),
    }


def trials(case):
    """Each array of numbers spoiled alone, and all of them together."""
    arrays = {
        name: shapes_of(value)
        for name, value in case.arguments.items()
        if np.asarray(value).ndim and np.asarray(value).dtype.kind in "fiu"
    }
    for name, spoilt in arrays.items():
        yield from ((f"{name}: {kind}", {name: v}) for kind, v in spoilt.items())
    for kind in shapes_of([1.0]):
        yield f"all: {kind}", {name: spoilt[kind] for name, spoilt in arrays.items()}


NAMES_OF_BLANKS = ("nan", "blank", "nobody", "no ", "none", "not applicable", "without")


@every
def test_hostile_data_have_a_stated_result_or_a_clear_error_and_never_a_warning(case):
    """A number that is not there is NaN only where the docstring says so; nothing is infinite but a caliper not given."""
    text = " ".join(
        inspect.getdoc(part) or "" for part in (case.function, type(case()))
    ).lower()
    for name, changed in trials(case):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            try:
                found = case(**changed)
            except ValueError as error:
                told = str(error)
                assert told[0].isupper() or told.split()[0].rstrip(":") in told, name
                assert len(told) > 15 and "matrix" not in told, (name, told)
                continue
        for field in dataclasses.fields(found):
            value = np.asarray(getattr(found, field.name))
            if value.dtype.kind != "f":
                continue
            assert not np.isinf(value).any() or field.name == "caliper", (name, field)
            if np.isnan(value).any():
                assert any(word in text for word in NAMES_OF_BLANKS), (name, field.name)


def test_a_cause_that_is_no_number_of_a_list_is_refused_and_takes_no_memory():
    with pytest.raises(ValueError, match="number them 1, 2"):
        statistics.competing_risks([1, 2, 3], [1, 1e15, 0])


def test_groups_that_no_event_tells_apart_are_refused_in_a_sentence():
    with pytest.raises(ValueError, match="No event tells the groups apart"):
        statistics.log_rank([1, 1, 1, 1], [1, 1, 1, 1], ["a", "b", "a", "b"])


@pytest.mark.parametrize("weeks", [[210.5], [np.nan], [np.inf]])
def test_a_week_that_is_no_position_is_refused(weeks):
    with pytest.raises(ValueError, match="weeks"):
        statistics.farrington(np.tile([3.0, 4, 5, 4], 60), weeks=weeks)


def test_a_count_beyond_measure_is_refused_before_the_library_ends_the_process():
    with pytest.raises(ValueError, match="check the unit"):
        statistics.farrington_flexible(np.full(240, 1e15))


def test_more_events_than_people_lie_in_no_funnel():
    with pytest.raises(ValueError, match="events.*more than n"):
        statistics.funnel_significance([5, 30], [10, 20])


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
