"""Computes what is published of a cut: every indicator by year, place and substance group, protected.

Areas, regions and England are computed each from its own contributions, since a person counts once in each.
"""

import datetime as dt
import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from throughcare import indicators, parameters
from throughcare.disclosure import HIDDEN, protect
from throughcare.indicators import Period
from throughcare.publish import areas
from throughcare.publish.figures import ALL
from throughcare.warehouse import engines
from throughcare.warehouse.cut import Cut

WORKERS = 2
LISTED = {
    "quarters": indicators.periods.quarters,
    "rolling_years": indicators.periods.rolling_quarterly,
}
NUMBERS = ("numerator", "denominator", "value", "lower", "upper")
GEOGRAPHIES = ("england", "region", "area")


def measured_rows(
    cut: Cut,
    periods: list[Period],
    progress: Callable[[int, int], None] | None,
) -> list[dict]:
    """The protected rows of every indicator, as figures.SCHEMA has them, always in the same order.

    An indicator leaves out the periods for which the cut cannot say the last word yet. `progress(done, total)`.
    """
    jobs = [(cut.store, cut.name, slug, periods) for slug in indicators.catalogue()]
    rows: list[dict] = []
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(WORKERS, mp_context=context) as pool:
        for done, found in enumerate(pool.map(_measure_one, *zip(*jobs)), start=1):
            rows += found
            if progress:
                progress(done, len(jobs))
    return rows


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


def _measure_one(
    store: Path, name: str, slug: str, periods: list[Period]
) -> list[dict]:
    """The rows of one indicator, in a process of its own."""
    cut = Cut.open(store, name)
    # Each process works on one indicator; threads beside them would only wait for each other.
    inputs = cut.inputs(engines.connect("duckdb", threads=1))
    return rows_of(slug, inputs, [p for p in periods if _is_settled(slug, p, cut)])


def _is_settled(slug: str, period: Period, cut: Cut) -> bool:
    return indicators.get(slug).settled_on(period) <= cut.as_of


def rows_of(slug: str, inputs, periods: list[Period]) -> list[dict]:
    """The protected rows of one indicator, as figures.SCHEMA has them."""
    return [
        row
        for period in periods
        for geography in GEOGRAPHIES
        for row in _tables(indicators.get(slug), inputs, period, geography)
    ]


def _tables(indicator, inputs, period: Period, geography: str) -> Iterator[dict]:
    """Two tables, each protected as one: a geography without and with substance groups. Both come from one reading."""
    where = [geography] if geography != "england" else []
    each, whole = indicators.results_and_totals(
        indicator, inputs, period, where, over="substance_group"
    )
    for found in (whole, each):
        placed = [row for row in found if _place(geography, row) is not None]
        for row in protect(placed) if placed else []:
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
    is_hidden = HIDDEN in (row["numerator"], row["value"])
    return {
        "indicator": indicator.slug,
        "period": period.name,
        "period_kind": _kind(period),
        "geography": geography,
        "code": code,
        "name": name,
        "substance_group": row.get("substance_group") or ALL,
        "part": row[indicator.split] if indicator.split else ALL,
        **{n: None if row[n] == HIDDEN or is_hidden else row[n] for n in NUMBERS},
        "suppressed": is_hidden,
    }


def _kind(period: Period) -> str:
    if "Q" in period.name:
        return "quarter"
    return "rolling" if period.name.startswith("12m") else "year"
