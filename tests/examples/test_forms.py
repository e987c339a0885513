"""The forms in which a mapping says where a value comes from."""

import datetime as dt

import ibis
import pyarrow as pa
import pytest

from examples import forms

DAY_ZERO = "2013-04-01"


def column(form, **columns) -> list:
    """The value of a form on rows of these columns. None is a blank; numbers are whole."""
    rows = pa.table({name: _typed(values) for name, values in columns.items()})
    rows = rows.append_column("row", pa.array(range(len(rows))))
    table = ibis.memtable(rows)
    table = table.mutate(found=forms.value(table, form, DAY_ZERO)).order_by("row")
    return table.to_pyarrow()["found"].to_pylist()


def _typed(values: list) -> pa.Array:
    is_text = any(isinstance(value, str) for value in values)
    return pa.array(values, pa.string() if is_text else pa.int64())


def test_days_of_30_become_days_of_28_and_only_zero_stays_zero():
    form = {"scaled": "days", "from": "30", "to": "28"}
    assert column(form, days=[0, 1, 15, 30, None]) == [0, 1, 14, 28, None]


def test_a_code_that_is_not_listed_is_left_blank():
    form = {"recode": "sex", "to": {"Male": "M"}}
    assert column(form, sex=["Male", "Other", None]) == ["M", None, None]


def test_a_code_that_is_not_listed_takes_the_other_value_where_there_is_one():
    form = {"recode": "sex", "to": {"Male": "M"}, "else": "0"}
    assert column(form, sex=["Other", None]) == ["0", "0"]


def test_second_case_is_the_second_that_holds():
    form = {
        "case": [
            {"if": {"a": "Yes"}, "then": "3200"},
            {"if": {"b": "Yes"}, "then": "7000"},
        ],
        "nth": "2",
    }
    assert column(form, a=["Yes", "Yes", None], b=["Yes", "No", "Yes"]) == [
        7000,
        None,
        None,
    ]


def test_a_blank_is_no_reason_for_a_case():
    form = {"case": [{"if": {"a": {"at_least": "1"}}, "then": "1"}], "else": "2"}
    assert column(form, a=[1, 0, None]) == [1, 2, 2]


def test_study_days_count_from_day_zero():
    days = column({"date": "day"}, day=[0, -28, 35, None])
    assert [str(d)[:10] for d in days] == [
        "2013-04-01",
        "2013-03-04",
        "2013-05-06",
        "None",
    ]


def test_sum_with_a_blank_part_is_blank():
    assert column({"sum_of": ["a", "28"]}, a=[2, None]) == [30, None]


def test_latest_of_leaves_blanks_aside():
    assert column({"latest_of": ["a", "b"]}, a=[2, None], b=[1, 5]) == [2, 5]


def test_no_two_people_share_an_attributor():
    numbers = list(range(1, 3561))
    ages = [30] * len(numbers)
    first = column({"initial": "n", "place": "1"}, n=numbers)
    second = column({"initial": "n", "place": "2"}, n=numbers)
    born = column({"born": {"age": "age", "number": "n"}}, n=numbers, age=ages)
    assert len(set(zip(first, second, born, strict=True))) == len(numbers)


def test_the_birth_date_gives_the_age_at_day_zero():
    (born,) = column({"born": {"age": "age", "number": "n"}}, n=[3560], age=[30])
    assert dt.date.fromisoformat(str(born)[:10]) == dt.date(1983, 1, 6)


def test_without_an_age_the_year_of_birth_is_the_marker():
    (born,) = column({"born": {"age": "age", "number": "n"}}, n=[1], age=[None])
    assert str(born)[:4] == "1903"


def test_an_unknown_form_says_which_there_are():
    with pytest.raises(KeyError, match="recode"):
        column({"guess": "age"}, age=[1])
