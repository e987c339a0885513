"""The areas of one indicator and group beside each other: the funnel they lie in, what their people lead to expect, and the
gap to the top quarter in people. A figure that is kept back takes part in nothing.
"""

import numpy as np

from throughcare import comparison
from throughcare.indicators import Period
from throughcare.publish import areas, compared
from throughcare.publish.adjusting import Adjusted, value_of
from throughcare.publish.compared import ALL, REFERENCES
from throughcare.publish.figures import Row

NUMBERS = ("numerator", "denominator", "value", "lower", "upper")


def is_area(row: Row) -> bool:
    return row.geography == "area"


def beside(rows: list[Row], model: Adjusted | None, near: dict, period: Period):
    """The areas of one indicator and group beside each other, and the funnels they lie in."""
    here = sorted((r for r in rows if is_area(r)), key=lambda r: r.name)
    if not here:
        return [], []
    events, n = (shown(here, part) for part in ("numerator", "denominator"))
    method = value_of("overdispersion", period)
    crude = comparison.of_shares(events, n, method)
    told = [_row(row) for row in here]
    for place, row in enumerate(told):
        row |= {
            "baseline": percent(crude.baseline),
            "funnel": str(crude.label[place]),
            "funnel_plain": str(crude.plain[place]),
        }
        row |= _gaps(row, told, near.get(row["code"], []), period)
    funnels = [_funnel(here[0], crude, adjusted=False)]
    if model and model.shares:
        funnels.append(_adjust(told, here, events, n, model, method))
    return told, funnels


def shown(rows: list[Row], part: str) -> np.ndarray:
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
        "baseline": found.baseline if adjusted else percent(found.baseline),
        "tau2": round(found.tau2, 6),
    }


def percent(share: float) -> float | None:
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
                f"quartile_{ref}": percent(gap.quartile),
                f"gap_{ref}": gap.people,
                f"areas_{ref}": gap.areas,
            }
    return found


def by_complexity(model: Adjusted, rows: list[Row]) -> list[dict]:
    """People by complexity of the areas whose figure is shown, and of England."""
    shown = {
        r.code
        for r in rows
        if is_area(r) and r.substance_group == ALL and not r.suppressed
    }
    return [
        row for row in model.complexity if row["code"] in shown | {areas.ENGLAND_CODE}
    ]
