"""Drug-related deaths of the population.

How many people died of drugs, for every 100,000 who live there, in three years of registration?
"""

import datetime as dt
from functools import partial

from throughcare import statistics
from throughcare.dataset.areas import areas

from .definition import Change, Reference
from .from_outside import (
    Asked,
    NotMeasured,
    OutsideIndicator,
    Told,
    code_of,
    credit_notes,
    get,
    missing,
    parameter,
)

PER = 100_000


def tell(asked: Asked, kind: str, slug: str) -> Told:
    """A row a place that has deaths and population for all the years: deaths, person-years, the rate and its limits."""
    years = _years(asked)
    died = _deaths(asked, kind, years)
    lived = _person_years(asked, years)
    places = [code for code in _places(asked) if code in died]
    both = [code for code in places if code in lived]
    span = f" for {years[0]} to {years[-1]}"
    if not both:
        lacking = "population" if places else kind
        raise NotMeasured(missing(get(slug), lacking, span))
    counts = [sum(row["value"] for row in died[code]) for code in both]
    people = [sum(row["value"] for row in lived[code]) for code in both]
    confidence = parameter("indicators.confidence", asked.period)
    rates = statistics.rate(counts, people, confidence=confidence, multiplier=PER)
    figures = zip(counts, people, rates.value, rates.lower, rates.upper, strict=True)
    rows = [
        _row(asked, code, *map(float, figure), years)
        for code, figure in zip(both, figures, strict=True)
    ]
    used = [row for code in both for row in (*died[code], *lived[code])]
    return Told(
        rows, (*asked.by, "years"), (*_notes(places, both), *credit_notes(used))
    )


def _years(asked: Asked) -> list[int]:
    """The latest calendar years that end within the period or before."""
    last = asked.period.end.year - 1
    if asked.period.last >= dt.date(last + 1, 12, 31):
        last += 1
    number = parameter("deaths.pooled_years", asked.period)
    return list(range(last - number + 1, last + 1))


def _deaths(asked: Asked, kind: str, years: list[int]) -> dict[str, list[dict]]:
    """Figures by place that make up all the years: one for all of them, else one a year; of both sexes where told apart."""
    wanted = dt.date(years[0], 1, 1), dt.date(years[-1], 12, 31)
    rows = [
        row
        for row in asked.figures(kind, "deaths")
        if row["age"] == "all ages"
        and row["group"] == "all"
        and wanted[0] <= row["first"]
        and row["last"] <= wanted[1]
        and row["value"] is not None
    ]
    by_place: dict[str, dict[str, list[dict]]] = {}
    for row in rows:
        series = by_place.setdefault(row["series"], {})
        series.setdefault(row["area"], []).append(row)
    made = [_made(places, years) for places in by_place.values()]
    # One series for England, regions and areas alike: what counts as misuse differs between series.
    return max(made, key=len, default={})


def _made(places: dict[str, list[dict]], years: list[int]) -> dict[str, list[dict]]:
    found = {code: _parts(rows, years) for code, rows in sorted(places.items())}
    return {code: rows for code, rows in found.items() if rows}


def _parts(rows: list[dict], years: list[int]) -> list[dict] | None:
    """Figures of one place that make up the years: whole or by year, of persons or of both sexes."""
    here = {(r["sex"], r["first"].year, r["last"].year): r for r in rows}
    for sexes in (("persons",), ("male", "female")):
        for spans in ([(years[0], years[-1])], [(y, y) for y in years]):
            keys = [(sex, *span) for sex in sexes for span in spans]
            if all(key in here for key in keys):
                return [here[key] for key in keys]
    return None


def _person_years(asked: Asked, years: list[int]) -> dict[str, list[dict]]:
    """Population of each of the years, by place."""
    found: dict[str, dict[int, dict]] = {}
    for row in asked.figures("population", "persons"):
        is_whole = row["age"] == "all ages" and row["sex"] == "persons"
        if is_whole and row["first"].year in years and row["value"]:
            found.setdefault(row["area"], {})[row["first"].year] = row
    whole = {c: rows for c, rows in found.items() if len(rows) == len(years)}
    return {code: list(rows.values()) for code, rows in whole.items()}


def _places(asked: Asked) -> list[str]:
    if asked.geography == "england":
        return [code_of({}, None)]
    if asked.geography == "area":
        return sorted(areas())
    return sorted({area.region_code for area in areas().values()})


def _row(asked, code, deaths, people, value, lower, upper, years) -> dict:
    place = {asked.place: _name(asked, code)} if asked.place else {}
    return place | {
        "years": f"{years[0]} to {years[-1]}",
        "numerator": int(deaths),
        "denominator": int(people),
        "value": value,
        "lower": lower,
        "upper": upper,
    }


def _name(asked: Asked, code: str) -> str:
    """As contributions name places: areas by code, regions by name."""
    if asked.geography == "area":
        return code
    return next(a.region for a in areas().values() if a.region_code == code)


def _notes(places: list[str], both: list[str]) -> tuple[str, ...]:
    told = ["Deaths by year of registration: about half occurred in an earlier year."]
    without = [code for code in places if code not in both]
    if without:
        told.append(
            f"Not measured, for want of a population of the same land: {', '.join(without)}."
        )
    return tuple(told)


SAME = dict(
    unit="per 100,000",
    denominator="People who live there, summed over the same years (mid-year estimates).",
    changes=(
        Change(
            None,
            "What counts as drug misuse was widened: 1,496 deaths of 2012 in the first bulletin, 1,636 in later use (verified; indicators.md C9).",
        ),
    ),
    parameters=("deaths.pooled_years", "indicators.confidence"),
    exclusions=(
        "Deaths of people who live outside England and Wales.",
        "Areas whose population was published only for more land than theirs.",
    ),
    edges=(
        "Deaths count in the year of their registration, not of their occurrence.",
        "The three latest calendar years that ended by the end of the period.",
        "A place with a figure missing in any of the years is not measured.",
        "Below 10 deaths the limits are exact, from 10 on Byar's; no death has a lower limit of 0.",
        "Deaths from misuse and all deaths by poisoning are never added or mixed.",
    ),
    references=(
        Reference("indicators.md C9", "verified", "by registration; two definitions"),
        Reference("indicators.md C9", "memory", "pooled over three years, per 100,000"),
    ),
)

drug_related_deaths = OutsideIndicator(
    id="C9",
    slug="drug_related_deaths",
    title="Deaths from drug misuse",
    question="How many people died from drug misuse, for every 100,000 who live there?",
    numerator="Deaths related to drug misuse registered in three years.",
    tell=partial(tell, kind="drug_misuse_deaths", slug="drug_related_deaths"),
    why="The gravest harm of drugs, in and out of treatment.",
    kinds=("drug_misuse_deaths", "population"),
    **SAME,
)
drug_related_deaths.variants["poisoning"] = drug_related_deaths.variant(
    "poisoning",
    title="Deaths by drug poisoning",
    question="How many people died by drug poisoning, with or without misuse, for every 100,000 who live there?",
    numerator="Deaths by drug poisoning registered in three years.",
    kinds=("drug_poisoning_deaths", "population"),
    tell=partial(
        tell, kind="drug_poisoning_deaths", slug="drug_related_deaths:poisoning"
    ),
)
