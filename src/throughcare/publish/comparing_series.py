"""One indicator over deprivation and over time: the inequality slope, and each place's direction of travel."""

import numpy as np

from throughcare import comparison, indicators
from throughcare.comparison import CannotCompare, travel
from throughcare.indicators import Period
from throughcare.publish.adjusting import value_of
from throughcare.publish.compared import ALL
from throughcare.publish.comparing_areas import is_area, percent, shown
from throughcare.publish.figures import Row


def slope(slug: str, rows: list[Row], deprivation, period: Period):
    """Rows of the slope over deprivation, or one sentence why there is none."""
    if deprivation is None:
        return [], "No figures on deprivation have been imported."
    here = [r for r in rows if is_area(r) and r.substance_group == ALL]
    scores = deprivation.of([r.code for r in here])
    try:
        found = comparison.slope(
            scores,
            shown(here, "numerator"),
            shown(here, "denominator"),
            value_of("deprivation_groups", period),
        )
    except CannotCompare as error:
        return [], str(error)
    limits = {n: percent(getattr(found, n)) for n in ("slope", "lower", "upper")}
    same = {"indicator": slug, "period": here[0].period} | limits
    return [
        same
        | {
            "group": one.group,
            "areas": one.areas,
            "n": one.n,
            "value": percent(one.value),
            "group_lower": percent(one.lower),
            "group_upper": percent(one.upper),
        }
        for one in found.groups
    ], ""


def travelled(slug: str, rows: list[Row], period: Period) -> list[dict]:
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
