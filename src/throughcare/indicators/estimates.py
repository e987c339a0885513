"""Which estimate of need stands beside a period: the latest that is old enough, of one method for all places.

Estimates made by another method are not comparable (indicators.md B6: 313,971 on the old and 324,840 on the new method
for 2016-17), so a table holds one method only, however many places that leaves out.
"""

from dataclasses import dataclass

from .from_outside import Asked, NotMeasured, OutsideIndicator, missing, parameter


@dataclass(frozen=True)
class Estimate:
    """People in need by an estimate, with its limits where they were published, and the figure it comes from."""

    value: float
    lower: float | None
    upper: float | None
    period: str
    figure: dict


def chosen(asked: Asked, indicator: OutsideIndicator, kind: str) -> dict[str, Estimate]:
    """Estimates by the code of their place. Raises NotMeasured where there are none for the period."""
    rows = [row for row in asked.figures(kind, "estimate") if _fits(row, asked)]
    if not rows:
        raise NotMeasured(missing(indicator, kind, f" for {asked.period}"))
    method = max(rows, key=lambda r: (r["first"], r["vintage"], r["method"]))["method"]
    best: dict[str, dict] = {}
    for row in sorted((r for r in rows if r["method"] == method), key=_preference):
        best[row["area"]] = row
    return {
        code: Estimate(r["value"], r["lower"], r["upper"], r["period"], r)
        for code, r in best.items()
    }


def _fits(row: dict, asked: Asked) -> bool:
    """An estimate of everybody for a year that begins before the period ends, and not too long before."""
    is_whole = row["sex"] == "persons" and row["group"] == "all" and row["value"]
    years = parameter("estimates.longest_years", asked.period)
    age = asked.period.start.year - row["first"].year
    return bool(is_whole) and row["first"] <= asked.period.last and age <= years


def _preference(row: dict):
    """The later year last; of one year one with limits, then the later vintage, then the line further up."""
    has_limits = row["lower"] is not None and row["upper"] is not None
    return row["first"], has_limits, row["vintage"], -(row["line"] or 0)


def notes(asked: Asked, used: list[Estimate]) -> tuple[str, ...]:
    """Of which year and method the estimates are, and what is not published with them."""
    if not used:
        return ()
    years = ", ".join(sorted({e.period for e in used}))
    said = [f"Estimates of {years}; {used[0].figure['method']}."]
    if any(e.lower is None for e in used):
        said.append("Where there are no limits, none were published with the estimate.")
    return tuple(said)
