"""Who referred young people.

Where did the young people who began treatment in the period come from?
"""

import ibis
import ibis.expr.types as ir

from . import answers
from .definition import Indicator, Reference
from .inputs import Inputs
from .new_presentations import latest_of
from .people import in_contact, parameter, persons, unit_of, within
from .periods import Period
from .young_people import of_young, young_people

GROUPS = "young_people.referral_groups"


def count(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """One row a young person and unit with a journey begun in the period whose referral source is stated."""
    asked = _begun(inputs, period, geography)
    groups = parameter(GROUPS, period)
    other = ibis.ifelse(asked.code.isnull(), ibis.null("string"), "other")
    told = asked.code.cases(*groups.items(), else_=None)
    return answers.stated(asked.mutate(answer=told.fill_null(other)))


def count_not_stated(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """One row a young person and unit with a journey begun in the period."""
    asked = _begun(inputs, period, geography)
    return answers.not_stated(asked.mutate(answer=asked.code))


def _begun(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    journeys = inputs.journeys
    begun = journeys.filter(within(journeys.started, period)).select(
        "person", "journey", area="first_area", region="first_region"
    )
    begun = begun.semi_join(in_contact(inputs, period), ["person", "journey"])
    young = of_young(begun, inputs, period)
    kept = latest_of(young, unit_of(young, geography))
    who = persons(inputs, period).select("person", "sex", "substance_group")
    return answers.at_start(inputs, kept.join(who, "person"), "referral_source")


young_people_referral_source = Indicator(
    id="I3",
    slug="young_people_referral_source",
    title="Who referred young people",
    question="Who referred the young people who began treatment in the period?",
    unit="%",
    numerator="Of those, young people referred by the source.",
    denominator="Young people who began a journey in the period and whose referral source is stated.",
    count=count,
    why="Where young people in need are seen first.",
    exclusions=(
        *young_people.exclusions,
        "People whose referral source is not stated: their share is shown apart.",
    ),
    edges=(
        "The sources share one base and sum to 100.",
        "A source that no group has is other; a blank is not stated.",
        "The first episode of the journey says it.",
    ),
    references=(
        Reference("indicators.md I", "verified", "main referral sources, 2011-12"),
        Reference("indicators.md I", "proposed", "groups; youth offending has no code"),
    ),
    fields=("RFLS", "TRIAGED", "DOB"),
    parameters=(*young_people.parameters, GROUPS, "indicators.confidence"),
    scale=100,
    interval="wilson",
    split="answer",
    parts=(*answers.parts(GROUPS), "other"),
)
young_people_referral_source.variants["not_stated"] = (
    young_people_referral_source.variant(
        "not_stated",
        count_not_stated,
        title="Referral source of young people not stated",
        question="Of how many young people who began treatment is the referral source not stated?",
        numerator="Of those, young people whose first episode states no referral source.",
        denominator="Young people who began a journey in the period.",
        split=None,
        parts=(),
    )
)
