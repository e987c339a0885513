"""Weekly words from urine tests, and what follows from a word."""

import ibis
import pytest

from examples import engine, figures, urine
from examples.tables import read


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("oooo", (1, 1, 1, 1, 0)),
        ("ooo", (0, 0, 0, 0, 0)),
        ("-oooo", (1, 2, 1, 2, 1)),
        ("ooo-ooo", (0, 4, 0, 4, 1)),
        ("+*o+-", (1, 1, 0, 2, 1)),
        ("----", (0, 1, 0, 1, 4)),
        ("oo_oo", (0, 2, 0, 2, 0)),
        ("o+oooo", (1, 1, 1, 3, 0)),
    ],
)
def test_an_event_is_four_such_weeks_in_a_row(word, expected):
    found = urine.outcomes(word)
    names = ("relapse_event", "relapse_time", "dropout_event", "dropout_time")
    assert tuple(found[n] for n in (*names, "negative_weeks")) == expected


def test_without_the_event_the_time_is_the_last_week_in_which_a_run_could_begin():
    assert urine.outcomes("-" * 24)["relapse_time"] == 21


def words(folder, reading: str) -> dict[str, str]:
    plan = engine.mapping("ctn0094_urine")
    tables = read(ibis.duckdb.connect(), folder, plan["tables"])
    rows = urine.weekly_words(tables, plan["common"] | plan["readings"][reading])
    return dict(rows.execute().values.tolist())


def test_a_week_that_starts_on_the_day_of_randomisation_holds_its_test(made_up):
    assert words(made_up, "outcomes_published")["1"][:2] == "++"


def test_a_week_that_starts_the_day_after_does_not(made_up):
    assert words(made_up, "weekly_opioid_pattern")["1"][0] == "-"


def test_the_own_medicine_counts_only_where_the_reading_says_so(made_up):
    published = words(made_up, "outcomes_published")["1"]
    assert published[1] == "+"
    assert "+" not in words(made_up, "weekly_opioid_pattern")["1"]


def test_another_medicine_counts_in_both_readings(made_up):
    assert words(made_up, "outcomes_published")["4"][:2] == "-+"
    assert words(made_up, "weekly_opioid_pattern")["4"][0] == "+"


def test_a_substance_that_is_no_opioid_leaves_the_test_negative(made_up):
    assert words(made_up, "outcomes_published")["4"][0] == "-"


def test_without_randomisation_a_week_is_positive_or_missed_but_never_negative(made_up):
    assert words(made_up, "outcomes_published")["3"] == "o+" + "o" * 23


def test_lengths_of_the_trials(made_up):
    lengths = {
        who: len(word) for who, word in words(made_up, "outcomes_published").items()
    }
    assert lengths == {"1": 24, "2": 15, "3": 25, "4": 24, "5": 29, "6": 25}


def test_randomisation_after_the_trial_counts_as_none(made_up):
    assert words(made_up, "outcomes_published")["6"] == "o" * 25


def test_every_person_of_the_trials_equals_the_published_outcomes(trials):
    compared = figures.urine_outcomes(trials)
    assert [c.say for c in compared if c.equal != c.people] == []
    assert {c.people for c in compared} == {712}
    totals = {c.say: c.ours for c in compared}
    assert (
        totals["relapse event"],
        totals["dropout event"],
        totals["negative weeks"],
    ) == (590, 474, 4095)
