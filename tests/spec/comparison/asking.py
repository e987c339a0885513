"""Asks for the factors and the presentations that comparisons are made from, from tables of records."""

import datetime as dt
from dataclasses import dataclass

from throughcare import indicators, journeys
from throughcare.comparison import factors, presentations

AS_OF = dt.date(2014, 3, 31)
WATCHED = [
    {"name": "Cannabis", "codes": ["5000"]},
    {"name": "Medicines", "codes": ["2100", "2200"]},
]


def inputs_of(tables) -> indicators.Inputs:
    chains = journeys.build(tables["episodes"], 21)
    return indicators.Inputs(
        **tables, links=chains.links, journeys=chains.journeys, as_of=AS_OF
    )


@dataclass(frozen=True)
class Factors:
    """The factors behind completion of all in treatment, one row a person and area."""

    period: str = "2012-13"

    def ask(self, tables):
        inputs, period = inputs_of(tables), indicators.Period.parse(self.period)
        counted = indicators.get("C4b").contributions(inputs, period, "area")
        told = factors.with_factors(counted, inputs, period, keep=("person",))
        return told.rename(lambda name: name.replace(" ", "_"))


@dataclass(frozen=True)
class Presentations:
    """Presentations with a watched substance, with the week of the period they fall into."""

    def ask(self, tables):
        period = indicators.Period.parse("2012-13")
        found = presentations.contributions(inputs_of(tables), period, WATCHED)
        return presentations.dated(found, period)
