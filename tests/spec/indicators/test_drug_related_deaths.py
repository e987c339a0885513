"""Drug-related deaths: the edges of indicators.md C9."""

import datetime as dt

import pytest

from throughcare import statistics
from throughcare.indicators import Period, from_outside

from .asking import outside_of

title = "Drug-related deaths"
NAME = "drug_related_deaths"
POISONING = "drug_related_deaths:poisoning"


def years(first, last):
    text = str(first) if first == last else f"{first} to {last}"
    return {
        "period": text,
        "first": dt.date(first, 1, 1),
        "last": dt.date(last, 12, 31),
    }


def deaths(value, first, last=None, **more):
    given = {"kind": "drug_misuse_deaths", "measure": "deaths", "value": value}
    return given | years(first, last or first) | more


def people(value, year, **more):
    given = {"kind": "population", "measure": "persons", "value": value}
    return given | {"series": "population"} | years(year, year) | more


POPULATION = [people(100_000.0, year) for year in (2010, 2011, 2012)]
BOTH_SEXES = [
    deaths(20.0, 2010, 2012, sex="male"),
    deaths(10.0, 2010, 2012, sex="female"),
]


def told(*figures, name=NAME, period="2012-13", by=()):
    asked = from_outside.Asked(
        None, outside_of(*figures), Period.parse(period), tuple(by)
    )
    return from_outside.get(name).measure(asked)


def test_three_years_of_deaths_over_three_years_of_people():
    (row,) = told(*BOTH_SEXES, *POPULATION).rows
    wanted = statistics.rate(30, 300_000, multiplier=100_000)
    assert (row["numerator"], row["denominator"], row["years"]) == (
        30,
        300_000,
        "2010 to 2012",
    )
    assert row["value"] == 10
    assert row["lower"] == pytest.approx(float(wanted.lower))
    assert row["upper"] == pytest.approx(float(wanted.upper))


def test_yearly_deaths_are_pooled_over_the_same_years():
    yearly = [
        deaths(float(n), y) for n, y in ((1, 2009), (2, 2010), (3, 2011), (4, 2012))
    ]
    (row,) = told(*yearly, *POPULATION).rows
    assert row["numerator"] == 9


def test_calendar_year_counts_that_ended_by_the_end_of_the_period():
    """The financial year 2012-13 ends in March 2013: 2012 is the last year that has ended."""
    later = [people(100_000.0, year) for year in range(2009, 2014)]
    dead = [deaths(float(year), year) for year in range(2009, 2014)]
    assert told(*dead, *later).rows[0]["years"] == "2010 to 2012"
    assert (
        told(*dead, *later, period="12m-to-2012-12").rows[0]["years"] == "2010 to 2012"
    )
    assert (
        told(*dead, *later, period="12m-to-2012-11").rows[0]["years"] == "2009 to 2011"
    )


def test_one_sex_alone_is_not_everybody():
    with pytest.raises(from_outside.NotMeasured, match="deaths related to drug misuse"):
        told(BOTH_SEXES[0], *POPULATION)


def test_year_missing_among_the_three_is_not_measured():
    with pytest.raises(from_outside.NotMeasured, match="for 2010 to 2012"):
        told(deaths(1.0, 2010), deaths(1.0, 2012), *POPULATION)
    with pytest.raises(from_outside.NotMeasured, match="no population"):
        told(*BOTH_SEXES, *POPULATION[:2])


def test_no_death_has_a_rate_of_0_and_an_upper_limit():
    none = [deaths(0.0, 2010, 2012, sex=sex) for sex in ("male", "female")]
    (row,) = told(*none, *POPULATION).rows
    assert (row["value"], row["lower"]) == (0, 0)
    assert row["upper"] == pytest.approx(1.2296, abs=1e-4)


def test_misuse_and_poisoning_are_told_apart():
    poisoned = [
        deaths(50.0, y, kind="drug_poisoning_deaths") for y in (2010, 2011, 2012)
    ]
    figures = [*BOTH_SEXES, *poisoned, *POPULATION]
    assert told(*figures).rows[0]["numerator"] == 30
    assert told(*figures, name=POISONING).rows[0]["numerator"] == 150


def test_deaths_of_one_age_or_substance_are_not_all():
    part = [
        deaths(5.0, 2010, 2012, age="20-29"),
        deaths(5.0, 2010, 2012, group="Any opiate"),
    ]
    with pytest.raises(from_outside.NotMeasured):
        told(*part, *POPULATION)


def test_two_series_are_never_mixed():
    """What counts as misuse was widened: the series that covers more places stands for all."""
    other = [deaths(99.0, y, series="other") for y in (2010, 2011, 2012)]
    here = [row | {"area": "E06000001"} for row in (*BOTH_SEXES, *POPULATION)]
    figures = [*BOTH_SEXES, *POPULATION, *here, *other]
    assert told(*figures).rows[0]["numerator"] == 30


def test_area_whose_population_is_for_more_land_is_not_measured_and_named():
    here = [row | {"area": "E06000001"} for row in (*BOTH_SEXES, *POPULATION)]
    merged = [row | {"area": "E06000028"} for row in BOTH_SEXES]
    wider = [row | {"area": "E06000028", "fit": "wider"} for row in POPULATION]
    found = told(*here, *merged, *wider, by=["area"])
    assert [row["area"] for row in found.rows] == ["E06000001"]
    assert any("E06000028" in note for note in found.notes)


def test_registration_is_told_beside_the_figures():
    found = told(*BOTH_SEXES, *POPULATION)
    assert found.notes[0].startswith("Deaths by year of registration")
    assert "A study" in found.notes[-1]


def test_published_deaths_of_england_from_2010_to_2012(shared, tmp_path):
    from throughcare import outside

    data = shared / "data"
    outside.add(
        tmp_path, data / "deaths/drug_misuse_deaths_by_area_sex_2001-03_to_2010-12.csv"
    )
    outside.add(tmp_path, data / "population/population_upper_tier_2004_2014.csv")
    asked = from_outside.Asked(
        None, outside.by_area(tmp_path), Period.parse("2012-13"), ()
    )
    (row,) = from_outside.get(NAME).measure(asked).rows
    assert (row["numerator"], row["denominator"]) == (4_808, 159_243_350)
    assert row["value"] == pytest.approx(3.0193, abs=1e-4)
