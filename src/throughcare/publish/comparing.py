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
from throughcare.comparison import CannotCompare, similar, travel
from throughcare.indicators import Period
from throughcare.publish import adjusting, areas, characteristics, compared, watching
from throughcare.publish.adjusting import Adjusted, value_of
from throughcare.publish.characteristics import Characteristic
from throughcare.publish.compared import ALL, REFERENCES, Comparison
from throughcare.publish.figures import Release, Row
from throughcare.warehouse import engines
from throughcare.warehouse.cut import Cut

FIGURES = "figures.parquet"
NUMBERS = ("numerator", "denominator", "value", "lower", "upper")
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
            beside = near.get(group, near.get(ALL, {}))
            told = _areas(of_group, by_slug.get(slug), beside, period)
            tables["areas"] += told[0]
            tables["funnels"] += told[1]
        slope, why = _slope(slug, found, known.get("deprivation"), period)
        tables["slopes"] += slope
        notes |= {slug: why} if why else {}
        tables["travel"] += _travel(slug, quarters.get(slug, []), period)
    tables["characteristics"] = characteristics.rows_of(known)
    tables["complexity"] = [
        row
        for one in adjusted
        for row in _by_complexity(one, rows.get(one.indicator, []))
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
        shown = [r for r in rows.get(one.indicator, []) if _is_area(r)]
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


# -- areas beside each other ----------------------------------------------------------------------------------


def _is_area(row: Row) -> bool:
    return row.geography == "area"


def _areas(rows: list[Row], model: Adjusted | None, near: dict, period: Period):
    """The areas of one indicator and group beside each other, and the funnels they lie in."""
    here = sorted((r for r in rows if _is_area(r)), key=lambda r: r.name)
    if not here:
        return [], []
    events, n = (_shown(here, part) for part in ("numerator", "denominator"))
    method = value_of("overdispersion", period)
    crude = comparison.of_shares(events, n, method)
    told = [_row(row) for row in here]
    for place, row in enumerate(told):
        row |= {
            "baseline": _percent(crude.baseline),
            "funnel": str(crude.label[place]),
            "funnel_plain": str(crude.plain[place]),
        }
        row |= _gaps(row, told, near.get(row["code"], []), period)
    funnels = [_funnel(here[0], crude, adjusted=False)]
    if model and model.shares:
        funnels.append(_adjust(told, here, events, n, model, method))
    return told, funnels


def _shown(rows: list[Row], part: str) -> np.ndarray:
    """Counts as they are shown; NaN for what is kept back."""
    found = [None if row.suppressed else getattr(row, part) for row in rows]
    return np.array([np.nan if value is None else value for value in found], float)


def _row(row: Row) -> dict:
    columns = compared.SCHEMAS["areas"].names
    names = [name for name in columns if hasattr(row, name)]
    if row.suppressed:
        names = [name for name in names if name not in NUMBERS]
    return dict.fromkeys(columns) | {name: getattr(row, name) for name in names}


def _funnel(row: Row, found: comparison.Compared, *, adjusted: bool) -> dict:
    return {
        "indicator": row.indicator,
        "period": row.period,
        "substance_group": row.substance_group,
        "method": found.method,
        "adjusted": adjusted,
        "baseline": found.baseline if adjusted else _percent(found.baseline),
        "tau2": round(found.tau2, 6),
    }


def _percent(share: float) -> float | None:
    return None if np.isnan(share) else round(share * 100, 2)


def _adjust(told: list[dict], here: list[Row], events, n, model: Adjusted, method: str):
    """Add what the people of each area lead to expect, and observed over expected."""
    known = [model.shares.get((r.code, r.substance_group), np.nan) for r in here]
    # Rounded first, so that what is shown is what was used.
    expected = np.round(np.array(known, float), 3)
    found = comparison.against_expected(events, expected * n, method)
    for place, row in enumerate(told):
        if row["suppressed"] or np.isnan(found.value[place]):
            continue
        row |= {
            "expected": round(expected[place] * 100, 1),
            "ratio": round(found.value[place], 2),
            "ratio_lower": round(found.lower[place], 2),
            "ratio_upper": round(found.upper[place], 2),
            "verdict": str(found.label[place]),
            "verdict_plain": str(found.plain[place]),
        }
    return _funnel(here[0], found, adjusted=True)


def _gaps(row: dict, told: list[dict], near: list, period: Period) -> dict:
    """People more to reach the top quarter of the similar areas, of the region's, and of England's."""
    if row["suppressed"] or not row["denominator"]:
        return {}
    by_code = areas.by_code()
    region = by_code[row["code"]].region_code
    codes = {n.code for n in near}
    others = [r for r in told if r["code"] != row["code"] and not r["suppressed"]]
    among = {
        "similar": [r for r in others if r["code"] in codes],
        "region": [r for r in others if by_code[r["code"]].region_code == region],
        "england": others,
    }
    found: dict[str, float] = {}
    for ref in REFERENCES:
        values = [
            np.nan if r["value"] is None else r["value"] / 100 for r in among[ref]
        ]
        gap = comparison.to_top_quartile(
            row["numerator"],
            row["denominator"],
            values,
            value_of("top_quartile", period),
        )
        if gap:
            found |= {
                f"quartile_{ref}": _percent(gap.quartile),
                f"gap_{ref}": gap.people,
                f"areas_{ref}": gap.areas,
            }
    return found


def _by_complexity(model: Adjusted, rows: list[Row]) -> list[dict]:
    """People by complexity of the areas whose figure is shown, and of England."""
    shown = {
        r.code
        for r in rows
        if _is_area(r) and r.substance_group == ALL and not r.suppressed
    }
    return [
        row for row in model.complexity if row["code"] in shown | {areas.ENGLAND_CODE}
    ]


# -- over deprivation and over time ---------------------------------------------------------------------------


def _slope(slug: str, rows: list[Row], deprivation, period: Period):
    """Rows of the slope over deprivation, or one sentence why there is none."""
    if deprivation is None:
        return [], "No figures on deprivation have been imported."
    here = [r for r in rows if _is_area(r) and r.substance_group == ALL]
    scores = deprivation.of([r.code for r in here])
    try:
        found = comparison.slope(
            scores,
            _shown(here, "numerator"),
            _shown(here, "denominator"),
            value_of("deprivation_groups", period),
        )
    except CannotCompare as error:
        return [], str(error)
    limits = {n: _percent(getattr(found, n)) for n in ("slope", "lower", "upper")}
    same = {"indicator": slug, "period": here[0].period} | limits
    return [
        same
        | {
            "group": one.group,
            "areas": one.areas,
            "n": one.n,
            "value": _percent(one.value),
            "group_lower": _percent(one.lower),
            "group_upper": _percent(one.upper),
        }
        for one in found.groups
    ], ""


def _travel(slug: str, rows: list[Row], period: Period) -> list[dict]:
    """Each place's quarters with the ordinary range of their movement, and its direction of travel."""
    better = indicators.get(slug).direction
    least = value_of("least_points", period)
    by_code: dict[str, list[Row]] = {}
    for row in rows:
        by_code.setdefault(row.code, []).append(row)
    return [
        line
        for code in sorted(by_code)
        for line in _moved(slug, code, by_code[code], better, least)
    ]


def _moved(slug: str, code: str, rows: list[Row], better, least: int) -> list[dict]:
    rows = sorted(rows, key=lambda r: r.period)
    values = [np.nan if r.suppressed or r.value is None else r.value for r in rows]
    found = travel.direction(values, better, least)
    limits = _limits(found, len(rows))
    return [
        {
            "indicator": slug,
            "code": code,
            "period": row.period,
            "value": None if np.isnan(value) else value,
            **limits[place],
            "direction": found.direction,
        }
        for place, (row, value) in enumerate(zip(rows, values))
    ]


def _limits(found: travel.Travel, points: int) -> list[dict]:
    told = [dict.fromkeys(("mean", "lower", "upper", "cause")) for _ in range(points)]
    if found.chart:
        for at, place in enumerate(found.places):
            told[place] = {
                "mean": round(float(found.chart.mean[at]), 2),
                "lower": round(max(0.0, float(found.chart.lower[at])), 2),
                "upper": round(min(100.0, float(found.chart.upper[at])), 2),
                "cause": str(found.chart.cause[at]),
            }
    return told
