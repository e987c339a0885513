"""Numbers and dates as readers meet them: percentages with one decimal in tables, whole in text."""

import datetime as dt

CONFIDENTIAL = "[c]"
"""Shorthand for a value withheld to protect people; evidence: memory (interface.md section 5)."""
NOT_AVAILABLE = "[x]"
"""Shorthand for a value that does not exist, as a share of nobody; evidence: memory."""


def number(amount: float | None) -> str:
    """
    >>> number(12345)
    '12,345'
    """
    return NOT_AVAILABLE if amount is None else f"{amount:,.0f}"


def amount(value: float, unit: str, decimals: int = 1) -> str:
    """A value with its unit: `percent` (a share of 1), `people`, `years` or `days`.

    >>> amount(0.2754, "percent"), amount(0.2754, "percent", 0), amount(1234, "people"), amount(4.2, "years")
    ('27.5%', '28%', '1,234', '4.2 years')
    """
    if unit == "percent":
        return f"{100 * value:.{decimals}f}%"
    if unit in ("years", "days"):
        return f"{value:,.1f} {unit}"
    return number(value)


def value(row, unit: str) -> str:
    """The value of a row, or why there is none."""
    if row.suppressed:
        return CONFIDENTIAL
    return NOT_AVAILABLE if row.value is None else amount(row.value, unit)


def count(row, part: str) -> str:
    """The numerator or denominator of a row, or why there is none."""
    if row.suppressed:
        return CONFIDENTIAL
    return number(getattr(row, part))


def interval(row, unit: str) -> str:
    """The 95% interval of a row."""
    if row.suppressed:
        return CONFIDENTIAL
    if row.lower is None or row.upper is None:
        return NOT_AVAILABLE
    return f"{amount(row.lower, unit)} to {amount(row.upper, unit)}"


def date(day: dt.date | str | None) -> str:
    """
    >>> date("2013-03-31")
    '31 March 2013'
    """
    if not day:
        return ""
    day = dt.date.fromisoformat(str(day)[:10])
    return f"{day.day} {day:%B %Y}"


def moment(text: str | None) -> str:
    """A moment of the store (ISO, UTC) to the minute."""
    if not text:
        return ""
    at = dt.datetime.fromisoformat(text)
    return f"{date(at.date())}, {at:%H:%M}"


def substance_group(slug: str) -> str:
    """
    >>> substance_group("non-opiate-only"), substance_group("all")
    ('Non-opiate only', 'All groups')
    """
    if slug == "all":
        return "All groups"
    return slug.replace("_", "-").replace("-", " ").capitalize().replace("Non ", "Non-")
