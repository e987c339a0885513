"""Whom reports are made for, and the tables of a cut as each of them sees itself.

An area sees the people who live there, whoever treats them. A provider sees its own episodes alone: a person is
counted once in each provider, and a journey is what that provider's episodes make.
"""

from dataclasses import replace

import ibis

from throughcare.indicators import Inputs
from throughcare.journeys import build, summarise
from throughcare.publish import areas
from throughcare.publish.reports.document import Unit
from throughcare.warehouse import engines
from throughcare.warehouse.cut import Cut

AREA, PROVIDER = "area", "provider"


def as_providers(inputs: Inputs, gap_days: int) -> Inputs:
    """The same tables with the provider in the place of the area, and each person told apart by provider."""
    backend = inputs.episodes.get_backend()
    episodes = inputs.episodes.mutate(
        person=inputs.episodes.person + "|" + inputs.episodes.agency,
        area=inputs.episodes.agency,
    )
    whose = episodes.select("episode", "person")
    chained = build(episodes, gap_days).links
    links = engines.materialise(backend, chained, "links_of_providers")
    return replace(
        inputs,
        episodes=episodes,
        modalities=_told_apart(inputs.modalities, whose),
        profiles=_told_apart(inputs.profiles, whose),
        links=links,
        journeys=summarise(links),
    )


def _told_apart(records: ibis.Table, whose: ibis.Table) -> ibis.Table:
    return records.drop("person").join(whose, "episode")


def unit(kind: str, code: str) -> Unit:
    """A unit by its code; a code that is no known area keeps its code for a name."""
    if kind == AREA and code in areas.by_code():
        return Unit(AREA, code, areas.by_code()[code].name)
    return Unit(kind, code, code)


def main_areas(cut: Cut) -> dict[str, str]:
    """The area in which most episodes of each provider live, by agency code; the lower code of two with as many."""
    episodes = cut.table(engines.connect("duckdb"), "episodes")
    counted = episodes.group_by("agency", "area").agg(episodes=episodes.count())
    rows = sorted(
        counted.to_pyarrow().to_pylist(),
        key=lambda row: (-row["episodes"], row["area"] or ""),
    )
    found: dict[str, str] = {}
    for row in rows:
        if row["area"] in areas.by_code():
            found.setdefault(row["agency"], row["area"])
    return found
