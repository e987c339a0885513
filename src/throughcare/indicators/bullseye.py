"""The bullseye of opiate and crack users.

Of the people estimated to use opiates or crack: who is in treatment now, was in the year, was before, and who is not known?
"""

import ibis
import ibis.expr.types as ir

from . import estimates
from .definition import Reference
from .from_outside import (
    Asked,
    OutsideIndicator,
    Told,
    code_of,
    counted,
    credit_notes,
    get,
)
from .inputs import Inputs
from .penetration import EXCLUSIONS, cites_opiate_or_crack, is_of_age
from .people import UNITS, community, overlaps
from .periods import Period

NOW, IN_THE_YEAR, EARLIER = (
    "in_treatment_now",
    "in_treatment_in_the_year",
    "known_earlier",
)
MATCHED, NOT_KNOWN = "known_to_dip_or_prison_only", "not_known"
RINGS = (NOW, IN_THE_YEAR, EARLIER, MATCHED, NOT_KNOWN)
"""From the innermost outwards."""
NOT_MATCHED = (
    "The ring of people known to a criminal justice team or prison only takes matched data, which no store holds: "
    "such people are among those not known."
)


def count(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """One row a person and unit ever known for opiates or crack, with `ring`, the innermost that fits."""
    links = community(inputs.links, inputs, period)
    known = links.filter(links.triaged < ibis.date(period.end))
    known = known.filter(cites_opiate_or_crack(known, period))
    is_open = known.discharged.isnull() | (known.discharged >= ibis.date(period.end))
    during = overlaps(known.triaged, known.discharged, period)
    placed = known.mutate(
        ring_no=ibis.cases((is_open, 1), (during, 2), else_=3).cast("int8")
    )
    unit = ["person", *UNITS[geography]]
    inner = placed.group_by(unit).agg(
        ring_no=placed.ring_no.min(),
        birth_cohort=placed.birth_cohort.max(),
        journey=placed.journey.max(),
    )
    inner = inner.filter(is_of_age(inner.birth_cohort, period))
    numbers = [(inner.ring_no == n, ring) for n, ring in enumerate(RINGS[:3], start=1)]
    return inner.mutate(
        ring=ibis.cases(*numbers, else_=ibis.null("string")),
        numerator=ibis.literal(1),
    )


def tell(asked: Asked) -> Told:
    """Five rows a place. Where a ring is kept back, so is the outermost, for the estimate is public."""
    known = estimates.chosen(asked, get("bullseye"), "opiate_crack_use")
    listed = count(asked.inputs, asked.period, asked.geography)
    rows = asked.keep(counted(listed, [*asked.by, "ring"]))
    told, used = [], []
    for place in dict.fromkeys(tuple(row[n] for n in asked.by) for row in rows):
        here = {row["ring"]: row for row in rows if _is_of(row, asked.by, place)}
        named = dict(zip(asked.by, place, strict=True))
        estimate = known.get(code_of(named, asked.place))
        used += [estimate] if estimate else []
        told += [named | row for row in _rings(here, estimate)]
    notes = (*estimates.notes(asked, used), NOT_MATCHED, _look_back(asked))
    credits_ = credit_notes([e.figure for e in used])
    return Told(told, (*asked.by, "ring", "estimate"), (*notes, *credits_))


def _is_of(row: dict, by: tuple[str, ...], place: tuple) -> bool:
    return tuple(row[name] for name in by) == place


def _rings(here: dict[str, dict], estimate) -> list[dict]:
    period = estimate.period if estimate else None
    need = round(estimate.value) if estimate else None
    same = {"denominator": need, "estimate": period, "lower": None, "upper": None}
    shown = {ring: here[ring]["numerator"] if ring in here else 0 for ring in RINGS[:3]}
    rows = [
        {"ring": ring, "numerator": n, "value": n} | same for ring, n in shown.items()
    ]
    rows.append({"ring": MATCHED, "numerator": None, "value": None} | same)
    return [*rows, {"ring": NOT_KNOWN} | same | _not_known(shown, estimate)]


def _not_known(shown: dict, estimate) -> dict:
    """The estimate less the rings, not below 0, with the limits of the estimate."""
    if estimate is None:
        return {"numerator": None, "value": None}
    hidden = [n for n in shown.values() if not isinstance(n, int | float)]
    if hidden:
        limits = None if estimate.lower is None else hidden[0]
        return {
            "numerator": hidden[0],
            "value": hidden[0],
            "lower": limits,
            "upper": limits,
        }
    inside = sum(shown.values())
    number = max(0, round(estimate.value) - inside)
    return {
        "numerator": number,
        "value": number,
        "lower": _left(estimate.lower, inside),
        "upper": _left(estimate.upper, inside),
    }


def _left(limit: float | None, inside: float) -> float | None:
    return None if limit is None else max(0, round(limit) - inside)


def _look_back(asked: Asked) -> str:
    """The first triage there is: a short look-back makes the third ring too small."""
    first = asked.inputs.episodes.triaged.min().to_pyarrow().as_py()
    return f"People known earlier are known since {first}, the first triage in the cut; a longer look-back would know more."


bullseye = OutsideIndicator(
    id="B7",
    slug="bullseye",
    title="Opiate and crack users by what treatment knows of them",
    question="Of the people estimated to use opiates or crack, who is in treatment now, was in the year, was earlier, and who is not known?",
    unit="persons",
    numerator="Persons of 15 to 64 citing an opiate or crack, each in the innermost ring that fits; not known: the estimate less the rings within, not below 0.",
    denominator="Estimated users of opiates or crack of 15 to 64.",
    tell=tell,
    count=count,
    why="A needs assessment begins with who is not reached, and who was and left.",
    kinds=("opiate_crack_use",),
    split="ring",
    parts={
        NOW: "In treatment now",
        IN_THE_YEAR: "In treatment in the year",
        EARLIER: "Known earlier",
        MATCHED: "Justice or prison only (not matched)",
        NOT_KNOWN: "Not known",
    },
    fields=("DRUG1", "DRUG2", "DRUG3", "TRIAGED", "DISD", "MODSET"),
    exclusions=EXCLUSIONS,
    edges=(
        "Open on the last day of the period is in treatment now; discharged on that day is in the year.",
        "Discharged on the day before the period begins is known earlier; on its first day, in the year.",
        "Each person is in one ring of a place, the innermost; somebody who moved is known earlier in the former area.",
        "More people known than the estimate: nobody is not known.",
        "The ring of criminal justice and prison is stated as not matched, and never as 0.",
    ),
    references=(
        Reference("indicators.md B7", "memory", "the rings; not below zero"),
        Reference("indicators.md A1", "proposed", "each ring within one place"),
    ),
    parameters=(
        "estimates.longest_years",
        "penetration.ages",
        "penetration.crack_codes",
        "indicators.mid_year",
        "indicators.prison_settings",
    ),
)
