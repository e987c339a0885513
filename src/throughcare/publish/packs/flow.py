"""The flow of people into, through and out of treatment in a year, of every area at once.

A person counts once: where they stood on the first day, and where on the last. Both sides have the same sum.
"""

import datetime as dt
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from throughcare.disclosure import Protection
from throughcare.indicators import Inputs, Period
from throughcare.indicators.people import UNITS, in_contact, latest_exits
from throughcare.publish import areas, drawings

INTO = {
    "start": "In treatment at the start",
    "first": "Began, first time known",
    "again": "Began, known from before",
}
OUT = {
    "still": "Still in treatment",
    "completed": "Completed treatment",
    "left": "Left in another way",
}
COARSE = {"first": "began", "again": "began", "completed": "gone", "left": "gone"}
COARSE_NAMES = {"began": "Began in the year", "gone": "Left in the year"}


@dataclass(frozen=True)
class Flow:
    """Rounded numbers by name, `into` and `out` with the same sum; `returned` is None where it is too small to tell.

    `is_coarse`: parts were put together, as one of them was small.
    """

    into: tuple[tuple[str, int], ...]
    out: tuple[tuple[str, int], ...]
    returned: int | None
    is_coarse: bool = False

    @property
    def total(self) -> int:
        return sum(n for _, n in self.into)

    def drawing(self, name: str, period: str) -> dict:
        """The flow as a drawing."""
        return drawings.flow(
            f"People into, through and out of treatment in {period}: {name}",
            self.sentence(name, period),
            list(self.into),
            list(self.out),
        )

    def sentence(self, name: str, period: str) -> str:
        """What the drawing shows, in words."""
        told_in, told_out = (
            ", ".join(f"{n:,} {words[0].lower()}{words[1:]}" for words, n in side)
            for side in (self.into, self.out)
        )
        return (
            f"Of about {self.total:,} people in treatment in {name} in {period}: {told_in}. "
            f"At the end of the year: {told_out}."
        )


def counted(inputs: Inputs, period: Period, geography: str) -> ir.Table:
    """Rows place, came (INTO), went (OUT), n, returned: people of each place by where they stood first and last."""
    unit = ["person", *UNITS[geography]]
    people = latest_exits(inputs, period, geography).join(
        _first_of(inputs, period, unit), unit
    )
    came = ibis.cases(
        (people.first_started < ibis.date(period.start), "start"),
        (people.first_journey == people.first_ever, "first"),
        else_="again",
    )
    completed = (people.left_here == 1) & (people.exit == "completed")
    went = ibis.cases(
        (completed.fill_null(False), "completed"),
        (people.ended.notnull(), "left"),
        else_="still",
    )
    place = people[geography] if geography in people.columns else ibis.literal("")
    told = people.mutate(
        place=place,
        came=came,
        went=went,
        back=ibis.ifelse(people.journey > people.first_journey, 1, 0),
    )
    return told.group_by("place", "came", "went").agg(
        n=told.count(), returned=told.back.sum()
    )


def _first_of(inputs: Inputs, period: Period, unit: list[str]) -> ir.Table:
    """Of each person and place the first journey in contact, its start, and the first journey ever known."""
    contact = in_contact(inputs, period)
    first = contact.group_by(unit).agg(first_journey=contact.journey.min())
    journeys = inputs.journeys
    ever = journeys.group_by("person").agg(first_ever=journeys.journey.min())
    starts = journeys.select(
        "person", first_journey=journeys.journey, first_started=journeys.started
    )
    return first.join(starts, ["person", "first_journey"]).join(ever, "person")


def flows(inputs: Inputs, period: Period) -> dict[str, Flow | None]:
    """The flow of every place by its code; None where the numbers are too small to be shown."""
    found: dict[str, Flow | None] = {}
    codes = {name: code for code, name in areas.region_names().items()}
    for geography in ("england", "region", "area"):
        by_place: dict[str, list[dict]] = {}
        for row in counted(inputs, period, geography).to_pyarrow().to_pylist():
            by_place.setdefault(row["place"], []).append(row)
        for place, rows in by_place.items():
            code = {"england": areas.ENGLAND_CODE, "region": codes.get(place)}
            found[code.get(geography, place)] = protected(rows)
    return {code: flow for code, flow in found.items() if code}


def protected(rows: list[dict], rules: Protection | None = None) -> Flow | None:
    """The flow of one place as it may leave: parts that are small put together, and the rest rounded so that it sums."""
    rules = rules or Protection.at(dt.date.max)
    into = {key: sum(r["n"] for r in rows if r["came"] == key) for key in INTO}
    out = {key: sum(r["n"] for r in rows if r["went"] == key) for key in OUT}
    back = sum(r["returned"] for r in rows)
    returned = None if rules.is_small(back) else _nearest(back, rules.base)
    names = INTO | OUT
    for is_coarse in (False, True):
        sides = [_coarse(side) if is_coarse else side for side in (into, out)]
        if not any(rules.is_small(n) for side in sides for n in side.values()):
            told = [_rounded(side, rules.base, names | COARSE_NAMES) for side in sides]
            return Flow(*told, returned, is_coarse)
    return None


def _coarse(side: dict[str, int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for key, n in side.items():
        name = COARSE.get(key, key)
        found[name] = found.get(name, 0) + n
    return found


def _nearest(n: float, base: int) -> int:
    return int((n * 2 + base) // (2 * base) * base)


def _rounded(side: dict[str, int], base: int, names) -> tuple[tuple[str, int], ...]:
    """Every part to the multiple of the base below or above it, so that they sum to the rounded total.

    The parts that lie highest above a multiple are rounded up (largest remainder).
    """
    low = {key: n // base * base for key, n in side.items()}
    up = (_nearest(sum(side.values()), base) - sum(low.values())) // base
    highest = sorted(side, key=lambda key: (low[key] - side[key], key))[:up]
    return tuple((names[key], low[key] + base * (key in highest)) for key in side)
