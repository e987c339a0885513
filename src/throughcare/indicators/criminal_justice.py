"""Criminal justice clients.

How many of the people in treatment are in contact with the criminal justice system, and how do they fare?
"""

import ibis
import ibis.expr.types as ir

from . import completion_of_all_in_treatment, representations
from .definition import Indicator, Reference
from .in_treatment import in_treatment
from .inputs import Inputs
from .people import community, overlaps, parameter, people
from .periods import Period

SOURCES = "criminal_justice.referral_sources"


def count(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """One row a person and unit in treatment."""
    found = people(inputs, period, geography)
    flagged = referred(inputs, period).mutate(is_referred=ibis.literal(1))
    joined = found.left_join(flagged, "person", rname="{name}_referred")
    return joined.mutate(
        numerator=joined.is_referred.fill_null(0), denominator=ibis.literal(1)
    )


def referred(inputs: Inputs, period: Period) -> ir.Table:
    """Person: those with an episode in the period that the criminal justice system referred."""
    links = inputs.links
    touching = links.filter(overlaps(links.triaged, links.discharged, period))
    there = community(touching, inputs, period)
    sources = parameter(SOURCES, period)
    flagged = there.filter(there.referral_source.isin(sources).fill_null(False))
    return flagged.select("person").distinct()


def count_completions(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """One row a person and unit in treatment and in contact with criminal justice."""
    counted = completion_of_all_in_treatment.count(inputs, period, geography)
    return counted.semi_join(referred(inputs, period), "person")


def count_representations(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """One row a completer in contact with criminal justice."""
    counted = representations.count(inputs, period, geography)
    return counted.semi_join(referred(inputs, period), "person")


criminal_justice = Indicator(
    id="D7",
    slug="criminal_justice",
    title="Criminal justice clients",
    question="How many of the people in treatment are in contact with the criminal justice system?",
    unit="%",
    numerator="Persons with an episode in the period that was referred from the criminal justice system.",
    denominator="Persons in treatment at some time in the period.",
    count=count,
    why="Courts, probation and prisons send people into treatment; whether they stay is a shared concern.",
    exclusions=(
        *in_treatment.exclusions,
        "A match with records of the criminal justice intervention teams is not made: contact is known from referral only.",
    ),
    edges=(
        "Referred by probation to one agency and by themselves to another: in contact everywhere.",
        "A referral of an earlier journey that had ended before the period does not count.",
        "No referral source recorded: not in contact.",
    ),
    references=(
        Reference("indicators.md D7", "verified", "as DOMES reports them"),
        Reference("indicators.md D7", "proposed", "which referral sources"),
    ),
    fields=("RFLS", "TRIAGED", "DISD"),
    parameters=(*in_treatment.parameters, SOURCES, "indicators.confidence"),
    scale=100,
    interval="wilson",
)
criminal_justice.variants["completions"] = criminal_justice.variant(
    "completions",
    count_completions,
    title="Successful completions of criminal justice clients",
    question="How many of the criminal justice clients in treatment in the period left it having completed?",
    numerator="Criminal justice clients whose latest journey in the period ended with completion.",
    denominator="Criminal justice clients in treatment at some time in the period.",
    direction="higher",
)
_again = representations.representations
criminal_justice.variants["representations"] = criminal_justice.variant(
    "representations",
    count_representations,
    title="Re-presentations of criminal justice clients",
    question="How many of the criminal justice clients who completed came back within six months?",
    numerator="Of those, persons who started a new journey in the six calendar months from that day.",
    denominator="Criminal justice clients who completed treatment in the first six months of the period.",
    parameters=(*_again.parameters, SOURCES),
    direction="lower",
    follow_up_months=_again.follow_up_months,
    counted_months=_again.counted_months,
)
