"""Years as published tables write them: 2010/11, 2010, 2010-12.

`2001-02` is a financial year and `2001-03` three calendar years: a text alone does not say, so each reader asks for the
form that its layout has. Figures keep the first and the last day beside the text.
"""

import datetime as dt
import re
from typing import NamedTuple

from .figure import OutsideError


class Span(NamedTuple):
    """The text of a period with its first and last day."""

    period: str
    first: dt.date
    last: dt.date


def financial(text: str, line: int) -> Span:
    """
    >>> financial("2010/11", 2)
    Span(period='2010-11', first=datetime.date(2010, 4, 1), last=datetime.date(2011, 3, 31))
    """
    found = re.fullmatch(r"(\d{4})[/-](\d{2})", text)
    if not found or int(found[2]) != (int(found[1]) + 1) % 100:
        raise _unknown(text, line, "a financial year, as 2010/11")
    return financial_from(int(found[1]))


def financial_from(year: int) -> Span:
    """The financial year that begins in April of `year`."""
    name = f"{year}-{(year + 1) % 100:02}"
    return Span(name, dt.date(year, 4, 1), dt.date(year + 1, 3, 31))


def calendar(text: str, line: int) -> Span:
    """
    >>> calendar("2010", 2).last
    datetime.date(2010, 12, 31)
    """
    if not re.fullmatch(r"(19|20)\d\d", text):
        raise _unknown(text, line, "a year, as 2010")
    return Span(text, dt.date(int(text), 1, 1), dt.date(int(text), 12, 31))


def several(text: str, line: int) -> Span:
    """Calendar years from and to.

    >>> several("2008-10", 2).period, several("2008-10", 2).last
    ('2008 to 2010', datetime.date(2010, 12, 31))
    """
    found = re.fullmatch(r"(\d{4})\s*[-\u2013]\s*(\d{2})", text)
    if not found:
        raise _unknown(text, line, "years from and to, as 2008-10")
    start, last = int(found[1]), int(found[1]) // 100 * 100 + int(found[2])
    last += 100 if last < start else 0
    return Span(f"{start} to {last}", dt.date(start, 1, 1), dt.date(last, 12, 31))


def either(text: str, line: int) -> Span:
    """A financial year, or a calendar year."""
    if re.fullmatch(r"\d{4}", text):
        return calendar(text, line)
    return financial(text, line)


def _unknown(text: str, line: int, wanted: str) -> OutsideError:
    return OutsideError(
        f"Line {line}: {text!r} is not {wanted}. Take the file as it was published."
    )
