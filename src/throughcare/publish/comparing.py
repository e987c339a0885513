"""Compares the areas of a release: from its own protected figures, and from what models of the cut expect.

Because every comparison is made of figures as they are shown, it can be recomputed by a reader, and shows nothing that they
do not. A figure that is kept back takes part in nothing: not in a baseline, a quarter at the top, or a slope.
"""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from throughcare import comparison, indicators, parameters
from throughcare.comparison import similar
from throughcare.indicators import Period
from throughcare.publish import adjusting, areas, characteristics, compared, watching
from throughcare.publish.adjusting import Adjusted, value_of
from throughcare.publish.characteristics import Characteristic
from throughcare.publish.compared import ALL, Comparison
from throughcare.publish.comparing_areas import beside, by_complexity, is_area
from throughcare.publish.comparing_series import slope, travelled
from throughcare.publish.figures import Release, Row
from throughcare.warehouse import engines
from throughcare.warehouse.cut import Cut

FIGURES = "figures.parquet"
DISTANCE = 4
"""Decimals of a distance between areas."""


def write_release(cut: Cut, folder: Path, former: Comparison | None = None) -> None:
    """Compare the areas of the figures in a release's folder, and leave the comparisons beside them.

    `former`: the comparisons of the same release made before, to be made again from the same figures from outside.
    """
    table = pq.ParquetFile(folder / FIGURES).read()
    told = {name: cut.manifest[name] for name in ("as_of", "hash", "version")}
    target = folder / compared.FOLDER
    target.mkdir()
    known = _known(cut, former)
    found = of_release(cut, Release.of(table, cut=cut.name, **told), known)
    compared.write(found, target)


def _known(cut: Cut, former: Comparison | None) -> dict[str, Characteristic]:
    if former is None:
        return characteristics.known(cut.store, cut.as_of)
    rows = former.tables["characteristics"]
    return characteristics.of_rows(rows, former.told["characteristics"])


def of_release(
    cut: Cut, release: Release, known: dict[str, Characteristic]
) -> Comparison:
    """The comparisons of a release: the latest year of each share, the quarters, and alarms up to the day of the cut."""
    inputs = cut.inputs(engines.connect("duckdb"))
    latest = {slug: release.periods(slug)[-1:] for slug in shares(release.indicators)}
    rows = {
        slug: [r for p in periods for r in release.rows(slug, period=p)]
        for slug, periods in latest.items()
    }
    quarters = {
        slug: release.rows(slug, period_kind="quarter", substance_group=ALL)
        for slug in latest
    }
    adjusted = [
        adjusting.adjust(inputs, slug, Period.parse(latest[slug][0]))
        for slug in adjustable(cut.as_of)
        if latest.get(slug)
    ]
    found = compare(rows, quarters, adjusted, known)
    alarms, watched = watching.alarms(inputs)
    found.tables["alarms"] = alarms
    found.told["alarms"] = watched
    return found


def shares(slugs: Iterable[str]) -> list[str]:
    """The indicators that are shares of people, without those split into parts."""
    known = [(slug, indicators.catalogue().get(slug)) for slug in slugs]
    return [s for s, i in known if i and i.interval == "wilson" and not i.split]


def adjustable(day: dt.date) -> list[str]:
    """The indicators that a case-mix model is made for; the first of them also says which areas are similar."""
    return parameters.at("comparison.adjusted", day).value


def compare(
    rows: dict[str, list[Row]],
    quarters: dict[str, list[Row]],
    adjusted: list[Adjusted],
    known: dict[str, Characteristic],
) -> Comparison:
    """Tables of `compared`: from protected rows of one period by indicator, rows of quarters, models, and what areas are like."""
    period = Period.parse(
        next((r.period for rs in rows.values() for r in rs), "2004-05")
    )
    tables: dict[str, list[dict]] = {name: [] for name in compared.SCHEMAS}
    near, how = _similar(adjusted, rows, known, period)
    tables["similar"] = list(_neighbours(near))
    by_slug = {one.indicator: one for one in adjusted}
    notes: dict[str, str] = {}
    for slug, found in rows.items():
        if not found:
            continue
        for group in dict.fromkeys(r.substance_group for r in found):
            of_group = [r for r in found if r.substance_group == group]
            similar_to = near.get(group, near.get(ALL, {}))
            told = beside(of_group, by_slug.get(slug), similar_to, period)
            tables["areas"] += told[0]
            tables["funnels"] += told[1]
        over, why = slope(slug, found, known.get("deprivation"), period)
        tables["slopes"] += over
        notes |= {slug: why} if why else {}
        tables["travel"] += travelled(slug, quarters.get(slug, []), period)
    tables["characteristics"] = characteristics.rows_of(known)
    tables["complexity"] = [
        row
        for one in adjusted
        for row in by_complexity(one, rows.get(one.indicator, []))
    ]
    return Comparison(tables, _told(adjusted, how, known, notes, period))


def _told(adjusted, how: dict, known: dict, notes: dict, period: Period) -> dict:
    return {
        "similar": how,
        "models": {
            one.indicator: {
                "period": one.period,
                "card": _rounded(adjusting.shown(one.card)) if one.card else None,
                "why": one.why,
            }
            for one in adjusted
        },
        "slopes": notes,
        "characteristics": {
            name: {"period": one.period, "credit": list(one.credit)}
            for name, one in known.items()
        },
        "overdispersion": _marked("overdispersion", period),
        "quantile": value_of("top_quartile", period),
        "least_points": value_of("least_points", period),
    }


def _rounded(told):
    """Fractions to six decimals: the last digits of a sum depend on how many cores added it up."""
    if isinstance(told, dict):
        return {name: _rounded(value) for name, value in told.items()}
    if isinstance(told, list | tuple):
        return [_rounded(value) for value in told]
    return round(told, 6) if isinstance(told, float) else told


def _marked(name: str, period: Period) -> dict:
    found = parameters.at(f"comparison.{name}", period.start)
    return {
        "value": found.value,
        "evidence": found.evidence,
        "reference": found.reference,
    }


# -- similar areas --------------------------------------------------------------------------------------------


def _similar(adjusted: list[Adjusted], rows: dict, known: dict, period: Period):
    """Neighbours by substance group and code, and how they were found: by what is known of areas, else by expected outcome."""
    k = _marked("similar_areas", period)
    codes = sorted(areas.by_code())
    least = value_of("known_share", period) * len(codes)
    usable = {
        name: one.of(codes)
        for name, one in known.items()
        if np.isfinite(one.of(codes)).sum() >= least
    }
    left_out = [n for n in similar.CHARACTERISTICS if n not in usable]
    told = {"k": k, "used": list(usable), "left_out": left_out}
    if {"population", "deprivation"} & usable.keys():
        found = comparison.by_character(codes, usable, k["value"])
        return {ALL: found}, told | {"method": similar.BY_CHARACTER}
    near = _by_expected(adjusted[:1], rows, k["value"])
    method = similar.BY_EXPECTED if near else ""
    model = adjusted[0].indicator if adjusted else ""
    return near, told | {"method": method, "model": model}


def _by_expected(adjusted: list[Adjusted], rows: dict, k: int) -> dict:
    """By group, over the areas whose figure is shown."""
    found = {}
    for one in adjusted:
        shown = [r for r in rows.get(one.indicator, []) if is_area(r)]
        for group in dict.fromkeys(r.substance_group for r in shown):
            here = [r for r in shown if r.substance_group == group and not r.suppressed]
            codes = [r.code for r in here if (r.code, group) in one.shares]
            expected = [one.shares[code, group] for code in codes]
            if codes:
                found[group] = comparison.by_expected(codes, expected, k)
    return found


def _neighbours(near: dict):
    names = areas.by_code()
    for group, by_code in near.items():
        for code, neighbours in by_code.items():
            for one in neighbours:
                yield {
                    "substance_group": group,
                    "code": code,
                    "neighbour": one.code,
                    "name": names[one.code].name,
                    "place": one.place,
                    "distance": round(one.distance, DISTANCE),
                }
