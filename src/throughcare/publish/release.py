"""Computes what is published of a cut: every indicator by year, place and substance group, protected.

Areas, regions and England are computed each from its own contributions, since a person counts once in each.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pyarrow as pa

from throughcare import indicators, parameters
from throughcare.indicators import Period
from throughcare.publish import areas, figures, protecting
from throughcare.publish.figures import ALL
from throughcare.publish.protecting import Former
from throughcare.publish.workers import Workers
from throughcare.warehouse import engines
from throughcare.warehouse.cut import Cut

LISTED = {
    "quarters": indicators.periods.quarters,
    "rolling_years": indicators.periods.rolling_quarterly,
}
NUMBERS = ("numerator", "denominator", "value", "lower", "upper")
GEOGRAPHIES = ("england", "region", "area")
ROUNDS = 20
"""Rounds of protection that are told as progress; the last stands for any after it."""


def measured_rows(
    cut: Cut,
    periods: list[Period],
    progress: Callable[[int, int], None] | None,
    former: dict | None = None,
    attacked: bool = True,
) -> tuple[pa.Table, dict]:
    """The protected figures of every indicator (figures.SCHEMA), always in the same order, and how they were protected.

    An indicator leaves out the periods for which the cut cannot say the last word yet. `progress(done, total)`.
    `former`: what was told when the same release was protected first, to get the same again. `attacked`: whether what is
    hidden must withstand an attack.
    """
    jobs = [(cut.store, cut.name, period) for period in periods]
    steps = len(jobs) + ROUNDS
    rounds = count(len(jobs))
    measured: list[dict[str, pa.Table]] = []
    with Workers() as workers:
        for done, found in enumerate(workers.map(_measured, jobs), start=1):
            measured.append(found)
            _say(progress, done, steps)
        told = protecting.protected(
            pa.concat_tables(_in_order(measured)),
            _formers(cut, former),
            each=workers.map,
            known_fallbacks=frozenset((former or {}).get("unanswered", ())),
            attacked=former["attack"].get("made", True) if former else attacked,
            tell=lambda: _say(progress, min(next(rounds), steps - 1), steps),
        )
    _say(progress, steps, steps)
    return told


def _say(progress: Callable[[int, int], None] | None, done: int, steps: int) -> None:
    if progress:
        progress(done, steps)


def _formers(cut: Cut, former: dict | None) -> list[Former]:
    """The releases that are out: what they hide stays hidden. Those of `former` where it names some."""
    names = (
        [one["cut"] for one in former["against"]]
        if former
        else [name for name in figures.names(cut.store) if name != cut.name]
    )
    return [Former.of(figures.read(cut.store, name)) for name in names]


def latest_years(cut: Cut) -> list[Period]:
    """The latest complete financial years at the day of the cut, oldest first."""
    day = cut.as_of
    running = day.year - (day.month < 4)
    return indicators.periods.years(running - _number("years", day), running - 1)


def latest(cut: Cut) -> list[Period]:
    """What a release holds unless it is told: the latest complete years, then quarters and rolling years within them."""
    years = latest_years(cut)
    return years + between(cut, years[0].start)


def between(
    cut: Cut, first: dt.date, most: dict[str, int] | None = None
) -> list[Period]:
    """The latest quarters, then twelve months to the end of a quarter, that begin on `first` or later.

    Of each (see LISTED) as many as `most` says, else the parameters of publication, oldest first.
    """
    day = cut.as_of
    found: list[Period] = []
    for name, listed in LISTED.items():
        wanted = most[name] if most else _number(name, day)
        over = [p for p in listed(first.year - 1, day.year) if p.end <= day]
        found += [p for p in over if p.start >= first][-wanted:]
    return found


def _number(name: str, day: dt.date) -> int:
    return parameters.at(f"publication.{name}", day).value


def _in_order(measured: list[dict[str, pa.Table]]) -> list[pa.Table]:
    """The tables of all periods, indicator by indicator."""
    empty = figures.SCHEMA.empty_table()
    return [empty, *(of[slug] for slug in indicators.catalogue() for of in measured)]


def _measured(job: tuple) -> dict[str, pa.Table]:
    return _measure_one(*job)


def _measure_one(store: Path, name: str, period: Period) -> dict[str, pa.Table]:
    """The figures of one period as counted, by indicator, in a process of its own.

    What several indicators read of a period is computed once for it, and gone with the period.
    """
    cut = Cut.open(store, name)
    # The processes work beside each other; threads within each would only wait.
    inputs = cut.inputs(engines.connect("duckdb", threads=1))
    rows = {
        slug: rows_of(slug, inputs, [period] if _is_told(slug, period, cut) else [])
        for slug in indicators.catalogue()
    }
    schema = figures.SCHEMA
    return {slug: pa.Table.from_pylist(r, schema=schema) for slug, r in rows.items()}


def _is_told(slug: str, period: Period, cut: Cut) -> bool:
    """Whether the cut has the last word on a period in which the definition holds."""
    indicator = indicators.get(slug)
    return indicator.is_known_in(period) and indicator.settled_on(period) <= cut.as_of


def rows_of(slug: str, inputs, periods: list[Period]) -> list[dict]:
    """The rows of one indicator, not protected yet, as figures.SCHEMA has them."""
    return [
        row
        for period in periods
        for geography in GEOGRAPHIES
        for row in _tables(indicators.get(slug), inputs, period, geography)
    ]


def _tables(indicator, inputs, period: Period, geography: str) -> Iterator[dict]:
    """A geography without and with substance groups. Both come from one reading."""
    where = [geography] if geography != "england" else []
    each, whole = indicators.results_and_totals(
        indicator, inputs, period, where, over="substance_group"
    )
    for row in (*whole, *each):
        if _place(geography, row) is not None:
            yield _row(geography, period, indicator, row)


def _place(geography: str, row: dict) -> tuple[str, str] | None:
    """Code and name of the place of a row; None where it is no place that figures are published for."""
    if geography == "england":
        return areas.ENGLAND_CODE, areas.ENGLAND_NAME
    said = row[geography]
    if geography == "area":
        area = areas.by_code().get(said)
        return (said, area.name) if area else None
    codes = {name: code for code, name in areas.region_names().items()}
    return (codes[said], said) if said in codes else None


def _row(geography: str, period: Period, indicator, row: dict) -> dict:
    code, name = _place(geography, row)
    return {
        "indicator": indicator.slug,
        "period": period.name,
        "period_kind": _kind(period),
        "geography": geography,
        "code": code,
        "name": name,
        "substance_group": row.get("substance_group") or ALL,
        "part": row[indicator.split] if indicator.split else ALL,
        **{n: row[n] for n in NUMBERS},
        "suppressed": False,
    }


def _kind(period: Period) -> str:
    if "Q" in period.name:
        return "quarter"
    return "rolling" if period.name.startswith("12m") else "year"
