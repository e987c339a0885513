"""Comparisons of a release: made of what is shown, nothing of what is kept back, the same bytes again."""

import dataclasses

import numpy as np
import pytest

from tests.unit.publish import made_up_comparison as made_up
from throughcare.comparison import CannotCompare, Counts
from throughcare.comparison.card import card
from throughcare.publish import (
    adjusting,
    areas,
    compared,
    compared_words,
    comparing,
    comparison_charts,
)

LEEDS, CITY = made_up.BETTER, made_up.HIDDEN


@pytest.fixture(scope="module")
def found():
    return made_up.comparison()


def test_a_planted_better_area_lies_beyond_the_limits_as_counted_and_adjusted(found):
    row = found.find(made_up.SLUG, LEEDS)
    assert row["funnel"] == row["verdict"] == "High (0.001)"
    assert row["ratio"] > 1.7 and row["ratio_lower"] > 1
    others = [r for r in found.areas(made_up.SLUG) if r["code"] != LEEDS]
    beyond = [r for r in others if r["verdict"] not in (None, "Not significant")]
    assert len(beyond) <= 0.06 * len(others)


def test_a_figure_kept_back_is_compared_with_nothing_and_nothing_with_it(found):
    for group in ("all", "opiate"):
        row = found.find(made_up.SLUG, CITY, group)
        shown = {
            n: v for n, v in row.items() if n.startswith(("gap", "quartile", "ratio"))
        }
        assert set(shown.values()) == {None}
        assert row["verdict"] is None and row["expected"] is None
        assert row["funnel"] == "Not applicable"
    assert compared_words.of_area(row, "Completion")[0].endswith("not compared.")


def test_what_is_kept_back_moves_no_number_that_is_shown(found):
    """The hidden figure as nobody and as everybody: all tables are the same."""

    def with_hidden(events: int):
        rows = [
            dataclasses.replace(r, numerator=events, value=events / 3)
            if r.code == CITY
            else r
            for r in made_up.year()
        ]
        told = comparing.compare(
            {made_up.SLUG: rows}, {}, [made_up.model()], made_up.characteristics()
        ).tables
        return {
            name: [r for r in table if r.get("code") != CITY]
            for name, table in told.items()
        }

    assert with_hidden(0) == with_hidden(300)


def test_the_gap_follows_from_the_figures_that_are_shown(found):
    row = next(r for r in found.areas(made_up.SLUG) if r["gap_england"])
    others = [
        r["value"] / 100
        for r in found.areas(made_up.SLUG)
        if r["code"] != row["code"] and not r["suppressed"]
    ]
    quartile = np.quantile(others, 0.75)
    assert row["gap_england"] == np.ceil(quartile * 300) - row["numerator"]
    assert found.find(made_up.SLUG, LEEDS)["gap_similar"] == 0


def test_similar_areas_are_found_by_what_most_areas_are_known_by(found):
    near = found.similar(LEEDS)
    assert len(near) == 32
    assert LEEDS not in {n["neighbour"] for n in near}
    assert [n["place"] for n in near] == list(range(1, 33))
    assert found.told["similar"]["used"] == ["population", "deprivation"]
    assert found.told["similar"]["left_out"] == ["prevalence"]
    told = " ".join(compared_words.how_similar(found))
    assert "population" in told and "from memory, not verified" in told
    assert "Not used" in told and "prevalence" in told


def test_without_imports_similar_areas_are_those_of_expected_outcome_and_it_is_said():
    found = made_up.comparison(known={})
    assert found.told["similar"]["method"] == "expected outcome"
    codes = [a.code for a in areas.all_areas()]
    at = codes.index(LEEDS)
    assert found.similar(LEEDS)[0]["neighbour"] in (codes[at - 1], codes[at + 1])
    assert found.similar(CITY) == []
    assert "have been imported" in compared_words.how_similar(found)[0]
    assert found.tables["slopes"] == []
    assert "deprivation" in found.told["slopes"][made_up.SLUG]


def test_without_a_model_or_imports_there_are_no_similar_areas():
    found = comparing.compare({made_up.PLAIN: made_up.year(made_up.PLAIN)}, {}, [], {})
    assert found.tables["similar"] == []
    assert "nothing is known" in compared_words.how_similar(found)[0]
    row = found.find(made_up.PLAIN, LEEDS)
    assert row["gap_similar"] is None and row["gap_region"] is not None
    assert "no top quarter" in compared_words.gap(row, "similar")


def test_an_indicator_without_a_model_says_that_it_is_not_adjusted(found):
    row = found.find(made_up.PLAIN, LEEDS)
    assert row["ratio"] is None
    assert "not adjusted for case-mix" in compared_words.of_area(row, "Waits")[1]


def test_nothing_released_is_nothing_compared():
    found = comparing.compare({}, {}, [], {})
    assert not any(found.tables.values())
    only = made_up.row("E92000001", "England", 30, 100, geography="england")
    assert comparing.compare({made_up.SLUG: [only]}, {}, [], {}).tables["areas"] == []


def test_the_direction_of_travel_is_that_of_the_last_quarter(found):
    leeds = found.rows("travel", indicator=made_up.SLUG, code=LEEDS)
    assert leeds[-1]["cause"] == "Above upper limit"
    assert "has improved" in compared_words.travel(leeds, "Leeds")
    other = found.rows("travel", indicator=made_up.SLUG, code="E06000001")
    assert "moves as it ordinarily does" in compared_words.travel(other, "Hartlepool")


def test_withheld_quarters_are_no_points(found):
    city = found.rows("travel", indicator=made_up.SLUG, code=CITY)
    assert {(r["value"], r["mean"], r["direction"]) for r in city} == {
        (None, None, "too few points")
    }
    assert "too few" in compared_words.travel(city, "City of London")


def test_the_slope_has_tenths_of_the_areas(found):
    rows = found.rows("slopes", indicator=made_up.SLUG)
    assert sum(r["areas"] for r in rows) == 151
    assert rows[0]["lower"] <= rows[0]["slope"] <= rows[0]["upper"]
    assert "percentage points" in compared_words.slope(rows, "Completion")


def test_complexity_is_told_of_areas_that_are_shown(found):
    codes = {r["code"] for r in found.rows("complexity", indicator=made_up.SLUG)}
    assert codes == {LEEDS, areas.ENGLAND_CODE}


def test_sentences_never_give_a_rank(found):
    for row in found.areas(made_up.SLUG):
        told = " ".join(compared_words.of_area(row, "Completion"))
        assert "rank" not in told and "worst" not in told and "best" not in told
        assert row["suppressed"] or ("95% interval" in told and "people" in told)


def test_written_and_read_they_are_the_same_and_so_are_the_bytes(found, tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        compared.write(found, tmp_path / name)
    files = sorted(p.name for p in (tmp_path / "a").iterdir())
    assert len(files) == len(compared.SCHEMAS) + 1
    for file in files:
        assert (tmp_path / "a" / file).read_bytes() == (
            tmp_path / "b" / file
        ).read_bytes()
    again = compared._read(tmp_path / "a", 0)
    assert again.find(made_up.SLUG, LEEDS) == found.find(made_up.SLUG, LEEDS)


def test_a_release_built_before_comparisons_has_none(tmp_path):
    assert compared.read(tmp_path, "old") is None


def test_the_funnel_draws_every_area_that_is_shown_and_says_so(found):
    rows = found.areas(made_up.SLUG)
    for adjusted in (True, False):
        funnel = found.funnel(made_up.SLUG, adjusted)
        told = compared_words.funnel(rows, funnel, LEEDS)
        drawn = comparison_charts.funnel(
            rows, funnel, title="T", summary=told, here=LEEDS
        )
        for svg in drawn.values():
            assert svg.count("<g><title>") == 151
            assert "City of London" not in svg and "nan" not in svg
            assert "<title" in svg and told.split(";")[0] in svg
        assert "Leeds lies above, beyond the 99.8% limit." in told


def test_a_funnel_of_nothing_is_no_drawing(found):
    funnel = found.funnel(made_up.SLUG, False)
    hidden = [r for r in found.areas(made_up.SLUG) if r["suppressed"]]
    drawn = comparison_charts.funnel(hidden, funnel, title="T", summary="S")
    assert set(drawn.values()) == {""}


def test_limits_by_expected_events_narrow_with_their_number():
    from throughcare.comparison.funnel import limits_at

    lower, upper = limits_at([5, 50, 500], 1.0, 0.0, "none", 0.95)
    assert (np.diff(lower) > 0).all() and (np.diff(upper) < 0).all()
    assert upper[1] == pytest.approx(1.30, abs=0.02)
    wide = limits_at([500], 1.0, 0.04, "shmi", 0.95)
    assert wide[1][0] > upper[2] and wide[0][0] < lower[2]


def test_a_card_shows_no_small_count():
    from tests.unit.comparison import made_up as people

    table = people.England(areas=4, people=400)
    counts = Counts.of(table)
    told = adjusting.shown(
        card(people.fitted(table), counts, smallest=10, confidence=0.95)
    )
    assert all(t["n"] % 5 == 0 and "events" not in t for t in told["terms"])
    assert told["n"] == 1600
    small = dataclasses.replace(
        card(people.fitted(table), counts, smallest=10, confidence=0.95), n=3
    )
    assert adjusting.shown(small)["n"] is None


def test_only_shares_are_compared():
    with pytest.raises(CannotCompare, match="is no area"):
        from throughcare.publish.comparing_live import _area

        _area("atlantis")
    assert comparing.shares(["in_treatment", "exits", "waiting_times"]) == [
        "waiting_times"
    ]
