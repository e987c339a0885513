"""Days in forms: three boxes, day, month, year."""

import datetime as dt

from throughcare.web.errors import Fault


def day_of(sent, name: str, asks: str, *, is_needed: bool = True):
    """The day in the boxes `name-day`, `name-month`, `name-year`, and what is wrong with them.

    >>> day_of({"on-day": "1", "on-month": "4", "on-year": "2013"}, "on", "Enter the day")
    (datetime.date(2013, 4, 1), [])
    """
    boxes = [
        sent.get(f"{name}-{part}", "").strip() for part in ("day", "month", "year")
    ]
    if not any(boxes) and not is_needed:
        return None, []
    try:
        day, month, year = map(int, boxes)
        found = dt.date(year, month, day)
    except ValueError:
        return None, [Fault(f"{name}-day", asks)]
    if not 2000 <= found.year <= 2100:
        return None, [Fault(f"{name}-day", asks)]
    return found, []
