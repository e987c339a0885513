"""Which periods a report of a cut speaks of: the latest that are over, and settled, on the day of the cut."""

import datetime as dt

from throughcare import indicators
from throughcare.dates import plain
from throughcare.indicators import Period
from throughcare.indicators.periods import month, quarter, rolling


def latest_quarter(day: dt.date) -> Period:
    """The last quarter that was over on `day`.

    >>> latest_quarter(dt.date(2013, 4, 1)).name, latest_quarter(dt.date(2013, 3, 31)).name
    ('2012-13-Q4', '2012-13-Q3')
    """
    running = day.replace(month=3 * ((day.month - 1) // 3) + 1, day=1)
    start = plain.add_months(running, -3)
    return quarter(start.year - (start.month < 4), (start.month - 4) % 12 // 3 + 1)


def latest_month(day: dt.date) -> Period:
    """The last month that was over on `day`.

    >>> latest_month(dt.date(2013, 4, 1)).name
    'month-2013-03'
    """
    last = day.replace(day=1) - dt.timedelta(days=1)
    return month(last.year, last.month)


def twelve_months(last: dt.date) -> Period:
    """The twelve months that end with the month of `last`."""
    return rolling(last.year, last.month)


def year_before(period: Period) -> Period:
    """The twelve months before a rolling period."""
    return twelve_months(plain.add_months(period.last, -12))


def settled(slug: str, day: dt.date, period: Period) -> Period:
    """The rolling twelve months, no later than `period`, that an indicator can give for good on `day`."""
    indicator = indicators.get(slug)
    while indicator.settled_on(period) > day:
        period = twelve_months(plain.add_months(period.last.replace(day=1), -1))
    return period


def months_to(period: Period, how_many: int) -> list[Period]:
    """`how_many` months up to the end of `period`, oldest first."""
    first = period.last.replace(day=1)
    starts = [plain.add_months(first, -back) for back in range(how_many)]
    return [month(day.year, day.month) for day in reversed(starts)]


def told(period: Period) -> str:
    """A period as a reader meets it.

    >>> told(Period.parse("12m-to-2013-03")), told(Period.parse("2012-13-Q4"))
    ('12 months to March 2013', 'January to March 2013')
    """
    if period.name.startswith("12m"):
        return f"12 months to {period.last:%B %Y}"
    if period.name.startswith("month"):
        return f"{period.start:%B %Y}"
    if "Q" in period.name:
        return f"{period.start:%B} to {period.last:%B %Y}"
    return period.name
