"""Figures from contributions: breakdowns, shares, means, counts."""

import datetime as dt

import ibis
import pyarrow as pa
import pytest

from tests.spec.conftest import DEFAULTS, EPISODES, MODALITIES
from throughcare import indicators, journeys
from throughcare.indicators import Period, results

YEAR = Period.parse("2012-13")


def person(number: int, area: str, drug: str, days: int | None, reason=None) -> dict:
    """One episode from 1 May 2012."""
    start = dt.date(2012, 5, 1)
    row = DEFAULTS["episodes"] | {
        "episode": number,
        "person": f"p{number}",
        "area": area,
        "drug_1": drug,
        "triaged": start,
        "discharged": None if days is None else start + dt.timedelta(days=days),
        "discharge_reason": reason,
    }
    return {field.name: row.get(field.name) for field in EPISODES}


@pytest.fixture(scope="module")
def inputs():
    rows = [
        person(1, "E08000037", "1105", 30, "80"),
        person(2, "E08000037", "1105", 30, "84"),
        person(3, "E08000037", "7000", 30, "84"),
        person(4, "E06000001", "7000", None),
    ]
    started = [
        {
            "modality": n,
            "episode": n,
            "modality_type": "2",
            "started": dt.date(2012, 5, 2),
        }
        for n in (1, 2, 3, 4)
    ]
    episodes = ibis.memtable(pa.Table.from_pylist(rows, EPISODES))
    modalities = ibis.memtable(pa.Table.from_pylist(started, MODALITIES))
    chains = journeys.build(episodes, 21)
    return indicators.Inputs(
        episodes=episodes,
        modalities=modalities,
        profiles=None,
        links=chains.links,
        journeys=chains.journeys,
        as_of=dt.date(2014, 3, 31),
    )


def test_count_has_neither_denominator_nor_interval(inputs):
    assert results(indicators.get("in_treatment"), inputs, YEAR) == [
        {
            "indicator": "in_treatment",
            "period": "2012-13",
            "numerator": 4,
            "denominator": None,
            "value": 4,
            "lower": None,
            "upper": None,
        }
    ]


def test_breakdowns_come_in_order(inputs):
    rows = results(
        indicators.get("in_treatment"), inputs, YEAR, ["area", "substance_group"]
    )
    assert [(r["area"], r["substance_group"], r["numerator"]) for r in rows] == [
        ("E06000001", "alcohol_only", 1),
        ("E08000037", "alcohol_only", 1),
        ("E08000037", "opiate", 2),
    ]


def test_share_is_a_percentage_with_its_wilson_interval(inputs):
    (row,) = results(indicators.get("completion_of_exits"), inputs, YEAR)
    assert (row["numerator"], row["denominator"]) == (1, 3)
    assert row["value"] == pytest.approx(100 / 3)
    assert (row["lower"], row["upper"]) == pytest.approx((6.149, 79.234), abs=1e-3)


def test_exits_share_the_denominator_of_all_reasons(inputs):
    rows = results(indicators.get("exits"), inputs, YEAR)
    shares = {r["exit_reason"]: (r["numerator"], r["denominator"]) for r in rows}
    assert shares == {"completed": (1, 3), "dropped_out": (2, 3)}
    assert sum(r["value"] for r in rows) == pytest.approx(100)


def test_exits_by_group_share_the_denominator_of_the_group(inputs):
    rows = results(indicators.get("exits"), inputs, YEAR, ["substance_group"])
    found = [
        (r["substance_group"], r["exit_reason"], r["numerator"], r["denominator"])
        for r in rows
    ]
    assert found == [
        ("alcohol_only", "dropped_out", 1, 1),
        ("opiate", "completed", 1, 2),
        ("opiate", "dropped_out", 1, 2),
    ]


def test_mean_is_in_years(inputs):
    (row,) = results(indicators.get("time_in_treatment"), inputs, YEAR)
    assert (row["numerator"], row["denominator"]) == (334, 1)
    assert row["value"] == pytest.approx(334 / 365.25)
    assert row["lower"] is None


def test_period_in_which_nothing_happened(inputs):
    before = Period.parse("2010-11")
    (count,) = results(indicators.get("in_treatment"), inputs, before)
    assert (count["numerator"], count["value"]) == (0, 0)
    (share,) = results(indicators.get("completion_of_exits"), inputs, before)
    assert (share["numerator"], share["denominator"]) == (0, 0)
    assert (share["value"], share["lower"], share["upper"]) == (None, None, None)
    assert results(indicators.get("exits"), inputs, before, ["area"]) == []


@pytest.mark.parametrize("name", ["colour", "exit_reason"])
def test_unknown_breakdown_is_answered_with_the_known(inputs, name):
    with pytest.raises(
        indicators.BreakdownError, match="Use any of: area, region, substance_group"
    ):
        results(indicators.get("in_treatment"), inputs, YEAR, [name])


def test_unknown_geography_is_answered_with_the_known(inputs):
    with pytest.raises(ValueError, match="Use one of: england, region, area"):
        indicators.get("in_treatment").contributions(inputs, YEAR, "county")


@pytest.mark.parametrize("by", [[], ["area"], ["region"]])
@pytest.mark.parametrize("slug", ["in_treatment", "waiting_times", "exits", "retained"])
def test_totals_over_groups_are_what_is_measured_without_them(inputs, slug, by):
    """Exits share the denominator of their whole, whichever reasons a group has."""
    indicator = indicators.get(slug)
    each, whole = indicators.results_and_totals(
        indicator, inputs, YEAR, by, over="substance_group"
    )
    assert whole == results(indicator, inputs, YEAR, by)
    assert each == results(indicator, inputs, YEAR, [*by, "substance_group"])


@pytest.mark.parametrize("slug", ["in_treatment", "retained"])
def test_totals_of_nobody_are_zero_as_those_measured_without_groups(inputs, slug):
    indicator, before = indicators.get(slug), Period.parse("2009-10")
    each, whole = indicators.results_and_totals(
        indicator, inputs, before, [], over="substance_group"
    )
    assert each == []
    assert whole == results(indicator, inputs, before)


def growth(now: int, then: int) -> dict:
    """The figure of growth from so many completions in the year and the year before."""
    left = [(dt.date(2012, 5, 1), n) for n in range(now)]
    left += [(dt.date(2011, 5, 1), now + n) for n in range(then)]
    rows = [
        person(n, "E08000037", "1105", None)
        | {
            "triaged": day - dt.timedelta(days=20),
            "discharged": day,
            "discharge_reason": "80",
        }
        for day, n in left
    ]
    episodes = ibis.memtable(pa.Table.from_pylist(rows, EPISODES))
    chains = journeys.build(episodes, 21)
    given = indicators.Inputs(
        episodes=episodes,
        modalities=ibis.memtable(pa.Table.from_pylist([], MODALITIES)),
        profiles=None,
        links=chains.links,
        journeys=chains.journeys,
        as_of=dt.date(2014, 3, 31),
    )
    [row] = results(indicators.get("growth_of_completions"), given, YEAR)
    return row


@pytest.mark.parametrize(
    ("now", "then", "value"), [(3, 2, 50), (2, 2, 0), (1, 2, -50), (0, 2, -100)]
)
def test_growth_is_latest_less_baseline_of_baseline(now, then, value):
    assert growth(now, then)["value"] == value
    assert growth(now, then)["denominator"] == then


@pytest.mark.parametrize("now", [0, 3])
def test_growth_from_nobody_is_not_available(now):
    assert growth(now, 0)["value"] is None


def test_deaths_are_told_of_1000_with_limits(inputs):
    [row] = results(indicators.get("deaths_in_treatment"), inputs, YEAR)
    assert (row["numerator"], row["denominator"], row["value"]) == (0, 4, 0)
    assert 0 < row["upper"] < 1000


def test_a_ratio_without_anything_expected_is_not_available(inputs):
    asked = indicators.get("deaths_in_treatment:observed_to_expected")
    [row] = results(asked, inputs, YEAR)
    assert (row["numerator"], row["denominator"]) == (0, 0)
    assert (row["value"], row["lower"], row["upper"]) == (None, None, None)


def test_a_split_of_another_indicator_is_refused(inputs):
    with pytest.raises(indicators.BreakdownError, match="answer"):
        results(indicators.get("exits"), inputs, YEAR, by=["answer"])


def test_what_nobody_sent_is_not_given(inputs):
    for slug in ("secure_in_treatment", "continuity_of_care"):
        assert results(indicators.get(slug), inputs, YEAR, by=["area"]) == []
