"""Deaths in treatment.

How many of the people in treatment died, of 1,000, and beside what would be expected?
"""

import ibis
import ibis.expr.types as ir

from .definition import Indicator, Reference
from .inputs import Inputs
from .people import latest_exits
from .periods import Period

STRATA = ("sex", "age_band", "substance_group")
"""What the deaths expected are told apart by."""


def count(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """One row a person and unit in treatment."""
    found = latest_exits(inputs, period, geography)
    return found.mutate(numerator=_died(found), denominator=ibis.literal(1))


def _died(found: ir.Table) -> ir.IntegerValue:
    died = (found.left_here == 1) & (found.exit == "died")
    return ibis.ifelse(died.fill_null(False), 1, 0)


def count_expected(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """The same people; the denominator is England's share of deaths among people of that sex, age and group."""
    found = count(inputs, period, geography).drop("denominator")
    england = _with_strata(count(inputs, period, "england"))
    names = [f"{name}_is" for name in STRATA]
    rates = england.group_by(names).agg(denominator=england.numerator.mean())
    joined = _with_strata(found).join(rates, names, rname="{name}_of_england")
    return joined


def _with_strata(found: ir.Table) -> ir.Table:
    """What is not known is a stratum of its own."""
    return found.mutate(**{f"{name}_is": found[name].fill_null("?") for name in STRATA})


deaths_in_treatment = Indicator(
    id="C8",
    slug="deaths_in_treatment",
    title="Deaths in treatment",
    question="How many of 1,000 people in treatment had a journey that ended with their death?",
    unit="per 1,000",
    numerator="Persons whose journey ended in the period because they died.",
    denominator="Persons in treatment at some time in the period.",
    count=count,
    why="Treatment protects life; deaths in it are the outcome that must be looked at one by one.",
    exclusions=(
        "People under 18 on 30 September of the year.",
        "People without any problem substance recorded.",
        "Deaths are those that a discharge says, not registered causes of death; who dies after leaving is not among them.",
    ),
    edges=(
        "Two episodes end on one day, one completed and one died: died.",
        "Died on the last day of the period counts, on the day after it does not.",
        "The death counts in the area of the episode that ended the journey.",
        "Observed over expected: England is 1.",
    ),
    references=(
        Reference("indicators.md C8", "verified", "rate per 1,000; ratio to expected"),
        Reference("indicators.md C8", "proposed", "expected by sex, age and group"),
        Reference("indicators.md A5", "proposed", "the Wilson interval"),
    ),
    fields=("DISD", "DISRSN", "TRIAGED"),
    parameters=(
        "journeys.gap_days",
        "indicators.adult_age",
        "indicators.age_bands",
        "indicators.prison_settings",
        "indicators.confidence",
    ),
    direction="lower",
    scale=1000,
    interval="wilson",
)
deaths_in_treatment.variants["observed_to_expected"] = deaths_in_treatment.variant(
    "observed_to_expected",
    count_expected,
    title="Deaths in treatment, observed over expected",
    question="How many times as many people died as would be expected of people of the same sex, age and substance group?",
    unit="ratio",
    denominator="Deaths expected if England's share of deaths by sex, age band and substance group held.",
    scale=1,
    interval="poisson",
)
