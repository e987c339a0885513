"""Re-presentations of young people.

How many of the young people who completed treatment came back, to services for young people or adults, within six months?
"""

import ibis.expr.types as ir

from .definition import Indicator, Reference
from .inputs import Inputs
from .new_presentations import latest_of
from .people import people, unit_of
from .periods import Period
from .representations import completions, followed, representations, with_returns
from .young_people import of_young, young_people


def count(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """One row a young person and unit with a completion in the first months of the period; the journey is the last completed."""
    early = followed(period)
    done = of_young(completions(inputs, early), inputs, period)
    kept = latest_of(done, unit_of(done, geography))
    who = people(inputs, period, "england", adults=False)
    kept = kept.join(who.select("person", "sex", "substance_group"), "person")
    return with_returns(kept, inputs, early)


young_people_representations = Indicator(
    id="I5",
    slug="young_people_representations",
    title="Re-presentations of young people within six months of completion",
    question="How many of the young people who completed treatment started a new journey within six months?",
    unit="%",
    numerator="Of those, young people who started a new journey, with a service for young people or for adults, in the six calendar months from that day.",
    denominator="Young people who completed treatment in the first six months of the period: at its end all have been followed for six months.",
    count=count,
    why="A young person who soon comes back still needed help, whichever service meets the need.",
    exclusions=(
        *young_people.exclusions,
        "A return to treatment in prison alone is not a re-presentation.",
    ),
    edges=(
        "A new journey begun at 18 or over is a return: to services for adults.",
        "Completed on 31 August: a triage on 27 February is a return, one on 28 February is not.",
        "A journey begun at 18 or over and completed is none of a young person.",
        "A return within 21 days reopens the journey: no completion at all.",
    ),
    references=(
        Reference(
            "indicators.md I",
            "memory",
            "re-presentation to services for young people or adults within six months",
        ),
        Reference("indicators.md C6", "memory", "completers of the first six months"),
        Reference("indicators.md I", "proposed", "under 18 by age at the start"),
    ),
    fields=representations.fields,
    parameters=representations.parameters,
    direction="lower",
    scale=100,
    interval="wilson",
    follow_up_months=representations.follow_up_months,
    counted_months=representations.counted_months,
)
