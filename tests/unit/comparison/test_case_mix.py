"""The case-mix model: what it finds where the truth is known, and one sentence where there is no model."""

import numpy as np
import pytest

from tests.unit.comparison import made_up
from throughcare.comparison import (
    CannotCompare,
    Counts,
    against_expected,
    by_area,
    by_complexity,
    card,
    fit,
    in_order,
)
from throughcare.comparison.card import c_index, groups_of, halves

ALL = "all"
FIVE = ["very low", "low", "medium", "high", "very high"]


@pytest.fixture(scope="module")
def england():
    return made_up.England()


@pytest.fixture(scope="module")
def model(england):
    return made_up.fitted(england)


def fitted(counts: Counts, **asked):
    return fit(counts, **{"smallest": 10, "most_patterns": 300_000} | asked)


def whole(table, model):
    rows = [r for r in by_area(table, model) if r["substance_group"] == ALL]
    return [np.array([r[name] for r in rows], float) for name in ("events", "expected")]


def test_odds_ratios_are_those_of_the_truth(england, model):
    terms = card(
        model, Counts.of(england), smallest=10, confidence=0.95
    ).terms  # levels: log odds -1.6 and 0.5
    by_level = {term.level: term for term in terms}
    heroin, drink = by_level[made_up.HEROIN], by_level[made_up.DRINK]
    told = heroin if heroin.lower is not None else drink
    truth = np.exp(-1.6 if told is heroin else 1.6)
    assert told.lower < truth < told.upper
    assert by_level[made_up.YOUNG].lower < np.exp(0.5) < by_level[made_up.YOUNG].upper


def test_areas_that_differ_only_in_case_mix_come_out_at_about_1(england, model):
    observed, expected = whole(england, model)
    crude = observed / 300
    ratio = observed / expected
    assert crude.max() / crude.min() > 2
    assert abs(np.median(ratio) - 1) < 0.03
    labels = against_expected(observed, expected, "none").label
    assert np.mean(labels != "Not significant") <= 0.05


def test_the_sum_of_the_expected_is_that_of_the_observed_in_each_substance_group(
    england, model
):
    rows = by_area(england, model)
    for group in (ALL, "opiate", "alcohol_only"):
        parts = [r for r in rows if r["substance_group"] == group]
        assert sum(r["events"] for r in parts) == pytest.approx(
            sum(r["expected"] for r in parts), abs=0.01
        )


@pytest.mark.parametrize(
    ("effect", "label"), [(0.9, "High (0.001)"), (-1.2, "Low (0.001)")]
)
def test_an_area_that_does_better_or_worse_is_found_whatever_its_mix(effect, label):
    planted = made_up.England(effect={140: effect})
    observed, expected = whole(planted, made_up.fitted(planted))
    for choice in ("none", "shmi"):
        found = against_expected(observed, expected, choice).label
        assert found[140] == label
        assert np.mean(found != "Not significant") < 0.07


def test_widened_limits_let_fewer_areas_stand_out_where_all_differ():
    draw = np.random.default_rng(3)
    noise = {area: float(draw.normal(0, 0.4)) for area in range(152)}
    areas = made_up.England(effect=noise)
    observed, expected = whole(areas, made_up.fitted(areas))
    beyond = {
        choice: np.sum(
            against_expected(observed, expected, choice).label != "Not significant"
        )
        for choice in ("none", "shmi")
    }
    assert against_expected(observed, expected, "shmi").tau2 > 0.01
    assert beyond["shmi"] < beyond["none"] / 2


def test_nobody_with_the_outcome_is_one_sentence():
    with pytest.raises(CannotCompare, match="Nobody had the outcome"):
        fitted(made_up.counts(("18-29", "M", 50, 0), ("30-49", "F", 50, 0)))


def test_everybody_with_the_outcome_is_one_sentence():
    with pytest.raises(CannotCompare, match="Everybody had the outcome"):
        fitted(made_up.counts(("18-29", "M", 50, 50)))


def test_nobody_at_all_is_one_sentence():
    with pytest.raises(CannotCompare, match="nobody to compare"):
        fitted(Counts.of(made_up.England(areas=1, people=1).slice(0, 0)))


def test_too_few_with_the_outcome_is_one_sentence():
    with pytest.raises(CannotCompare, match="Fewer than 10 people"):
        fitted(made_up.counts(("18-29", "M", 50, 9)))


def test_perfect_separation_is_one_clear_sentence():
    """Each level has both outcomes, yet age and sex together say which."""
    rows = (
        ("18-29", "M", 40, 0),
        ("18-29", "F", 40, 40),
        ("30-49", "F", 40, 40),
        ("30-49", "M", 40, 0),
    )
    with pytest.raises(CannotCompare, match="certain for some people") as told:
        fitted(made_up.counts(*rows), smallest=0)
    assert "\n" not in str(told.value)


def test_two_factors_that_say_the_same_are_one_clear_sentence():
    rows = (("18-29", "M", 100, 30), ("30-49", "F", 100, 60))
    with pytest.raises(CannotCompare, match="Two factors say the same"):
        fitted(made_up.counts(*rows))


def test_a_level_without_any_outcome_is_counted_as_the_level_most_like_it():
    rows = (
        ("30-49", "M", 200, 80),
        ("30-49", "F", 200, 90),
        ("18-29", "M", 200, 20),
        ("50+", "F", 30, 0),
    )
    model = fitted(made_up.counts(*rows))
    assert model.merged == {("age", "50+"): "18-29"}


def test_a_level_with_ten_on_either_side_is_told_apart_and_with_nine_is_not():
    rows = [("30-49", "M", 200, 80), ("18-29", "M", 50, 10)]
    assert ("age", "18-29") in fitted(made_up.counts(*rows)).columns
    rows[1] = ("18-29", "M", 50, 9)
    assert ("age", "18-29") in fitted(made_up.counts(*rows)).merged


def test_beyond_the_most_patterns_a_stated_sample_is_used(england):
    counts = Counts.of(england)
    model = fitted(counts, most_patterns=5000)
    assert (model.fitted_on, model.sampled_from) == (5000, len(counts.n))
    told = card(model, counts, smallest=10, confidence=0.95)
    assert any("random sample of 5,000 of 45,600" in note for note in told.notes)


def test_one_area_has_a_model_and_a_ratio_of_1():
    alone = made_up.England(areas=1, people=2000)
    (row,) = [
        r for r in by_area(alone, made_up.fitted(alone)) if r["substance_group"] == ALL
    ]
    assert row["events"] / row["expected"] == pytest.approx(1, abs=1e-6)


def test_people_without_an_area_count_in_the_model_and_in_no_area():
    table = made_up.England(areas=3, people=400).to_pydict()
    table["area"] = [None if a == "A002" else a for a in table["area"]]
    import pyarrow as pa

    rows = by_area(pa.table(table), made_up.fitted(pa.table(table)))
    assert {r["area"] for r in rows} == {"A000", "A001"}


def test_the_card_tells_discrimination_calibration_and_a_split_sample(england, model):
    told = card(model, Counts.of(england), smallest=10, confidence=0.95)
    assert (told.n, told.events) == (45_600, int(england["events"].to_numpy().sum()))
    assert 0.6 < told.c_index < 0.8
    assert sum(d.n for d in told.calibration) == told.n
    for decile in told.calibration:
        assert decile.expected == pytest.approx(decile.observed, rel=0.1)
    split = told.split_sample
    assert split.fitted_on + split.judged_on == told.n
    assert abs(split.slope - 1) < 0.1 and abs(split.intercept) < 0.1
    assert split.c_index == pytest.approx(told.c_index, abs=0.02)
    assert told.cannot_say and told.events_per_term > 1000


def test_the_c_index_counts_ties_as_half():
    same = np.array([0.3, 0.3])
    assert c_index(same, np.array([5.0, 5.0]), np.array([1.0, 4.0])) == 0.5


def test_the_halves_are_all_the_people_and_always_the_same(england):
    counts = Counts.of(england)
    first, second = halves(counts)
    assert first.n.sum() + second.n.sum() == counts.n.sum()
    assert first.events.sum() + second.events.sum() == counts.events.sum()
    assert abs(first.n.sum() / counts.n.sum() - 0.5) < 0.02
    assert (halves(counts)[0].n == first.n).all()


def test_the_order_in_which_an_engine_gives_rows_does_not_matter(england):
    shuffled = england.take(np.random.default_rng(5).permutation(england.num_rows))
    first, second = in_order(england), in_order(shuffled)
    assert first.equals(second)


def test_complexity_groups_are_fifths_with_the_likeliest_first(england, model):
    rows = by_complexity(england, model, FIVE)
    people = {name: 0 for name in FIVE}
    met = dict(people)
    for row in (r for r in rows if r["complexity"] != ALL):
        people[row["complexity"]] += row["n"]
        met[row["complexity"]] += row["events"]
    shares = [met[name] / people[name] for name in FIVE if people[name]]
    assert shares == sorted(shares, reverse=True)
    assert sum(people.values()) == 45_600


def test_equal_chances_are_in_one_complexity_group():
    groups = groups_of(np.array([0.1, 0.1, 0.5]), np.array([1.0, 1.0, 2.0]), 5)
    assert groups.tolist() == [2, 2, 4]
