"""Headlines, numbers in words, files for spreadsheets, bands of the map."""

import doctest

import pytest

from throughcare.publish import map_svg, sentences, tables, words
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
    told = sentences.headline("Exits", "%", row(), row(20.0), england(40.0))
    assert told == [
        "Exits in Leeds in 2012-13: 28% (95% interval 24% to 31%).",
        "That is 8 percentage points more than in 2012-13.",
        "It is lower than England (40%), by more than chance.",
    ]


def test_one_point_is_singular_and_none_is_about_the_same():
    one = sentences.headline("x", "%", row(), row(26.5), None)[1]
    none = sentences.headline("x", "%", row(), row(27.4), None)[1]
    assert "1 percentage point more" in one
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


@pytest.mark.parametrize("module", [words, tables])
def test_examples_in_docstrings_hold(module):
    result = doctest.testmod(module)
    assert result.attempted > 0 and result.failed == 0


def test_rate_and_ratio_are_told_in_their_own_units():
    rate = sentences.headline("Deaths", "per 1,000", row(), row(20.0), england(40.0))
    assert rate == [
        "Deaths in Leeds in 2012-13: 27.5 per 1,000 (95% interval 24.0 per 1,000 to 31.0 per 1,000).",
        "That is 7.5 per 1,000 more than in 2012-13.",
        "It is lower than England (40.0 per 1,000), by more than chance.",
    ]
    ratio = sentences.headline("Ratio", "ratio", row(1.3, 0.9, 1.8), row(1.1), None)
    assert ratio == [
        "Ratio in Leeds in 2012-13: 1.30 (95% interval 0.90 to 1.80).",
        "That is 0.20 more than in 2012-13.",
    ]


def test_growth_below_none_is_told_with_its_sign():
    told = sentences.headline("Growth", "%", row(-3.7, None, None), None, None)
    assert told == ["Growth in Leeds in 2012-13: -4%."]
