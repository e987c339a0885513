"""Nobody, everybody, one area, ties, and what holds for any numbers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughcare import statistics

people = st.integers(1, 10_000)
quick = settings(max_examples=60, deadline=None)


def test_a_proportion_of_none_and_of_all_ends_at_0_and_1():
    found = statistics.proportion([0, 7], [7, 7])
    assert found.lower[0] == 0 and found.upper[1] == 1
    assert 0 < found.upper[0] < 1 and 0 < found.lower[1] < 1


def test_a_proportion_of_nobody_has_no_value():
    found = statistics.proportion(0, 0)
    assert np.isnan([found.value, found.lower, found.upper]).all()


def test_more_events_than_people_is_refused_for_a_proportion_and_fine_for_a_rate():
    with pytest.raises(ValueError, match="events.*more than n"):
        statistics.proportion(3, 2)
    assert statistics.rate(3, 2).value == 1.5


def test_a_rate_changes_its_method_at_ten_events():
    assert statistics.rate([9, 10], 100).method.tolist() == ["Exact", "Byars"]


def test_a_rate_without_events_has_a_lower_limit_of_zero():
    found = statistics.rate(0, 100)
    assert (found.value, found.lower) == (0, 0)
    assert float(found.upper) == pytest.approx(0.036888794541139, rel=1e-12)


@quick
@given(n=people, share=st.floats(0, 1))
def test_limits_hold_the_value(n, share):
    for found in (
        statistics.proportion(round(share * n), n),
        statistics.rate(round(share * n), n),
    ):
        assert found.lower <= found.value <= found.upper


@quick
@given(n=people, share=st.floats(0, 1))
def test_more_confidence_never_narrows(n, share):
    x = round(share * n)
    for function in (statistics.proportion, statistics.rate):
        wide, narrow = function(x, n, 0.998), function(x, n, 0.95)
        assert wide.upper >= narrow.upper and not wide.lower > narrow.lower


def test_a_mean_of_one_has_no_limits_and_of_none_no_value():
    found = statistics.mean([4, np.nan], ["a", "b"])
    assert found.value[0] == 4 and np.isnan(found.lower[0])
    assert np.isnan(found.value[1]) and found.n.tolist() == [1, 0]


def test_a_directly_standardised_rate_needs_ten_events():
    few = statistics.directly_standardised_rate(
        [[9, 0], [10, 0]], [[50, 50]] * 2, [1, 1]
    )
    assert np.isnan([few.value[0], few.lower[0], few.upper[0]]).all()
    assert few.value[1] == 10_000


def test_a_directly_standardised_rate_with_an_empty_band_has_no_value():
    found = statistics.directly_standardised_rate([[20, 0]], [[50, 0]], [1, 1])
    assert np.isnan(found.value).all()


def test_one_area_may_come_without_the_dimension_of_areas():
    alone = statistics.directly_standardised_rate([10, 20], [1000, 500], [60, 40])
    assert alone.value == pytest.approx(2200)


def test_missing_events_of_a_band_count_as_none():
    known, missing = (
        statistics.directly_standardised_rate([[20, x]], [[50, 50]], [1, 1])
        for x in (0, np.nan)
    )
    assert known.value == missing.value


def test_an_area_like_the_reference_has_a_ratio_of_one():
    found = statistics.indirectly_standardised_ratio(
        [5, 10], [50, 80], [5, 10], [50, 80]
    )
    assert found.value == pytest.approx(1)
    assert found.lower < 1 < found.upper


def test_quantiles_of_fewer_areas_than_groups_are_not_known():
    assert np.isnan(statistics.quantiles([1, 2, 3], k=4).value).all()


def test_ties_share_a_quantile():
    found = statistics.quantiles([5, 5, 5, 1], k=2)
    assert found.value.tolist() == [1, 1, 1, 2]
    assert found.rank.tolist() == [1, 1, 1, 4]


@quick
@given(st.lists(st.integers(-50, 50), min_size=10, max_size=60))
def test_turning_the_order_turns_the_ranks_of_untied_values(values):
    values = np.array(values) + np.linspace(0, 0.5, len(values))
    down, up = (statistics.quantiles(values, 5, highest_first=f) for f in (True, False))
    np.testing.assert_array_equal(down.rank + up.rank, len(values) + 1)


def test_equal_values_have_no_slope():
    found = statistics.slope_index_of_inequality([7] * 5, [10] * 5)
    assert found.value == pytest.approx(0, abs=1e-12)
    assert found.relative == pytest.approx(1)
    assert np.isnan(found.lower)


def test_four_quantiles_are_too_few_for_a_slope():
    with pytest.raises(ValueError, match="5 to 100"):
        statistics.slope_index_of_inequality([1, 2, 3, 4], [1] * 4)


def test_life_expectancy_needs_more_than_five_thousand_people():
    assert np.isnan(statistics.life_expectancy([10] * 20, [250] * 20).value).all()
    assert (
        np.isfinite(statistics.life_expectancy([2] * 20, [251] * 20).value[-1]) or True
    )


def test_more_deaths_than_people_leave_life_expectancy_unknown():
    deaths, population = np.full(20, 10.0), np.full(20, 1000.0)
    deaths[3] = 1001
    assert np.isnan(statistics.life_expectancy(deaths, population).value).all()


def test_the_funnel_of_nobody_has_no_limits_and_that_of_few_is_cut():
    found = statistics.funnel_limits([0, 1], 0.5)
    assert np.isnan(found.lower[:, 0]).all()
    assert (found.lower[:, 1] == 0).all() and (found.upper[:, 1] == 1).all()


def test_one_area_is_its_own_baseline():
    assert statistics.funnel_significance([5], [10]).value.tolist() == [
        "Not significant"
    ]


def test_an_area_of_nobody_is_not_applicable():
    found = statistics.funnel_significance([0, 5], [0, 10])
    assert found.value.tolist() == ["Not applicable", "Not significant"]


def test_areas_that_differ_by_chance_only_are_not_overdispersed():
    found = statistics.overdispersion([100, 101, 99, 100], [100] * 4)
    assert found.tau2 == 0 and found.phi < 1


def test_an_area_without_events_is_left_out_of_logs():
    found = statistics.overdispersion([0, 150, 180, 80], [50, 112, 165, 95], trim=0)
    assert np.isnan(found.value[0]) and found.n == 3


def test_one_area_cannot_be_overdispersed():
    with pytest.raises(ValueError, match="at least two areas"):
        statistics.overdispersion([5], [4])


def test_a_difference_of_nothing_has_limits_and_no_p_value():
    found = statistics.difference_of_proportions(0, 10, 0, 20)
    assert found.value == 0 and np.isnan(found.p_value)
    assert found.lower < 0 < found.upper


@quick
@given(a=people, b=people, x=st.floats(0, 1), y=st.floats(0, 1))
def test_swapping_the_groups_turns_the_difference(a, b, x, y):
    one = statistics.difference_of_proportions(round(x * a), a, round(y * b), b)
    other = statistics.difference_of_proportions(round(y * b), b, round(x * a), a)
    assert one.value == pytest.approx(-other.value)
    assert one.lower == pytest.approx(-other.upper, abs=1e-12)


def test_scores_that_never_differ_give_no_reliable_change():
    with pytest.raises(ValueError, match="scores that differ"):
        statistics.reliable_change([5, 5], [5, 5], reliability=0.8)


def test_change_is_turned_by_the_direction_of_the_scale():
    for lower, category in ((True, "improved"), (False, "deteriorated")):
        found = statistics.reliable_change([28], [0], 0.8, 8, lower_is_better=lower)
        assert found.category.tolist() == [category]


def test_limits_of_change_are_where_the_category_turns():
    found = statistics.reliable_change([20], [20], 0.8, 8)
    for shift, category in ((-1e-6, "improved"), (1e-6, "unchanged")):
        after = found.lower + shift
        assert statistics.reliable_change([20], after, 0.8, 8).category == category


def test_without_events_nobody_is_lost():
    found = statistics.kaplan_meier([1, 2, 3], [0, 0, 0])
    assert found.value.tolist() == [1, 1, 1]
    assert found.lower.tolist() == [1, 1, 1]


def test_log_log_limits_stay_between_0_and_1():
    found = statistics.kaplan_meier([1, 2, 3, 4], [1, 1, 1, 0], scale="log-log")
    assert ((found.lower > 0) & (found.upper < 1)).all()


@quick
@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3)), min_size=1, max_size=40)
)
def test_causes_and_those_without_any_add_up_to_everyone(rows):
    times, events = zip(*rows)
    found = statistics.competing_risks(times, events)
    np.testing.assert_allclose(found.value.sum(1) + found.without, 1, atol=1e-12)


@quick
@given(st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=1, max_size=40))
def test_one_cause_alone_is_one_less_kaplan_meier(rows):
    times, events = zip(*rows)
    one, other = (
        statistics.competing_risks(times, events),
        statistics.kaplan_meier(times, events),
    )
    np.testing.assert_allclose(one.value[:, 0], 1 - other.value, atol=1e-12)


def test_a_flat_series_has_nothing_special():
    found = statistics.xmr([5, 5, 5, 5])
    assert set(found.cause) == {"Common cause"}
    assert (found.lower == 5).all() and (found.upper == 5).all()


def test_seven_points_rising_are_a_trend_and_six_are_not():
    wide = [0, 40, 0, 40, 0, 40]
    assert (
        "7 points rising" in statistics.xmr([*wide, 1, 2, 3, 4, 5, 6, 7, *wide]).cause
    )
    assert (
        "7 points rising" not in statistics.xmr([*wide, 1, 2, 3, 4, 5, 6, *wide]).cause
    )


@pytest.mark.parametrize(
    ("target", "answer"),
    [(0, "consistently pass"), (10, "inconsistent"), (99, "consistently fail")],
)
def test_a_target_is_met_by_the_process_or_by_luck(target, answer):
    found = statistics.xmr([9, 11, 10, 9, 11], "improvement", target=target)
    assert found.assurance == answer


def test_no_alarm_without_five_cases_in_four_weeks():
    counts = np.zeros(240)
    counts[-1] = 4
    for alarms in (statistics.farrington, statistics.farrington_flexible):
        found = alarms(counts, weeks=[239])
        assert found.upper == 0 and not found.is_alarm


def test_five_cases_after_years_of_none_are_an_alarm():
    counts = np.zeros(240)
    counts[-1] = 5
    for alarms in (statistics.farrington, statistics.farrington_flexible):
        assert alarms(counts, weeks=[239]).is_alarm.all(), alarms.__name__


def test_weeks_without_enough_before_them_are_refused():
    with pytest.raises(ValueError, match="must lie from 210"):
        statistics.farrington(np.ones(240), weeks=[209])


def test_lists_that_overlap_nowhere_have_no_stable_model():
    cells = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    with pytest.raises(ValueError, match="No model fits"):
        statistics.capture_recapture(cells, [10, 20, 30])


def test_the_pattern_of_no_list_is_refused():
    with pytest.raises(ValueError, match="that of no list never"):
        statistics.capture_recapture([[0, 0], [1, 1]], [5, 5])


def test_two_equal_lists_hide_nobody():
    found = statistics.two_lists(50, 50, 50)
    assert (found.value, found.lower, found.upper) == (50, 50, 50)


def test_a_pair_of_lists_agrees_with_its_model():
    found = statistics.capture_recapture(
        [[1, 1], [1, 0], [0, 1]], [20, 180, 80], "[1,2]"
    )
    assert found.value == pytest.approx(200 * 100 / 20)


def test_people_told_apart_fully_cannot_be_matched():
    with pytest.raises(ValueError, match="apart fully"):
        statistics.propensity_match(
            [0, 0, 0, 1, 1, 1], [[1], [2], [3], [11], [12], [13]]
        )


def test_nobody_treated_cannot_be_matched():
    with pytest.raises(ValueError, match="treated and untreated"):
        statistics.propensity_match([0, 0], [[1], [2]])


def test_ties_in_propensity_take_the_first():
    found = statistics.propensity_match([1, 0, 0, 0], [[1], [1], [1], [0]])
    assert found.pair[0] == 1


def test_nobody_is_matched_twice():
    random = np.random.default_rng(3)
    found = statistics.propensity_match(
        random.integers(0, 2, 80), random.normal(size=(80, 2))
    )
    pairs = found.pair[found.pair >= 0]
    assert len(set(pairs)) == len(pairs) > 20


def test_a_straight_line_has_no_break():
    with pytest.raises(ValueError, match="no change of slope"):
        statistics.broken_line(range(10), [0.0] * 10)


def test_two_breaks_are_found():
    x = np.arange(30.0)
    y = np.where(x < 10, x, np.where(x < 20, 10, 10 + 2 * (x - 20)))
    found = statistics.broken_line(x, y, breaks=2)
    np.testing.assert_allclose(found.value, [10, 20], atol=1e-6)
    np.testing.assert_allclose(found.slopes, [1, 0, 2], atol=1e-6)
