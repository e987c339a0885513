"""Looks at records that somebody should ask about, week by week (security.md S33).

Four kinds, with thresholds from the parameters: out of hours or at a weekend; many rows within an hour; many whole
returns on a day; the same row by many accounts. A look on the list is a question, not a finding of guilt.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from throughcare import parameters
from throughcare.web.audit.models import Reading

KINDS = {
    "hours": "Out of hours or at a weekend",
    "rows": "Many rows within an hour",
    "files": "Many whole returns on a day",
    "same": "The same row by many accounts",
}


@dataclass(frozen=True)
class Odd:
    """One line of the list: what is odd, who, when, and how much of it."""

    kind: str
    who: str
    at: dt.datetime
    provider: str
    count: int
    what: str


def monday_of(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def week(monday: dt.date) -> list[Odd]:
    """What is odd among the looks of the week that begins on a Monday, the latest first."""
    since = dt.datetime.combine(monday, dt.time(), dt.UTC)
    until = since + dt.timedelta(days=7)
    looks = Reading.objects.filter(at__gte=since, at__lt=until)
    told = list(looks.select_related("by").order_by("at", "id"))
    limits = limits_at(monday)
    found = [*_hours(told, limits), *_rows(told, limits), *_files(told, limits)]
    return sorted([*found, *_same(told, limits)], key=lambda o: o.at, reverse=True)


LIMITS = ("day_begins", "day_ends", "rows_an_hour", "files_a_day", "accounts_a_row")


def limits_at(day: dt.date) -> dict[str, int]:
    return {name: parameters.at(f"odd_looks.{name}", day).value for name in LIMITS}


def _grouped(looks: Iterable[Reading], key) -> Iterator[list[Reading]]:
    groups = defaultdict(list)
    for look in looks:
        groups[key(look)].append(look)
    yield from groups.values()


def _line(kind: str, looks: list[Reading], count: int, what: str, who="") -> Odd:
    first = looks[0]
    who = who or first.by.username
    return Odd(kind, who, first.at, first.provider, count, what)


def _hours(looks, limits) -> Iterator[Odd]:
    """A line for each account and day with looks before or after the working day, or at a weekend."""

    def is_out(look) -> bool:
        within = limits["day_begins"] <= look.at.hour < limits["day_ends"]
        return not within or look.at.weekday() >= 5

    out = filter(is_out, looks)
    for group in _grouped(out, lambda r: (r.by_id, r.provider, r.at.date())):
        times = f"{group[0].at:%H:%M} to {group[-1].at:%H:%M} UTC"
        yield _line("hours", group, len(group), times)


def _rows(looks, limits) -> Iterator[Odd]:
    """A line for each account and hour in which it saw as many different rows as the limit says."""
    hour = "%Y-%m-%d %H"
    for group in _grouped(looks, lambda r: (r.by_id, r.at.strftime(hour))):
        seen = {(r.return_id, row) for r in group for row in r.rows or [None]}
        if len(seen) >= limits["rows_an_hour"]:
            yield _line("rows", group, len(seen), f"from {group[0].at:%H:%M} UTC")


def _files(looks, limits) -> Iterator[Odd]:
    """A line for each account and day on which it opened as many whole returns as the limit says."""
    whole = (look for look in looks if not look.rows)
    for group in _grouped(whole, lambda r: (r.by_id, r.at.date())):
        returns = {look.return_id for look in group}
        if len(returns) >= limits["files_a_day"]:
            yield _line("files", group, len(returns), "different returns")


def _same(looks, limits) -> Iterator[Odd]:
    """A line for each row that as many accounts saw within the week as the limit says."""
    by_row = defaultdict(list)
    for look in looks:
        for row in look.rows:
            by_row[look.return_id, row].append(look)
    for (return_id, row), group in by_row.items():
        who = sorted({look.by.username for look in group})
        if len(who) >= limits["accounts_a_row"]:
            what = f"row {row} of {return_id}"
            yield _line("same", group, len(who), what, ", ".join(who))
