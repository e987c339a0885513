"""Estimated users of opiates and crack by area, with limits (NTA and Glasgow; London Datastore).

The file has limits of the rate per 1,000 and not of the number: those of the number are the rate's times the population
that it was published with. Rates keep their own.
"""

from collections.abc import Iterator

from throughcare.outside import periods
from throughcare.outside.figure import Figure
from throughcare.outside.sheet import Row, Sheet

from .layout import OGL, Layout

METHOD = "capture-recapture, method before the revision"
RATES = ("rate_per_1000", "rate_lower_95ci", "rate_upper_95ci")


def read(sheet: Sheet) -> Iterator[Figure]:
    """The number and the rate of each area and year."""
    for row in sheet.rows:
        rate = [row.number(column) for column in RATES]
        yield _figure(row, "rate", "per 1,000", *rate)
        people = row.number("population_15_64")
        limits = [_of(limit, people) for limit in rate[1:]]
        yield _figure(row, "estimate", "persons", row.number("ocu_estimate"), *limits)


def _of(rate: float | None, people: float | None) -> float | None:
    return None if rate is None or people is None else rate * people / 1000


def _figure(row: Row, measure: str, unit: str, value, lower, upper) -> Figure:
    return Figure(
        kind="opiate_crack_use",
        measure=measure,
        unit=unit,
        code=row.text("code"),
        name=row.text("area"),
        **periods.financial(row.text("year"), row.line)._asdict(),
        age="15-64",
        value=value,
        lower=lower,
        upper=upper,
        confidence=0.95,
        status=row.status("ocu_estimate"),
        line=row.line,
        method=METHOD,
        note="limits are those of the rate" if measure == "estimate" else "",
        series="opiate and crack use, before the revision",
    )


opiate_crack_estimates = Layout(
    slug="opiate_crack_estimates",
    title="Estimated opiate and crack users by area, with limits",
    columns=("year", "code", "area", "ocu_estimate", "population_15_64", *RATES),
    read=read,
    source="National Treatment Agency and University of Glasgow, through the London Datastore",
    licence=OGL,
)
