"""The trend of a figure: every period of every line has its place, negative values too."""

import re

import pytest

from tests.unit.publish.test_words_and_sentences import row
from throughcare.publish import charts
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
    points = re.search(r'points="([^"]+)"', told)[1].split()
    heights = [float(point.split(",")[1]) for point in points]
    assert heights == [25.0, 5.0]
    assert "M3 15.0h84" in told
