"""Random episodes, and journeys read back from engines and from the plain fold in one shape."""

import datetime as dt
import random

import pyarrow as pa
import pytest

from throughcare.journeys import build, fold

SCHEMA = pa.schema(
    [
        ("episode", pa.int64()),
        ("person", pa.string()),
        ("agency", pa.string()),
        ("area", pa.string()),
        ("region", pa.string()),
        ("age_at_triage", pa.int32()),
        ("triaged", pa.date32()),
        ("discharged", pa.date32()),
        ("discharge_reason", pa.string()),
        ("drug_1", pa.string()),
        ("drug_2", pa.string()),
        ("drug_3", pa.string()),
    ]
)
REASONS = [None, "80", "81", "82", "83", "84", "85", "86", "87", "88", "5", "99"]
DRUGS = [None, "1011", "1199", "3201", "5000", "7000", "9996", "9997", "3409"]
FIELDS = (
    "person",
    "journey",
    "started",
    "ended",
    "exit",
    "exit_episode",
    "group",
    "episodes",
)


def table(episodes: list[fold.Episode]) -> pa.Table:
    """Episodes as the analytic table."""
    rows = [_row(episode) for episode in episodes]
    return pa.Table.from_pylist(rows, SCHEMA)


def _row(episode: fold.Episode) -> dict:
    drugs = dict(zip(("drug_1", "drug_2", "drug_3"), episode.drugs, strict=True))
    fixed = {"area": "E08000037", "region": "E12000001", "age_at_triage": 30}
    return vars(episode) | drugs | fixed


def by_fold(episodes: list[fold.Episode]) -> list[tuple]:
    """The journeys by the plain fold, as rows of FIELDS."""
    found = fold.journeys(episodes, 21)
    return sorted(
        (
            tuple(
                len(j.episodes) if name == "episodes" else getattr(j, name)
                for name in FIELDS
            )
            for j in found
        ),
        key=lambda row: row[:2],
    )


def by_engine(episodes, fetch) -> list[tuple]:
    """The journeys by an engine from its table of episodes, as rows of FIELDS."""
    rows = fetch(build(episodes, 21).journeys).to_pylist()
    found = [tuple(row[name] for name in FIELDS) for row in rows]
    return sorted(found, key=lambda row: row[:2])


@pytest.fixture(scope="session")
def many_episodes() -> list[fold.Episode]:
    """20,000 episodes of 3,000 people, with ties, overlaps, gaps about 21 days and numbers beyond 2 ** 53."""
    chance = random.Random(20120401)
    return [_random_episode(chance, number) for number in range(20_000)]


def _random_episode(chance: random.Random, number: int) -> fold.Episode:
    triaged = dt.date(2008, 4, 1) + dt.timedelta(days=7 * chance.randrange(400))
    length = chance.choice([0, 1, 7, 21, 22, 35, 36, 200])
    is_open = chance.random() < 0.05
    return fold.Episode(
        episode=9_007_199_254_740_993 + number,
        person=f"p{chance.randrange(3000)}",
        agency=f"N{chance.randrange(4)}",
        triaged=triaged,
        discharged=None if is_open else triaged + dt.timedelta(days=length),
        discharge_reason=None if is_open else chance.choice(REASONS),
        drugs=tuple(chance.choice(DRUGS) for _ in range(3)),
    )
