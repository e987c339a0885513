"""Penetration.

How many of the people estimated to use opiates or crack, or to depend on alcohol, were in treatment?
"""

import datetime as dt
from functools import partial

import ibis
import ibis.expr.types as ir

from throughcare.journeys import substances

from . import estimates
from .definition import Change, Reference
from .from_outside import (
    Asked,
    OutsideIndicator,
    Told,
    code_of,
    counted,
    credit_notes,
    parameter,
)
from .inputs import Inputs
from .people import community, overlaps, people
from .periods import Period

ALCOHOL_GROUPS = ("alcohol_only", "non_opiate_and_alcohol")
"""Who is in alcohol treatment: published met need of 2015-16 is their sum over the estimate."""


def cites_opiate_or_crack(episodes: ir.Table, period: Period) -> ir.BooleanValue:
    """Whether an episode cites an opiate or crack among its substances."""
    codes = parameter("penetration.crack_codes", period)
    crack = [episodes[drug].isin(codes).fill_null(False) for drug in substances.DRUGS]
    return ibis.or_(episodes.cites_opiate == 1, *crack)


def is_of_age(birth_cohort: ir.IntegerValue, period: Period) -> ir.BooleanValue:
    """Of the ages that estimates are for, on 30 September. An unknown age counts."""
    ages = parameter("penetration.ages", period)
    age = period.financial_year - birth_cohort
    return birth_cohort.isnull() | age.between(ages["from"], ages["to"])


def users(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """One row a person and unit in contact who cites opiates or crack in the period."""
    links = community(inputs.links, inputs, period)
    touching = links.filter(overlaps(links.triaged, links.discharged, period))
    citing = touching.filter(cites_opiate_or_crack(touching, period))
    found = people(inputs, period, geography, adults=False)
    found = found.semi_join(citing.select("person").distinct(), "person")
    return _contributions(found.filter(is_of_age(found.birth_cohort, period)))


def drinkers(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """One row an adult and unit in contact for alcohol, without opiates."""
    found = people(inputs, period, geography)
    return _contributions(found.filter(found.substance_group.isin(ALCOHOL_GROUPS)))


def _contributions(found: ir.Table) -> ir.Table:
    return found.mutate(numerator=ibis.literal(1))


def tell(asked: Asked, kind: str, count, share, slug: str) -> Told:
    """A row a place: people in treatment over the estimate, in percent, limits carried through.

    The share is of the count as it is shown, for the estimate is public and would tell the count.
    """
    from .from_outside import get

    known = estimates.chosen(asked, get(slug), kind)
    listed = count(asked.inputs, asked.period, asked.geography)
    rows = asked.keep(counted(listed, list(asked.by)))
    told, used = [], []
    for row in rows:
        estimate = known.get(code_of(row, asked.place))
        used += [estimate] if estimate else []
        place = {name: row[name] for name in asked.by}
        told.append(place | _figure(row["numerator"], estimate, share))
    notes = estimates.notes(asked, used)
    return Told(
        told,
        (*asked.by, "estimate"),
        (*notes, *credit_notes([e.figure for e in used])),
    )


def _figure(count, estimate, share) -> dict:
    """Count, estimate and share with limits; a count kept back keeps its share back."""
    blank = {"value": None, "lower": None, "upper": None}
    if estimate is None:
        return {"numerator": count, "denominator": None, "estimate": None} | blank
    known = {"denominator": round(estimate.value), "estimate": estimate.period}
    if not isinstance(count, int | float):
        limits = {
            k: None if estimate.lower is None else count for k in ("lower", "upper")
        }
        return {"numerator": count} | known | {"value": count} | limits
    return known | share(count, estimate)


def reached(count: float, estimate: estimates.Estimate) -> dict:
    """The share in treatment. It may exceed 100%: then the estimate is too low, or people come from elsewhere."""
    return {
        "numerator": count,
        "value": 100 * count / estimate.value,
        "lower": 100 * count / estimate.upper if estimate.upper else None,
        "upper": 100 * count / estimate.lower if estimate.lower else None,
    }


EXCLUSIONS = (
    "People whose substances are not recorded.",
    "Episodes delivered in prison alone.",
    "Areas for whose land no estimate was published, as those merged since.",
)
EDGES = (
    "The estimate is of the period's year, or the latest before it that is not too old.",
    "Limits of the estimate are carried through: the upper limit of the estimate gives the lower limit of the share.",
    "Estimates of the method before and after the revision never stand in one table.",
    "Two figures published for one cell: the first counts, and they are never added.",
    "Crack alone counts, though the substance group is non-opiate.",
    "15 and 64 on 30 September count; 14 and 65 do not.",
    "More people than the estimate: above 100% here, and unmet need of 0.",
)
OPIATES = dict(
    id="B6a",
    kinds=("opiate_crack_use",),
    fields=("DRUG1", "DRUG2", "DRUG3", "TRIAGED", "DISD", "MODSET"),
    exclusions=EXCLUSIONS,
    edges=EDGES,
    changes=(
        Change(
            dt.date(2023, 10, 1),
            "Estimates made by a revised method, from 2016-17 on, are not comparable with those before: 313,971 people on the old method for 2016-17, 324,840 on the new (verified; indicators.md B6).",
        ),
    ),
    references=(
        Reference(
            "indicators.md B6", "memory", "persons in treatment over the estimate"
        ),
        Reference("indicators.md B6", "verified", "methods are not comparable"),
        Reference(
            "indicators.md A1", "verified", "a person counts once in a geography"
        ),
        Reference("indicators.md B6", "proposed", "how old an estimate may be"),
    ),
    parameters=(
        "estimates.longest_years",
        "penetration.ages",
        "penetration.crack_codes",
        "journeys.gap_days",
        "indicators.mid_year",
        "indicators.prison_settings",
    ),
)

penetration = OutsideIndicator(
    slug="penetration",
    title="Penetration: opiate and crack users in treatment",
    question="How many of the people estimated to use opiates or crack were in treatment?",
    unit="%",
    numerator="Persons of 15 to 64 in treatment in the period who cite an opiate or crack.",
    denominator="Estimated users of opiates or crack of 15 to 64.",
    tell=partial(
        tell,
        kind="opiate_crack_use",
        count=users,
        share=reached,
        slug="penetration",
    ),
    count=users,
    why="How far treatment reaches those who need it.",
    **OPIATES,
)
ALCOHOL = dict(
    kinds=("alcohol_dependence",),
    numerator="Adults in treatment in the period for alcohol, alone or with drugs other than opiates.",
    denominator="Estimated adults who depend on alcohol.",
    count=drinkers,
)
penetration.variants["alcohol"] = penetration.variant(
    "alcohol",
    title="Penetration: adults who depend on alcohol in treatment",
    question="How many of the adults estimated to depend on alcohol were in treatment?",
    tell=partial(
        tell,
        kind="alcohol_dependence",
        count=drinkers,
        share=reached,
        slug="penetration:alcohol",
    ),
    **ALCOHOL,
)
