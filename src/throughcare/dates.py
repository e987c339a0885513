"""Dates: age, days between, months added. The only place where engines could disagree.

Every function takes and returns Ibis expressions built from year, month and day alone, because an engine's
own year or month difference counts differently (30 on DuckDB and 29 on Spark for the same two dates).
The functions under `plain` are the same definitions on `datetime.date`; the two are tested against each other.
"""

import calendar
import datetime as dt

import ibis
import ibis.expr.types as ir


def days_between(earlier: ir.DateValue, later: ir.DateValue) -> ir.IntegerValue:
    """Whole days from `earlier` to `later`; negative when `later` comes first."""
    return later.delta(earlier, unit="day")


def add_days(day: ir.DateValue, days: int) -> ir.DateValue:
    """The date `days` days after `day`."""
    return (day + ibis.interval(days=days)).cast("date")


def add_months(day: ir.DateValue, months: int) -> ir.DateValue:
    """The same day of the month, `months` calendar months on, or that month's last day where it is shorter.

    31 March plus 6 months is 30 September.
    """
    return (day + ibis.interval(months=months)).cast("date")


def age_on(born: ir.DateValue, day: ir.DateValue) -> ir.IntegerValue:
    """Age in whole years on `day`. Somebody born on 29 February is a year older from 1 March."""
    had_birthday = (day.month() > born.month()) | (
        (day.month() == born.month()) & (day.day() >= born.day())
    )
    return day.year() - born.year() - ibis.ifelse(had_birthday, 0, 1)


class plain:
    """The same definitions on `datetime.date`, for oracles and for single values."""

    @staticmethod
    def add_months(day: dt.date, months: int) -> dt.date:
        total = day.year * 12 + (day.month - 1) + months
        year, month = divmod(total, 12)
        last = calendar.monthrange(year, month + 1)[1]
        return dt.date(year, month + 1, min(day.day, last))

    @staticmethod
    def age_on(born: dt.date, day: dt.date) -> int:
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
