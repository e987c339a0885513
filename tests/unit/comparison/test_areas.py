"""Similar areas, funnels, the gap in people, direction of travel and the inequality slope, with their edges."""

import numpy as np
import pytest

from throughcare.comparison import (
    VERDICTS,
    CannotCompare,
    against_expected,
    by_character,
    by_expected,
    direction,
    of_shares,
    slope,
    to_top_quartile,
)


def codes_of(neighbours):
    return [n.code for n in neighbours]


def test_an_area_is_not_similar_to_itself():
    found = by_expected(["a", "b", "c"], [0.1, 0.1, 0.5], 2)
    assert codes_of(found["a"]) == ["b", "c"]


def test_equally_near_areas_come_in_the_order_of_their_codes():
    found = by_expected(["c", "b", "x", "a"], [0.1, 0.3, 0.2, 0.3], 3)
    assert codes_of(found["x"]) == ["a", "b", "c"]
    assert [n.place for n in found["x"]] == [1, 2, 3]


def test_fewer_areas_than_k_are_all_that_there_are():
    assert codes_of(by_expected(["a", "b"], [0.1, 0.2], 32)["a"]) == ["b"]


def test_one_area_has_no_similar_ones():
    assert by_expected(["a"], [0.1], 32) == {"a": []}


def test_an_area_without_a_figure_is_nobodys_neighbour():
    found = by_expected(["a", "b", "c"], [0.1, np.nan, 0.9], 2)
    assert codes_of(found["a"]) == ["c"]
    assert "b" not in found


def test_similar_areas_need_one_at_least():
    with pytest.raises(ValueError, match="1 area or more"):
        by_expected(["a", "b"], [0.1, 0.2], 0)


def test_characteristics_weigh_the_same_whatever_their_unit():
    """Ten times the people is as far as one deviation of deprivation here, not a million times as far."""
    codes = ["a", "b", "c"]
    told = {"population": [1e4, 1e5, 1e4], "deprivation": [10, 10, 30]}
    found = by_character(codes, told | {"prevalence": [5, 5, 5]}, 2)
    assert found["a"][0].distance == pytest.approx(found["a"][1].distance)
    assert codes_of(found["a"]) == ["b", "c"]


def test_a_blank_or_empty_population_leaves_the_area_out():
    told = {"population": [10, 0, 20, 30], "deprivation": [1, 2, 3, np.nan]}
    found = by_character(["a", "b", "c", "d"], told, 3)
    assert sorted(found) == ["a", "c"]


def test_verdicts_say_everything_a_funnel_can():
    n = np.full(12, 1000)
    events = [500, 460, 540, 440, 560, *[500] * 7]
    found = of_shares(events, n, "none")
    assert found.label[:5].tolist() == [
        "Not significant",
        "Low (0.025)",
        "High (0.025)",
        "Low (0.001)",
        "High (0.001)",
    ]
    assert set(found.label.tolist()) <= set(VERDICTS)


def test_an_area_without_people_is_not_applicable_and_breaks_nothing():
    found = of_shares([0, 50, 60], [0, 100, 100], "shmi")
    assert found.label[0] == "Not applicable"
    assert np.isnan(found.value[0])
    against = against_expected([0, 50], [0, 50], "shmi")
    assert against.label.tolist() == ["Not applicable", "Not significant"]


def test_no_event_has_a_ratio_of_0_with_an_upper_limit():
    found = against_expected([0] + [20] * 12, [20] * 13, "shmi")
    assert found.value[0] == 0 and found.lower[0] == 0 and found.upper[0] > 0
    assert found.label[0] == "Low (0.001)"


def test_fewer_than_ten_areas_have_no_variance_between_them():
    found = against_expected([10, 40, 90], [30, 30, 30], "shmi")
    assert found.tau2 == 0 and found.spread is None
    assert (found.label == found.plain).all()


def test_one_area_alone_lies_at_its_own_share():
    found = of_shares([30], [100], "shmi")
    assert found.baseline == pytest.approx(0.3)
    assert found.label.tolist() == ["Not significant"]


def test_the_gap_is_whole_people_up_to_the_quarter_at_the_top():
    shares = [0.1, 0.2, 0.3, 0.4]
    found = to_top_quartile(20, 100, shares)
    assert found.quartile == pytest.approx(0.325)
    assert found.people == 13


def test_no_gap_at_or_above_the_top_quarter():
    assert to_top_quartile(50, 100, [0.1, 0.2]).people == 0


def test_exactly_at_the_top_quarter_is_no_gap_though_the_product_rounds_up():
    assert 0.29 * 100 != 29
    assert to_top_quartile(29, 100, [0.29]).people == 0


def test_blank_comparators_do_not_count_and_none_at_all_is_no_gap():
    assert to_top_quartile(5, 100, [np.nan, 0.1]).areas == 1
    assert to_top_quartile(5, 100, [np.nan]) is None
    assert to_top_quartile(0, 0, [0.1]) is None


def test_a_steady_series_moves_as_it_ordinarily_does():
    found = direction([50, 52, 49, 51, 50, 48, 51, 50, 52], "higher", 8)
    assert found.direction == "ordinary movement"


@pytest.mark.parametrize(
    ("better", "said"),
    [("higher", "improvement"), ("lower", "concern"), (None, "change")],
)
def test_a_jump_is_said_by_what_is_better(better, said):
    found = direction([50, 52, 49, 51, 50, 48, 51, 50, 90], better, 8)
    assert (found.direction, found.cause) == (said, "Above upper limit")


def test_too_few_points_say_nothing_and_withheld_points_are_left_out():
    values = [50, np.nan, 49, 51, 50, np.nan, 51, 50]
    found = direction(values, "higher", 8)
    assert found.direction == "too few points" and found.chart is None
    assert direction(values, "higher", 6).places == (0, 2, 3, 4, 6, 7)


def test_the_slope_finds_a_planted_gradient_and_no_other():
    draw = np.random.default_rng(2)
    deprivation = draw.uniform(5, 45, 150)
    n = np.full(150, 2000)
    rank = deprivation.argsort().argsort() / 149
    found = slope(deprivation, draw.binomial(n, 0.5 - 0.2 * rank), n)
    assert found.lower < 0.2 < found.upper
    assert [g.areas for g in found.groups] == [15] * 10
    assert found.groups[0].value < found.groups[-1].value
    flat = slope(deprivation, draw.binomial(n, 0.4), n)
    assert flat.lower < 0 < flat.upper


def test_the_slope_needs_two_areas_a_group():
    with pytest.raises(CannotCompare, match="needs 20 areas"):
        slope(np.arange(19.0), [5] * 19, [10] * 19)


def test_areas_without_deprivation_or_people_are_left_out_of_the_slope():
    deprivation = [*np.arange(20.0), np.nan, 50]
    found = slope(deprivation, [5] * 22, [10] * 21 + [0])
    assert sum(g.areas for g in found.groups) == 20


def test_equal_deprivation_everywhere_cannot_be_put_into_groups():
    with pytest.raises(CannotCompare, match="same deprivation"):
        slope([7.0] * 40, [5] * 40, [10] * 40)
