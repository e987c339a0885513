"""Naloxone.

How many of the opiate clients in treatment were issued naloxone, which reverses an overdose?
"""

import datetime as dt

import ibis
import ibis.expr.types as ir

from throughcare import parameters

from .definition import Change, Indicator, Reference
from .in_treatment import in_treatment
from .inputs import Inputs
from .people import community, overlaps, parameter, people
from .periods import Period

CODES = "naloxone.issued_codes"


class CodesNotKnown(parameters.ParameterError):
    """The answers that say naloxone was issued have no code yet."""


def count(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """One row an opiate client and unit. Raises CodesNotKnown while no code is listed."""
    return issued(inputs, period, geography, _codes(period))


def _codes(period: Period) -> list[str]:
    since = parameters.get(CODES).values[0].since
    if period.start < since:
        raise CodesNotKnown(
            f"Naloxone cannot be counted in {period}: returns say it from {since:%-d %B %Y} on (NALOXISS, data set P)."
        )
    codes = parameter(CODES, period)
    if not codes:
        raise CodesNotKnown(
            "Naloxone cannot be counted: the codes of NALOXISS were not found. "
            f"Add them to parameters/{parameters.get(CODES).file} with their source."
        )
    return codes


def issued(
    inputs: Inputs, period: Period, geography: str, codes: list[str]
) -> ir.Table:
    """One row an opiate client and unit, with 1 where an episode open in the period says one of the codes."""
    links = inputs.links
    touching = links.filter(overlaps(links.triaged, links.discharged, period))
    there = community(touching, inputs, period)
    given = there.filter(there.naloxone_issued.isin(codes).fill_null(False))
    given = given.select("person").distinct().mutate(is_given=ibis.literal(1))
    found = people(inputs, period, geography)
    opiate = found.filter(found.substance_group == "opiate")
    joined = opiate.left_join(given, "person", rname="{name}_given")
    return joined.mutate(
        numerator=joined.is_given.fill_null(0), denominator=ibis.literal(1)
    )


naloxone = Indicator(
    id="D6c",
    slug="naloxone",
    title="Naloxone issued to opiate clients",
    question="How many of the opiate clients in treatment in the period were issued naloxone?",
    unit="%",
    numerator="Of those, persons with an episode open in the period at whose start naloxone was issued.",
    denominator="Persons of the opiate group in treatment at some time in the period.",
    count=count,
    why="Naloxone reverses an overdose of opiates; who has it at hand can save a life.",
    exclusions=(
        *in_treatment.exclusions,
        "Issues since the start of the episode: the review that says so has no header that was found.",
    ),
    edges=(
        "Issued in one of two episodes of the period: issued.",
        "Other groups than opiate are not in the base.",
        "No code listed: not given, with a sentence that says what is missing.",
    ),
    references=(
        Reference("indicators.md D6", "memory", "issued, of opiate clients"),
        Reference("dataset_codes.csv NALOXISS", "memory", "labels without codes"),
    ),
    fields=("DRUG1", "DRUG2", "DRUG3", "TRIAGED", "DISD"),
    changes=(
        Change(
            dt.date(2017, 4, 1),
            "Asked from the data sets of 2017 on (memory; indicators.md D6); the item itself is in the data set from P, of 2020 (memory; dataset_codes.csv).",
        ),
    ),
    parameters=(*in_treatment.parameters, CODES, "indicators.confidence"),
    direction="higher",
    scale=100,
    interval="wilson",
)
