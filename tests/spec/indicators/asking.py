"""Asks an indicator for its contributions to a financial year, from its tables."""

import datetime as dt
from dataclasses import dataclass

from throughcare import indicators, journeys


@dataclass(frozen=True)
class Contributions:
    """The contributions to an indicator."""

    indicator: str
    geography: str = "england"
    period: str = "2012-13"
    as_of: dt.date = dt.date(2014, 3, 31)

    def ask(self, tables):
        chains = journeys.build(tables["episodes"], 21)
        inputs = indicators.Inputs(
            **tables,
            links=chains.links,
            journeys=chains.journeys,
            as_of=self.as_of,
        )
        period = indicators.Period.parse(self.period)
        asked = indicators.get(self.indicator)
        return asked.contributions(inputs, period, self.geography)
