"""Growth of completions since the baseline.

By how much has the number of people who completed treatment grown since the baseline?
"""

from collections.abc import Callable

import ibis
import ibis.expr.types as ir

from throughcare import parameters
from throughcare.dates import plain

from . import completion_of_all_in_treatment
from .definition import Indicator, Reference, shaped
from .history import EXIT_GROUPS
from .inputs import Inputs
from .people import parameter
from .periods import Period

YEARS = "growth.baseline_years"


def count(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """One row a person and unit with a completion in the period, and one for each in the baseline."""
    return since_baseline(
        completion_of_all_in_treatment.count, inputs, period, geography
    )


def since_baseline(
    counted: Callable, inputs: Inputs, period: Period, geography: str
) -> ir.Table:
    """Those who meet the other indicator now, 1 of 0 each, and then, -1 of 1 each: their sums are growth and baseline."""
    now = _met(counted(inputs, period, geography), 1, 0)
    then = _met(counted(inputs, baseline(period), geography), -1, 1)
    return now.union(then)


def _met(rows: ir.Table, numerator: int, denominator: int) -> ir.Table:
    met = rows.filter(rows.numerator == 1).mutate(
        numerator=ibis.literal(numerator), denominator=ibis.literal(denominator)
    )
    return shaped(met)


def baseline(period: Period) -> Period:
    """The same period some years earlier."""
    months = -12 * parameter(YEARS, period)
    start, end = (plain.add_months(day, months) for day in (period.start, period.end))
    return Period(start, end, f"baseline of {period.name}")


_of = completion_of_all_in_treatment.completion_of_all_in_treatment
growth_of_completions = Indicator(
    id="C7a",
    slug="growth_of_completions",
    title="Growth of successful completions since the baseline",
    question="By how much did the number of successful completions grow since the baseline?",
    unit="%",
    numerator="Persons who completed in the period, less those who completed in the baseline, the same period a year before.",
    denominator="Persons who completed in the baseline.",
    count=count,
    why="A share of completions can rise while fewer people complete: this looks at their number.",
    exclusions=_of.exclusions,
    edges=(
        "Ten completed in the baseline and twelve in the period: 20 per cent more.",
        "As many in both: 0. Fewer in the period: below 0.",
        "Nobody in the baseline: not available, whatever the period has.",
        "A person who completed in both counts in both.",
    ),
    references=(
        Reference("indicators.md C7", "verified", "latest less baseline, of baseline"),
        Reference("indicators.md C7", "proposed", "the baseline: a year earlier"),
    ),
    fields=_of.fields,
    changes=(EXIT_GROUPS,),
    parameters=(
        YEARS,
        *[name for name in _of.parameters if name != "indicators.confidence"],
    ),
    direction="higher",
    scale=100,
    looks_back_months=12 * parameters.get(YEARS).values[-1].value,
)
