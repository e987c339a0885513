"""Value for money.

What did treatment cost for each client, week, person in effective treatment, completion and person abstinent at review?
"""

import ibis
import ibis.expr.types as ir

from throughcare import parameters, statistics

from . import abstinent_at_review, completion_of_all_in_treatment, costs, retained
from .definition import Reference
from .from_outside import (
    Asked,
    OutsideIndicator,
    Told,
    counted,
    credit_notes,
    parameter,
)
from .inputs import Inputs
from .people import UNITS
from .periods import Period

OUTCOMES = {
    "effective": retained.count,
    "completion": completion_of_all_in_treatment.count,
    "abstinent": abstinent_at_review.count,
}
"""Outcomes that money is set against, each as its own indicator counts it."""
MEASURES = ("client", "client_week", *OUTCOMES)
PRECISION = 6
LOW = "[low n]"
"""Stands for the cost of too few people."""
BY = ("area", "region", "substance_group", "pathway")


def count(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """One row an adult and unit with interventions: pathway, days, pounds, and 1 for each outcome reached."""
    import pyarrow as pa

    nothing = pa.table({"kind": pa.array([], pa.string())})
    return listed(Asked(inputs, nothing, period, ()), geography)


def listed(asked: Asked, geography: str) -> ir.Table:
    """The same with the unit costs of a store."""
    found = costs.per_person(asked.inputs, asked.period, geography, costs.costs(asked))
    unit = ["person", *UNITS[geography]]
    for name, counted_by in OUTCOMES.items():
        if name == "abstinent" and asked.inputs.profiles is None:
            found = found.mutate(abstinent=ibis.literal(0))
            continue
        rows = counted_by(asked.inputs, asked.period, geography)
        met = rows.group_by(unit).agg(**{name: rows.numerator.max()})
        same = [found[n].identical_to(met[n]) for n in unit]
        joined = found.left_join(met, same, rname="{name}_met")
        again = [n for n in joined.columns if n.endswith("_met")]
        found = joined.mutate(**{name: joined[name].fill_null(0)}).drop(*again)
    return found.mutate(numerator=ibis.literal(1))


def tell(asked: Asked) -> Told:
    """Five rows a group: people, pounds (only where nothing is protected), what they bought, pounds for each."""
    by = list(asked.by)
    if "pathway" in by and "substance_group" not in by:
        by.append("substance_group")
    whole = listed(asked, asked.geography)
    found = whole.filter(whole.is_costed == 1)
    shown = {
        tuple(row[n] for n in by): row["numerator"]
        for row in asked.keep(counted(found, by))
    }
    rows = []
    for sums in _sums(found, by):
        place = {name: sums[name] for name in by}
        people = shown[tuple(place.values())]
        rows += [place | {"people": people} | row for row in _rows(asked, sums, people)]
    return Told(rows, (*by, "measure", "people"), _notes(asked, whole, by))


def _sums(found: ir.Table, by: list[str]) -> list[dict]:
    grouped = found.group_by(by) if by else found
    sums = grouped.agg(
        clients=found.count(),
        days=found.days.sum(),
        pounds=found.pounds.sum(),
        **{name: found[name].sum() for name in OUTCOMES},
    )
    rows = sums.to_pyarrow().to_pylist()
    for row in rows:
        # Engines add in different orders; a millionth of a pound is beyond any of them.
        row["pounds"] = round(row["pounds"] or 0.0, PRECISION)
    return sorted(rows, key=lambda r: [(r[n] is None, r[n] or "") for n in by])


def _rows(asked: Asked, sums: dict, people) -> list[dict]:
    smallest = parameter("value_for_money.smallest_n", asked.period)
    is_low = sums["clients"] < smallest
    if is_low or not isinstance(people, int | float):
        return [_without(measure, LOW if is_low else people) for measure in MEASURES]
    # From the counts as they are shown: exact ratios of pounds would tell the exact counts.
    pounds, days = (sums[n] / sums["clients"] * people for n in ("pounds", "days"))
    bought = {"client": people, "client_week": days / 7}
    bought |= {name: _shown(asked, name, int(sums[name] or 0)) for name in OUTCOMES}
    confidence = parameter("indicators.confidence", asked.period)
    told = None if asked.protected else round(pounds, 2)
    return [
        {"measure": measure, "numerator": told, "denominator": number}
        | unit_cost(people, pounds, measure, number, confidence)
        if isinstance(number, int | float)
        else _without(measure, number)
        for measure, number in bought.items()
    ]


def _shown(asked: Asked, outcome: str, number: int):
    """How many reached an outcome, kept back like any other count of people."""
    row = {"measure": outcome, "numerator": number, "denominator": None}
    (kept,) = asked.keep([row | {"value": number, "lower": None, "upper": None}])
    return kept["numerator"]


def _without(measure: str, why: str) -> dict:
    """A row that says why there is no figure."""
    row = {"measure": measure, "numerator": None, "denominator": why}
    return row | {"value": why, "lower": None, "upper": None}


def unit_cost(
    clients: int, pounds: float, measure: str, number: float, confidence: float
) -> dict:
    """Pounds for each of what was bought; limits of an outcome are those of its share among the clients (Wilson).

    The mean cost of a client is taken as it is: the limits tell the chance in the outcomes, not in the costs.

    >>> found = unit_cost(300, 300 * 4816.25, "completion", 54, 0.95)
    >>> round(found["value"], 2), round(found["lower"], 2) < round(found["upper"], 2)
    (26756.94, True)
    """
    value = pounds / number if number else None
    if measure not in OUTCOMES or not number:
        return {"value": value, "lower": None, "upper": None}
    share = statistics.proportion(number, clients, confidence=confidence)
    each = pounds / clients
    return {
        "value": value,
        "lower": each / float(share.upper),
        "upper": each / float(share.lower),
    }


def _notes(asked: Asked, whole: ir.Table, by: list[str]) -> tuple[str, ...]:
    used = costs.costs(asked)
    years = ", ".join(
        f"{c.item} {c.price_year}"
        for c in {(c.item, c.price_year): c for c in used}.values()
    )
    notes = [
        f"Pounds in the prices of their year, moved to no other: {years}.",
        "What interventions other than prescribing, psychosocial and residential cost is not known: who had one is left out.",
        "Limits tell the chance in the outcomes, not in the costs.",
    ]
    left = whole.filter(whole.is_costed == 0)
    (row,) = asked.keep(counted(left, []))
    if row["numerator"]:
        notes.append(f"Left out: {row['numerator']} people.")
    if "pathway" in by:
        notes.append(
            "Pathways treat different people: compare them within a substance group only, and with their limits."
        )
    own = [c.figure for c in used if c.figure]
    doubtful = sorted({row["measure"] for row in own if row["method"] == "memory"})
    if doubtful:
        notes.append(f"From memory, not verified: {', '.join(doubtful)}.")
    return (*notes, *_sources(asked, used), *credit_notes(own))


def _sources(asked: Asked, used: list[costs.Cost]) -> tuple[str, ...]:
    if all(c.figure for c in used):
        return ()
    told = parameters.at("value_for_money.unit_costs", asked.period.start)
    return (
        f"Unit costs of the parameter value_for_money.unit_costs ({told.evidence}); a table of your own takes their place: throughcare outside import.",
    )


value_for_money = OutsideIndicator(
    id="H1",
    slug="value_for_money",
    title="Unit costs of treatment and its outcomes",
    question="What did treatment cost for each client, client-week, person in effective treatment, completion and person abstinent at review?",
    unit="pounds",
    numerator="Days of prescribing, psychosocial and residential interventions in the period, times what a day of them costs.",
    denominator="Clients; weeks with any of these interventions; persons retained (C1), completed (C4b), abstinent from opiates at review (D2a).",
    tell=tell,
    count=count,
    why="Whether money goes where it helps, told for the whole system and for each pathway.",
    kinds=(),
    also=("unit_costs",),
    by=BY,
    split="measure",
    parts={
        "client": "Client",
        "client_week": "Week of a client",
        "effective": "Person in effective treatment",
        "completion": "Completion",
        "abstinent": "Person abstinent from opiates at review",
    },
    fields=("MODAL", "MODST", "MODEND", "MODSET", "TRIAGED", "DISD", "DISRSN"),
    exclusions=(
        "People with an intervention that has no unit cost (inpatient, day programme, other structured).",
        "People under 18 on 30 September of the year, and without any problem substance recorded.",
        "Costs other than of structured interventions: assessment, recovery support, overheads of an area.",
    ),
    edges=(
        "Overlapping spells of one type count once; of two types each counts.",
        "The first and the last day of a spell count; days outside the period do not.",
        "Alcohol prices for people with alcohol alone; drug prices for all others.",
        "Fewer people than the parameter: n is told, no cost.",
        "No outcome at all: no cost of it.",
        "Where counts are protected, costs are those of the rounded counts.",
        "Two price years stand side by side, each as published; nothing is moved between years.",
        "Pathways are always told within substance groups.",
    ),
    references=(
        Reference(
            "indicators.md H", "proposed", "unit costs by pathway; hide below 10"
        ),
        Reference("money.md 4", "proposed", "costs from days; overlapping spells"),
        Reference("money.md 4", "verified", "spend per day, from a source named there"),
    ),
    parameters=(
        "value_for_money.unit_costs",
        "value_for_money.intervention_types",
        "value_for_money.smallest_n",
        "retained.minimum_days",
        "journeys.gap_days",
        "indicators.structured_modalities",
        "indicators.confidence",
    ),
)
