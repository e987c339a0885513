"""What is known of each person over the year: ethnic group, substances, interventions, children, drinking.

It is the same wherever the person is counted, as the substance group is: taken from all community episodes open on some
day of the year. Where episodes differ, the one triaged last that says anything counts.
"""

import ibis
import ibis.expr.types as ir

from throughcare.indicators import Inputs, Period
from throughcare.indicators.people import community, in_prison, overlaps
from throughcare.journeys.substances import DRUGS

from . import columns

CRACK = "3201"
"""Crack in the code list DRUG (dataset/codes.csv)."""
DRINKING_DAYS = 28
"""Days that the question on drinking days asks about (fields.csv ALCDDAYS)."""
UNSAID = -1


def flag(field: str, codes: tuple[str, ...]) -> str:
    """The name of the 0/1 column that says whether any of the codes holds."""
    told = "_".join(codes).replace("@-", "_nowhere").replace("@", "_at_")
    return f"{field}_{told}"


def attributes(inputs: Inputs, period: Period) -> ir.Table:
    """One row a person in contact: ethnicity, parental_status, children, units, opiates_crack, non_opiate and flags."""
    name = f"viewit attributes {period.start} {period.end}"
    return inputs.once(name, lambda: _attributes(inputs, period))


def _attributes(inputs: Inputs, period: Period) -> ir.Table:
    stated = _stated(contact(inputs, period))
    got = received(inputs, period)
    joined = stated.left_join(got, "person", rname="{name}_of_received")
    joined = joined.drop("person_of_received")
    flags = [name for name in got.columns if name != "person"]
    return joined.mutate(**{name: joined[name].fill_null(0) for name in flags})


def contact(inputs: Inputs, period: Period) -> ir.Table:
    """Community episodes open on some day of the period, with all that they say."""
    links = inputs.links
    touching = links.filter(overlaps(links.triaged, links.discharged, period))
    return community(touching, inputs, period)


def _stated(contact: ir.Table) -> ir.Table:
    contact = contact.mutate(units=units(contact))
    place = contact.place
    found = contact.group_by("person").agg(
        ethnicity=last_text(contact.ethnicity, place),
        parental_status=last_text(contact.parental_status, place),
        children=last_number(contact.children_living_with, place),
        units=last_number(contact.units, place),
        opiate=contact.cites_opiate.max(),
        crack=_any(_cites_code(contact, (CRACK,))),
        non_opiate=contact.cites_non_opiate.max().cast("string"),
        **{
            flag("drugs", codes): _any(_cites_code(contact, codes))
            for codes in _wanted("drugs")
        },
    )
    return found.mutate(opiates_crack=_opiates_crack(found))


def units(episodes: ir.Table) -> ir.IntegerValue:
    """Units of alcohol in 28 days; null where the days, or the units of somebody who drinks, are not stated."""
    days = episodes.drinking_days
    drunk = ibis.ifelse(days == 0, 0, days * episodes.drinking_units)
    return ibis.ifelse(days.between(0, DRINKING_DAYS), drunk, ibis.null("int32"))


def last_text(column: ir.StringValue, place: ir.IntegerValue) -> ir.StringValue:
    """In an aggregation: the text of the latest episode that has one."""
    return column.fill_null("").argmax(_when_stated(column, place)).nullif("")


def last_number(column: ir.IntegerValue, place: ir.IntegerValue) -> ir.IntegerValue:
    """In an aggregation: the number of the latest episode that has one."""
    found = column.fill_null(UNSAID).argmax(_when_stated(column, place))
    return found.nullif(UNSAID)


def _when_stated(column: ir.Value, place: ir.IntegerValue) -> ir.IntegerValue:
    """The place of an episode that says something; silent ones come before all, and are alike."""
    return ibis.ifelse(column.isnull(), UNSAID, place)


def _wanted(field: str) -> list[tuple[str, ...]]:
    """The lists of codes that some column counts of a field."""
    found = {c.codes for c in columns.figures() if c.field == field}
    return sorted(found)


def _cites_code(episodes: ir.Table, codes: tuple[str, ...]) -> ir.BooleanValue:
    return ibis.or_(*[episodes[drug].isin(codes).fill_null(False) for drug in DRUGS])


def _any(found: ir.BooleanValue) -> ir.IntegerValue:
    return ibis.ifelse(found, 1, 0).max()


def _opiates_crack(people: ir.Table) -> ir.StringValue:
    opiate, crack = people.opiate == 1, people.crack == 1
    return ibis.cases(
        (opiate & crack, "both"), (opiate, "opiates"), (crack, "crack"), else_="none"
    )


def received(inputs: Inputs, period: Period) -> ir.Table:
    """One row a person with an intervention under way on some day of the period: a flag for each list of codes."""
    modalities = inputs.modalities
    under_way = modalities.filter(
        modalities.started.notnull(),
        overlaps(modalities.started, modalities.ended, period),
        ~in_prison(modalities, period),
    )
    return under_way.group_by("person").agg(
        **{
            flag("received", codes): _any(_is_one_of(under_way, codes))
            for codes in _wanted("received")
        }
    )


def _is_one_of(modalities: ir.Table, codes: tuple[str, ...]) -> ir.BooleanValue:
    kind, setting = modalities.modality_type, modalities.setting.fill_null("-")
    plain = [code for code in codes if "@" not in code]
    placed = [tuple(code.split("@")) for code in codes if "@" in code]
    found = [kind.isin(plain)] if plain else []
    found += [(kind == one) & (setting == where) for one, where in placed]
    return ibis.or_(*found).fill_null(False)
