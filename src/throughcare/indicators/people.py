"""Who was in contact with treatment in a period, where, and in which group.

A person counts once in each unit of a geography: in England once, in every area of residence once (indicators.md A1).

Sex and year of birth are part of the person's key and so the same on all episodes. The substance group is that of all
the person's episodes of the period, wherever they were. Within a unit the area is that of the episode triaged
last; then the one discharged last, the higher agency code, the higher number. The journey is the unit's latest.
"""

import datetime as dt

import ibis
import ibis.expr.types as ir

from throughcare import parameters
from throughcare.journeys import is_final, substances
from throughcare.journeys.chains import at_latest

from .inputs import Inputs
from .periods import Period

UNITS = {"england": (), "region": ("region",), "area": ("area",)}
"""Columns that make a unit of each geography, besides the person."""


def parameter(name: str, period: Period):
    """The value of a parameter on the first day of a period."""
    return parameters.at(name, period.start).value


def overlaps(
    started: ir.DateValue, ended: ir.DateValue, period: Period
) -> ir.BooleanValue:
    """Whether something open from `started` to `ended`, both days included, touches the period."""
    still_open = ended.isnull() | (ended >= ibis.date(period.start))
    return (started < ibis.date(period.end)) & still_open


def within(day: ir.DateValue, period: Period) -> ir.BooleanValue:
    return (day >= ibis.date(period.start)) & (day < ibis.date(period.end))


def in_prison(modalities: ir.Table, period: Period) -> ir.BooleanValue:
    settings = parameter("indicators.prison_settings", period)
    return modalities.setting.isin(settings).fill_null(False)


def prison_episodes(inputs: Inputs, period: Period) -> ir.Table:
    """Numbers of the episodes all of whose modalities are delivered in prison."""
    settings = ",".join(parameter("indicators.prison_settings", period))
    return inputs.once(f"prison {settings}", lambda: _prison(inputs, period))


def _prison(inputs: Inputs, period: Period) -> ir.Table:
    modalities = inputs.modalities
    outside = ibis.ifelse(in_prison(modalities, period), 0, 1)
    most = modalities.group_by("episode").agg(outside=outside.max())
    return most.filter(most.outside == 0).select("episode")


def community(links: ir.Table, inputs: Inputs, period: Period) -> ir.Table:
    """Linked episodes without those treated in prison alone; of a secure setting, all that it has sent."""
    if inputs.is_secure:
        return links
    return links.anti_join(prison_episodes(inputs, period), "episode")


CONTACT = (
    "person",
    "journey",
    "place",
    "area",
    "region",
    "sex",
    "birth_cohort",
    *[f"cites_{name}" for name in substances.CLASSES],
)


def in_contact(inputs: Inputs, period: Period) -> ir.Table:
    """Community episodes open on some day of the period: columns of CONTACT."""
    return inputs.once(_named("contact", period), lambda: _contact(inputs, period))


def _named(what: str, period: Period, *more: str) -> str:
    return " ".join((what, str(period.start), str(period.end), *more))


def _contact(inputs: Inputs, period: Period) -> ir.Table:
    links = inputs.links
    touching = links.filter(overlaps(links.triaged, links.discharged, period))
    return community(touching, inputs, period).select(*CONTACT)


def people(
    inputs: Inputs, period: Period, geography: str, adults: bool = True
) -> ir.Table:
    """One row a person and unit: person, journey, area, region, sex, birth_cohort, age_band, substance_group.

    People without any substance recorded are left out; so are those under the adult age, unless `adults` is False.
    """
    places = _places(in_contact(inputs, period), UNITS[geography])
    found = places.join(persons(inputs, period), "person")
    if not adults:
        return found
    return found.filter(is_adult(_mid_year(period) - found.birth_cohort, period))


def _places(contact: ir.Table, unit: tuple[str, ...]) -> ir.Table:
    """Person and unit, the latest journey there, and what else is known of the place."""
    elsewhere = [name for name in ("area", "region") if name not in unit]
    return contact.group_by("person", *unit).agg(
        journey=contact.journey.max(),
        **{name: at_latest(contact[name], contact.place) for name in elsewhere},
    )


def persons(inputs: Inputs, period: Period) -> ir.Table:
    """One row a person in contact with a substance recorded: person, sex, birth_cohort, age_band, substance_group."""
    found = _all_persons(inputs, period)
    return found.filter(found.substance_group.notnull())


def without_substance(inputs: Inputs, period: Period) -> ir.Table:
    """One row, `people`: how many adults in contact no indicator counts, because no substance is recorded for them."""
    left_out = _left_out(inputs, period)
    return left_out.agg(people=left_out.count())


def episodes_without_substance(inputs: Inputs, period: Period) -> ir.Table:
    """The episodes in contact of those people: person, journey, episode, agency, area, triaged, discharged."""
    links = inputs.links
    touching = links.filter(overlaps(links.triaged, links.discharged, period))
    there = community(touching, inputs, period)
    found = there.semi_join(_left_out(inputs, period), "person")
    return found.select(
        "person", "journey", "episode", "agency", "area", "triaged", "discharged"
    ).order_by("agency", "triaged", "episode")


def _left_out(inputs: Inputs, period: Period) -> ir.Table:
    found = _all_persons(inputs, period)
    age = _mid_year(period) - found.birth_cohort
    return found.filter(found.substance_group.isnull(), is_adult(age, period))


def _all_persons(inputs: Inputs, period: Period) -> ir.Table:
    return inputs.once(_named("persons", period), lambda: _persons(inputs, period))


def _persons(inputs: Inputs, period: Period) -> ir.Table:
    contact = in_contact(inputs, period)
    flags = [contact[f"cites_{name}"].max() for name in substances.CLASSES]
    born = contact.birth_cohort.max()
    return contact.group_by("person").agg(
        sex=contact.sex.max(),
        birth_cohort=born,
        age_band=age_band(_mid_year(period) - born, period),
        substance_group=substances.group(*flags),
    )


def _mid_year(period: Period) -> int:
    """The year whose 30 September ages are taken on: `birth_cohort` counts from that day."""
    month, day = parameter("indicators.mid_year", period)
    if (month, day) != (9, 30):
        raise ValueError(
            "birth_cohort knows ages on 30 September only; indicators.mid_year says another day."
        )
    return period.financial_year


def is_adult(age: ir.IntegerValue, period: Period) -> ir.BooleanValue:
    """Old enough for adult figures. An unknown age counts as adult and shows as no age band."""
    return age.isnull() | (age >= parameter("indicators.adult_age", period))


def age_band(age: ir.IntegerValue, period: Period) -> ir.StringValue:
    """The published age band; null below the first, or where age is unknown."""
    bands = parameter("indicators.age_bands", period)
    oldest_first = sorted(bands, key=lambda band: -band["from"])
    pairs = [(age >= band["from"], band["name"]) for band in oldest_first]
    return ibis.cases(*pairs, else_=ibis.null("string"))


def unit_of(table: ir.Table, geography: str) -> list[str]:
    """The columns by which a person counts once."""
    return ["person", *UNITS[geography]]


def latest_exits(
    inputs: Inputs, period: Period, geography: str, adults: bool = True
) -> ir.Table:
    """People in contact with `ended`, `exit` and `left_here`: 1 where their latest journey ended, for good, here.

    A journey ends in the area of the episode that ends it: somebody who moved before is no exit of the earlier area.
    """
    found = people(inputs, period, geography, adults)
    ends = ended_journeys(inputs, period)
    joined = found.left_join(ends, ["person", "journey"]).drop(
        "person_right", "journey_right"
    )
    here = joined.ended.notnull()
    for name in UNITS[geography]:
        here = here & joined[f"last_{name}"].identical_to(joined[name])
    return joined.mutate(left_here=ibis.ifelse(here, 1, 0).cast("int8"))


def ended_journeys(inputs: Inputs, period: Period) -> ir.Table:
    """Journeys that ended for good in the period: person, journey, started, ended, exit, last_area, last_region."""
    ends = inputs.journeys.select(
        "person", "journey", "started", "ended", "exit", "last_area", "last_region"
    )
    return ends.filter(has_ended(ends.ended, period, inputs.as_of))


def has_ended(ended: ir.DateValue, period: Period, as_of: dt.date) -> ir.BooleanValue:
    """Whether a journey ended within the period, and can no longer be reopened."""
    gap_days = parameter("journeys.gap_days", period)
    return within(ended, period) & is_final(ended, as_of, gap_days)


def structured(
    modalities: ir.Table, period: Period, anywhere: bool = False
) -> ir.Table:
    """Structured modalities that have started: outside prison, or `anywhere`."""
    codes = parameter("indicators.structured_modalities", period)
    is_structured = modalities.modality_type.isin(codes) & modalities.started.notnull()
    if anywhere:
        return modalities.filter(is_structured)
    return modalities.filter(is_structured, ~in_prison(modalities, period))


def with_structured_start(
    inputs: Inputs, journeys: ir.Table, period: Period
) -> ir.Table:
    """Person, journey and the first start of a structured modality, for those of `journeys` that have one."""
    keys = journeys.select("person", "journey").distinct()
    episodes = inputs.links.select("person", "journey", "episode").join(
        keys, ["person", "journey"]
    )
    started = structured(inputs.modalities, period, inputs.is_secure)
    started = started.select("episode", "started")
    joined = episodes.join(started, "episode")
    return joined.group_by("person", "journey").agg(
        structured_start=joined.started.min()
    )
