"""Headlines, numbers in words, files for spreadsheets, bands of the map."""

import doctest

import pytest

from throughcare.publish import charts, map_svg, sentences, tables, words
from throughcare.publish.figures import Row


def row(value=27.5, lower=24.0, upper=31.0, period="2012-13", **more) -> Row:
    given = {
        "indicator": "x",
        "period": period,
        "period_kind": "year",
        "geography": "area",
        "code": "E1",
        "name": "Leeds",
        "substance_group": "all",
        "part": "all",
        "numerator": 55,
        "denominator": 200,
        "value": value,
        "lower": lower,
        "upper": upper,
        "suppressed": False,
    }
    return Row(**(given | more))


HIDDEN = row(None, None, None, suppressed=True)


def england(value: float) -> Row:
    return row(value, value - 0.1, value + 0.1, code="E92000001", name="England")


def test_headline_gives_value_change_and_comparison():
    before = row(20.0, 17.0, 23.5, period="2011-12")
    told = sentences.headline("Exits", "%", row(), before, england(40.0))
    assert told == [
        "Exits in Leeds in 2012-13: 28% (95% interval 24% to 31%).",
        "That is 8 percentage points more than in 2011-12, more than chance alone would make likely.",
        "It is lower than England (40%), by more than chance.",
    ]


@pytest.mark.parametrize(
    ("now", "before", "is_beyond"),
    [
        ((80.0, 69.2, 87.7), (60.0, 49.0, 70.0), True),
        ((80.0, 69.2, 87.7), (70.0, 59.2, 78.9), False),
        ((60.0, 49.0, 70.0), (80.0, 69.2, 87.7), True),
    ],
)
def test_change_is_beyond_chance_where_the_interval_of_the_difference_leaves_out_none(
    now, before, is_beyond
):
    """The first is 56 of 70 beside 48 of 80: Newcombe's own example has 0.0524 to 0.3339 (S Med 1998; 17: 873-90)."""
    assert sentences.beyond_chance(row(*now), row(*before)) is is_beyond


def test_interval_of_the_difference_is_that_of_newcombe():
    from throughcare.statistics import difference_of_proportions, proportion

    rows = []
    for events, n in ((56, 70), (48, 80), (40, 80), (45, 90)):
        found = proportion(events, n)
        share = [100 * float(v) for v in (found.value, found.lower, found.upper)]
        rows.append(row(*share, numerator=events, denominator=n))
    for one in rows:
        for other in rows:
            held = difference_of_proportions(
                *(one.numerator, one.denominator), *(other.numerator, other.denominator)
            )
            is_beyond = bool(held.lower > 0 or held.upper < 0)
            assert sentences.beyond_chance(one, other) is is_beyond


def test_change_of_twelve_months_that_overlap_is_not_judged():
    now = row(period_kind="rolling", period="12m-to-2013-06")
    told = sentences.headline("x", "%", now, row(20.0, 17.0, 23.5), None)
    assert told[1] == "That is 8 percentage points more than in 2012-13."


def test_both_larger_places_it_may_be_the_same_as_are_told_in_one_sentence():
    region = row(29.0, 28.0, 30.0, code="E12", name="Yorkshire")
    told = sentences.headline("x", "%", row(), None, england(27.0), region)
    assert told[1:] == [
        "The differences from England (27%) and Yorkshire (29%) could be chance."
    ]


def test_place_of_which_nothing_can_be_compared_says_why():
    assert "cannot be compared" not in sentences.overview("Leeds", ["similar"])
    assert sentences.overview("Leeds", []).startswith("No share of Leeds can be")


def test_one_area_alone_has_no_range():
    told = sentences.spread("%", [row(), HIDDEN], None)
    assert told == ["One area has a figure that can be shown: 28%.", "1 is withheld."]


def test_one_point_is_singular_and_none_is_about_the_same():
    one = sentences.headline("x", "%", row(), row(26.5), None)[1]
    none = sentences.headline("x", "%", row(), row(27.4), None)[1]
    assert "1 percentage point more" in one and "could be chance" in one
    assert none == "That is about the same as in 2012-13."


@pytest.mark.parametrize(
    ("level", "verdict"),
    [(24.0, "similar"), (31.0, "similar"), (23.9, "higher"), (31.1, "lower")],
)
def test_interval_that_holds_englands_value_is_similar(level, verdict):
    assert sentences.comparison(row(), england(level)) == verdict


def test_withheld_value_is_never_told_nor_compared():
    told = sentences.headline("x", "%", HIDDEN, row(), england(40))
    assert len(told) == 1 and "withheld" in told[0]


def test_withheld_year_before_gives_no_change():
    assert len(sentences.headline("x", "%", row(), HIDDEN, None)) == 1


def test_fewer_people_not_less():
    now, before = (row(v, None, None, period=p) for v, p in ((90, "b"), (100, "a")))
    told = sentences.headline("People", "persons", now, before, None)
    assert told[1] == "That is 10 fewer than in a."


def test_hidden_and_missing_values_have_their_shorthand():
    assert words.value(HIDDEN, "%") == "[c]"
    assert words.value(row(None), "%") == "[x]"
    assert words.interval(row(lower=None), "%") == "[x]"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_text_that_starts_a_formula_comes_out_inert(start):
    text = tables.to_csv([{"name": start + "cmd"}], ("name",))
    assert "'" + start in text


def test_negative_number_stays_a_number():
    assert tables.to_csv([{"n": -3.5}], ("n",)) == "n\r\n-3.5\r\n"


def test_bands_hold_every_area_once():
    rows = [row(float(v)) for v in range(50)] + [HIDDEN]
    assert sum(band.areas for band in map_svg.bands(rows)) == 50
    assert len(map_svg.bands(rows)) == 5


def test_equal_values_make_one_band():
    assert [b.areas for b in map_svg.bands([row(5.0), row(5.0)])] == [2]
    assert map_svg.bands([HIDDEN]) == []


@pytest.mark.parametrize("module", [words, tables, sentences, charts])
def test_examples_in_docstrings_hold(module):
    result = doctest.testmod(module)
    assert result.attempted > 0 and result.failed == 0


def test_rate_and_ratio_are_told_in_their_own_units():
    before = row(20.0, 16.0, 26.0)
    rate = sentences.headline("Deaths", "per 1,000", row(), before, england(40.0))
    assert rate == [
        "Deaths in Leeds in 2012-13: 27.5 per 1,000 (95% interval 24.0 per 1,000 to 31.0 per 1,000).",
        "That is 7.5 per 1,000 more than in 2012-13, more than chance alone would make likely.",
        "It is lower than England (40.0 per 1,000), by more than chance.",
    ]
    before = row(1.1, 0.7, 1.6)
    ratio = sentences.headline("Ratio", "ratio", row(1.3, 0.9, 1.8), before, None)
    assert ratio == [
        "Ratio in Leeds in 2012-13: 1.30 (95% interval 0.90 to 1.80).",
        "That is 0.20 more than in 2012-13, a change that could be chance.",
    ]


def test_growth_below_none_is_told_with_its_sign():
    told = sentences.headline("Growth", "%", row(-3.7, None, None), None, None)
    assert told == ["Growth in Leeds in 2012-13: -4%."]
