"""What somebody who has read only the reference may hand over: every kind of array, and any option."""

import dataclasses
import datetime as dt
import inspect
import warnings
from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from throughcare import statistics

from .catalogue import CASES

every = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


def told(found) -> list:
    """Every field of an answer, to be compared."""
    return [np.asarray(getattr(found, f.name)) for f in dataclasses.fields(found)]


def same(one, other) -> None:
    for field, left, right in zip(
        dataclasses.fields(one), told(one), told(other), strict=True
    ):
        if left.dtype.kind in "fiub":
            np.testing.assert_allclose(left, right, rtol=1e-6, err_msg=field.name)
        elif left.dtype.kind != "O":
            np.testing.assert_array_equal(left, right, err_msg=field.name)


def arrays(case) -> dict:
    return {
        name: value
        for name, value in case.arguments.items()
        if np.ndim(value) and np.asarray(value).dtype.kind in "fiu"
    }


KINDS = {
    "list": lambda x: np.asarray(x).tolist(),
    "float32": lambda x: np.asarray(x, np.float32),
    "read only": lambda x: np.broadcast_to(np.asarray(x, float), np.shape(x)),
    "backwards in memory": lambda x: np.asarray(x, float)[::-1].copy()[::-1],
    "objects": lambda x: np.asarray(x, object),
    "decimals": lambda x: np.vectorize(lambda n: Decimal(str(n)), [object])(x),
    "series": lambda x: pd.Series(x) if np.ndim(x) == 1 else pd.DataFrame(x),
    "series that may be blank": lambda x: (
        pd.Series(x, dtype="Float64") if np.ndim(x) == 1 else pd.DataFrame(x)
    ),
    "arrow": lambda x: pa.array(np.asarray(x, float)) if np.ndim(x) == 1 else x,
}


@every
@pytest.mark.parametrize("kind", KINDS)
def test_any_kind_of_array_gives_the_same_answer(case, kind):
    changed = {name: KINDS[kind](value) for name, value in arrays(case).items()}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        same(case(), case(**changed))


@every
def test_whole_numbers_of_any_size_give_the_same_answer(case):
    for kind in (np.int16, np.uint16, np.int64):
        whole = {
            n: np.asarray(v, kind)
            for n, v in arrays(case).items()
            if (np.asarray(v, float) % 1 == 0).all()
        }
        same(case(), case(**whole))


@every
def test_arguments_can_be_given_in_order(case):
    names = list(inspect.signature(case.function).parameters)[: len(case.arguments)]
    if set(names) == set(case.arguments):
        same(case(), case.function(*(case.arguments[name] for name in names)))
    assert names[0] in case.arguments or case.arguments.keys() <= set(
        inspect.signature(case.function).parameters
    )


BLANKS = {
    "None": lambda x: [None, *np.asarray(x).tolist()[1:]],
    "NA": lambda x: pd.Series([pd.NA, *np.asarray(x).tolist()[1:]], dtype="Float64"),
    "masked": lambda x: np.ma.array(x, mask=[True] + [False] * (len(x) - 1)),
}


@every
@pytest.mark.parametrize("kind", BLANKS)
def test_every_way_of_writing_a_blank_is_a_blank(case, kind):
    name, value = next(iter(arrays(case).items()))
    if np.ndim(value) > 1:
        value = np.asarray(value, float)
        blank = np.ma.masked_array(value, mask=False)
        blank[0] = np.ma.masked
        plain = value.copy()
        plain[0] = np.nan
    else:
        blank, plain = BLANKS[kind](value), np.array(value, float)
        plain[0] = np.nan
    answers = []
    for given in (blank, plain):
        try:
            answers.append(case(**{name: given}))
        except ValueError as error:
            answers.append(str(error))
    if isinstance(answers[1], str):
        assert answers[0] == answers[1]
    else:
        same(*answers)


@every
@pytest.mark.parametrize(
    "wrong",
    [
        [1 + 2j, 3],
        np.array([1 + 0j, 2]),
        np.array(["2012-04-01", "2012-05-01"], "datetime64[D]"),
        [dt.date(2012, 4, 1), dt.date(2012, 5, 1)],
        pd.Series(pd.to_datetime(["2012-04-01", "2012-05-01"])),
        np.array([1, 2], "timedelta64[D]"),
        [[1, 2], [3]],
        {"a": 1},
        {1, 2},
        object(),
        "7 of 9",
        [10**400, 1],
    ],
    ids=lambda value: (
        type(value).__name__
        + str(np.ndim(value) if not isinstance(value, list) else "list")
    ),
)
def test_what_is_no_number_is_refused_by_name(case, wrong):
    name = next(iter(arrays(case)))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(ValueError, match=f"{name} must be numbers"):
            case(**{name: wrong})


@every
def test_a_number_beyond_all_measure_is_refused(case):
    for value in (1e101, -1e300):
        name = next(iter(arrays(case)))
        spoilt = np.array(case.arguments[name], float)
        spoilt.flat[0] = value
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with pytest.raises(ValueError, match=name):
                case(**{name: spoilt})


ODD = [
    None,
    "many",
    "",
    float("nan"),
    float("inf"),
    -1,
    -0.5,
    0,
    0.5,
    1,
    2.5,
    1e9,
    10**400,
    [0.95],
    [0.9, 0.95],
    (1, "a"),
    np.array([1, 2]),
    {},
    True,
    object(),
    dt.date(2012, 4, 1),
]


def options(case) -> list[str]:
    """Arguments that are not the data, but for those whose size alone makes work."""
    return [
        name
        for name in inspect.signature(case.function).parameters
        if name not in arrays(case) and name not in ("draws", "groups")
    ]


@every
def test_any_option_has_a_stated_result_or_a_clear_error(case):
    for name in options(case):
        for value in ODD:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                try:
                    found = case(**{name: value})
                except ValueError as error:
                    text = str(error)
                    assert len(text) > 12 and "ambiguous" not in text, (name, value)
                    continue
            for field in dataclasses.fields(found):
                numbers = np.asarray(getattr(found, field.name))
                if numbers.dtype.kind == "f":
                    assert not np.isinf(numbers).any() or field.name in (
                        "caliper",
                        "upper",
                    ), (name, value, field.name)


@every
def test_a_confidence_may_be_of_any_number_type_and_wider_with_more(case):
    if "confidence" not in inspect.signature(case.function).parameters:
        return
    if case.name == "slope_index_of_inequality" or not hasattr(case(), "lower"):
        return
    same(case(), case(confidence=np.float64(0.95)))
    with pytest.raises(ValueError, match="as 0.95 does, not 95"):
        case(confidence=95)


def test_groups_may_be_words_numbers_or_categories():
    values, words = [1.0, 2, 3, 4], ["b", "a", "b", "a"]
    plain = statistics.mean(values, words)
    for groups in (np.array(words), pd.Series(words), pd.Categorical(words)):
        same(plain, statistics.mean(values, groups))
    assert plain.group.tolist() == ["a", "b"]


@pytest.mark.parametrize("function", [statistics.mean, statistics.quantiles])
def test_groups_of_mixed_kinds_are_refused_in_a_sentence(function):
    with pytest.raises(ValueError, match="groups mixes"):
        function([1, 2, 3], groups=["a", None, 3])
    with pytest.raises(ValueError, match="one length"):
        function([1, 2, 3], groups=["a", "b"])


def test_a_multiplier_for_each_value_has_the_shape_of_the_values():
    found = statistics.rate([1, 2], [10, 10], multiplier=[100, 1000])
    assert found.value.tolist() == [10, 200]
    for function in (statistics.rate, statistics.proportion):
        with pytest.raises(ValueError, match="multiplier has shape"):
            function([1, 2], [10, 10], multiplier=[1, 2, 3])
        with pytest.raises(ValueError, match="not above zero"):
            function([1, 2], [10, 10], multiplier=-100)


def test_observed_totals_are_one_an_area():
    with pytest.raises(ValueError, match="without its bands"):
        statistics.indirectly_standardised_ratio(
            [5, 6, 7], [100, 200], [5, 10], [100, 400]
        )


def test_one_level_is_enough_for_a_funnel():
    one = statistics.funnel_limits([100], 0.5, levels=0.95)
    assert one.lower.shape == (1, 1) and one.levels == (0.95,)


def test_an_answer_does_not_move_with_its_input():
    values = np.array([10.0, 12, 11, 13])
    found = statistics.xmr(values)
    values[0] = 99
    assert found.value[0] == 10


def test_a_rebased_part_of_one_point_has_no_limits():
    found = statistics.xmr([10, 12, 11, 13], rebase_at=3)
    assert np.isnan(found.upper[3]) and np.isfinite(found.upper[:3]).all()


def test_scalars_give_scalars_and_empty_gives_empty():
    for function in (statistics.proportion, statistics.rate):
        assert np.shape(function(3, 10).value) == ()
        assert function([], []).lower.shape == (0,)
        assert function(np.array(3), np.array(10)).value == pytest.approx(0.3)
