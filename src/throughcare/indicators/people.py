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
from throughcare.journeys.chains import until

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


def prison_episodes(modalities: ir.Table, period: Period) -> ir.Table:
    """Numbers of the episodes all of whose modalities are delivered in prison."""
    inside = in_prison(modalities, period)
    some = modalities.filter(inside).select("episode").distinct()
    other = modalities.filter(~inside).select("episode")
    return some.anti_join(other, "episode")


def community(links: ir.Table, inputs: Inputs, period: Period) -> ir.Table:
    """Linked episodes without those treated in prison alone."""
    return links.anti_join(prison_episodes(inputs.modalities, period), "episode")


def in_contact(inputs: Inputs, period: Period) -> ir.Table:
    """Community episodes open on some day of the period."""
    links = inputs.links
    return community(
        links.filter(overlaps(links.triaged, links.discharged, period)), inputs, period
    )


def people(
    inputs: Inputs, period: Period, geography: str, adults: bool = True
) -> ir.Table:
    """One row a person and unit: person, journey, area, region, sex, age_band, substance_group.

    People without any substance recorded are left out; so are those under the adult age, unless `adults` is False.
    """
    rows = _by_unit(in_contact(inputs, period), UNITS[geography])
    if geography != "england":
        rows = _one_group_a_person(rows)
    flags = [rows[f"cites_{name}"] for name in substances.CLASSES]
    age = _mid_year(period) - rows.birth_cohort
    rows = rows.mutate(
        substance_group=substances.group(*flags), age_band=age_band(age, period)
    )
    kept = rows.filter(rows.substance_group.notnull())
    return kept.filter(is_adult(age, period)) if adults else kept


def _by_unit(contact: ir.Table, unit: tuple[str, ...]) -> ir.Table:
    """Episodes brought together by person and unit."""
    latest = [
        ibis.desc(contact.triaged),
        ibis.desc(until(contact.discharged)),
        ibis.desc(contact.agency),
        ibis.desc(contact.episode),
    ]
    place = ibis.row_number().over(group_by=["person", *unit], order_by=latest)
    ranked = contact.mutate(place=place)
    last = ranked.place == 0
    where = {n: ranked[n].max(where=last) for n in ("area", "region") if n not in unit}
    flags = {
        f"cites_{n}": ranked[f"cites_{n}"].max().cast("int8")
        for n in substances.CLASSES
    }
    return ranked.group_by("person", *unit).agg(
        journey=ranked.journey.max(),
        sex=ranked.sex.max(),
        birth_cohort=ranked.birth_cohort.max(),
        **where,
        **flags,
    )


def _one_group_a_person(rows: ir.Table) -> ir.Table:
    """What was cited in any unit holds for the person."""
    own = ibis.window(group_by=rows.person)
    return rows.mutate(
        **{f"cites_{n}": rows[f"cites_{n}"].max().over(own) for n in substances.CLASSES}
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


def latest_exits(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """People in contact with `ended`, `exit` and `left_here`: 1 where their latest journey ended, for good, here.

    A journey ends in the area of the episode that ends it: somebody who moved before is no exit of the earlier area.
    """
    found = people(inputs, period, geography)
    ends = inputs.journeys.select(
        "person", "journey", "started", "ended", "exit", "last_area", "last_region"
    )
    ends = ends.filter(has_ended(ends.ended, period, inputs.as_of))
    joined = found.left_join(ends, ["person", "journey"]).drop(
        "person_right", "journey_right"
    )
    here = joined.ended.notnull()
    for name in UNITS[geography]:
        here = here & joined[f"last_{name}"].identical_to(joined[name])
    return joined.mutate(left_here=ibis.ifelse(here, 1, 0).cast("int8"))


def has_ended(ended: ir.DateValue, period: Period, as_of: dt.date) -> ir.BooleanValue:
    """Whether a journey ended within the period, and can no longer be reopened."""
    gap_days = parameter("journeys.gap_days", period)
    return within(ended, period) & is_final(ended, as_of, gap_days)


def structured(modalities: ir.Table, period: Period) -> ir.Table:
    """Structured modalities that have started, outside prison."""
    codes = parameter("indicators.structured_modalities", period)
    is_structured = modalities.modality_type.isin(codes) & modalities.started.notnull()
    return modalities.filter(is_structured, ~in_prison(modalities, period))


def with_structured_start(
    inputs: Inputs, journeys: ir.Table, period: Period
) -> ir.Table:
    """Person, journey and the first start of a structured modality, for those of `journeys` that have one."""
    keys = journeys.select("person", "journey").distinct()
    episodes = inputs.links.select("person", "journey", "episode").join(
        keys, ["person", "journey"]
    )
    started = structured(inputs.modalities, period).select("episode", "started")
    joined = episodes.join(started, "episode")
    return joined.group_by("person", "journey").agg(
        structured_start=joined.started.min()
    )
