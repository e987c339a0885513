"""Treatment journeys: chains of episodes of one person with no gap of more than 21 days between them.

An episode still open keeps its journey open, whatever ended elsewhere meanwhile. The exit of a journey is that of
the episode discharged last; where several end on that day the worst exit stands (indicators.md A2).
"""

import datetime as dt
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from throughcare.dates import days_between

from . import exits, substances

OPEN = dt.date(9999, 12, 31)
"""Stands for the discharge of an open episode in an ordering."""


@dataclass(frozen=True)
class Chains:
    """Journeys and the episodes in them.

    `links`: one row an episode, as in `episodes`, with `journey` (1, 2, ... for each person), `place` (1, 2, ... for the
    episodes of a person in the order in which they chain), `opens_journey` (1 for the first episode of a journey,
    else 0), `cites_opiate`, `cites_non_opiate` and `cites_alcohol` (0 or 1).

    `journeys`: one row a journey: person, journey, started, ended (null while any episode is open), exit (null while
    open), exit_episode (whose reason counts; null while open), group (over all episodes), episodes (how many),
    first_episode, first_area, first_region and age_at_triage (of the first episode), last_area and last_region
    (of the episode that ends the journey or keeps it open).
    """

    links: ir.Table
    journeys: ir.Table


def build(episodes: ir.Table, gap_days: int) -> Chains:
    """Journeys from episodes that all have a triage date.

    A triage up to `gap_days` days after everything before it was closed belongs to the same journey.
    """
    links = _number(_mark_openings(episodes, gap_days))
    return Chains(links, summarise(links))


def is_final(
    ended: ir.DateValue, as_of: dt.date, gap_days: int = 21
) -> ir.BooleanValue:
    """Whether a journey ended so long before `as_of` that no later triage can reopen it. Null while open."""
    return days_between(ended, ibis.literal(as_of)) > gap_days


def until(discharged: ir.DateValue) -> ir.DateValue:
    """The discharge date, or the far end of time while the episode is open."""
    return discharged.fill_null(ibis.date(OPEN))


def _in_order(episodes: ir.Table) -> dict:
    """A person's episodes in the order in which they chain; the episode's number makes it unique."""
    last = until(episodes.discharged)
    keys = [episodes.triaged, last, episodes.agency, episodes.episode]
    return {"group_by": episodes.person, "order_by": keys}


def _mark_openings(episodes: ir.Table, gap_days: int) -> ir.Table:
    before = ibis.window(**_in_order(episodes), preceding=(None, 1))
    closed = until(episodes.discharged).max().over(before)
    is_new = closed.isnull() | (days_between(closed, episodes.triaged) > gap_days)
    return episodes.mutate(
        opens_journey=ibis.ifelse(is_new, 1, 0).cast("int8"),
        **substances.citations(episodes),
    )


def _number(marked: ir.Table) -> ir.Table:
    so_far = ibis.window(**_in_order(marked), preceding=(None, 0))
    return marked.mutate(
        journey=marked.opens_journey.sum().over(so_far).cast("int32"),
        place=(ibis.row_number().over(**_in_order(marked)) + 1).cast("int32"),
    )


def at_latest(column: ir.StringValue, place: ir.IntegerValue) -> ir.StringValue:
    """In an aggregation: what the episode with the highest `place` says, also where it says nothing.

    Engines agree on such an aggregate only over values that are never null and an order without ties.
    """
    return column.fill_null("").argmax(place).nullif("")


def summarise(links: ir.Table) -> ir.Table:
    """One row a journey, from the episodes already linked."""
    ranked = links.mutate(from_last=_place_from_last(links))
    return ranked.group_by("person", "journey").agg(**_described(ranked)).pipe(_closed)


def _place_from_last(links: ir.Table) -> ir.IntegerValue:
    """0 for the episode that ends the journey, or keeps it open; of equals the one triaged last."""
    last_first = [
        ibis.desc(until(links.discharged)),
        ibis.desc(exits.severity(links.discharge_reason)),
        ibis.desc(links.place),
    ]
    return ibis.row_number().over(
        group_by=[links.person, links.journey], order_by=last_first
    )


def _described(ranked: ir.Table) -> dict[str, ir.Value]:
    first, last = ranked.opens_journey == 1, ranked.from_last == 0
    return {
        "started": ranked.triaged.min(),
        "closed": until(ranked.discharged).max(),
        "reason": ranked.discharge_reason.max(where=last),
        "last_episode": ranked.episode.max(where=last),
        "group": substances.group_of(ranked),
        "episodes": ranked.count().cast("int32"),
        "first_episode": ranked.episode.max(where=first),
        "first_area": ranked.area.max(where=first),
        "first_region": ranked.region.max(where=first),
        "age_at_triage": ranked.age_at_triage.max(where=first),
        "last_area": ranked.area.max(where=last),
        "last_region": ranked.region.max(where=last),
    }


def _closed(journeys: ir.Table) -> ir.Table:
    """Say end and exit only of journeys that have ended."""
    ended = journeys.closed != ibis.date(OPEN)
    return journeys.select(
        "person",
        "journey",
        "started",
        ended=ibis.ifelse(ended, journeys.closed, ibis.null("date")),
        exit=ibis.ifelse(ended, exits.exit_named(journeys.reason), ibis.null("string")),
        exit_episode=ibis.ifelse(ended, journeys.last_episode, ibis.null("int64")),
        group=journeys.group,
        episodes=journeys.episodes,
        first_episode=journeys.first_episode,
        first_area=journeys.first_area,
        first_region=journeys.first_region,
        age_at_triage=journeys.age_at_triage,
        last_area=journeys.last_area,
        last_region=journeys.last_region,
    )
