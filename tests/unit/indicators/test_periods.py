"""Periods are half-open and are read as they are printed."""

import datetime as dt

import pytest

from throughcare.indicators import Period, PeriodError, periods


@pytest.mark.parametrize(
    ("name", "start", "last"),
    [
        ("2012-13", dt.date(2012, 4, 1), dt.date(2013, 3, 31)),
        ("1999-00", dt.date(1999, 4, 1), dt.date(2000, 3, 31)),
        ("2012-13-Q1", dt.date(2012, 4, 1), dt.date(2012, 6, 30)),
        ("2012-13-Q4", dt.date(2013, 1, 1), dt.date(2013, 3, 31)),
        ("12m-to-2013-06", dt.date(2012, 7, 1), dt.date(2013, 6, 30)),
        ("12m-to-2012-02", dt.date(2011, 3, 1), dt.date(2012, 2, 29)),
        ("12m-to-2012-12", dt.date(2012, 1, 1), dt.date(2012, 12, 31)),
    ],
)
def test_first_and_last_day(name, start, last):
    period = Period.parse(name)
    assert (period.start, period.last, str(period)) == (start, last, name)
    assert period.end == last + dt.timedelta(days=1)


@pytest.mark.parametrize(
    "text", ["", "2012", "2012-14", "2012-13-Q5", "12m-to-2013-13", "2012-13 ", "x"]
)
def test_what_is_no_period_is_said_in_a_sentence(text):
    with pytest.raises(PeriodError, match="is not a period. Write a financial year"):
        Period.parse(text)


@pytest.mark.parametrize(
    "text",
    ["9999-00", "0000-01", "12m-to-9999-12", "12m-to-0001-01", "month-0000-01"],
)
def test_a_period_outside_the_calendar_is_said_in_a_sentence(text):
    with pytest.raises(
        PeriodError, match=f"'{text}' lies outside the calendar. Choose"
    ):
        Period.parse(text)


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("2012-13", 2012),
        ("2012-13-Q4", 2012),
        ("12m-to-2013-06", 2012),
        ("12m-to-2013-09", 2013),
        ("12m-to-2013-12", 2013),
    ],
)
def test_ages_are_taken_in_the_financial_year_of_the_middle(name, year):
    assert Period.parse(name).financial_year == year


def test_lists_of_periods():
    assert [str(p) for p in periods.years(2011, 2012)] == ["2011-12", "2012-13"]
    quarters = [str(p) for p in periods.quarters(2012, 2012)]
    assert quarters == ["2012-13-Q1", "2012-13-Q2", "2012-13-Q3", "2012-13-Q4"]
    rolling = [str(p) for p in periods.rolling_quarterly(2012, 2012)]
    assert rolling[0] == "12m-to-2012-06"
    assert rolling[-1] == "12m-to-2013-03"


def test_repr_shows_the_days():
    assert (
        repr(Period.parse("2012-13")) == "Period('2012-13', 2012-04-01 to 2013-03-31)"
    )
