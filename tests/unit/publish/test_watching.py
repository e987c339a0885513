"""Alarms of a cut: a planted rise is shown where it is, small numbers are not, and data that has just begun is no rise."""

import datetime as dt

import ibis
import numpy as np
import pyarrow as pa
import pytest

from tests.spec.conftest import DEFAULTS, EPISODES
from throughcare import indicators, journeys
from throughcare.publish import watching

AS_OF = dt.date(2012, 11, 1)
LAST = dt.date(2012, 10, 22)
"""The Monday that the last complete week before the day of the cut begins with."""
LEEDS, YORK = (
    ("E08000035", "Yorkshire and The Humber"),
    ("E06000014", "Yorkshire and The Humber"),
)


def inputs(rows: list[tuple[dt.date, str, tuple[str, str]]]) -> indicators.Inputs:
    """Presentations as episodes, each of a person of its own: day, substance, area with region."""
    told = [
        DEFAULTS["episodes"]
        | {
            "episode": number,
            "line": number,
            "person": f"p{number}",
            "triaged": day,
            "drug_1": drug,
            "area": place[0],
            "region": place[1],
        }
        for number, (day, drug, place) in enumerate(rows)
    ]
    full = [{f.name: row.get(f.name) for f in EPISODES} for row in told]
    episodes = ibis.memtable(pa.Table.from_pylist(full, EPISODES))
    chains = journeys.build(episodes, 21)
    modalities = ibis.memtable(
        pa.table(
            {"episode": pa.array([], pa.int64()), "setting": pa.array([], pa.string())}
        )
    )
    return indicators.Inputs(
        episodes, modalities, None, chains.links, chains.journeys, AS_OF
    )


def weeks(number: int, each: int, drug: str, place) -> list:
    """So many a week over the weeks up to the last one."""
    return [
        (LAST - dt.timedelta(weeks=week), drug, place)
        for week in range(number)
        for _ in range(each)
    ]


@pytest.fixture(scope="module")
def risen():
    """Four and a half years of five a week in Leeds and one in York; then 30 more in Leeds, 3 more in York."""
    usual = weeks(230, 5, "5000", LEEDS) + weeks(230, 1, "3200", YORK)
    more = [(LAST, "5000", LEEDS)] * 30 + [(LAST, "3200", YORK)] * 3
    return watching.alarms(inputs(usual + more))


def test_a_planted_rise_is_shown_in_its_area_region_and_england(risen):
    rows, _ = risen
    found = {(r["substance"], r["name"], r["week"]) for r in rows}
    assert found == {
        ("Cannabis", "Leeds", "2012-10-22"),
        ("Cannabis", "Yorkshire and The Humber", "2012-10-22"),
        ("Cannabis", "England", "2012-10-22"),
    }
    leeds = next(r for r in rows if r["name"] == "Leeds")
    assert (leeds["count"], leeds["code"]) == (35, LEEDS[0])
    assert leeds["bound"] < 35
    assert leeds["method"] == "EARS C2 and Farrington flexible"


def test_a_rise_to_a_small_number_is_counted_and_not_shown(risen):
    rows, told = risen
    assert not [r for r in rows if r["substance"] == "Cocaine powder"]
    assert told["withheld"] == 3


def test_what_was_judged_is_told_with_its_codes_and_mark(risen):
    _, told = risen
    assert told["evidence"] == "proposed"
    assert {"name": "Cannabis", "codes": ["5000"]} in told["substances"]
    assert told["last_day"] == "2012-10-28" and told["weeks"] == 13


def test_the_beginning_of_the_data_is_no_rise():
    """Thirty weeks of the same number: before them there is nothing, not none."""
    rows, told = watching.alarms(inputs(weeks(30, 6, "5000", LEEDS)))
    assert rows == [] and told["weeks_of_data"] == 30
    assert told["judged"]["Farrington flexible"] == 0


def test_nobody_is_no_alarm():
    empty = inputs(weeks(1, 1, "1105", LEEDS))
    rows, told = watching.alarms(empty)
    assert rows == [] and told["weeks_of_data"] == 0
    assert np.sum(list(told["judged"].values())) == 0


HULL, HERTS = ("E06000010", "Yorkshire and The Humber"), ("E10000015", "East")
PLANTED = {
    "Cannabis": ("5000", LEEDS),
    "Cocaine powder": ("3200", YORK),
    "Medicines": ("2200", HULL),
    "New substances (recorded as other drugs)": ("8799", HERTS),
}


def test_each_substance_raises_an_alarm_where_it_was_planted_and_nowhere_else():
    """All four are seen in all four areas every week; each rises in one area in the last week."""
    draw = np.random.default_rng(3)
    places = [place for _, place in PLANTED.values()]
    usual = [
        (LAST - dt.timedelta(weeks=week), drug, place)
        for drug, _ in PLANTED.values()
        for place in places
        for week in range(222)
        for _ in range(draw.poisson(4))
    ]
    more = [(LAST, drug, place) for drug, place in PLANTED.values() for _ in range(30)]
    rows, _ = watching.alarms(inputs(usual + more))
    late = [r for r in rows if r["week"] == "2012-10-22" and r["geography"] == "area"]
    assert {(r["substance"], r["code"]) for r in late} == {
        (name, place[0]) for name, (_, place) in PLANTED.items()
    }
    both = "EARS C2 and Farrington flexible"
    assert {r["method"] for r in late} == {both}
    earlier = [r for r in rows if r["week"] != "2012-10-22"]
    assert len(earlier) <= 13 * 4 * 7 * 0.03
