"""Time in treatment.

How long have the people who are in treatment at the end of the period been there?
"""

from functools import partial
from math import ceil

import ibis
import ibis.expr.types as ir

from throughcare import parameters
from throughcare.dates import days_between

from .definition import Indicator, Reference
from .history import FOUR_GROUPS
from .inputs import Inputs
from .people import parameter, people
from .periods import Period

DAYS_A_YEAR = 365.25
BANDS = "time_in_treatment.bands"


def count(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """One row a person in treatment on the last day; on that one day a person is in one area, whatever the geography."""
    last = ibis.date(period.last)
    journeys = inputs.journeys
    open_then = journeys.filter(
        journeys.started <= last, journeys.ended.isnull() | (journeys.ended >= last)
    )
    found = people(inputs, period, "england")
    joined = found.join(
        open_then.select("person", "journey", "started"), ["person", "journey"]
    )
    return joined.mutate(
        numerator=days_between(joined.started, last), denominator=ibis.literal(1)
    )


def count_band(inputs: Inputs, period: Period, geography: str, band: str) -> ir.Table:
    """The same people, with 1 for those whose journey has lasted as long as a band of `time_in_treatment.bands` says."""
    bands = {b["name"]: b for b in parameter(BANDS, period)}
    counted = count(inputs, period, geography)
    is_in = counted.numerator >= _days(bands[band]["from"])
    if "before" in bands[band]:
        is_in = is_in & (counted.numerator < _days(bands[band]["before"]))
    return counted.mutate(numerator=ibis.ifelse(is_in, 1, 0))


def _days(years: int) -> int:
    """The fewest whole days that are so many years."""
    return ceil(years * DAYS_A_YEAR)


time_in_treatment = Indicator(
    id="B5",
    slug="time_in_treatment",
    title="Mean years in treatment",
    question="How long have people in treatment at the end of the period been in their journey?",
    unit="years",
    numerator="Days from the start of the journey to the last day of the period, summed; shown in years of 365.25 days.",
    denominator="Persons in treatment on the last day of the period.",
    count=count,
    why="People who stay very long may be parked rather than recovering; people who stay very short gain little.",
    exclusions=(
        "People under 18 on 30 September of the year.",
        "People without any problem substance recorded.",
    ),
    edges=(
        "Discharged on the last day of the period is still in treatment on it.",
        "Discharged the day before is not.",
        "A person in two areas on the last day counts in that of the later triage.",
        "Earlier journeys are not added.",
    ),
    references=(
        Reference(
            "indicators.md B5", "verified", "mean years for each group, as in DOMES"
        ),
        Reference(
            "indicators.md B5",
            "proposed",
            "365.25 days; people in treatment on the last day",
        ),
    ),
    fields=("TRIAGED", "DISD"),
    changes=(FOUR_GROUPS,),
    parameters=(
        "journeys.gap_days",
        "indicators.adult_age",
        "indicators.prison_settings",
    ),
    scale=1 / DAYS_A_YEAR,
)
for _band in parameters.get(BANDS).values[-1].value:
    _name = _band["name"]
    _words = _name.replace("_", " ")
    time_in_treatment.variants[_name] = time_in_treatment.variant(
        _name,
        partial(count_band, band=_name),
        title=f"In treatment for {_words}",
        question=f"How many of the people in treatment at the end of the period have been in their journey for {_words}?",
        unit="%",
        numerator=f"Persons whose journey had lasted {_words} by the last day of the period.",
        why="Opiate journeys are shown in four bands, those of other groups under and over two years.",
        edges=(
            "Two years exactly are in the upper band: 730 days are under 2 years, 731 days are not.",
            *time_in_treatment.edges,
        ),
        references=(
            Reference("indicators.md B5", "memory", "the bands"),
            Reference(
                "indicators.md B5", "proposed", "365.25 days a year; the upper band"
            ),
        ),
        parameters=(*time_in_treatment.parameters, BANDS, "indicators.confidence"),
        scale=100,
        interval="wilson",
    )
