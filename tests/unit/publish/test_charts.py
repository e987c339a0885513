"""The trend of a figure: every period of every line has its place, negative values too."""

import re
from types import SimpleNamespace

import pytest

from tests.unit.publish.test_words_and_sentences import row
from throughcare.publish import charts
from throughcare.publish.builder import drawing
from throughcare.publish.charts import Series


def drawn(*series: Series, unit="%") -> str:
    return charts.trend(list(series), unit=unit, title="T", summary="S")["wide"]


def test_line_of_a_larger_place_may_have_periods_that_the_place_lacks():
    """A place that nobody was counted in for a year is drawn beside England, which has that year."""
    here = Series("Scilly", (row(period="2010-11"),), interval=True)
    england = Series("England", (row(period="2010-11"), row(period="2011-12")))
    told = drawn(here, england)
    assert "2010-11" in told and "2011-12" in told
    assert told.count("<circle") == 3


def test_periods_stand_in_their_order():
    lines = [
        Series("a", (row(period="2011-12"),)),
        Series("b", (row(period="2009-10"),)),
    ]
    told = drawn(*lines)
    assert told.index("2009-10") < told.index("2011-12")


@pytest.mark.parametrize("values", [(-4.0, 8.0), (-7.0, -2.0), (0.0, 0.0), (3.0, 9.0)])
def test_no_value_is_drawn_outside_the_plot(values):
    rows = tuple(
        row(v, None, None, period=p) for v, p in zip(values, ("2010-11", "2011-12"))
    )
    told = drawn(Series("a", rows))
    height = float(re.search(r'height="([0-9]+)"', told)[1])
    heights = [float(y) for y in re.findall(r'cy="([-0-9.]+)"', told)]
    assert len(heights) == 2
    assert all(0 < y <= height - 44 for y in heights)


def test_small_line_has_its_zero_within():
    rows = [row(v, period=p) for v, p in ((-5.0, "a"), (5.0, "b"))]
    told = charts.sparkline(rows)
    assert 'd="M3.0 25.0L87.0 5.0"' in told
    assert "M3 15.0h84" in told


def test_small_line_breaks_where_a_figure_is_withheld():
    rows = [row(v, period=p) for v, p in ((5.0, "a"), (None, "b"), (5.0, "c"))]
    assert 'd="M3.0 5.0M87.0 5.0"' in charts.sparkline(rows)


# -- of the report builder ----------------------------------------------------------------------------------------


def built(show: str, rows) -> str:
    """The chart of a report on two periods or more, by place."""
    measure = SimpleNamespace(unit="%")
    periods = sorted({r.period for r in rows})
    question = SimpleNamespace(
        show=show, measure=measure, periods=periods, last=periods[-1]
    )
    answer = SimpleNamespace(
        rows=rows,
        question=question,
        has_places=True,
        label=lambda row: "",
        of=lambda period: [r for r in rows if r.period == period],
    )
    return drawing.chart(answer, "T", "S")["wide"]


def test_line_of_a_report_breaks_where_a_year_is_withheld_or_missing():
    years = ("2008-09", "2009-10", "2010-11", "2011-12")
    whole = [row(20.0, 15.0, 25.0, name="Leeds", period=p) for p in years]
    gap = [row(30.0, 25.0, 35.0, name="York", period=p) for p in (years[0], years[3])]
    told = built("line", whole + gap)
    paths = re.findall(r'<path d="(M[^"]*)" stroke="[^"]*" stroke-width="3"', told)
    assert [p.count("L") for p in paths if "H36" not in p] == [3, 0]
    assert told.count("<circle") == 6


def test_intervals_of_two_lines_in_one_year_stand_apart():
    same = [
        row(20.0, 15.0, 25.0, name=name, period=p)
        for name in ("Leeds", "York")
        for p in ("2010-11", "2011-12")
    ]
    told = built("line", same)
    assert len(set(re.findall(r'cx="([0-9.]+)"', told))) == 4


@pytest.mark.parametrize("show", ["line", "bar"])
def test_report_of_values_below_nought_stays_in_its_drawing(show):
    rows = [
        row(v, v - 2, v + 2, name=name, period=p)
        for name, v in (("Leeds", -8.0), ("York", 6.0))
        for p in ("2010-11", "2011-12")
    ]
    told = built(show, rows)
    numbers = re.findall(r'(?:width|x|cx|cy|y)="(-?[0-9.]+)"', told)
    assert min(map(float, numbers)) >= 0
    assert "-8.0%" in told or show == "line"
