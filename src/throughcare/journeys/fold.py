"""Journeys in plain Python, read from first to last. Slow and obvious: the oracle for `build`."""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby

from . import exits, substances
from .chains import OPEN


@dataclass(frozen=True)
class Episode:
    """What of an episode decides about journeys."""

    episode: int
    person: str
    agency: str
    triaged: dt.date
    discharged: dt.date | None = None
    discharge_reason: str | None = None
    drugs: tuple[str | None, ...] = ()

    @property
    def until(self) -> dt.date:
        return self.discharged or OPEN


@dataclass(frozen=True)
class Journey:
    """One journey, with the numbers of its episodes in order."""

    person: str
    journey: int
    started: dt.date
    ended: dt.date | None
    exit: str | None
    exit_episode: int | None
    group: str | None
    episodes: tuple[int, ...]


def journeys(episodes: list[Episode], gap_days: int) -> list[Journey]:
    """Every journey, by person and number."""
    by_person = sorted(episodes, key=lambda e: e.person)
    found = []
    for _, own in groupby(by_person, key=lambda e: e.person):
        chains = _chains(sorted(own, key=_order), gap_days)
        found += [_journey(chain, number) for number, chain in enumerate(chains, 1)]
    return found


def _order(episode: Episode) -> tuple:
    return episode.triaged, episode.until, episode.agency, episode.episode


def _chains(episodes: list[Episode], gap_days: int) -> list[list[Episode]]:
    chains: list[list[Episode]] = []
    closed = dt.date.min
    for episode in episodes:
        if not chains or (episode.triaged - closed).days > gap_days:
            chains.append([])
        chains[-1].append(episode)
        closed = max(closed, episode.until)
    return chains


def _journey(chain: list[Episode], number: int) -> Journey:
    last = max(chain, key=_lateness)
    is_open = last.discharged is None
    return Journey(
        person=last.person,
        journey=number,
        started=min(e.triaged for e in chain),
        ended=last.discharged,
        exit=None if is_open else exits.exit_of(last.discharge_reason)[0],
        exit_episode=None if is_open else last.episode,
        group=_group({substances.class_of(d) for e in chain for d in e.drugs}),
        episodes=tuple(e.episode for e in chain),
    )


def _lateness(episode: Episode) -> tuple:
    severity = exits.exit_of(episode.discharge_reason)[1]
    return (
        episode.until,
        severity,
        episode.triaged,
        episode.agency,
        episode.episode,
    )


def _group(classes: set[str]) -> str | None:
    if "opiate" in classes:
        return "opiate"
    if {"alcohol", "non_opiate"} <= classes:
        return "non_opiate_and_alcohol"
    if "non_opiate" in classes:
        return "non_opiate_only"
    return "alcohol_only" if "alcohol" in classes else None
