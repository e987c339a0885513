"""Growth of effective treatment since the baseline.

By how much has the number of people in effective treatment grown since the baseline?
"""

import datetime as dt

import ibis.expr.types as ir

from . import retained
from .definition import Change, Indicator
from .growth_of_completions import YEARS, growth_of_completions, since_baseline
from .inputs import Inputs
from .periods import Period


def count(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """One row a person and unit in effective treatment in the period, and one for each in the baseline."""
    return since_baseline(retained.count, inputs, period, geography)


_of = retained.retained
growth_of_effective_treatment = Indicator(
    id="C7b",
    slug="growth_of_effective_treatment",
    title="Growth of effective treatment since the baseline",
    question="By how much did the number of people in effective treatment grow since the baseline?",
    unit="%",
    numerator="Persons retained for twelve weeks or completed in the period, less those of the baseline, the same period a year before.",
    denominator="Persons retained for twelve weeks or completed in the baseline.",
    count=count,
    why="Whether more people get as much treatment as has an effect.",
    exclusions=_of.exclusions,
    edges=(
        "In effective treatment in both: no growth.",
        "Nobody in the baseline: not available.",
    ),
    references=growth_of_completions.references,
    fields=_of.fields,
    changes=(
        Change(
            dt.date(2007, 4, 1),
            "National indicator 40 counted problem drug users in effective treatment, as the change on 2007-08 (memory; indicators.md C1).",
        ),
    ),
    parameters=(
        YEARS,
        *[name for name in _of.parameters if name != "indicators.confidence"],
    ),
    direction="higher",
    scale=100,
    looks_back_months=growth_of_completions.looks_back_months,
)
