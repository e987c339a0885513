"""What the interventions of people in treatment cost: days of each type, times what a day costs.

Overlapping spells of one type count once; of different types each counts (money.md 4). Costs come from the store's own
table of unit costs, item by item, else from the parameter. A price is never moved to another year.
"""

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from throughcare.dates import days_between

from .from_outside import Asked, parameter
from .inputs import Inputs
from .people import UNITS, people, structured
from .periods import Period

COSTED = ("pharmacological", "psychosocial", "residential")
"""Types that have a unit cost, in the order in which a pathway names them."""
DAYS = {"client day": 1, "client week": 7}


@dataclass(frozen=True)
class Cost:
    """Pounds a day of a type of intervention, for a substance (drugs or alcohol), in the prices of a year."""

    type: str
    substance: str
    item: str
    pounds_a_day: float
    price_year: str
    source: str
    figure: dict | None = None


def costs(asked: Asked) -> list[Cost]:
    """The cost of each type and substance: of the store where it has the item, of the latest price year."""
    own = {}
    for row in asked.outside.to_pylist():
        if row["kind"] == "unit_costs" and row["status"] == "published":
            key = row["measure"], row["unit"]
            if key not in own or row["first"] >= own[key]["first"]:
                own[key] = row
    listed = parameter("value_for_money.unit_costs", asked.period)
    return [_cost(told, own) for told in listed]


def _cost(told: dict, own: dict) -> Cost:
    days = DAYS[told["per"]]
    row = own.get((told["item"], f"pounds a {told['per']}"))
    pounds, year = told["pounds"], told["price_year"]
    source = "parameter value_for_money.unit_costs"
    if row is not None and row["value"] is not None:
        pounds, year, source = row["value"], row["period"], row["source"]
    return Cost(
        told["type"], told["substance"], told["item"], pounds / days, year, source, row
    )


def spells(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """Structured interventions within the period: person, unit, type, `first` and `last` day, number."""
    types = parameter("value_for_money.intervention_types", period)
    found = structured(inputs.modalities, period).select(
        "modality", "episode", "modality_type", "started", "ended"
    )
    links = inputs.links.select("episode", "person", *UNITS[geography])
    joined = found.join(links, "episode")
    named = [(joined.modality_type == code, name) for code, name in types.items()]
    last = ibis.date(min(period.last, inputs.as_of))
    ended = joined.ended.fill_null(last)
    clipped = joined.mutate(
        type=ibis.cases(*named, else_="other_structured"),
        first=ibis.greatest(joined.started, ibis.date(period.start)),
        last=ibis.least(ended, last),
    )
    return clipped.filter(clipped.first <= clipped.last)


def days_of(found: ir.Table, by: list[str]) -> ir.Table:
    """Days within spells by some columns, each day once: `days`."""
    before = ibis.window(
        group_by=by, order_by=["first", "last", "modality"], preceding=(None, 1)
    )
    covered = found.last.max().over(before)
    whole = days_between(found.first, found.last) + 1
    beyond = ibis.greatest(days_between(covered, found.last), 0)
    new = ibis.ifelse(covered.isnull(), whole, ibis.least(whole, beyond))
    marked = found.mutate(new=new)
    return marked.group_by(by).agg(days=marked.new.sum())


def per_person(
    inputs: Inputs, period: Period, geography: str, listed: list[Cost]
) -> ir.Table:
    """One row an adult and unit with interventions: pathway, `days` with any of them, `pounds`, and 1 in `is_costed`
    where all of them have a cost."""
    unit = ["person", *UNITS[geography]]
    found = spells(inputs, period, geography)
    each = days_of(found, [*unit, "type"])
    by_type = each.group_by(unit).agg(
        **{
            f"{t}_days": each.days.sum(where=each.type == t).fill_null(0)
            for t in COSTED
        },
        not_costed=each.days.sum(where=each.type.notin(COSTED)).fill_null(0),
    )
    together = _same(by_type, days_of(found, unit), unit)
    who = people(inputs, period, geography)
    joined = _same(who, together, unit)
    return joined.mutate(
        pathway=_pathway(joined),
        pounds=_pounds(joined, listed),
        is_costed=ibis.ifelse(joined.not_costed == 0, 1, 0),
    )


def _same(left: ir.Table, right: ir.Table, unit: list[str]) -> ir.Table:
    """Rows of the same person and unit, also where an area is not known."""
    same = [left[name].identical_to(right[name]) for name in unit]
    joined = left.join(right, same, rname="{name}_again")
    return joined.drop(*[n for n in joined.columns if n.endswith("_again")])


def _pathway(found: ir.Table) -> ir.StringValue:
    """The types of a person's interventions, joined by a plus."""
    names = ibis.literal("")
    for kind in COSTED:
        names = names + ibis.ifelse(found[f"{kind}_days"] > 0, f" + {kind}", "")
    return names.substr(3)


def _pounds(found: ir.Table, listed: list[Cost]) -> ir.FloatingValue:
    is_alcohol = found.substance_group == "alcohol_only"
    total = ibis.literal(0.0)
    for kind in COSTED:
        a_day = {c.substance: c.pounds_a_day for c in listed if c.type == kind}
        price = ibis.ifelse(is_alcohol, a_day["alcohol"], a_day["drugs"])
        total = total + found[f"{kind}_days"].cast("float64") * price
    return total
