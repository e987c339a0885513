"""What leaves: small figures hidden, others rounded, zero as it is."""

import pytest

from throughcare.disclosure import HIDDEN, Protection, protect, rounded

RULES = Protection(base=5, largest_hidden=4, decimals=1)


def share(numerator, denominator, **by) -> dict:
    value = 100 * numerator / denominator if denominator else None
    known = value is not None
    return by | {
        "numerator": numerator,
        "denominator": denominator,
        "value": value,
        "lower": value - 1.23 if known else None,
        "upper": value + 1.23 if known else None,
    }


def count(number, **by) -> dict:
    figures = {"denominator": None, "value": number, "lower": None, "upper": None}
    return by | {"numerator": number} | figures


@pytest.mark.parametrize(
    ("number", "shown"),
    [(0, 0), (1, HIDDEN), (4, HIDDEN), (5, 5), (7, 5), (8, 10), (1234, 1235)],
)
def test_counts(number, shown):
    (row,) = protect([count(number)], RULES)
    assert (row["numerator"], row["value"]) == (shown, shown)


def test_counts_are_rounded_and_the_share_is_that_of_the_rounded_counts():
    (row,) = protect([share(7, 23)], RULES)
    assert (row["numerator"], row["denominator"]) == (5, 25)
    assert row["value"] == 20.0
    assert (row["lower"], row["upper"]) == (8.9, 39.1)


def test_share_per_thousand_stays_one():
    (row,) = protect([share(40, 200) | {"value": 200.0}], RULES)
    assert (row["value"], row["lower"], row["upper"]) == (200.0, 150.5, 260.9)


def test_share_is_hidden_where_few_are_left_out_of_it():
    (row,) = protect([share(20, 23)], RULES)
    assert (row["numerator"], row["denominator"]) == (HIDDEN, 25)


def test_share_of_all_or_none_is_hidden_for_few_people_alone():
    rules = Protection(base=5, largest_hidden=4, decimals=1, few=10)
    rows = protect([share(9, 9), share(0, 9), share(10, 10), share(0, 10)], rules)
    assert [row["value"] for row in rows] == [HIDDEN, HIDDEN, 100.0, 0.0]


def test_small_numerator_hides_the_share_and_its_interval():
    (row,) = protect([share(4, 23)], RULES)
    assert row == {
        "numerator": HIDDEN,
        "denominator": 25,
        "value": HIDDEN,
        "lower": HIDDEN,
        "upper": HIDDEN,
    }


def test_small_denominator_is_hidden_too():
    (row,) = protect([share(0, 3)], RULES)
    assert (row["numerator"], row["denominator"]) == (HIDDEN, HIDDEN)


def test_zero_stays_zero():
    (row,) = protect([share(0, 23)], RULES)
    assert (row["numerator"], row["value"]) == (0, 0.0)


def test_nothing_of_nothing_stays_without_a_value():
    (row,) = protect([share(0, 0)], RULES)
    assert (row["numerator"], row["denominator"], row["value"]) == (0, 0, None)


def test_mean_is_hidden_by_the_number_of_people_and_never_shows_its_sum():
    few, many = (
        {
            "numerator": 400.0,
            "denominator": n,
            "value": 1.234,
            "lower": None,
            "upper": None,
        }
        for n in (4, 23)
    )
    (row,) = protect([few], RULES)
    assert (row["value"], row["denominator"], row["lower"]) == (HIDDEN, HIDDEN, None)
    (row,) = protect([many], RULES)
    assert (row["numerator"], row["denominator"], row["value"]) == (None, 25, 1.2)


def test_one_hidden_row_takes_the_smallest_other_with_it():
    rows = [count(n, sex=sex) for n, sex in ((3, "F"), (50, "M"), (20, None))]
    assert [r["numerator"] for r in protect(rows, RULES)] == [HIDDEN, 50, HIDDEN]


def test_two_hidden_rows_need_no_third():
    rows = [count(n, sex=sex) for n, sex in ((3, "F"), (50, "M"), (2, None))]
    assert [r["numerator"] for r in protect(rows, RULES)] == [HIDDEN, 50, HIDDEN]


def test_zero_is_hidden_only_where_there_is_nothing_else():
    rows = [count(n, sex=sex) for n, sex in ((3, "F"), (0, "M"))]
    assert [r["numerator"] for r in protect(rows, RULES)] == [HIDDEN, HIDDEN]


def test_each_line_of_a_cross_table_is_looked_at():
    rows = [
        count(n, area=area, sex=sex)
        for n, area, sex in (
            (3, "A", "F"),
            (50, "A", "M"),
            (20, "B", "F"),
            (30, "B", "M"),
        )
    ]
    assert [r["numerator"] for r in protect(rows, RULES)] == [HIDDEN] * 4


def test_rows_given_are_not_changed():
    rows = [count(3)]
    protect(rows, RULES)
    assert rows[0]["numerator"] == 3


def test_without_rules_the_parameters_in_force_hold():
    assert protect([count(4)])[0]["numerator"] == HIDDEN
    assert protect([count(13)])[0]["numerator"] == 15


def test_nothing_to_protect():
    assert protect([]) == []


@pytest.mark.parametrize(("number", "shown"), [(None, None), (2.5, 5), (2.4, 0)])
def test_halves_are_rounded_upwards(number, shown):
    assert rounded(number, 5) == shown


def growth(numerator, denominator, **by) -> dict:
    figures = {"value": 100 * numerator / denominator, "lower": None, "upper": None}
    return by | {"numerator": numerator, "denominator": denominator} | figures


def test_ratio_of_two_counts_is_hidden_where_either_is_small():
    rows = protect([growth(3, 50), growth(50, 4), growth(62, 41)], RULES)
    assert [row["value"] for row in rows] == [HIDDEN, HIDDEN, 150.0]
    assert [row["numerator"] for row in rows] == [HIDDEN, HIDDEN, 60]


def test_events_over_expected_ones_are_those_of_the_rounded_events():
    row = share(12, 8.4) | {"value": 12 / 8.4}
    (found,) = protect([row], RULES)
    assert (found["numerator"], found["denominator"]) == (10, 8.4)
    assert (found["value"], found["lower"], found["upper"]) == (1.2, 0.6, 2.2)
    (few,) = protect([share(3, 1.7) | {"value": 3 / 1.7}], RULES)
    assert few["value"] == few["denominator"] == HIDDEN
