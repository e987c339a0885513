"""Asks an indicator for its contributions to a financial year, from its tables."""

import datetime as dt
from dataclasses import dataclass, replace

import pyarrow as pa

from throughcare import indicators, journeys
from throughcare.indicators import from_outside
from throughcare.outside import SCHEMA


@dataclass(frozen=True)
class Contributions:
    """The contributions to an indicator."""

    indicator: str
    geography: str = "england"
    period: str = "2012-13"
    as_of: dt.date = dt.date(2014, 3, 31)

    def ask(self, tables):
        inputs = inputs_of(tables, self.as_of)
        period = indicators.Period.parse(self.period)
        asked = indicators.get(self.indicator)
        return asked.contributions(inputs, period, self.geography)


@dataclass(frozen=True)
class WithSecure(Contributions):
    """The same where the agencies whose code begins with HMP send returns of secure settings."""

    def ask(self, tables):
        is_secure = tables["episodes"].agency.startswith("HMP")
        community, secure = (
            inputs_of(of_episodes(tables, kept), self.as_of)
            for kept in (~is_secure, is_secure)
        )
        secure = replace(secure, is_secure=True)
        inputs = replace(community, secure=secure)
        period = indicators.Period.parse(self.period)
        asked = indicators.get(self.indicator)
        return asked.contributions(inputs, period, self.geography)


@dataclass(frozen=True)
class Counted(Contributions):
    """The people that an indicator with outside figures counts."""

    def ask(self, tables):
        period = indicators.Period.parse(self.period)
        asked = from_outside.get(self.indicator)
        return asked.count(inputs_of(tables, self.as_of), period, self.geography)


def inputs_of(tables, as_of):
    chains = journeys.build(tables["episodes"], 21)
    return indicators.Inputs(
        **tables, links=chains.links, journeys=chains.journeys, as_of=as_of
    )


def started_in_time(count: int) -> str:
    """A structured modality of each of the first episodes, begun in May 2012."""
    rows = [f"{n} | {n} | 2012-05-02" for n in range(1, count + 1)]
    return "\n".join(["| episode | started", *rows])


def of_episodes(tables, kept):
    """The tables with those episodes alone."""
    episodes = tables["episodes"].filter(kept)
    return {
        name: episodes if name == "episodes" else table.semi_join(episodes, "episode")
        for name, table in tables.items()
    }


def outside_of(*figures) -> pa.Table:
    """Outside figures as a store gives them; what a test does not say is that of a plain estimate for England."""
    same = {
        "kind": "opiate_crack_use",
        "measure": "estimate",
        "area": "E92000001",
        "fit": "exact",
        "period": "2012-13",
        "first": dt.date(2012, 4, 1),
        "last": dt.date(2013, 3, 31),
        "sex": "persons",
        "age": "all ages",
        "group": "all",
        "status": "published",
        "method": "before",
        "source": "A study",
        "licence": "CC0",
        "vintage": dt.date(2014, 1, 1),
        "line": 2,
        "series": "s",
    }
    return pa.Table.from_pylist([same | figure for figure in figures], schema=SCHEMA)


def financial_year(year: int) -> dict:
    """The columns that say a financial year."""
    return {
        "period": f"{year}-{(year + 1) % 100:02}",
        "first": dt.date(year, 4, 1),
        "last": dt.date(year + 1, 3, 31),
    }
