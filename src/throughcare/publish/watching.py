"""Alarms on presentations by substance: in England, each region and each area, protected."""

import datetime as dt
from collections import defaultdict
from itertools import groupby

import numpy as np

from throughcare import comparison, parameters
from throughcare.comparison import presentations
from throughcare.comparison.alarms import WEEKS_BEFORE
from throughcare.disclosure import Protection, rounded
from throughcare.indicators import Inputs
from throughcare.publish import areas


def alarms(inputs: Inputs) -> tuple[list[dict], dict]:
    """Rows of compared.SCHEMAS["alarms"], the latest week first, and what was watched and how."""
    day = inputs.as_of
    weeks = parameters.at("comparison.alarm_weeks", day).value
    watched = parameters.at("comparison.watched_substances", day)
    alphas = [
        parameters.at(f"comparison.{name}", day).value
        for name in ("alarm_alpha", "ears_alpha")
    ]
    period = presentations.span(day, WEEKS_BEFORE + weeks)
    counted = presentations.contributions(inputs, period, watched.value)
    rows = presentations.weekly(counted, period).to_pyarrow().to_pylist()
    length = (period.end - period.start).days // presentations.WEEK
    found = comparison.watch(_series(rows, length), weeks, *alphas)
    first = _first_week(rows, length)
    told = {
        "weeks": weeks,
        "last_day": period.last.isoformat(),
        "weeks_of_data": length - first,
        "judged": found.judged,
        "by_chance": {name: round(n, 1) for name, n in found.by_chance.items()},
        "alphas": dict(zip(found.judged, alphas)),
        "substances": watched.value,
        "evidence": watched.evidence,
        "reference": watched.reference,
    }
    start = period.start + dt.timedelta(weeks=first)
    rows = [_row(alarms, start, day) for alarms in _together(found.alarms)]
    shown = [row for row in rows if not row.pop("suppressed")]
    return shown, told | {"withheld": len(rows) - len(shown)}


def _together(found: tuple[comparison.Alarm, ...]) -> list[list[comparison.Alarm]]:
    """The alarms of one week, substance and place, by whichever methods."""
    return [
        list(same)
        for _, same in groupby(found, key=lambda a: (a.week, a.substance, a.place))
    ]


def _first_week(rows: list[dict], length: int) -> int:
    """The first week in which anybody presented: before it the data has not begun."""
    return min((row["week"] for row in rows), default=length)


def _series(rows: list[dict], length: int) -> dict[tuple[str, str], np.ndarray]:
    """Weekly counts by substance and code of place, from the first week of the data on."""
    codes = {name: code for code, name in areas.region_names().items()}
    first = _first_week(rows, length)
    found: dict[tuple[str, str], np.ndarray] = defaultdict(
        lambda: np.zeros(length - first)
    )
    for row in rows:
        places = [areas.ENGLAND_CODE, codes.get(row["region"]), row["area"]]
        for place in places:
            if place in _names():
                found[row["substance"], place][row["week"] - first] += row["n"]
    return found


def _names() -> dict[str, tuple[str, str]]:
    """Geography and name of every place by its code."""
    regions = {code: ("region", name) for code, name in areas.region_names().items()}
    parts = {code: ("area", area.name) for code, area in areas.by_code().items()}
    return {areas.ENGLAND_CODE: ("england", areas.ENGLAND_NAME)} | regions | parts


def _row(same: list[comparison.Alarm], start: dt.date, day: dt.date) -> dict:
    """A small count is kept back, and with it the bound: an alarm says that the count is above it."""
    rules = Protection.at(day)
    alarm = max(same, key=lambda a: a.bound)
    geography, name = _names()[alarm.place]
    week = start + dt.timedelta(weeks=alarm.week)
    return {
        "substance": alarm.substance,
        "geography": geography,
        "code": alarm.place,
        "name": name,
        "week": week.isoformat(),
        "method": " and ".join(sorted(a.method for a in same)),
        "suppressed": rules.is_small(alarm.count),
        "count": rounded(alarm.count, rules.base),
        "bound": round(alarm.bound),
        "four_weeks": rounded(alarm.lately, rules.base),
    }
